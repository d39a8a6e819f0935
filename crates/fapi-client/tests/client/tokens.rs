//! The client token: taken from every answer, and only by requests that carried the one that is held.

use std::sync::Arc;

use latchkey_fapi_client::{CallError, CreateSignIn, FapiClient, Held};
use latchkey_fapi_types::SessionId;
use tokio::sync::Notify;

use crate::misbehave::{Act, Server, answer, client_json, signed_in};
use crate::recorder::Recorded;

const USER: &str = r#"{"response":{"id":"user_1"},"client":null}"#;

#[tokio::test]
async fn the_three_forms_of_the_header_keep_set_and_clear_the_token() {
    let server = Server::answering_in_turn(vec![
        signed_in(&["authorization: first.token"], &client_json(&["sess_1"])),
        answer(200, &[], "{}"),
        answer(200, &["authorization: second.token"], "{}"),
        answer(200, &["authorization: Bearer"], "{}"),
    ])
    .await;
    let client = server.client();
    create(&client).await.unwrap();
    client.check_token(Some("first.token"));
    client.environment().await.unwrap();
    client.check_token(Some("first.token"));
    client.environment().await.unwrap();
    client.check_token(Some("second.token"));
    assert!(client.held().client.is_some());
    client.environment().await.unwrap();
    client.check_token(None);
    let held = client.held();
    assert!(held.cleared && held.token.is_none() && held.client.is_none(), "{held:?}");
}

#[tokio::test]
async fn an_empty_header_clears_the_token_and_a_new_one_ends_that() {
    let server = Server::answering_in_turn(vec![
        answer(200, &["authorization: "], "{}"),
        answer(200, &["authorization: new.token"], "{}"),
    ])
    .await;
    let client = holding("old.token", &server).await;
    client.environment().await.unwrap();
    assert!(client.held().cleared);
    client.environment().await.unwrap();
    client.check_token(Some("new.token"));
    assert!(!client.held().cleared);
}

#[tokio::test]
async fn clearing_what_was_never_there_is_no_event() {
    let server = Server::answering(answer(200, &["authorization: "], "{}")).await;
    let client = server.client();
    client.environment().await.unwrap();
    assert_eq!(client.held(), Held::default());
}

#[tokio::test]
async fn the_token_is_taken_from_answers_that_fail_too() {
    let error = r#"{"errors":[{"code":"form_password_incorrect","message":"m"}]}"#;
    let token = "authorization: new.token";
    for bytes in [
        answer(401, &[token], error),
        answer(422, &[token], error),
        answer(429, &[token], ""),
        answer(500, &[token], error),
        answer(302, &[token, "location: /"], ""),
        answer(200, &[token, "content-type: text/html"], "<p>"),
        answer(200, &[token], ""),
    ] {
        let server = Server::answering(bytes).await;
        let client = server.client();
        create(&client).await.unwrap_err();
        client.check_token(Some("new.token"));
    }
}

#[tokio::test]
async fn several_tokens_or_one_that_is_too_long_change_nothing() {
    let long = format!("authorization: {}", "x".repeat(9000));
    for headers in [
        &["authorization: a.b", "authorization: c.d"][..],
        &["authorization: a.b", "authorization: "],
        &[&long],
    ] {
        let server = Server::answering(answer(200, headers, "{}")).await;
        let client = holding("old.token", &server).await;
        client.environment().await.unwrap();
        client.check_token(Some("old.token"));
    }
}

#[tokio::test]
async fn of_two_overlapping_answers_the_first_to_come_decides_in_both_orders() {
    for (first, second) in [("environment", "me"), ("me", "environment")] {
        let gates = [Arc::new(Notify::new()), Arc::new(Notify::new())];
        let [environment, me] = gates.clone();
        let server = Server::start(move |_, seen| {
            let (gate, token, body) = if seen.line.contains("/environment") {
                (&environment, "authorization: environment.token", "{}")
            } else {
                (&me, "authorization: me.token", USER)
            };
            vec![Act::Wait(Arc::clone(gate)), Act::Send(answer(200, &[token], body))]
        })
        .await;
        let client = holding("old.token", &server).await;
        let session = SessionId::new("sess_1");
        let calls = async { tokio::join!(client.environment(), client.me(&session)) };
        let order = async {
            server.requests(2).await;
            let gate = |name| if name == "environment" { &gates[0] } else { &gates[1] };
            gate(first).notify_one();
            client.until(|held| held.generation == 1).await;
            gate(second).notify_one();
        };
        let ((environment, me), ()) = tokio::join!(calls, order);
        environment.unwrap();
        me.unwrap();
        client.check_token(Some(&format!("{first}.token")));
    }
}

#[tokio::test]
async fn two_overlapping_answers_that_agree_both_count() {
    let gate = Arc::new(Notify::new());
    let held = Arc::clone(&gate);
    let server = Server::start(move |_, seen| {
        let token = "authorization: new.token";
        if seen.line.contains("/environment") {
            return vec![Act::Send(answer(200, &[token], "{}"))];
        }
        let body = format!(r#"{{"response":{},"client":null}}"#, client_json(&["sess_1"]));
        vec![Act::Wait(Arc::clone(&held)), Act::Send(answer(200, &[token], &body))]
    })
    .await;
    let client = holding("old.token", &server).await;
    let order = async {
        server.requests(1).await;
        client.environment().await.unwrap();
        gate.notify_one();
    };
    let (answered, ()) = tokio::join!(client.client(), order);
    answered.unwrap();
    client.check_token(Some("new.token"));
    assert!(client.held().client.is_some());
}

#[tokio::test]
async fn what_was_forgotten_is_not_revived_by_a_late_answer() {
    let gate = Arc::new(Notify::new());
    let held = Arc::clone(&gate);
    let server = Server::start(move |_, _| {
        let late = signed_in(&["authorization: late.token"], &client_json(&["sess_1"]));
        vec![Act::Wait(Arc::clone(&held)), Act::Send(late)]
    })
    .await;
    for kept in [None, Some("old.token")] {
        let client = server.client();
        if let Some(token) = kept {
            client.restore(token).await;
        }
        let before = server.seen().len();
        let order = async {
            server.requests(before + 1).await;
            client.forget().await;
            gate.notify_one();
        };
        let (created, ()) = tokio::join!(create(&client), order);
        created.unwrap();
        client.check_token(None);
        assert_eq!(client.held().client, None);
    }
}

#[tokio::test]
async fn a_late_refusal_of_an_old_token_does_not_touch_the_new_one() {
    let gate = Arc::new(Notify::new());
    let held = Arc::clone(&gate);
    let server = Server::start(move |_, _| {
        let body = r#"{"errors":[{"code":"cookie_invalid","message":"m"}]}"#;
        vec![Act::Wait(Arc::clone(&held)), Act::Send(answer(400, &["authorization: "], body))]
    })
    .await;
    let client = holding("old.token", &server).await;
    let order = async {
        server.requests(1).await;
        client.restore("new.token").await;
        gate.notify_one();
    };
    let (answered, ()) = tokio::join!(client.client(), order);
    match answered {
        Err(CallError::Refused(refusal)) => assert_eq!(refusal.code(), Some("cookie_invalid")),
        other => panic!("{other:?}"),
    }
    client.check_token(Some("new.token"));
}

#[tokio::test]
async fn the_token_is_taken_even_if_the_caller_has_gone() {
    let gate = Arc::new(Notify::new());
    let held = Arc::clone(&gate);
    let server = Server::start(move |_, _| {
        let answer = signed_in(&["authorization: new.token"], &client_json(&["sess_1"]));
        vec![Act::Wait(Arc::clone(&held)), Act::Send(answer)]
    })
    .await;
    let client = server.client();
    tokio::select! {
        created = create(&client) => panic!("{created:?}"),
        () = server.requests(1) => {}
    }
    gate.notify_one();
    client.until(|held| held.client.is_some()).await;
    client.check_token(Some("new.token"));
}

#[tokio::test]
async fn a_token_that_was_kept_is_sent_and_given_back() {
    let server = Server::answering(answer(200, &[], "{}")).await;
    let client = holding("kept.token", &server).await;
    client.check_token(Some("kept.token"));
    assert!(client.held().token.is_some());
    client.environment().await.unwrap();
    assert_eq!(server.seen()[0].header("authorization"), Some("kept.token"));
    client.forget().await;
    client.environment().await.unwrap();
    assert_eq!(server.seen()[1].header("authorization"), Some(""));
}

async fn holding(token: &str, server: &Server) -> Recorded {
    let client = server.client();
    client.restore(token).await;
    client
}

async fn create(
    client: &FapiClient,
) -> Result<latchkey_fapi_client::Answer<latchkey_fapi_types::SignIn>, CallError> {
    let identifier = "totp+clerk_test@example.com".to_owned();
    client.create_sign_in(CreateSignIn { identifier, password: None, strategy: None }).await
}
