//! The user who is signed in.

use serde_json::json;

use crate::model::{SessionStatus, User};
use crate::resources::reverification::require_fresh;
use crate::resources::sessions;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Characters of a first or last name.
const NAME_LIMIT: usize = 256;
/// Changing one of these needs a fresh verification (contract §6.2).
const PRIMARY: [&str; 2] = ["primary_email_address_id", "primary_phone_number_id"];

pub(crate) fn get(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.any_session(call)?;
    Ok(Answer::Wrapped(view::user::view(work.now, work.settings, &user)))
}

/// Changes names and the primary address and number. An empty name is removed.
pub(crate) fn update(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let [email_param, phone_param] = PRIMARY;
    call.form.only(&["first_name", "last_name", email_param, phone_param])?;
    let (session, mut user) = work.current_session(call)?;
    for (param, name) in [("first_name", &mut user.first_name), ("last_name", &mut user.last_name)]
    {
        let Some(given) = call.form.text(param) else { continue };
        if given.chars().count() > NAME_LIMIT {
            return Err(ApiError::too_long(param, NAME_LIMIT).into());
        }
        *name = (!given.is_empty()).then(|| given.to_owned());
    }
    let email = call.form.optional(email_param)?;
    let phone = call.form.optional(phone_param)?;
    if email.is_some() || phone.is_some() {
        require_fresh(work, &session, &user)?;
    }
    if let Some(id) = email {
        let verified = user.emails.iter().find(|email| email.id == id).map(|email| email.verified);
        user.primary_email_address_id = Some(primary(work, &user, email_param, id, verified)?);
    }
    if let Some(id) = phone {
        let verified = user.phones.iter().find(|phone| phone.id == id).map(|phone| phone.verified);
        user.primary_phone_number_id = Some(primary(work, &user, phone_param, id, verified)?);
    }
    store::users::set_profile(work.db, &user, work.now)?;
    get(work, call)
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

/// The id if it is one of the user that is verified; `verified` is None if the user has no such id.
fn primary(
    work: &Work<'_>,
    user: &User,
    param: &str,
    id: &str,
    verified: Option<bool>,
) -> Result<String, Refusal> {
    match verified {
        Some(true) => Ok(id.to_owned()),
        Some(false) => Err(ApiError::verification_needed(param).into()),
        None => match store::users::owner_of_identification(work.db, id)? {
            Some(owner) if owner != user.id => Err(ApiError::foreign_identification().into()),
            Some(_) | None => Err(ApiError::identification_not_found(param).into()),
        },
    }
}
