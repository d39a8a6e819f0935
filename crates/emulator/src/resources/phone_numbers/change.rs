//! Reserving a number for MFA or freeing it, making it the default, and removing it.

use serde_json::json;

use super::{get, of_user, with_backup_codes};
use crate::model::{PhoneNumber, User};
use crate::resources::mfa;
use crate::resources::reverification;
use crate::settings::Attribute;
use crate::store;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(crate) fn update(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["reserved_for_second_factor", "default_second_factor"])?;
    let (session, user) = work.mfa_session(call)?;
    let phone = of_user(&user, id)?;
    let reserve = call.form.flag("reserved_for_second_factor")?;
    let default = call.form.flag("default_second_factor")?;
    if reserve.is_none() && default.is_none() {
        return get(work, id, call);
    }
    if !phone.verified {
        return Err(ApiError::second_factor_unverified().into());
    }
    if reserve == Some(true) && !phone.reserved_for_second_factor {
        allow_reserving(work, &user, phone)?;
    }
    let reserved = reserve.unwrap_or(phone.reserved_for_second_factor);
    allow_default(phone, reserved, default)?;
    let mut after = user.clone();
    set(&mut after, id, reserved, default == Some(true));
    mfa::refuse_removing_last(work.settings, &user, &after)?;
    // Changing only the default weakens nothing, so it needs no fresh verification.
    if reserve.is_some() {
        reverification::require_fresh(work, &session, &user)?;
    }
    save(work, &after)?;
    let backup_codes = if reserved && !phone.reserved_for_second_factor {
        mfa::after_enrolling(work, &session, &user)?
    } else {
        mfa::after_removing(work.db, work.now, &user)?;
        None
    };
    Ok(with_backup_codes(get(work, id, call)?, backup_codes))
}

pub(crate) fn delete(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (session, user) = work.mfa_session(call)?;
    let phone = of_user(&user, id)?;
    work.refuse_immutable(Attribute::PhoneNumber)?;
    if phone.verified {
        allow_removing(work, &user, phone)?;
    }
    let mut after = user.clone();
    set(&mut after, id, false, false);
    after.phones.retain(|other| other.id != id);
    mfa::refuse_removing_last(work.settings, &user, &after)?;
    reverification::require_fresh(work, &session, &user)?;
    store::phone_numbers::delete(work.db, id)?;
    save(work, &after)?;
    if user.primary_phone_number_id.as_deref() == Some(id) {
        let next = after.phones.iter().find(|phone| phone.verified);
        let next = next.map(|phone| phone.id.as_str());
        store::phone_numbers::set_primary(work.db, &user.id, next, work.now)?;
    }
    mfa::after_removing(work.db, work.now, &user)?;
    Ok(Answer::Wrapped(json!({ "object": "phone_number", "id": id, "deleted": true })))
}

/// Refuses to reserve the only identifier that the user can sign in by.
fn allow_reserving(work: &Work<'_>, user: &User, phone: &PhoneNumber) -> Result<(), ApiError> {
    if !work.settings.attributes.by_phone_second() {
        return Err(ApiError::feature_not_enabled());
    }
    let other = user
        .phones
        .iter()
        .any(|other| other.id != phone.id && other.verified && !other.reserved_for_second_factor);
    if other || user.emails.iter().any(|email| email.verified) {
        Ok(())
    } else {
        Err(ApiError::second_factor_last_identification())
    }
}

/// A user moves the default by naming the next number, and cannot just clear it.
fn allow_default(
    phone: &PhoneNumber,
    reserved: bool,
    default: Option<bool>,
) -> Result<(), ApiError> {
    match default {
        Some(true) if !reserved => Err(ApiError::value("default_second_factor", "true")),
        Some(false) if reserved && phone.default_second_factor => {
            Err(ApiError::disable_default_second_factor("default_second_factor"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses to remove the last identifier, or the last number where the instance requires one.
fn allow_removing(work: &Work<'_>, user: &User, phone: &PhoneNumber) -> Result<(), ApiError> {
    let other = user.phones.iter().any(|other| other.id != phone.id && other.verified);
    if other {
        Ok(())
    } else if work.settings.attributes.needs_phone() {
        Err(ApiError::last_required_identification("phone number"))
    } else if user.emails.iter().any(|email| email.verified) {
        Ok(())
    } else {
        Err(ApiError::last_identification())
    }
}

/// Reserves a number or frees it. As long as any number is reserved one of them is the default: the first, unless
/// another is named.
fn set(user: &mut User, id: &str, reserved: bool, default: bool) {
    for phone in &mut user.phones {
        if phone.id == id {
            phone.reserved_for_second_factor = reserved;
            phone.default_second_factor = reserved && (default || phone.default_second_factor);
        } else if default {
            phone.default_second_factor = false;
        }
    }
    if user.second_factor_phones().any(|phone| phone.default_second_factor) {
        return;
    }
    if let Some(first) = user.phones.iter_mut().find(|phone| phone.is_second_factor()) {
        first.default_second_factor = true;
    }
}

fn save(work: &Work<'_>, user: &User) -> rusqlite::Result<()> {
    for phone in &user.phones {
        store::phone_numbers::save(work.db, phone, work.now)?;
    }
    Ok(())
}
