//! The sessions of the user, on this client and on others (contract §5).

use serde_json::Value;

use crate::model::SessionStatus;
use crate::resources::reverification::require_fresh;
use crate::resources::sessions;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// All sessions of the user, ended ones too, oldest first.
pub(crate) fn list(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.current_session(call)?;
    let sessions = store::sessions::of_user(work.db, &user.id)?
        .iter()
        .map(|session| view::session::listed(work, session))
        .collect::<Result<Vec<Value>, Refusal>>()?;
    Ok(Answer::Bare(sessions.into()))
}

/// The live sessions of the user with their devices, oldest first.
pub(crate) fn list_active(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.current_session(call)?;
    let sessions: Vec<Value> = store::sessions::live_of_user(work.db, &user.id, work.now)?
        .iter()
        .map(|session| view::session::with_activity(session, work.now))
        .collect();
    Ok(Answer::Bare(sessions.into()))
}

/// Ends another session of the user. The current one is ended by `remove`.
pub(crate) fn revoke(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (current, user) = work.current_session(call)?;
    let mut session = store::sessions::load(work.db, id)?
        .filter(|session| session.user_id == user.id)
        .ok_or_else(|| ApiError::not_found("session", id))?;
    if session.id == current.id || !session.is_live(work.now) {
        return Err(ApiError::session_action("revoke", id).into());
    }
    require_fresh(work, &current, &user)?;
    sessions::close_on_its_client(work, &session, SessionStatus::Revoked)?;
    session.status = SessionStatus::Revoked;
    session.updated_at = work.now;
    Ok(Answer::Wrapped(view::session::full(work, &session)?))
}
