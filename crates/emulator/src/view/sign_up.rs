//! A sign-up, with what is missing and what has to be verified.

use serde_json::{Value, json};

use super::verification::{code, external};
use crate::model::sign_up::SignUp;
use crate::rules::code::CodeStatus;
use crate::settings::Use;
use crate::work::Work;

pub(crate) fn view(work: &Work<'_>, sign_up: &SignUp) -> Value {
    let Work { settings, now, .. } = *work;
    let complete = sign_up.created_user_id.is_some();
    let unverified = if sign_up.is_unverified() { vec!["email_address"] } else { Vec::new() };
    json!({
        "object": "sign_up_attempt",
        "id": sign_up.id,
        "status": if complete { "complete" } else { "missing_requirements" },
        "required_fields": sign_up.used(settings, Use::Required),
        "optional_fields": sign_up.used(settings, Use::On),
        "missing_fields": sign_up.missing(settings),
        "unverified_fields": unverified,
        "verifications": {
            "email_address": email_address(work, sign_up),
            "phone_number": null,
            "web3_wallet": null,
            "external_account": sign_up.external.as_ref().map(|check| external(check, now)),
        },
        "username": sign_up.username,
        "email_address": sign_up.email_address,
        "phone_number": null,
        "web3_wallet": null,
        "password_enabled": sign_up.password_hash.is_some(),
        "first_name": sign_up.first_name,
        "last_name": sign_up.last_name,
        "unsafe_metadata": {},
        "public_metadata": {},
        "custom_action": false,
        "external_id": null,
        "created_session_id": sign_up.created_session_id,
        "created_user_id": sign_up.created_user_id,
        "abandon_at": sign_up.abandon_at,
        "legal_accepted_at": sign_up.legal_accepted_at,
    })
}

fn email_address(work: &Work<'_>, sign_up: &SignUp) -> Value {
    if sign_up.email_address.is_none() {
        return Value::Null;
    }
    let (mut view, next) = match (&sign_up.email_check, &sign_up.external) {
        (_, Some(check)) if check.strategy == "saml" && sign_up.is_proved_by_provider() => {
            (external(check, work.now), "")
        }
        (_, Some(check)) if sign_up.is_proved_by_provider() => {
            let view = json!({
                "object": "verification_from_oauth",
                "status": "verified",
                "strategy": format!("from_{}", check.strategy),
                "attempts": null,
                "expire_at": null,
            });
            (view, "")
        }
        (Some(check), _) => {
            let next = match check.status {
                CodeStatus::Verified => "",
                CodeStatus::Unverified if check.status_at(work.now) == "unverified" => {
                    "needs_attempt"
                }
                CodeStatus::Unverified | CodeStatus::Failed => "needs_prepare",
            };
            (code(check, work.now), next)
        }
        (None, _) => {
            // It has a time even before a code is sent (next-flows §13.6).
            let view = json!({
                "object": "verification_otp",
                "status": "unverified",
                "strategy": "email_code",
                "attempts": 0,
                "expire_at": sign_up.abandon_at,
            });
            (view, "needs_prepare")
        }
    };
    if let Some(view) = view.as_object_mut() {
        view.insert("next_action".to_owned(), next.into());
        view.insert("supported_strategies".to_owned(), json!(["email_code"]));
    }
    view
}
