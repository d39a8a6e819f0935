//! Records as the JSON of the Frontend API.

pub(crate) mod environment;
pub(crate) mod external_account;
pub(crate) mod organization;
pub(crate) mod picture;
pub(crate) mod reverification;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
pub(crate) mod user;
pub(crate) mod verification;

use serde_json::{Value, json};

use crate::model::Client;
use crate::store;
use crate::wire::error::Refusal;
use crate::work::Work;

/// A client with its live sessions and its sign-in; null without a client.
pub(crate) fn client(work: &Work<'_>, client: Option<&Client>) -> Result<Value, Refusal> {
    let Some(client) = client else { return Ok(Value::Null) };
    let live = store::sessions::live_of_client(work.db, &client.id, work.now)?;
    // One that ended by its age was closed by nobody, so the client still names it.
    let last_active = live
        .iter()
        .find(|session| Some(&session.id) == client.last_active_session_id.as_ref())
        .or(live.last());
    let sessions =
        live.iter().map(|session| session::full(work, session)).collect::<Result<Vec<_>, _>>()?;
    let sign_in = match &client.sign_in_id {
        Some(id) => store::sign_ins::load(work.db, id)?,
        None => None,
    };
    let sign_in = match sign_in {
        Some(sign_in) => sign_in::view(work, &sign_in)?,
        None => Value::Null,
    };
    let sign_up = match &client.sign_up_id {
        Some(id) => store::sign_ups::load(work.db, id)?,
        None => None,
    };
    Ok(json!({
        "object": "client",
        "id": client.id,
        "sessions": sessions,
        "sign_in": sign_in,
        "sign_up": sign_up.map(|it| sign_up::view(work, &it)),
        "last_active_session_id": last_active.map(|session| &session.id),
        "last_authentication_strategy": client.last_authentication_strategy,
        "cookie_expires_at": null,
        "captcha_bypass": false,
        "created_at": client.created_at.millis(),
        "updated_at": client.updated_at.millis(),
    }))
}
