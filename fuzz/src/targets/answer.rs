//! A whole answer: its status, its headers and its body, as every call of the client reads it.

use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use latchkey_fapi_client::{CallError, fuzzing};
use latchkey_fapi_types::SessionId;

use super::first_line;
use super::retry_after::within_limits;

/// A status, lines of headers, an empty line, the body. Each call has a value or says what is wrong.
pub(crate) fn run(input: &[u8]) {
    let (status, mut rest) = first_line(input);
    let Ok(status) = StatusCode::from_bytes(status) else { return };
    let mut headers = HeaderMap::new();
    let body = loop {
        let (line, after) = first_line(rest);
        rest = after;
        if line.is_empty() {
            break rest;
        }
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = HeaderName::from_bytes(parts.next().unwrap_or_default());
        let value = HeaderValue::from_bytes(parts.next().unwrap_or_default().trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    };
    let failures = fuzzing::read(status, &headers, body, &SessionId::new("sess_1"));
    assert!(status.is_success() || failures.len() == 12, "{status} is a success to some call");
    for failure in &failures {
        judge(status, failure);
    }
}

/// What went wrong belongs to the status.
fn judge(status: StatusCode, failure: &CallError) {
    match failure {
        CallError::Refused(refusal) => {
            assert!(status.is_client_error() && refusal.status == status.as_u16(), "{failure:?}");
            assert!(!refusal.errors.is_empty() || refusal.status == 429, "{failure:?}");
            refusal.retry_after.into_iter().for_each(within_limits);
        }
        CallError::ServerFault { status: told, retry_after, .. } => {
            assert!(*told >= 500 && *told == status.as_u16(), "{failure:?}");
            retry_after.iter().copied().for_each(within_limits);
        }
        CallError::BadAnswer { status: told, .. } => assert_eq!(*told, status.as_u16()),
        CallError::Unreachable { .. } | CallError::OutcomeUnknown { .. } => {
            unreachable!("the answer came whole")
        }
    }
}
