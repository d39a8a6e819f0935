//! What the tests of all machines need.

use std::time::Duration;

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::environment::{Attribute, Environment};
use latchkey_fapi_types::error::ApiError;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::user::User;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::time::{Instant, Timestamp};

pub(crate) const NOW: Instant = Instant::from_start(Duration::from_hours(1));

/// The server's clock at [`NOW`].
pub(crate) const WALL: Timestamp = Timestamp::from_millis(1_772_000_000_000);

pub(crate) fn refusal(code: &str) -> Failure {
    refusal_after(code, None)
}

pub(crate) fn refusal_after(code: &str, retry_after: Option<Duration>) -> Failure {
    Failure::Refused {
        errors: vec![ApiError {
            code: code.to_owned(),
            message: String::new(),
            long_message: None,
            param_name: None,
            lockout_expires_in_seconds: (code == "user_locked").then_some(1_800),
            session_id: None,
            meta: Value::Null,
        }],
        trace_id: None,
        retry_after,
    }
}

pub(crate) fn client(value: Value) -> Client {
    serde_json::from_value(value).unwrap()
}

/// An instance that offers every factor and asks for fresh proofs.
pub(crate) fn environment() -> Environment {
    let mut environment = Environment::default();
    environment.auth.reverification = true;
    environment.auth.first_factors = vec!["password".into(), "email_code".into()];
    environment.delete_self = true;
    for name in ["first_name", "last_name", "username"] {
        let on = Attribute { enabled: true, ..Attribute::default() };
        environment.attributes.insert(name.to_owned(), on);
    }
    for name in ["authenticator_app", "phone_number", "backup_code"] {
        let on = Attribute { enabled: true, used_for_second_factor: true, ..Attribute::default() };
        environment.attributes.insert(name.to_owned(), on);
    }
    environment
}

pub(crate) fn user(value: Value) -> User {
    serde_json::from_value(value).unwrap()
}

/// A user with a password and no second factor.
pub(crate) fn plain() -> Value {
    json!({"id": "user_1", "password_enabled": true})
}

/// A user who may change everything of the profile.
pub(crate) fn with_profile() -> Value {
    json!({
        "id": "user_1", "password_enabled": true, "delete_self_enabled": true, "username": "ada",
        "email_addresses": [{"id": "idn_5", "email_address": "idn_5@example.com"}],
        "phone_numbers": [phone_json("idn_2", "verified")],
    })
}

pub(crate) fn with_totp() -> Value {
    json!({
        "id": "user_1", "password_enabled": true, "totp_enabled": true, "two_factor_enabled": true,
        "backup_code_enabled": true,
    })
}

/// A user with these numbers: the id, and of 'verified', 'reserved' and 'default' those that hold.
/// The digits come from the id.
pub(crate) fn with_phones(phones: &[(&str, &str)]) -> Value {
    let reserved = phones.iter().any(|(_, flags)| flags.contains("reserved"));
    let list: Vec<_> = phones.iter().map(|(id, flags)| phone_json(id, flags)).collect();
    json!({
        "id": "user_1", "password_enabled": true, "two_factor_enabled": reserved,
        "backup_code_enabled": reserved, "phone_numbers": list,
    })
}

pub(crate) fn phone_json(id: &str, flags: &str) -> Value {
    let verified = if flags.contains("verified") { "verified" } else { "unverified" };
    json!({
        "id": id, "phone_number": format!("+1555555010{}", id.trim_start_matches("idn_")),
        "reserved_for_second_factor": flags.contains("reserved"),
        "default_second_factor": flags.contains("default"),
        "verification": {"status": verified, "strategy": "phone_code"},
    })
}

pub(crate) fn id(id: &str) -> IdentificationId {
    id.into()
}
