//! The user who is signed in.

use serde_json::json;

use crate::model::SessionStatus;
use crate::resources::reverification::require_fresh;
use crate::resources::sessions;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(crate) fn get(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.any_session(call)?;
    Ok(Answer::Wrapped(view::user::view(work, &user)))
}

/// Deletes the account and ends its sessions on every client. Its addresses and numbers can be used again.
pub(crate) fn delete(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (session, user) = work.current_session(call)?;
    if !work.settings.delete_self_enabled {
        return Err(ApiError::user_delete_self_not_enabled().into());
    }
    require_fresh(work, &session, &user)?;
    sessions::close_all(work, &user.id, None, SessionStatus::Removed)?;
    store::users::delete(work.db, &user.id)?;
    Ok(Answer::Wrapped(json!({ "object": "user", "id": user.id, "deleted": true })))
}
