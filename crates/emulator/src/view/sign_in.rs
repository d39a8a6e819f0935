//! A sign-in attempt and the factors it offers.

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::model::{SignIn, SignInStatus, User};
use crate::rules::code::Verification;
use crate::rules::factors::{self, Factor};
use crate::rules::identifier::Identifier;
use crate::rules::strategy::{Channel, Strategy};
use crate::settings::Settings;
use crate::store;
use crate::work::Work;

pub(crate) fn view(work: &Work<'_>, sign_in: &SignIn) -> Result<Value, Refusal> {
    let user = match &sign_in.user_id {
        Some(id) => store::users::load(work.db, id)?,
        None => None,
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
            Some(crate::sign_in::second_factors(work.settings, sign_in.status, user))
        }
        _ => None,
    };
    let hide_user = work.settings.enumeration_protection && sign_in.first.is_none();
    let user_data = user.as_ref().filter(|_| !hide_user).map(user_data);
    Ok(json!({
        "object": "sign_in_attempt",
        "id": sign_in.id,
        "status": status(sign_in.status, work.settings),
        "supported_identifiers": supported_identifiers(work.settings),
        "supported_first_factors": first.map(|list| factor_list(&list, work.settings)),
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

/// Identifiers that the instance signs in by.
pub(crate) fn supported_identifiers(settings: &Settings) -> Vec<&'static str> {
    if settings.attributes.phone_code {
        vec!["email_address", "phone_number"]
    } else {
        vec!["email_address"]
    }
}

fn status(status: SignInStatus, settings: &Settings) -> &'static str {
    let legacy = settings.legacy_device_trust_status && status == SignInStatus::NeedsClientTrust;
    if legacy { SignInStatus::NeedsSecondFactor.as_str() } else { status.as_str() }
}

fn factor_list(list: &[Factor], settings: &Settings) -> Vec<Value> {
    list.iter().map(|factor| factor_view(factor, settings)).collect()
}

fn factor_view(factor: &Factor, settings: &Settings) -> Value {
    let mut view = Map::new();
    view.insert("strategy".to_owned(), factor.strategy.as_str().into());
    if let Some(target) = &factor.target {
        let safe = if settings.mask_identifiers {
            target.identifier.masked()
        } else {
            target.identifier.as_str().to_owned()
        };
        let id_key = match factor.strategy.channel() {
            Some(Channel::Sms) => "phone_number_id",
            Some(Channel::Email) | None => "email_address_id",
        };
        view.insert("safe_identifier".to_owned(), safe.into());
        view.insert(id_key.to_owned(), target.id.clone().into());
        if let Some(primary) = target.primary {
            view.insert("primary".to_owned(), primary.into());
        }
        if let Some(default) = target.default {
            view.insert("default".to_owned(), default.into());
        }
    }
    Value::Object(view)
}

fn verification(verification: Option<&Verification>, now: Timestamp) -> Value {
    match verification {
        None => Value::Null,
        Some(Verification::Proved { strategy }) => {
            let object = match strategy {
                Strategy::Totp => "verification_totp",
                Strategy::BackupCode => "verification_backup_code",
                Strategy::Password
                | Strategy::EmailCode
                | Strategy::PhoneCode
                | Strategy::ResetPasswordEmailCode
                | Strategy::ResetPasswordPhoneCode => "verification_password",
            };
            json!({
                "object": object,
                "status": "verified",
                "strategy": strategy.as_str(),
                "attempts": null,
                "expire_at": null,
            })
        }
        Some(Verification::Code(check)) => json!({
            "object": "verification_otp",
            "status": check.status_at(now),
            "strategy": check.strategy.as_str(),
            "attempts": check.attempts,
            "expire_at": check.expire_at,
        }),
    }
}

fn user_data(user: &User) -> Value {
    json!({
        "first_name": user.first_name,
        "last_name": user.last_name,
        "image_url": "",
        "has_image": false,
    })
}
