//! A user with addresses, numbers and what protects the account.

use serde_json::{Value, json};

use super::verification::code;
use super::{external_account, organization, picture};
use crate::clock::Timestamp;
use crate::model::{EmailAddress, PhoneNumber, User};
use crate::work::Work;

/// The lifetime shown for the code of an identification that was added as verified.
const VERIFICATION_SECONDS: i64 = 600;

pub(crate) fn view(work: &Work<'_>, user: &User) -> Value {
    let Work { now, settings, .. } = *work;
    let lockout = &settings.lockout;
    let locked = user.failures.locked(now);
    let organizations = &settings.organizations;
    json!({
        "object": "user",
        "id": user.id,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "image_url": picture::of_user(work, user),
        "has_image": user.picture_id.is_some(),
        "primary_email_address_id": user.primary_email_address_id,
        "primary_phone_number_id": user.primary_phone_number_id,
        "primary_web3_wallet_id": null,
        "password_enabled": user.password_hash.is_some(),
        "two_factor_enabled": user.two_factor_enabled(),
        "totp_enabled": user.totp_enabled(),
        "backup_code_enabled": user.has_backup_codes,
        "mfa_enabled_at": user.mfa_enabled_at.map(Timestamp::millis),
        "mfa_disabled_at": user.mfa_disabled_at.map(Timestamp::millis),
        "email_addresses": user.emails.iter().map(|email| email_address(email, now)).collect::<Vec<_>>(),
        "phone_numbers": user.phones.iter().map(|phone| phone_number(phone, now)).collect::<Vec<_>>(),
        "web3_wallets": [],
        "passkeys": [],
        "external_accounts": user.external_accounts.iter().map(|account| external_account::view(account, now)).collect::<Vec<_>>(),
        "saml_accounts": [],
        "enterprise_accounts": [],
        "organization_memberships": memberships(work, user),
        "public_metadata": {},
        "unsafe_metadata": {},
        "external_id": null,
        "banned": user.banned,
        "locked": locked.is_some(),
        "lockout_expires_in_seconds": locked.map(|until| now.seconds_until(until)),
        "verification_attempts_remaining":
            lockout.enabled.then(|| user.failures.remaining(now, lockout)),
        "delete_self_enabled": settings.delete_self_enabled,
        "create_organization_enabled": organizations.can_create(),
        // 0 is no limit.
        "create_organizations_limit": organizations.create_limit.unwrap_or(0),
        "legal_accepted_at": null,
        "password_last_updated_at": user.password_updated_at.map(Timestamp::millis),
        "last_sign_in_at": user.last_sign_in_at.map(Timestamp::millis),
        "last_active_at": user.last_active_at.map(Timestamp::millis),
        "created_at": user.created_at.millis(),
        "updated_at": user.updated_at.millis(),
    })
}

/// The memberships of a user; none where there are no organizations.
pub(crate) fn memberships(work: &Work<'_>, user: &User) -> Vec<Value> {
    if !work.settings.organizations.enabled {
        return Vec::new();
    }
    let member = public_data(work, user);
    user.memberships.iter().map(|one| organization::membership(work, one, &member)).collect()
}

/// What others see of a user.
pub(crate) fn public_data(work: &Work<'_>, user: &User) -> Value {
    json!({
        "first_name": user.first_name,
        "last_name": user.last_name,
        "image_url": picture::of_user(work, user),
        "has_image": user.picture_id.is_some(),
        "identifier": identifier(user),
        "user_id": user.id,
        "username": user.username,
        "banned": user.banned,
    })
}

/// The identifier that a user is shown by: the primary address, else the first number.
pub(crate) fn identifier(user: &User) -> &str {
    user.emails
        .iter()
        .find(|email| Some(&email.id) == user.primary_email_address_id.as_ref())
        .or(user.emails.first())
        .map(|email| email.address.as_str())
        .or(user.phones.first().map(|phone| phone.number.as_str()))
        .unwrap_or_default()
}

pub(crate) fn email_address(email: &EmailAddress, now: Timestamp) -> Value {
    let verification = match &email.verification {
        Some(check) => code(check, now),
        None => verification(email.verified, "email_code", email.created_at),
    };
    json!({
        "object": "email_address",
        "id": email.id,
        "email_address": email.address,
        "reserved": false,
        "verification": verification,
        "linked_to": email.linked_to,
        "matches_sso_connection": false,
        "created_at": email.created_at.millis(),
        "updated_at": email.updated_at.millis(),
    })
}

pub(crate) fn phone_number(phone: &PhoneNumber, now: Timestamp) -> Value {
    let verification = match &phone.verification {
        Some(check) => code(check, now),
        None => verification(phone.verified, "phone_code", phone.created_at),
    };
    json!({
        "object": "phone_number",
        "id": phone.id,
        "phone_number": phone.number,
        "reserved_for_second_factor": phone.reserved_for_second_factor,
        "default_second_factor": phone.default_second_factor,
        "reserved": false,
        "verification": verification,
        "linked_to": [],
        "backup_codes": null,
        "created_at": phone.created_at.millis(),
        "updated_at": phone.updated_at.millis(),
    })
}

fn verification(verified: bool, strategy: &str, created_at: Timestamp) -> Value {
    if !verified {
        return Value::Null;
    }
    json!({
        "object": "verification_otp",
        "status": "verified",
        "strategy": strategy,
        "attempts": 1,
        "expire_at": created_at.plus_seconds(VERIFICATION_SECONDS).millis(),
    })
}
