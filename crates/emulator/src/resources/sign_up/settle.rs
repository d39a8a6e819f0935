//! A sign-up becomes an account as soon as nothing is missing.

use crate::model::sign_up::SignUp;
use crate::model::{EmailAddress, User};
use crate::resources::providers;
use crate::resources::sign_in::complete::open_session;
use crate::rules::external::ExternalStatus;
use crate::rules::lockout::Failures;
use crate::store;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Saves a sign-up, and makes the account if nothing is missing.
pub(super) fn settle(work: &mut Work<'_>, sign_up: &mut SignUp) -> Result<(), Refusal> {
    let asked = sign_up.external.as_ref().is_none_or(|it| it.status == ExternalStatus::Verified);
    if asked && sign_up.missing(work.settings).is_empty() && !sign_up.is_unverified() {
        complete(work, sign_up)?;
    }
    Ok(store::sign_ups::save(work.db, sign_up)?)
}

fn complete(work: &mut Work<'_>, sign_up: &mut SignUp) -> Result<(), Refusal> {
    if let Some(address) = &sign_up.email_address
        && store::email_addresses::owner(work.db, address)?.is_some()
    {
        return Err(ApiError::identifier_exists("email_address", "email address").into());
    }
    let user = user(work, sign_up);
    store::users::insert(work.db, &user)?;
    if let Some(check) = &sign_up.external {
        providers::connect(work, &user, check)?;
    }
    let strategy = match &sign_up.external {
        Some(check) => check.strategy.as_str(),
        None => "email_code",
    };
    let session = open_session(work, &user, Some(strategy), false)?;
    sign_up.created_user_id = Some(user.id);
    sign_up.created_session_id = Some(session.id);
    Ok(())
}

fn user(work: &Work<'_>, sign_up: &SignUp) -> User {
    let email = sign_up.email_address.as_ref().map(|address| EmailAddress {
        id: work.random.id("idn"),
        address: address.clone(),
        verified: true,
        verification: sign_up.email_check.clone(),
        linked_to: Vec::new(),
        created_at: work.now,
        updated_at: work.now,
    });
    User {
        id: work.random.id("user"),
        username: sign_up.username.clone(),
        first_name: sign_up.first_name.clone(),
        last_name: sign_up.last_name.clone(),
        password_updated_at: sign_up.password_hash.is_some().then_some(work.now),
        password_hash: sign_up.password_hash.clone(),
        primary_email_address_id: email.as_ref().map(|email| email.id.clone()),
        primary_phone_number_id: None,
        banned: false,
        force_mfa: false,
        extra_tasks: Vec::new(),
        failures: Failures::default(),
        mfa_enabled_at: None,
        mfa_disabled_at: None,
        last_sign_in_at: None,
        last_active_at: None,
        created_at: work.now,
        updated_at: work.now,
        picture_id: None,
        memberships: Vec::new(),
        emails: email.into_iter().collect(),
        phones: Vec::new(),
        external_accounts: Vec::new(),
        totp: None,
        has_backup_codes: false,
    }
}
