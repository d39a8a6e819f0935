//! What the tests of all machines need.

use std::time::Duration;

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::error::ApiError;
use serde_json::Value;

use crate::failure::Failure;
use crate::time::Timestamp;

pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_772_000_000_000);

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
