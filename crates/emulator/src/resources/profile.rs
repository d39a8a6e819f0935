//! `PATCH /v1/me`: the names, the username, and which address and number are primary.

use crate::model::User;
use crate::resources::me;
use crate::resources::reverification::require_fresh;
use crate::rules::username;
use crate::settings::{Attribute, Use};
use crate::store;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Characters of a first or last name.
const NAME_LIMIT: usize = 256;
const EMAIL: &str = "primary_email_address_id";
const PHONE: &str = "primary_phone_number_id";

/// Changes what the form has. A name that is empty is removed. What the instance does not offer is no field. Changing the
/// username or what is primary needs a fresh verification (contract §6.2).
pub(crate) fn update(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let offered = &work.settings.attributes;
    let texts = [
        ("username", offered.username, Attribute::Username),
        ("first_name", offered.first_name, Attribute::FirstName),
        ("last_name", offered.last_name, Attribute::LastName),
    ];
    let offered = texts.iter().filter(|(_, how, _)| *how != Use::Off).map(|(param, ..)| *param);
    call.form.only(&offered.chain([EMAIL, PHONE]).collect::<Vec<_>>())?;
    let (session, mut user) = work.current_session(call)?;
    for (param, how, attribute) in texts {
        let Some(given) = call.form.text(param) else { continue };
        let changed = text(work, param, how, given)?;
        let kept = match attribute {
            Attribute::FirstName => &mut user.first_name,
            Attribute::LastName => &mut user.last_name,
            Attribute::Username | Attribute::EmailAddress | Attribute::PhoneNumber => {
                &mut user.username
            }
        };
        // That giving the same one again is let through is a guess.
        if *kept != changed {
            work.refuse_immutable(attribute)?;
        }
        *kept = changed;
    }
    let email = call.form.optional(EMAIL)?;
    let phone = call.form.optional(PHONE)?;
    let username = call.form.text("username").is_some();
    if username || email.is_some() || phone.is_some() {
        require_fresh(work, &session, &user)?;
    }
    if username {
        refuse_taken(work, &user)?;
    }
    if let Some(id) = email {
        let verified = user.emails.iter().find(|email| email.id == id).map(|email| email.verified);
        let param = (EMAIL, Attribute::EmailAddress);
        user.primary_email_address_id = Some(primary(work, &user, param, id, verified)?);
    }
    if let Some(id) = phone {
        let verified = user.phones.iter().find(|phone| phone.id == id).map(|phone| phone.verified);
        let param = (PHONE, Attribute::PhoneNumber);
        user.primary_phone_number_id = Some(primary(work, &user, param, id, verified)?);
    }
    store::users::set_profile(work.db, &user, work.now)?;
    me::get(work, call)
}

/// A name or username as it will be kept. That a required one which is empty is `form_param_nil` is a guess: it is what the
/// other fields are.
fn text(work: &Work<'_>, param: &str, how: Use, given: &str) -> Result<Option<String>, ApiError> {
    if given.is_empty() {
        return if how == Use::Required { Err(ApiError::nil(param)) } else { Ok(None) };
    }
    if param == "username" {
        username::acceptable(given, &work.settings.username_rules)?;
        return Ok(Some(username::kept(given)));
    }
    if given.chars().count() > NAME_LIMIT {
        return Err(ApiError::too_long(param, NAME_LIMIT));
    }
    Ok(Some(given.to_owned()))
}

fn refuse_taken(work: &Work<'_>, user: &User) -> Result<(), Refusal> {
    let Some(username) = &user.username else { return Ok(()) };
    match store::users::owner_of_username(work.db, username)? {
        Some(owner) if owner != user.id => {
            Err(ApiError::identifier_exists("username", "username").into())
        }
        Some(_) | None => Ok(()),
    }
}

/// The id if it is one of the user that is verified; `verified` is None if the user has no such id.
fn primary(
    work: &Work<'_>,
    user: &User,
    (param, attribute): (&str, Attribute),
    id: &str,
    verified: Option<bool>,
) -> Result<String, Refusal> {
    work.refuse_immutable(attribute)?;
    match verified {
        Some(true) => Ok(id.to_owned()),
        Some(false) => Err(ApiError::verification_needed(param).into()),
        None => match store::users::owner_of_identification(work.db, id)? {
            Some(owner) if owner != user.id => Err(ApiError::foreign_identification().into()),
            Some(_) | None => Err(ApiError::identification_not_found(param).into()),
        },
    }
}
