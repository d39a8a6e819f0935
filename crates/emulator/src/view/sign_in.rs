//! A sign-in attempt and the factors it offers.

use serde_json::{Value, json};

use super::picture;
use super::verification::{factor_list, verification};
use crate::model::factors;
use crate::model::{SignIn, SignInStatus, User};
use crate::rules::external::ExternalStatus;
use crate::rules::identifier::Identifier;
use crate::settings::Settings;
use crate::store;
use crate::wire::error::Refusal;
use crate::work::Work;

pub(crate) fn view(work: &Work<'_>, sign_in: &SignIn) -> Result<Value, Refusal> {
    let user = match &sign_in.user_id {
        Some(id) => store::users::load(work.db, id)?,
        None => None,
    };
    let at_company = match (&sign_in.identifier, sign_in.status) {
        (Some(identifier), SignInStatus::NeedsFirstFactor) => at_company(work, identifier),
        _ => Vec::new(),
    };
    let first = match (&user, &sign_in.identifier) {
        (Some(user), _) => Some(factors::first(user, work.settings)),
        (None, Some(identifier)) => {
            Identifier::parse(identifier).map(|identifier| factors::decoy(&identifier, &sign_in.id))
        }
        (None, None) => None,
    };
    let second = match (&user, sign_in.status) {
        (Some(user), SignInStatus::NeedsSecondFactor | SignInStatus::NeedsClientTrust) => {
            Some(factors::second_step(sign_in.status, user, work.settings))
        }
        _ => None,
    };
    let hide_user = work.settings.enumeration_protection && sign_in.first.is_none();
    let user_data = user.as_ref().filter(|_| !hide_user).map(|user| user_data(work, user));
    Ok(json!({
        "object": "sign_in_attempt",
        "id": sign_in.id,
        "status": status(sign_in.status, work.settings),
        "supported_identifiers": supported_identifiers(work.settings),
        "supported_first_factors": first.map(|list| {
            if !at_company.is_empty() {
                return at_company;
            }
            let mut factors = factor_list(&list, work.settings);
            factors.extend(user.iter().flat_map(|user| at_providers(work, user)));
            factors
        }),
        "supported_second_factors": second.map(|list| factor_list(&list, work.settings)),
        "first_factor_verification": verification(sign_in.first.as_ref(), work.now),
        "second_factor_verification": verification(sign_in.second.as_ref(), work.now),
        "identifier": sign_in.identifier,
        "user_data": user_data,
        "created_session_id": sign_in.created_session_id,
        "abandon_at": sign_in.abandon_at.millis(),
        "client_trust_state": sign_in.client_trust_state,
    }))
}

/// The enterprise connections of an address, which leave no other way to sign in.
fn at_company(work: &Work<'_>, address: &str) -> Vec<Value> {
    let connections = work.settings.connections_of(address).into_iter();
    connections
        .map(|connection| {
            json!({
                "strategy": "enterprise_sso",
                "enterprise_connection_id": connection.id,
                "enterprise_connection_name": connection.name,
            })
        })
        .collect()
}

/// The providers at which a user has an account and can sign in.
fn at_providers(work: &Work<'_>, user: &User) -> Vec<Value> {
    user.external_accounts
        .iter()
        .filter(|account| account.check.status == ExternalStatus::Verified)
        .filter(|account| {
            let provider = work.settings.social.get(&account.check.strategy);
            provider.is_some_and(|provider| provider.enabled && provider.authenticatable)
        })
        .map(|account| json!({ "strategy": account.check.strategy }))
        .collect()
}

/// Identifiers that the instance signs in by.
pub(crate) fn supported_identifiers(settings: &Settings) -> Vec<&'static str> {
    if settings.attributes.by_phone() {
        vec!["email_address", "phone_number"]
    } else {
        vec!["email_address"]
    }
}

fn status(status: SignInStatus, settings: &Settings) -> &'static str {
    let legacy = settings.legacy_device_trust_status && status == SignInStatus::NeedsClientTrust;
    if legacy { SignInStatus::NeedsSecondFactor.as_str() } else { status.as_str() }
}

fn user_data(work: &Work<'_>, user: &User) -> Value {
    json!({
        "first_name": user.first_name,
        "last_name": user.last_name,
        "image_url": picture::of_user(work, user),
        "has_image": user.picture_id.is_some(),
    })
}
