//! Sessions: reading, touching, minting tokens, and signing out of one.

use rusqlite::Connection;
use serde_json::json;

use crate::clock::Timestamp;
use crate::model::{CHOOSE_ORGANIZATION, Session, SessionStatus, User};
use crate::resources::organizations;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(crate) fn get(work: &Work<'_>, id: &str) -> Result<Answer, Refusal> {
    let session = of_client(work, id)?;
    Ok(Answer::Wrapped(view::session::full(work, &session)?))
}

pub(crate) fn touch(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["active_organization_id", "intent"])?;
    match call.form.text("intent") {
        None | Some("" | "focus" | "select_session" | "select_org") => {}
        Some(other) => return Err(ApiError::value("intent", other).into()),
    }
    let session = live(work, id)?;
    // The sessions elsewhere choose for themselves.
    if let Some(name) = call.form.text("active_organization_id")
        && organizations::choose(work, &session, &owner(work, &session)?, name)?
    {
        end_task_of(work.db, work.now, &session, CHOOSE_ORGANIZATION)?;
    }
    store::sessions::touch(work.db, &session.id, work.now)?;
    if let Some(mut client) = work.client.clone() {
        client.last_active_session_id = Some(session.id);
        work.save_client(client)?;
    }
    get(work, id)
}

/// A session JWT of a template. The emulator knows only the names of templates: the token is the same.
pub(crate) fn tokens_of(
    work: &Work<'_>,
    id: &str,
    template: &str,
    call: &Call,
) -> Result<Answer, Refusal> {
    if !work.settings.jwt_templates.iter().any(|name| name == template) {
        live(work, id)?;
        return Err(ApiError::not_found("JWT template", template).into());
    }
    tokens(work, id, call)
}

/// A fresh session JWT: for the organization named, for none if the name is empty, else for the one that the session is in.
pub(crate) fn tokens(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["organization_id", "tab_state", "token", "force_origin"])?;
    let session = live(work, id)?;
    let owner = owner(work, &session)?;
    let organization = match call.form.text("organization_id") {
        None => work.active_organization(&session, &owner),
        Some("") => None,
        Some(name) => {
            work.refuse_without_organizations()?;
            Some(owner.membership(name).ok_or_else(ApiError::not_a_member)?)
        }
    };
    let jwt = work.session_token(&session, organization)?;
    Ok(Answer::Bare(json!({ "object": "token", "jwt": jwt })))
}

pub(crate) fn end(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    close(work, id, SessionStatus::Ended, "end")
}

pub(crate) fn remove(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
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
    close_on_its_client(work, &session, status)?;
    get(work, id)
}

/// Closes a session. Its client, which may be another one, turns to the newest session that it has left.
pub(crate) fn close_on_its_client(
    work: &mut Work<'_>,
    session: &Session,
    status: SessionStatus,
) -> Result<(), Refusal> {
    store::sessions::set_status(work.db, &session.id, status, work.now)?;
    let Some(mut client) = store::clients::load(work.db, &session.client_id)? else {
        return Ok(());
    };
    if client.last_active_session_id.as_ref() == Some(&session.id) {
        let left = store::sessions::live_of_client(work.db, &client.id, work.now)?;
        client.last_active_session_id = left.last().map(|session| session.id.clone());
    }
    if work.client.as_ref().is_some_and(|mine| mine.id == client.id) {
        return work.save_client(client);
    }
    client.updated_at = work.now;
    Ok(store::clients::save(work.db, &client)?)
}

/// Closes the sessions of a user on every client, all but `kept`.
pub(crate) fn close_all(
    work: &mut Work<'_>,
    user_id: &str,
    kept: Option<&str>,
    status: SessionStatus,
) -> Result<(), Refusal> {
    for session in store::sessions::live_of_user(work.db, user_id, work.now)? {
        if Some(session.id.as_str()) != kept {
            close_on_its_client(work, &session, status)?;
        }
    }
    Ok(())
}

/// Removes a task from every session of a user. A session without other tasks becomes active.
pub(crate) fn end_task(
    db: &Connection,
    now: Timestamp,
    user_id: &str,
    task: &str,
) -> rusqlite::Result<()> {
    for session in store::sessions::live_of_user(db, user_id, now)? {
        end_task_of(db, now, &session, task)?;
    }
    Ok(())
}

/// Removes a task from one session, which becomes active without other tasks.
pub(crate) fn end_task_of(
    db: &Connection,
    now: Timestamp,
    session: &Session,
    task: &str,
) -> rusqlite::Result<()> {
    let left: Vec<String> =
        session.tasks.iter().filter(|waiting| *waiting != task).cloned().collect();
    if left.len() == session.tasks.len() {
        return Ok(());
    }
    store::sessions::set_tasks(db, &session.id, &left, now)?;
    if left.is_empty() {
        store::sessions::set_status(db, &session.id, SessionStatus::Active, now)?;
    }
    Ok(())
}

fn owner(work: &Work<'_>, session: &Session) -> Result<User, Refusal> {
    store::users::load(work.db, &session.user_id)?
        .ok_or_else(|| ApiError::authentication_invalid().into())
}

/// A live session of this client. The error is `signed_out` if the client has none at all.
fn live(work: &Work<'_>, id: &str) -> Result<Session, Refusal> {
    work.live_sessions()?
        .into_iter()
        .find(|session| session.id == id)
        .ok_or_else(|| ApiError::not_found("session", id).into())
}

/// A session of this client, even an ended one.
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
