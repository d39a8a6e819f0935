//! The client that is held: replaced by every answer that brings one, unless the answer is stale.

use std::sync::Arc;

use latchkey_fapi_client::{BadAnswer, CallError, CreateSignIn, FapiClient};
use latchkey_fapi_types::SessionId;
use tokio::sync::Notify;

use crate::misbehave::{Act, Server, answer, client_json, signed_in};

#[tokio::test]
async fn an_answer_brings_its_client_along() {
    let server = Server::answering_in_turn(vec![
        signed_in(&[], &client_json(&["sess_1"])),
        signed_in(&[], &client_json(&["sess_1", "sess_2"])),
    ])
    .await;
    let client = server.client();
    create(&client).await;
    client.check_sessions(Some(&["sess_1"]));
    let generation = client.held().generation;
    assert_eq!(generation, 1);
    create(&client).await;
    client.check_sessions(Some(&["sess_1", "sess_2"]));
    assert_eq!(client.held().generation, generation + 1);
}

#[tokio::test]
async fn an_equal_client_is_no_change() {
    let server = Server::answering(signed_in(&[], &client_json(&["sess_1"]))).await;
    let client = server.client();
    create(&client).await;
    let generation = client.held().generation;
    create(&client).await;
    assert_eq!(client.held().generation, generation);
}

#[tokio::test]
async fn no_client_beside_a_response_is_no_sign_out() {
    for client_part in ["null", "7", r#"{"id":"client_1"}"#, r#"{"id":"client_1","sessions":[{}]}"#]
    {
        let server = Server::answering_in_turn(vec![
            signed_in(&[], &client_json(&["sess_1"])),
            signed_in(&[], client_part),
        ])
        .await;
        let client = server.client();
        create(&client).await;
        create(&client).await;
        client.check_sessions(Some(&["sess_1"]));
    }
}

#[tokio::test]
async fn a_refusal_may_bring_a_client_too() {
    let error = r#""errors":[{"code":"form_code_incorrect","message":"m"}]"#;
    let one = client_json(&["sess_1"]);
    for (status, part) in [
        (422, format!(r#""meta":{{"client":{one}}}"#)),
        (401, format!(r#""client":{one}"#)),
        (503, format!(r#""meta":{{"client":{one}}}"#)),
    ] {
        let body = format!("{{{error},{part}}}");
        let server = Server::answering(answer(status, &[], &body)).await;
        let client = server.client();
        client.environment().await.unwrap_err();
        client.check_sessions(Some(&["sess_1"]));
    }
}

#[tokio::test]
async fn asking_for_the_client_replaces_it_and_none_leaves_it() {
    let known = format!(r#"{{"response":{},"client":null}}"#, client_json(&["sess_1"]));
    let server = Server::answering_in_turn(vec![
        answer(200, &[], r#"{"response":null,"client":null}"#),
        answer(200, &[], &known),
        answer(200, &[], r#"{"response":null,"client":null}"#),
    ])
    .await;
    let client = server.client();
    assert_eq!(client.client().await.unwrap().value, None);
    client.check_sessions(None);
    assert!(client.client().await.unwrap().value.is_some());
    client.check_sessions(Some(&["sess_1"]));
    assert_eq!(client.client().await.unwrap().value, None);
    client.check_sessions(Some(&["sess_1"]));
}

#[tokio::test]
async fn a_refused_sign_out_takes_nothing() {
    let body = r#"{"errors":[{"code":"resource_not_found","message":"m"}]}"#;
    let server = Server::answering_in_turn(vec![
        signed_in(&[], &client_json(&["sess_1"])),
        answer(404, &[], body),
    ])
    .await;
    let client = server.client();
    create(&client).await;
    client.remove_all_sessions().await.unwrap_err();
    client.check_sessions(Some(&["sess_1"]));
}

#[tokio::test]
async fn a_response_that_cannot_be_read_does_not_cost_the_client_beside_it() {
    let body = format!(r#"{{"response":7,"client":{}}}"#, client_json(&["sess_1"]));
    let server = Server::answering(answer(200, &[], &body)).await;
    let client = server.client();
    let problem = BadAnswer::WrongShape;
    match client.sign_in(&"sia_1".into()).await {
        Err(CallError::BadAnswer { status: 200, problem: told, .. }) => assert_eq!(told, problem),
        other => panic!("{other:?}"),
    }
    client.check_sessions(Some(&["sess_1"]));
}

#[tokio::test]
async fn changes_go_one_after_the_other_and_reads_beside_them() {
    let gate = Arc::new(Notify::new());
    let held = Arc::clone(&gate);
    let server = Server::start(move |_, seen| {
        if seen.line.starts_with("GET") {
            return vec![Act::Send(answer(200, &[], "{}"))];
        }
        let answer = signed_in(&["authorization: a.token"], "null");
        vec![Act::Wait(Arc::clone(&held)), Act::Send(answer)]
    })
    .await;
    let client = server.client();
    let order = async {
        server.requests(1).await;
        client.environment().await.unwrap();
        gate.notify_one();
        server.requests(3).await;
        gate.notify_one();
    };
    tokio::join!(create(&client), create(&client), order);
    let lines: Vec<_> = server.seen().into_iter().map(|seen| seen.line).collect();
    let change = "POST /v1/client/sign_ins?_is_native=true";
    assert_eq!(lines, [change, "GET /v1/environment?_is_native=true", change]);
    // The second change waited for the first, so it carried the token that the first one brought.
    assert_eq!(server.seen()[2].header("authorization"), Some("a.token"));
}

#[tokio::test]
async fn a_read_that_was_overtaken_by_a_change_does_not_undo_it() {
    let gate = Arc::new(Notify::new());
    let held = Arc::clone(&gate);
    let server = Server::start(move |_, seen| {
        if seen.line.starts_with("POST") {
            return vec![Act::Send(signed_in(&[], &client_json(&["sess_1"])))];
        }
        let old = format!(r#"{{"response":{},"client":null}}"#, client_json(&[]));
        vec![Act::Wait(Arc::clone(&held)), Act::Send(answer(200, &[], &old))]
    })
    .await;
    let client = server.client();
    let order = async {
        server.requests(1).await;
        create(&client).await;
        gate.notify_one();
    };
    let (read, ()) = tokio::join!(client.client(), order);
    assert_eq!(read.unwrap().value.unwrap().sessions, []);
    client.check_sessions(Some(&["sess_1"]));
}

#[tokio::test]
async fn giving_up_while_waiting_for_a_turn_sends_nothing() {
    let gate = Arc::new(Notify::new());
    let held = Arc::clone(&gate);
    let server = Server::start(move |_, _| {
        vec![Act::Wait(Arc::clone(&held)), Act::Send(signed_in(&[], "null"))]
    })
    .await;
    let client = server.client();
    let order = async {
        server.requests(1).await;
        let session = SessionId::new("sess_1");
        tokio::select! {
            biased;
            touched = client.touch(&session) => panic!("{touched:?}"),
            () = std::future::ready(()) => {}
        }
        gate.notify_one();
    };
    tokio::join!(create(&client), order);
    assert_eq!(server.seen().len(), 1);
}

async fn create(client: &FapiClient) {
    let identifier = "totp+clerk_test@example.com".to_owned();
    let params = CreateSignIn { identifier, password: None, strategy: None };
    client.create_sign_in(params).await.unwrap();
}
