//! Reads an answer: its head, its body within limits, and what kind of failure it is if it is one.

use std::time::Duration;

use latchkey_fapi_types::{Client, ErrorBody, Session, SessionId};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::call::Wrapping;
use crate::date;
use crate::error::{BadAnswer, CallError, Loss, Refusal, Unreachable};

/// The largest body that is read, after decompression (quality, threat 15).
const LARGEST_BODY: usize = 1024 * 1024;

/// 'Network Authentication Required' (RFC 6585).
const NETWORK_WANTS_SIGN_IN: u16 = 511;

/// What a call returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// The value.
    pub value: T,
    /// When the server says it answered, in milliseconds since the Unix epoch.
    pub date: Option<i64>,
    /// Whether the server showed that it knew who asked: the client of the answer is the one that was held when the
    /// request was sent. False where an answer brings no client. A server answers 200 to callers that it does not know as
    /// well, with a new client, so without this the success of a sign-out does not show that anything was ended.
    pub identified: bool,
}

/// What an answer says before its body.
pub(crate) struct Head {
    status: u16,
    date: Option<i64>,
    retry_after: Option<Duration>,
    is_html: bool,
}

impl Head {
    pub(crate) fn read(status: StatusCode, headers: &HeaderMap) -> Self {
        let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        Self {
            status: status.as_u16(),
            date: date::date(headers),
            retry_after: date::retry_after(headers),
            is_html: content_type.to_ascii_lowercase().starts_with(b"text/html"),
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// No redirect is followed, so its body is of no interest.
    pub(crate) fn is_no_redirect(&self) -> Result<(), CallError> {
        let is_one = self.status < 400 && !self.is_success();
        if is_one { Err(self.bad(BadAnswer::Redirect)) } else { Ok(()) }
    }

    fn bad(&self, problem: BadAnswer) -> CallError {
        CallError::BadAnswer { status: self.status, problem, date: self.date }
    }
}

/// Reads the body of an answer up to the limit, into memory that is wiped when dropped. That of a redirect is not read.
pub(crate) async fn read_body(
    head: &Head,
    mut response: Response,
) -> Result<Zeroizing<Vec<u8>>, CallError> {
    head.is_no_redirect()?;
    if response.content_length().is_some_and(|length| length > LARGEST_BODY as u64) {
        return Err(head.bad(BadAnswer::TooLarge));
    }
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        let length = body.len() + chunk.len();
        if length > LARGEST_BODY {
            return Err(head.bad(BadAnswer::TooLarge));
        }
        if length > body.capacity() {
            // A vector that grows by itself leaves its old text behind.
            let mut larger = Zeroizing::new(Vec::with_capacity(length.max(2 * body.capacity())));
            larger.extend_from_slice(&body);
            body = larger;
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The value of a successful answer and the client that came with it, both still as text.
pub(crate) struct Unwrapped<'a> {
    pub(crate) value: &'a RawValue,
    pub(crate) client: Option<&'a RawValue>,
}

/// Takes the wrapping off.
pub(crate) fn unwrap<'a>(
    head: &Head,
    wrapping: Wrapping,
    body: &'a [u8],
) -> Result<Unwrapped<'a>, CallError> {
    #[derive(Deserialize)]
    struct Envelope<'a> {
        #[serde(borrow)]
        response: &'a RawValue,
        #[serde(borrow, default)]
        client: Option<&'a RawValue>,
    }
    let value = json(head, body)?;
    if matches!(wrapping, Wrapping::Bare | Wrapping::List) {
        return Ok(Unwrapped { value, client: None });
    }
    if is_list(value) {
        return Err(head.bad(BadAnswer::WrongShape));
    }
    // The cause says where the text broke, and may quote it.
    let Envelope { response, client } =
        serde_json::from_str(value.get()).map_err(|_| head.bad(BadAnswer::WrongShape))?;
    let client = if wrapping == Wrapping::Client { Some(response) } else { client };
    Ok(Unwrapped { value: response, client })
}

/// Whether a value is a list. Our structs can be read from lists too, which no server means.
fn is_list(json: &RawValue) -> bool {
    json.get().starts_with('[')
}

/// Reads the value of a successful answer.
pub(crate) fn value<T: DeserializeOwned>(
    head: &Head,
    wrapping: Wrapping,
    json: &RawValue,
    identified: bool,
) -> Result<Answer<T>, CallError> {
    // The place is all that is told of what is wrong: the text around it may hold a token.
    let column = match serde_json::from_str(json.get()) {
        Ok(value) if is_list(json) == (wrapping == Wrapping::List) => {
            return Ok(Answer { value, date: head.date, identified });
        }
        Ok(_) => 0,
        Err(error) => error.column(),
    };
    tracing::warn!(column, status = head.status, "an answer has the wrong shape");
    Err(head.bad(BadAnswer::WrongShape))
}

/// Reads a client that came with an answer; null is none.
pub(crate) fn client(json: &RawValue) -> Option<Client> {
    if is_list(json) {
        tracing::warn!("ignoring a client that is a list");
        return None;
    }
    match serde_json::from_str(json.get()) {
        Ok(client) => client,
        Err(error) => {
            tracing::warn!(column = error.column(), "ignoring a client that cannot be read");
            None
        }
    }
}

/// Whether the value of an answer is this session, and says that it is over.
pub(crate) fn is_over(json: &RawValue, id: &SessionId) -> bool {
    // A value of another kind says nothing of the session.
    let session: Option<Session> = serde_json::from_str(json.get()).ok();
    session.is_some_and(|session| session.id == *id && !session.is_signed_in())
}

/// Reads the body of an answer that is no success.
pub(crate) fn error_body(head: &Head, body: &[u8]) -> Result<ErrorBody, CallError> {
    let json = json(head, body)?;
    // The cause says where the text broke, and may quote it.
    let body: ErrorBody =
        serde_json::from_str(json.get()).map_err(|_| head.bad(BadAnswer::WrongShape))?;
    if body.errors.is_empty() { Err(head.bad(BadAnswer::WrongShape)) } else { Ok(body) }
}

/// Makes an error of an answer that is no success.
pub(crate) fn refused(head: &Head, body: Result<ErrorBody, CallError>) -> CallError {
    let Head { status, date, retry_after, .. } = *head;
    if status == NETWORK_WANTS_SIGN_IN {
        // It comes from a network in between, so nothing reached the server.
        return head.bad(BadAnswer::Html);
    }
    let (errors, trace_id) = match body {
        Ok(body) => (body.errors, body.clerk_trace_id),
        // The status says enough by itself.
        Err(_) if status == 429 || status >= 500 => (Vec::new(), None),
        Err(error) => return error,
    };
    if status >= 500 {
        CallError::ServerFault { status, retry_after, trace_id, errors, date }
    } else {
        CallError::Refused(Refusal { status, errors, trace_id, retry_after, date })
    }
}

/// Checks that a body is one JSON value and nothing else.
fn json<'a>(head: &Head, body: &'a [u8]) -> Result<&'a RawValue, CallError> {
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
