//! What becomes of the token and the client when a server does not know the token any more: it refuses it, or answers with
//! another client that has no sessions.

use std::sync::Arc;

use latchkey_fapi_client::{CreateSignIn, FapiClient, Held};
use latchkey_fapi_types::ClientToken;
use tokio::sync::Notify;

use crate::misbehave::{Act, Server, answer, client_json, signed_in};
use crate::recorder::Recorded;

/// Another client than that of `client_json`, without sessions.
const ANOTHER: &str = r#"{"id":"client_2","sessions":[]}"#;
const NEW: &str = "authorization: new.token";
const THIRD: &str = "authorization: third.token";

#[tokio::test]
async fn a_late_answer_to_an_older_token_brings_no_client_without_sessions() {
    let another = of_client(ANOTHER);
    let refused = with_client("form_code_incorrect", ANOTHER);
    for headers in [&[][..], &[NEW], &[THIRD], &["authorization: "]] {
        for (status, body) in [(200, &another), (401, &refused), (503, &refused)] {
            let held = overtaken_by_a_rotation(answer(status, headers, body)).await;
            check(&held, "new.token", "client_1", 1);
        }
    }
}

#[tokio::test]
async fn a_late_answer_that_names_the_newest_token_brings_any_other_client() {
    let signed_out = r#"{"id":"client_1","sessions":[]}"#;
    let held = overtaken_by_a_rotation(answer(200, &[NEW], &of_client(signed_out))).await;
    check(&held, "new.token", "client_1", 0);
    let signed_in = r#"{"id":"client_2","sessions":[{"id":"sess_2","status":"active"}]}"#;
    let held = overtaken_by_a_rotation(answer(200, &[NEW], &of_client(signed_in))).await;
    check(&held, "new.token", "client_2", 1);
}

#[tokio::test]
async fn a_late_answer_to_no_token_at_all_changes_nothing() {
    let slow = answer(200, &[THIRD], &of_client(ANOTHER));
    let (client, server, gate) = with_slow_read(slow).await;
    let order = async {
        server.requests(1).await;
        create(&client).await;
        gate.notify_one();
    };
    let (read, ()) = tokio::join!(client.client(), order);
    read.unwrap();
    check(&client.held(), "old.token", "client_1", 1);
}

#[tokio::test]
async fn an_answer_to_the_newest_token_brings_whatever_it_says() {
    let another = of_client(ANOTHER);
    let refused = with_client("signed_out", ANOTHER);
    for (headers, token) in [(&[][..], "old.token"), (&[THIRD], "third.token")] {
        for (status, body) in [(200, &another), (401, &refused)] {
            let (client, _server, gate) = with_slow_read(answer(status, headers, body)).await;
            create(&client).await;
            gate.notify_one();
            assert_eq!(client.client().await.is_ok(), status == 200);
            check(&client.held(), token, "client_2", 0);
        }
    }
}

#[tokio::test]
async fn an_overtaken_read_with_a_new_token_brings_the_client_of_that_token_alone() {
    let empty = client_json(&[]);
    for (body, id, sessions) in [(ANOTHER, "client_2", 0), (&*empty, "client_1", 1)] {
        let (client, server, gate) = with_slow_read(answer(200, &[THIRD], &of_client(body))).await;
        client.restore("old.token").await;
        let order = async {
            server.requests(1).await;
            create(&client).await;
            gate.notify_one();
        };
        let (read, ()) = tokio::join!(client.client(), order);
        read.unwrap();
        check(&client.held(), "third.token", id, sessions);
    }
}

#[tokio::test]
async fn a_refused_token_is_dropped_before_the_refusal_is_told() {
    for body in [of_refusal("cookie_invalid"), with_client("cookie_invalid", ANOTHER)] {
        let (client, server, gate) = with_slow_read(answer(400, &[], &body)).await;
        create(&client).await;
        let generation = client.held().generation;
        gate.notify_one();
        client.client().await.unwrap_err();
        let cleared = Held { generation: generation + 1, cleared: true, ..Held::default() };
        assert_eq!(client.held(), cleared);
        client.environment().await.unwrap();
        assert_eq!(server.seen()[2].header("authorization"), Some(""));
        client.check_token(Some("new.token"));
        assert!(!client.held().cleared);
    }
}

#[tokio::test]
async fn a_refused_token_that_was_replaced_costs_nothing() {
    let refused = of_refusal("cookie_invalid");
    for headers in [&[][..], &[NEW], &[THIRD], &["authorization: "]] {
        let held = overtaken_by_a_rotation(answer(400, headers, &refused)).await;
        check(&held, "new.token", "client_1", 1);
    }
    // The refusal itself may replace it.
    let (client, _server, gate) = with_slow_read(answer(400, &[THIRD], &refused)).await;
    create(&client).await;
    gate.notify_one();
    client.client().await.unwrap_err();
    check(&client.held(), "third.token", "client_1", 1);
}

#[tokio::test]
async fn only_a_refusal_by_its_first_code_drops_the_token() {
    let second = r#"{"errors":[{"code":"resource_not_found","message":"m"},
        {"code":"cookie_invalid","message":"m"}]}"#;
    for (status, body) in [
        (500, of_refusal("cookie_invalid")),
        (400, second.to_owned()),
        (401, of_refusal("authentication_invalid")),
        (401, of_refusal("signed_out")),
        (404, of_refusal("client_not_found")),
    ] {
        let (client, _server, gate) = with_slow_read(answer(status, &[], &body)).await;
        create(&client).await;
        gate.notify_one();
        client.client().await.unwrap_err();
        check(&client.held(), "old.token", "client_1", 1);
    }
}

#[tokio::test]
async fn a_refusal_of_no_token_is_no_change() {
    let (client, _server, gate) =
        with_slow_read(answer(400, &[], &of_refusal("cookie_invalid"))).await;
    gate.notify_one();
    client.client().await.unwrap_err();
    assert_eq!(client.held(), Held::default());
}

/// Asks for the client with an old token, gives it a new one before the answer comes, and says what is held then.
async fn overtaken_by_a_rotation(slow: Vec<u8>) -> Held {
    let (client, server, gate) = with_slow_read(slow).await;
    create(&client).await;
    let order = async {
        server.requests(2).await;
        client.environment().await.unwrap();
        client.check_token(Some("new.token"));
        gate.notify_one();
    };
    // It may be a refusal: what counts is what is held.
    let (_read, ()) = tokio::join!(client.client(), order);
    assert_eq!(server.seen()[1].header("authorization"), Some("old.token"));
    client.held()
}

/// A server that signs in with an old token, gives a new one with the environment, and answers who asks for the client
/// only when the gate opens.
async fn with_slow_read(slow: Vec<u8>) -> (Recorded, Server, Arc<Notify>) {
    let gate = Arc::new(Notify::new());
    let opened = Arc::clone(&gate);
    let server = Server::start(move |_, seen| {
        if seen.line.starts_with("POST") {
            let answer = signed_in(&["authorization: old.token"], &client_json(&["sess_1"]));
            vec![Act::Send(answer)]
        } else if seen.line.contains("/environment") {
            vec![Act::Send(answer(200, &[NEW], "{}"))]
        } else {
            vec![Act::Wait(Arc::clone(&opened)), Act::Send(slow.clone())]
        }
    })
    .await;
    (server.client(), server, gate)
}

fn of_client(client: &str) -> String {
    format!(r#"{{"response":{client},"client":null}}"#)
}

fn of_refusal(code: &str) -> String {
    format!(r#"{{"errors":[{{"code":"{code}","message":"m"}}]}}"#)
}

fn with_client(code: &str, client: &str) -> String {
    let error = format!(r#"{{"code":"{code}","message":"m"}}"#);
    format!(r#"{{"errors":[{error}],"meta":{{"client":{client}}}}}"#)
}

async fn create(client: &FapiClient) {
    let identifier = "totp+clerk_test@example.com".to_owned();
    let params = CreateSignIn { identifier, password: None, strategy: None };
    client.create_sign_in(params).await.unwrap();
}

#[track_caller]
fn check(held: &Held, token: &str, client: &str, sessions: usize) {
    assert_eq!(held.token, Some(ClientToken::new(token)));
    let known = held.client.as_ref().map(|it| (it.id.as_str(), it.sessions.len()));
    assert_eq!(known, Some((client, sessions)));
}
