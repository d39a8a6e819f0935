//! The phone numbers of the user: adding, verifying, using for MFA, removing (contract §8).
//!
//! A call that the form or the own account makes impossible is refused before a fresh verification is asked for. What
//! depends on other accounts is checked after it.

pub(crate) mod change;

use serde_json::Value;

use crate::model::factors::Target;
use crate::model::{PhoneNumber, User};
use crate::resources::mfa;
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
    let (_, user) = work.mfa_session(call)?;
    let phones = user.phones.iter().map(|phone| view::user::phone_number(phone, work.now));
    Ok(Answer::Bare(phones.collect()))
}

pub(crate) fn get(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.mfa_session(call)?;
    let phone = of_user(&user, id)?;
    Ok(Answer::Wrapped(view::user::phone_number(phone, work.now)))
}

/// Adds an unverified number. One that is added reserved becomes a second factor when it is verified.
pub(crate) fn create(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["phone_number", "reserved_for_second_factor"])?;
    let (session, user) = work.mfa_session(call)?;
    refuse_without_phone_numbers(work)?;
    work.refuse_immutable(Attribute::PhoneNumber)?;
    let number = allowed_number(work, call.form.required("phone_number")?)?;
    let reserved = call.form.flag("reserved_for_second_factor")?.unwrap_or(false);
    if reserved && !work.settings.attributes.by_phone_second() {
        return Err(ApiError::feature_not_enabled().into());
    }
    reverification::require_fresh(work, &session, &user)?;
    let mine = user.phones.iter().any(|phone| phone.number == number);
    if mine || store::phone_numbers::owner(work.db, &number)?.is_some() {
        return Err(ApiError::identifier_exists("phone_number", "phone number").into());
    }
    if user.unverified() >= work.settings.max_unverified {
        return Err(ApiError::too_many_unverified().into());
    }
    let phone = PhoneNumber {
        id: work.random.id("idn"),
        number,
        verified: false,
        reserved_for_second_factor: reserved,
        default_second_factor: false,
        verification: None,
        created_at: work.now,
        updated_at: work.now,
    };
    store::phone_numbers::insert(work.db, &user.id, &phone)?;
    get(work, &phone.id, call)
}

/// Sends a code to verify a number.
pub(crate) fn prepare(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "proof_token"])?;
    let (_, user) = work.mfa_session(call)?;
    refuse_without_phone_numbers(work)?;
    let mut phone = of_user(&user, id)?.clone();
    let strategy = verification::strategy(&call.form, &[Strategy::PhoneCode])?;
    if phone.verified {
        return Err(ApiError::verification_already_verified().into());
    }
    let target = Target {
        id: phone.id.clone(),
        identifier: Identifier::Phone(phone.number.clone()),
        primary: None,
        default: None,
    };
    let sent = verification::send_code(work, &user.id, Some(&user.id), strategy, &target)?;
    if let Verification::Code(check) = sent {
        phone.verification = Some(check);
    }
    store::phone_numbers::save(work.db, &phone, work.now)?;
    get(work, id, call)
}

/// Tries the code. A wrong one does not count towards the lockout: the code opens no account.
pub(crate) fn attempt(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["code"])?;
    let (session, user) = work.mfa_session(call)?;
    refuse_without_phone_numbers(work)?;
    let mut phone = of_user(&user, id)?.clone();
    let code = call.form.required("code")?;
    if phone.verified {
        return Err(ApiError::verification_already_verified().into());
    }
    let check = phone.verification.as_mut().ok_or_else(ApiError::verification_not_sent)?;
    let outcome = check.attempt(code, work.now, work.settings.code_attempts);
    phone.verified = outcome == CodeOutcome::Right;
    // Another user may have verified the same number since.
    if phone.verified && store::phone_numbers::owner(work.db, &phone.number)?.is_some() {
        return Err(ApiError::identifier_exists("phone_number", "phone number").into());
    }
    let in_force = phone.is_second_factor();
    phone.default_second_factor = in_force && user.second_factor_phones().next().is_none();
    store::phone_numbers::save(work.db, &phone, work.now)?;
    verification::refuse_unless_right(outcome)?;
    if user.primary_phone_number_id.is_none() {
        store::phone_numbers::set_primary(work.db, &user.id, Some(id), work.now)?;
    }
    let backup_codes = if in_force { mfa::after_enrolling(work, &session, &user)? } else { None };
    Ok(with_backup_codes(get(work, id, call)?, backup_codes))
}

/// Refuses on an instance without phone numbers. Those that its users have can still be read and removed.
fn refuse_without_phone_numbers(work: &Work<'_>) -> Result<(), ApiError> {
    if work.settings.attributes.phone_number {
        Ok(())
    } else {
        Err(ApiError::feature_not_enabled())
    }
}

/// The number in a form, refused if the instance does not accept it.
fn allowed_number(work: &Work<'_>, text: &str) -> Result<String, ApiError> {
    let Some(Identifier::Phone(number)) = Identifier::parse(text) else {
        let standard = "a valid phone number according to E.164 international standard";
        return Err(ApiError::format("phone_number", standard));
    };
    let country =
        work.settings.unsupported_countries.iter().find(|country| {
            number.trim_start_matches('+').starts_with(country.country_code.as_str())
        });
    if let Some(country) = country {
        return Err(ApiError::unsupported_country(country));
    }
    if work.settings.blocked_identifiers.contains(&number) {
        return Err(ApiError::not_allowed_access(&number));
    }
    Ok(number)
}

/// The number of the user with this id. That of another user is not found.
fn of_user<'a>(user: &'a User, id: &str) -> Result<&'a PhoneNumber, ApiError> {
    user.phones
        .iter()
        .find(|phone| phone.id == id)
        .ok_or_else(|| ApiError::not_found("phone number", id))
}

/// Adds new backup codes to the answer. No later answer carries them.
fn with_backup_codes(mut answer: Answer, backup_codes: Option<Vec<String>>) -> Answer {
    if let (Answer::Wrapped(Value::Object(phone)), Some(codes)) = (&mut answer, backup_codes) {
        phone.insert("backup_codes".to_owned(), codes.into());
    }
    answer
}
