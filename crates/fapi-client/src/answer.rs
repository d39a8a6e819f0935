//! Reads an answer: its head, its body within limits, and what kind of failure it is if it is one.

use std::time::Duration;

use latchkey_fapi_types::ErrorBody;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::date;
use crate::error::{BadAnswer, CallError, Loss, Refusal, Unreachable};

/// The largest body that is read, after decompression (quality, threat 15).
const LARGEST_BODY: usize = 1024 * 1024;

/// The value of a successful answer, still as text.
pub(crate) struct Received {
    pub(crate) json: Box<RawValue>,
    pub(crate) status: u16,
    pub(crate) date: Option<i64>,
}

/// What an answer says before its body.
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) date: Option<i64>,
    retry_after: Option<Duration>,
    is_html: bool,
}

impl Head {
    pub(crate) fn read(response: &Response) -> Self {
        let headers = response.headers();
        let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        Self {
            status: response.status().as_u16(),
            date: date::date(headers),
            retry_after: date::retry_after(headers),
            is_html: content_type.to_ascii_lowercase().starts_with(b"text/html"),
        }
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    fn bad(&self, problem: BadAnswer) -> CallError {
        CallError::BadAnswer { status: self.status, problem }
    }
}

/// The wrapping of most successful answers.
#[derive(Deserialize)]
pub(crate) struct Envelope<'a> {
    #[serde(borrow)]
    pub(crate) response: &'a RawValue,
    #[serde(borrow, default)]
    pub(crate) client: Option<&'a RawValue>,
}

/// Reads the body of an answer up to the limit.
pub(crate) async fn read_body(head: &Head, mut response: Response) -> Result<Vec<u8>, CallError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > LARGEST_BODY {
            return Err(head.bad(BadAnswer::TooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Checks that a body is one JSON value and nothing else.
pub(crate) fn json<'a>(head: &Head, body: &'a [u8]) -> Result<&'a RawValue, CallError> {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        return Err(head.bad(BadAnswer::Empty));
    }
    if head.is_html || start.starts_with(b"<") {
        return Err(head.bad(BadAnswer::Html));
    }
    // The cause says where the text broke, and may quote it.
    serde_json::from_slice(body).map_err(|_| head.bad(BadAnswer::NotJson))
}

/// Takes the wrapping off.
pub(crate) fn envelope<'a>(head: &Head, json: &'a RawValue) -> Result<Envelope<'a>, CallError> {
    // The cause says where the text broke, and may quote it.
    serde_json::from_str(json.get()).map_err(|_| head.bad(BadAnswer::WrongShape))
}

/// Makes an error of an answer that is no success. `settle` takes over the client that the body brings, and says whether
/// the answer is stale.
pub(crate) async fn refused(
    head: &Head,
    response: Response,
    settle: impl FnOnce(&mut ErrorBody) -> bool + Send,
) -> CallError {
    if head.status < 400 {
        return head.bad(BadAnswer::Redirect);
    }
    let mut read = match read_body(head, response).await {
        Ok(body) => error_body(head, &body),
        Err(error) => Err(error),
    };
    let stale = match &mut read {
        Ok(body) => settle(body),
        Err(_) => false,
    };
    let (errors, trace_id) = match read {
        Ok(body) => (body.errors, body.clerk_trace_id),
        // The status says enough by itself.
        Err(_) if head.status == 429 || head.status >= 500 => (Vec::new(), None),
        Err(error) => return error,
    };
    let Head { status, date, retry_after, .. } = *head;
    if status >= 500 {
        CallError::ServerFault { status, retry_after, trace_id, errors }
    } else {
        CallError::Refused(Refusal { status, errors, trace_id, retry_after, date, stale })
    }
}

fn error_body(head: &Head, body: &[u8]) -> Result<ErrorBody, CallError> {
    let json = json(head, body)?;
    // The cause says where the text broke, and may quote it.
    let body: ErrorBody =
        serde_json::from_str(json.get()).map_err(|_| head.bad(BadAnswer::WrongShape))?;
    if body.errors.is_empty() { Err(head.bad(BadAnswer::WrongShape)) } else { Ok(body) }
}

/// Makes an error of a request that brought no answer at all.
pub(crate) fn failed_to_send(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    if !error.is_connect() && !error.is_builder() {
        return lost(error);
    }
    let kind = if error.is_dns() {
        Unreachable::Dns
    } else if error.is_timeout() {
        Unreachable::Deadline
    } else if is_tls(&error) {
        Unreachable::Tls
    } else {
        Unreachable::Connect
    };
    CallError::Unreachable { kind, source: error.into() }
}

/// Makes an error of an answer that was lost on its way.
fn lost(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    let kind = if error.is_timeout() { Loss::Deadline } else { Loss::Interrupted };
    CallError::OutcomeUnknown { kind, source: error.into() }
}

/// Whether TLS is to blame. An I/O error leaves what it wraps out of the chain of sources.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    match wrapped {
        Some(wrapped) => is_tls(wrapped),
        None => error.is::<rustls::Error>() || error.source().is_some_and(is_tls),
    }
}
