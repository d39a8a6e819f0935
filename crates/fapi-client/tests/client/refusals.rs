//! Answers that say no, and what is kept of them.

use std::time::Duration;

use latchkey_fapi_client::{CallError, CreateSignIn, Refusal};

use crate::misbehave::{Server, answer};

#[tokio::test]
async fn a_refusal_keeps_everything_that_the_server_said() {
    let body = r#"{"errors":[
        {"code":"form_code_incorrect","message":"is incorrect","long_message":"Incorrect code",
         "meta":{"param_name":"code"}},
        {"code":"account_lockout_warning","message":"2 attempts left"}],
        "clerk_trace_id":"trace_1"}"#;
    let headers = ["date: Sun, 06 Nov 1994 12:00:00 GMT"];
    let refusal = refused(answer(422, &headers, body)).await;
    assert_eq!(refusal.status, 422);
    assert_eq!(refusal.code(), Some("form_code_incorrect"));
    assert_eq!(refusal.errors[0].param_name.as_deref(), Some("code"));
    assert_eq!(refusal.errors[0].text(), "Incorrect code");
    assert_eq!(refusal.errors[1].text(), "2 attempts left");
    assert_eq!(refusal.trace_id.as_deref(), Some("trace_1"));
    assert_eq!(refusal.date, Some(784_123_200_000));
    assert_eq!(refusal.retry_after, None);
}

#[tokio::test]
async fn every_status_that_refuses_is_a_refusal() {
    for (status, code) in [
        (400, "verification_expired"),
        (401, "authentication_invalid"),
        (403, "session_reverification_required"),
        (404, "resource_not_found"),
        (409, "resource_locked"),
        (415, "unsupported_content_type"),
        (422, "zzz_new"),
    ] {
        let body = format!(r#"{{"errors":[{{"code":"{code}","message":"m"}}]}}"#);
        let refusal = refused(answer(status, &[], &body)).await;
        assert_eq!((refusal.status, refusal.code()), (status, Some(code)));
    }
}

#[tokio::test]
async fn a_lockout_says_how_long() {
    let entry =
        r#"{"code":"user_locked","message":"m","meta":{"lockout_expires_in_seconds":1800}}"#;
    let refusal = refused(answer(403, &[], &format!(r#"{{"errors":[{entry}]}}"#))).await;
    assert_eq!(refusal.errors[0].lockout_expires_in_seconds, Some(1800));
}

#[tokio::test]
async fn a_rate_limit_says_how_long_even_without_a_readable_body() {
    let body = r#"{"errors":[{"code":"too_many_requests","message":"m"}]}"#;
    let refusal = refused(answer(429, &["retry-after: 7"], body)).await;
    assert_eq!(refusal.code(), Some("too_many_requests"));
    assert_eq!(refusal.retry_after, Some(Duration::from_secs(7)));

    let headers = ["retry-after: 100000", "content-type: text/html"];
    let refusal = refused(answer(429, &headers, "<p>Slow down")).await;
    assert_eq!(refusal.code(), None);
    assert_eq!(refusal.retry_after, Some(Duration::from_hours(1)));

    let refusal = refused(answer(429, &[], body)).await;
    assert_eq!(refusal.retry_after, None);
}

#[tokio::test]
async fn a_failing_server_is_told_apart_whatever_it_says() {
    let body = r#"{"errors":[{"code":"internal_clerk_error","message":"m"}],
        "clerk_trace_id":"trace_1"}"#;
    let (status, retry_after, trace_id, codes) = fault(answer(500, &[], body)).await;
    assert_eq!((status, retry_after), (500, None));
    assert_eq!(trace_id.as_deref(), Some("trace_1"));
    assert_eq!(codes, ["internal_clerk_error"]);

    let headers = ["retry-after: 5", "content-type: text/html"];
    let (status, retry_after, trace_id, codes) = fault(answer(503, &headers, "<p>")).await;
    assert_eq!((status, retry_after), (503, Some(Duration::from_secs(5))));
    assert_eq!((trace_id, codes.len()), (None, 0));

    for status in [502, 504, 599] {
        assert_eq!(fault(answer(status, &[], "")).await.0, status);
    }
}

async fn fault(bytes: Vec<u8>) -> (u16, Option<Duration>, Option<String>, Vec<String>) {
    let error = failed(bytes).await;
    let CallError::ServerFault { status, retry_after, trace_id, errors, .. } = error else {
        panic!("{error:?}")
    };
    (status, retry_after, trace_id, errors.into_iter().map(|error| error.code).collect())
}

async fn refused(bytes: Vec<u8>) -> Refusal {
    let error = failed(bytes).await;
    let CallError::Refused(refusal) = error else { panic!("{error:?}") };
    refusal
}

/// Makes a call that must fail, and checks that it was made once.
async fn failed(bytes: Vec<u8>) -> CallError {
    let server = Server::answering(bytes).await;
    let identifier = "totp+clerk_test@example.com".to_owned();
    let params = CreateSignIn { identifier, password: None, strategy: None };
    let error = server.client().create_sign_in(params).await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
    error
}
