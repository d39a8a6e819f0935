//! Faults on order: answers that a healthy server would not give.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::settings::merge;

/// What goes wrong, where, and how often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// The method; any, when left out.
    #[serde(default)]
    pub method: Option<String>,
    /// The path; `*` stands for one segment. Any, when left out.
    #[serde(default)]
    pub path: Option<String>,
    /// How many requests it hits.
    #[serde(default = "once")]
    pub count: u32,
    /// How many matching requests are let through before.
    #[serde(default)]
    pub skip: u32,
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
}

fn once() -> u32 {
    1
}

/// What a fault does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// A JSON answer; the request is not carried out.
    Respond {
        /// Its status.
        status: u16,
        /// Its body.
        body: Value,
    },
    /// The request is carried out, then this JSON is answered instead, as by a gateway whose time ran out.
    RespondAfter {
        /// Its status.
        status: u16,
        /// Its body.
        body: Value,
    },
    /// An HTML page, as a proxy or a captive portal gives; the request is not carried out.
    Html {
        /// Its status.
        status: u16,
    },
    /// 429 with `Retry-After`; the request is not carried out.
    RateLimit {
        /// Seconds.
        retry_after: u64,
    },
    /// The true answer, later.
    Delay {
        /// How much later.
        milliseconds: u64,
    },
    /// The true answer with a JSON merge patch applied (RFC 7396).
    Merge {
        /// The patch.
        body: Value,
    },
    /// The connection closes; the request is not carried out.
    DropBefore,
    /// The request is carried out, then the connection closes without an answer.
    DropAfter,
    /// The request is carried out, and the connection closes in the middle of the answer.
    Truncate,
}

/// Marks an answer that is not sent: the server closes the connection instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DropConnection;

/// The faults still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The fault that hits a request. Its count goes down by one.
    pub(crate) fn take(&self, method: &str, path: &str) -> Option<FaultKind> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = faults.iter_mut().position(|fault| {
            if !fault.matches(method, path) {
                return false;
            }
            let hits = fault.skip == 0;
            fault.skip = fault.skip.saturating_sub(1);
            hits
        })?;
        let fault = faults.get_mut(index)?;
        let kind = fault.kind.clone();
        fault.count = fault.count.saturating_sub(1);
        if fault.count == 0 {
            faults.remove(index);
        }
        Some(kind)
    }
}

impl Fault {
    fn matches(&self, method: &str, path: &str) -> bool {
        let by_method =
            self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        let by_path = self.path.as_ref().is_none_or(|pattern| {
            let (pattern, path) = (pattern.split('/'), path.split('/'));
            pattern.clone().count() == path.clone().count()
                && pattern.zip(path).all(|(wanted, is)| wanted == "*" || wanted == is)
        });
        by_method && by_path
    }
}

/// Carries a fault out around the true answer.
pub(crate) async fn apply<F>(kind: FaultKind, answer: F) -> Response
where
    F: Future<Output = Response>,
{
    match kind {
        FaultKind::Respond { status, body } => json_text(status, &body),
        FaultKind::RespondAfter { status, body } => {
            answer.await;
            json_text(status, &body)
        }
        FaultKind::Html { status } => text(
            status,
            "text/html; charset=utf-8",
            "<!doctype html><title>Gateway</title><p>This is not the API.".to_owned(),
        ),
        FaultKind::RateLimit { retry_after } => rate_limited(retry_after),
        FaultKind::Delay { milliseconds } => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            answer.await
        }
        FaultKind::Merge { body } => changed(answer.await, |value| merge(value, &body)).await,
        FaultKind::DropBefore => dropped(),
        FaultKind::DropAfter => {
            answer.await;
            dropped()
        }
        FaultKind::Truncate => truncated(answer.await).await,
    }
}

fn text(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn json_text(status: u16, body: &Value) -> Response {
    text(status, "application/json", body.to_string())
}

fn rate_limited(seconds: u64) -> Response {
    let body = json!({ "errors": [{
        "code": "too_many_requests",
        "message": "Too many requests",
        "long_message": "Too many requests, retry later",
    }]});
    let mut response = json_text(429, &body);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn dropped() -> Response {
    let mut response = text(500, "text/plain", String::new());
    response.extensions_mut().insert(DropConnection);
    response
}

/// An answer with its JSON changed. Another body stays as it is.
pub(crate) async fn changed(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = collect(body).await;
    let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    change(&mut value);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(value.to_string()))
}

/// Promises the whole length and breaks off half-way.
async fn truncated(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = collect(body).await;
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let half = bytes.slice(..bytes.len() / 2);
    let broken = std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "truncated on order");
    let end = stream::once(async {
        // Without a pause hyper drops the first half unsent.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(broken)
    });
    let halves = stream::iter([Ok(half)]).chain(end);
    Response::from_parts(parts, Body::from_stream(halves))
}

/// Reading cannot fail: our own answers are in memory.
async fn collect(body: Body) -> Bytes {
    to_bytes(body, usize::MAX).await.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_hits_as_often_as_ordered_after_those_let_through() {
        let faults = Faults::default();
        faults.add(fault(json!({
            "method": "POST", "path": "/v1/client/sign_ins/*/attempt_second_factor",
            "count": 2, "skip": 1, "kind": "drop_after",
        })));
        let path = "/v1/client/sign_ins/sia_1/attempt_second_factor";
        assert_eq!(faults.take("GET", path), None);
        assert_eq!(faults.take("POST", "/v1/client/sign_ins"), None);
        assert_eq!(faults.take("POST", path), None);
        assert_eq!(faults.take("POST", path), Some(FaultKind::DropAfter));
        assert_eq!(faults.take("POST", path), Some(FaultKind::DropAfter));
        assert_eq!(faults.take("POST", path), None);
    }

    #[test]
    fn every_kind_is_read_from_json() {
        for kind in [
            json!({"kind": "respond", "status": 500, "body": {}}),
            json!({"kind": "respond_after", "status": 504, "body": {}}),
            json!({"kind": "html", "status": 503}),
            json!({"kind": "rate_limit", "retry_after": 7}),
            json!({"kind": "delay", "milliseconds": 5}),
            json!({"kind": "merge", "body": {"response": null}}),
            json!({"kind": "drop_before"}),
            json!({"kind": "truncate"}),
        ] {
            assert_eq!(fault(kind).count, 1);
        }
    }

    fn fault(json: Value) -> Fault {
        serde_json::from_value(json).unwrap()
    }
}
