//! Answers on the wire: envelopes, errors and headers.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::random::Random;
use crate::wire::error::ApiError;

/// What a call gives.
#[derive(Debug)]
pub(crate) enum Answer {
    /// `{response, client}` with the whole client.
    Wrapped(Value),
    /// `{response, client: null}`: the response is the client itself, or null.
    Client(Value),
    /// The resource by itself.
    Bare(Value),
}

/// What happens to the caller's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenChange {
    Set(String),
    /// Sends an empty header: the caller drops its token.
    Cleared,
}

pub(crate) fn given(answer: Answer, client: &Value, token: Option<TokenChange>) -> Response {
    let body = match answer {
        Answer::Wrapped(response) => json!({ "response": response, "client": client }),
        Answer::Client(response) => json!({ "response": response, "client": null }),
        Answer::Bare(body) => body,
    };
    with_token(Json(body).into_response(), token)
}

/// Tells the caller what happens to its token.
pub(crate) fn with_token(mut response: Response, token: Option<TokenChange>) -> Response {
    let header = match token {
        Some(TokenChange::Set(token)) => HeaderValue::from_str(&token).ok(),
        Some(TokenChange::Cleared) => Some(HeaderValue::from_static("")),
        None => None,
    };
    if let Some(header) = header {
        response.headers_mut().insert(http::header::AUTHORIZATION, header);
    }
    response
}

pub(crate) fn refused(error: &ApiError, client: Option<Value>, random: &Random) -> Response {
    let mut body = json!({
        "errors": error.entries(),
        "clerk_trace_id": random.token().to_lowercase(),
    });
    if let (Some(client), Some(body)) = (client, body.as_object_mut()) {
        body.insert("meta".to_owned(), json!({ "client": client }));
    }
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(body)).into_response();
    if let Some(seconds) = error.retry_after {
        response.headers_mut().insert(http::header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
