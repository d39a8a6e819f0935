//! Factors and verifications, as sign-ins and reverifications show them.

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::model::factors::Factor;
use crate::rules::code::{CodeCheck, Verification};
use crate::rules::external::ExternalCheck;
use crate::rules::strategy::{Channel, Strategy};
use crate::settings::Settings;

pub(crate) fn factor_list(list: &[Factor], settings: &Settings) -> Vec<Value> {
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

pub(crate) fn verification(verification: Option<&Verification>, now: Timestamp) -> Value {
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
        Some(Verification::Code(check)) => code(check, now),
        Some(Verification::External(check)) => external(check, now),
    }
}

pub(crate) fn code(check: &CodeCheck, now: Timestamp) -> Value {
    json!({
        "object": "verification_otp",
        "status": check.status_at(now),
        "strategy": check.strategy.as_str(),
        "attempts": check.attempts,
        "expire_at": check.expire_at,
    })
}

/// What is empty is left out: the address and the error cannot be null everywhere (next-flows §13.4).
pub(crate) fn external(check: &ExternalCheck, now: Timestamp) -> Value {
    let mut view = json!({
        "object": if check.strategy == "saml" { "verification_saml" } else { "verification_oauth" },
        "status": check.status_at(now),
        "strategy": check.strategy,
        "attempts": null,
        "expire_at": check.expire_at,
    });
    if let Some(view) = view.as_object_mut() {
        let address = check.url.as_deref().map(Value::from);
        view.extend(address.map(|url| ("external_verification_redirect_url".to_owned(), url)));
        view.extend(check.error.clone().map(|error| ("error".to_owned(), error)));
    }
    view
}
