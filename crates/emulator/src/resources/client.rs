//! The client itself: reading, making and ending it.

use serde_json::Value;

use crate::model::SessionStatus;
use crate::store;
use crate::view;
use crate::wire::answer::{Answer, TokenChange};
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(crate) fn get(work: &mut Work<'_>) -> Result<Answer, Refusal> {
    if work.client.is_none() && work.settings.client_on_first_get {
        work.client_or_new()?;
    }
    Ok(Answer::Client(view::client(work, work.client.as_ref())?))
}

pub(crate) fn create(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let client = work.client_or_new()?;
    Ok(Answer::Client(view::client(work, Some(&client))?))
}

/// Ends the client with all its sessions. Its token counts as none from then on.
pub(crate) fn delete(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let client = work.client.take().ok_or_else(ApiError::client_not_found)?;
    forget(work, &client.id)?;
    work.token = Some(TokenChange::Cleared);
    Ok(Answer::Client(Value::Null))
}

/// Removes a client with its sessions and its trust.
pub(crate) fn forget(work: &Work<'_>, client_id: &str) -> Result<(), Refusal> {
    remove_sessions(work, client_id)?;
    Ok(store::clients::delete(work.db, client_id)?)
}

/// Ends all sessions but keeps the client, so that it stays trusted.
pub(crate) fn delete_sessions(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let mut client = work.client.clone().ok_or_else(ApiError::client_not_found)?;
    remove_sessions(work, &client.id)?;
    client.sign_in_id = None;
    client.sign_up_id = None;
    client.last_active_session_id = None;
    work.save_client(client)?;
    Ok(Answer::Client(view::client(work, work.client.as_ref())?))
}

fn remove_sessions(work: &Work<'_>, client_id: &str) -> Result<(), Refusal> {
    for session in store::sessions::live_of_client(work.db, client_id, work.now)? {
        store::sessions::set_status(work.db, &session.id, SessionStatus::Removed, work.now)?;
    }
    Ok(())
}
