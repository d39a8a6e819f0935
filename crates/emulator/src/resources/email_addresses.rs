//! The email addresses of the user: adding, verifying, removing (next-flows §6).
//!
//! As with phone numbers, a call that the form or the own account makes impossible is refused before a fresh verification
//! is asked for, and what depends on other accounts is checked after it.

use serde_json::{Value, json};

use crate::model::factors::Target;
use crate::model::{EmailAddress, User};
use crate::resources::reverification;
use crate::resources::verification;
use crate::rules::code::{CodeOutcome, Verification};
use crate::rules::identifier::Identifier;
use crate::rules::strategy::Strategy;
use crate::settings::Attribute;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(crate) fn list(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.current_session(call)?;
    let emails = user.emails.iter().map(|email| view::user::email_address(email, work.now));
    Ok(Answer::Bare(emails.collect::<Vec<Value>>().into()))
}

pub(crate) fn get(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.current_session(call)?;
    Ok(Answer::Wrapped(view::user::email_address(of_user(&user, id)?, work.now)))
}

/// Adds an unverified address.
pub(crate) fn create(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["email_address"])?;
    let (session, user) = work.current_session(call)?;
    work.refuse_immutable(Attribute::EmailAddress)?;
    let address = allowed_address(work, call.form.required("email_address")?)?;
    reverification::require_fresh(work, &session, &user)?;
    let mine = user.emails.iter().any(|email| email.address == address);
    if mine || store::email_addresses::owner(work.db, &address)?.is_some() {
        return Err(taken());
    }
    if user.unverified() >= work.settings.max_unverified {
        return Err(ApiError::too_many_unverified().into());
    }
    let email = EmailAddress {
        id: work.random.id("idn"),
        address,
        verified: false,
        verification: None,
        linked_to: Vec::new(),
        created_at: work.now,
        updated_at: work.now,
    };
    store::email_addresses::insert(work.db, &user.id, &email)?;
    get(work, &email.id, call)
}

/// Sends a code to verify an address.
pub(crate) fn prepare(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "redirect_url", "action_complete_redirect_url"])?;
    let (_, user) = work.current_session(call)?;
    let mut email = of_user(&user, id)?.clone();
    let strategy = verification::strategy(&call.form, &[Strategy::EmailCode])?;
    if email.verified {
        return Err(ApiError::verification_already_verified().into());
    }
    let target = Target {
        id: email.id.clone(),
        identifier: Identifier::Email(email.address.clone()),
        primary: None,
        default: None,
    };
    let sent = verification::send_code(work, &user.id, Some(&user.id), strategy, &target)?;
    if let Verification::Code(check) = sent {
        email.verification = Some(check);
    }
    store::email_addresses::save(work.db, &email, work.now)?;
    get(work, id, call)
}

/// Tries the code. A wrong one does not count towards the lockout: the code opens no account.
pub(crate) fn attempt(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["code"])?;
    let (_, user) = work.current_session(call)?;
    let mut email = of_user(&user, id)?.clone();
    let code = call.form.required("code")?;
    if email.verified {
        return Err(ApiError::verification_already_verified().into());
    }
    let check = email.verification.as_mut().ok_or_else(ApiError::verification_not_sent)?;
    let outcome = check.attempt(code, work.now, work.settings.code_attempts);
    email.verified = outcome == CodeOutcome::Right;
    // Another user may have verified the same address since.
    if email.verified && store::email_addresses::owner(work.db, &email.address)?.is_some() {
        return Err(taken());
    }
    store::email_addresses::save(work.db, &email, work.now)?;
    verification::refuse_unless_right(outcome)?;
    if user.primary_email_address_id.is_none() {
        store::email_addresses::set_primary(work.db, &user.id, Some(id), work.now)?;
    }
    get(work, id, call)
}

/// Removes an address. If it was the primary one, the oldest verified one that is left takes its place, as with numbers;
/// which one the real API takes is in no source.
pub(crate) fn delete(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (session, user) = work.current_session(call)?;
    let email = of_user(&user, id)?;
    work.refuse_immutable(Attribute::EmailAddress)?;
    if !email.linked_to.is_empty() {
        return Err(ApiError::linked_identification().into());
    }
    if email.verified {
        allow_removing(work, &user, email)?;
    }
    reverification::require_fresh(work, &session, &user)?;
    store::email_addresses::delete(work.db, id)?;
    if user.primary_email_address_id.as_deref() == Some(id) {
        let next = user.emails.iter().find(|other| other.id != id && other.verified);
        let next = next.map(|email| email.id.as_str());
        store::email_addresses::set_primary(work.db, &user.id, next, work.now)?;
    }
    Ok(Answer::Wrapped(json!({ "object": "email_address", "id": id, "deleted": true })))
}

/// The address in a form, refused if the instance does not accept it.
fn allowed_address(work: &Work<'_>, text: &str) -> Result<String, ApiError> {
    let Some(Identifier::Email(address)) = Identifier::parse(text) else {
        return Err(ApiError::format("email_address", "a valid email address"));
    };
    if work.settings.blocked_identifiers.contains(&address) {
        return Err(ApiError::not_allowed_access(&address));
    }
    Ok(address)
}

/// Refuses to remove the last identifier, or the last address where the instance requires one.
fn allow_removing(work: &Work<'_>, user: &User, email: &EmailAddress) -> Result<(), ApiError> {
    let other = user.emails.iter().any(|other| other.id != email.id && other.verified);
    if other {
        Ok(())
    } else if work.settings.attributes.email_required {
        Err(ApiError::last_required_identification("email address"))
    } else if user.phones.iter().any(|phone| phone.verified && !phone.reserved_for_second_factor) {
        Ok(())
    } else {
        Err(ApiError::last_identification())
    }
}

/// The address of the user with this id. That of another user is not found.
fn of_user<'a>(user: &'a User, id: &str) -> Result<&'a EmailAddress, ApiError> {
    user.emails
        .iter()
        .find(|email| email.id == id)
        .ok_or_else(|| ApiError::not_found("email address", id))
}

fn taken() -> Refusal {
    ApiError::identifier_exists("email_address", "email address").into()
}
