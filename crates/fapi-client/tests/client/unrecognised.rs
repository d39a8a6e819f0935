//! A token that the server does not know any more, in each of the forms that this takes (next-flows §0.4): what is held then,
//! and that no call makes the client send more by itself.

use latchkey_fapi_types::ClientId;

use crate::misbehave::{Server, answer, client_json, signed_in};
use crate::recorder::Recorded;

const SESSION: &str = "sess_1";

#[tokio::test]
async fn a_refused_token_is_dropped_with_its_client() {
    let refused = r#"{"errors":[{"code":"cookie_invalid","message":"m"}]}"#;
    let (client, server) = asked(answer(400, &[], refused)).await;
    client.check_token(None);
    client.check_sessions(None);
    assert!(client.held().cleared);
    assert_eq!(server.seen_count(), 2);
}

#[tokio::test]
async fn no_client_leaves_what_is_held_for_the_caller_to_decide() {
    let none = r#"{"response":null,"client":null}"#;
    let (client, server) = asked(answer(200, &[], none)).await;
    client.check_token(Some("old.token"));
    client.check_sessions(Some(&[SESSION]));
    assert_eq!(server.seen_count(), 2);
    client.forget().await;
    client.check_token(None);
    client.check_sessions(None);
    assert_eq!(server.seen_count(), 2);
}

#[tokio::test]
async fn a_new_client_with_a_new_token_takes_the_place_of_the_old_ones() {
    let new = r#"{"response":{"id":"client_2","sessions":[]},"client":null}"#;
    let (client, server) = asked(answer(200, &["authorization: new.token"], new)).await;
    client.check_token(Some("new.token"));
    client.check_sessions(Some(&[]));
    assert_eq!(client.held().client.unwrap().id, ClientId::new("client_2"));
    assert!(!client.held().cleared);
    assert_eq!(server.seen_count(), 2);
}

#[tokio::test]
async fn a_refusal_with_a_new_client_and_token_replaces_them_too() {
    let refused = r#"{"errors":[{"code":"signed_out","message":"m"}],
        "meta":{"client":{"id":"client_2","sessions":[]}}}"#;
    let new = answer(401, &["authorization: new.token"], refused);
    let (client, server) = asked(new).await;
    client.check_token(Some("new.token"));
    client.check_sessions(Some(&[]));
    assert_eq!(server.seen_count(), 2);
}

/// Signs in, and asks for the client of the token that this answer is about; so there are two requests.
async fn asked(second: Vec<u8>) -> (Recorded, Server) {
    let first = signed_in(&["authorization: old.token"], &client_json(&[SESSION]));
    let server = Server::answering_in_turn(vec![first, second]).await;
    let client = server.client();
    client.sign_somebody_in().await;
    client.check_sessions(Some(&[SESSION]));
    // It may be a refusal: what counts is what is held.
    let _answered = client.client().await;
    (client, server)
}
