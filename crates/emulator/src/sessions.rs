//! Sessions: reading, touching, minting tokens, and signing out of one.

use serde_json::json;

use crate::answer::Answer;
use crate::call::Form;
use crate::error::{ApiError, Refusal};
use crate::model::{Session, SessionStatus};
use crate::store;
use crate::view;
use crate::work::Work;

pub(crate) fn get(work: &Work<'_>, id: &str) -> Result<Answer, Refusal> {
    let session = of_client(work, id)?;
    Ok(Answer::Wrapped(view::session::full(work, &session)?))
}

pub(crate) fn touch(work: &mut Work<'_>, id: &str, form: &Form) -> Result<Answer, Refusal> {
    form.only(&["active_organization_id", "intent"])?;
    match form.text("intent") {
        None | Some("" | "focus" | "select_session" | "select_org") => {}
        Some(other) => return Err(ApiError::value("intent", other).into()),
    }
    let session = live(work, id)?;
    // There are no organizations here, so nobody is a member of one.
    if form.text("active_organization_id").is_some_and(|organization| !organization.is_empty()) {
        return Err(ApiError::not_a_member().into());
    }
    store::sessions::touch(work.db, &session.id, work.now)?;
    if let Some(mut client) = work.client.clone() {
        client.last_active_session_id = Some(session.id);
        work.save_client(client)?;
    }
    get(work, id)
}

/// A fresh session JWT; a template only changes the path it is asked for under.
pub(crate) fn tokens(work: &Work<'_>, id: &str, form: &Form) -> Result<Answer, Refusal> {
    form.only(&["organization_id", "tab_state", "token", "force_origin"])?;
    let session = live(work, id)?;
    if form.text("organization_id").is_some_and(|organization| !organization.is_empty()) {
        return Err(ApiError::not_a_member().into());
    }
    Ok(Answer::Bare(json!({ "object": "token", "jwt": work.session_token(&session)? })))
}

pub(crate) fn end(work: &mut Work<'_>, id: &str, form: &Form) -> Result<Answer, Refusal> {
    form.only(&[])?;
    close(work, id, SessionStatus::Ended, "end")
}

pub(crate) fn remove(work: &mut Work<'_>, id: &str, form: &Form) -> Result<Answer, Refusal> {
    form.only(&[])?;
    close(work, id, SessionStatus::Removed, "remove")
}

fn close(
    work: &mut Work<'_>,
    id: &str,
    status: SessionStatus,
    action: &str,
) -> Result<Answer, Refusal> {
    let session = of_client(work, id)?;
    if !session.is_live(work.now) {
        return Err(ApiError::session_action(action, id).into());
    }
    store::sessions::set_status(work.db, id, status, work.now)?;
    if let Some(mut client) = work.client.clone() {
        if client.last_active_session_id.as_deref() == Some(id) {
            let left = store::sessions::live_of_client(work.db, &client.id, work.now)?;
            client.last_active_session_id = left.last().map(|session| session.id.clone());
        }
        work.save_client(client)?;
    }
    get(work, id)
}

/// A session by which somebody is signed in on this client. A dead one reads as signed out when it was the last.
fn live(work: &Work<'_>, id: &str) -> Result<Session, Refusal> {
    let Some(client) = &work.client else { return Err(ApiError::signed_out().into()) };
    let live = store::sessions::live_of_client(work.db, &client.id, work.now)?;
    if live.is_empty() {
        return Err(ApiError::signed_out().into());
    }
    live.into_iter()
        .find(|session| session.id == id)
        .ok_or_else(|| ApiError::not_found("session", id).into())
}

/// A session of this client, dead or alive.
fn of_client(work: &Work<'_>, id: &str) -> Result<Session, Refusal> {
    let Some(client) = &work.client else { return Err(ApiError::signed_out().into()) };
    let session =
        store::sessions::load(work.db, id)?.ok_or_else(|| ApiError::not_found("session", id))?;
    if session.client_id == client.id {
        Ok(session)
    } else {
        Err(ApiError::session_not_yours().into())
    }
}
