//! The keeper: told of every change in order, before anyone acts on it, and never in the way when it fails.

use std::sync::Arc;
use std::time::Duration;

use latchkey_fapi_client::{
    Answer, CallError, CreateSignIn, Deadlines, Held, Keeper, Keeping, Snapshot,
};
use latchkey_fapi_types::{ClientToken, SignIn};

use crate::misbehave::{Server, answer, client_json, signed_in};
use crate::recorder::{Recorded, Recorder, client};

const TOKEN: &str = "authorization: new.token";

#[tokio::test]
async fn nothing_acts_on_a_change_before_it_is_kept() {
    let (client, server) = slow(signed_in(&[TOKEN], &client_json(&["sess_1"]))).await;
    let client = Arc::new(client);
    let creating = tokio::spawn({
        let client = Arc::clone(&client);
        async move { create(&client).await }
    });
    // The token is told as soon as it is known, the client after it.
    client.until(|held| held.generation == 1).await;
    client.check_token(Some("new.token"));
    client.check_sessions(None);
    let reading = tokio::spawn({
        let client = Arc::clone(&client);
        async move { client.sign_in(&"sia_1".into()).await }
    });
    settle().await;
    assert!(!creating.is_finished() && !reading.is_finished());
    assert_eq!((server.seen().len(), client.held().generation), (1, 1));

    client.let_keep(1);
    // The read waited for the keeper too, and goes out with the token that is kept now.
    client.until(|held| held.generation == 2).await;
    client.check_sessions(Some(&["sess_1"]));
    settle().await;
    assert!(!creating.is_finished());

    client.let_keep(1);
    creating.await.unwrap().unwrap();
    reading.await.unwrap().unwrap();
    assert_eq!(server.seen()[1].header("authorization"), Some("new.token"));
    assert_eq!(client.held().generation, 2);
}

#[tokio::test]
async fn the_next_change_is_sent_when_the_last_one_is_kept() {
    let (client, server) = slow(signed_in(&[TOKEN], "null")).await;
    let order = async {
        client.until(|held| held.generation == 1).await;
        settle().await;
        assert_eq!(server.seen().len(), 1);
        client.let_keep(1);
    };
    let (first, second, ()) = tokio::join!(create(&client), create(&client), order);
    first.unwrap();
    second.unwrap();
    assert_eq!(server.seen()[1].header("authorization"), Some("new.token"));
}

#[tokio::test]
async fn a_token_is_kept_even_if_the_rest_of_its_answer_is_lost() {
    let mut short = signed_in(&[TOKEN], &client_json(&["sess_1"]));
    short.pop();
    let (client, _server) = slow(short).await;
    let order = async {
        client.until(|held| held.token.is_some()).await;
        client.let_keep(1);
    };
    let (created, ()) = tokio::join!(create(&client), order);
    assert!(matches!(created, Err(CallError::OutcomeUnknown { .. })), "{created:?}");
    let token = Some(ClientToken::new("new.token"));
    assert_eq!(client.held(), Held { generation: 1, token, ..Held::default() });
}

#[tokio::test]
async fn a_slow_keeper_does_not_use_up_the_time_of_the_answer() {
    /// Takes longer than a call may.
    struct Late;
    impl Keeper for Late {
        fn keep<'a>(&'a self, _: &'a Held) -> Keeping<'a> {
            Box::pin(tokio::time::sleep(Duration::from_millis(700)))
        }
    }
    let server = Server::answering(signed_in(&[TOKEN], &client_json(&["sess_1"]))).await;
    let whole = Duration::from_millis(500);
    let deadlines = Deadlines { connect: whole, idle: whole, whole };
    let client = client(&server.url(), deadlines, Arc::new(Late));
    client.sign_in(&"sia_1".into()).await.unwrap();
}

#[tokio::test]
async fn a_keeper_that_fails_stops_nothing() {
    /// Returns without having kept anything.
    struct Failing;
    impl Keeper for Failing {
        fn keep<'a>(&'a self, _: &'a Held) -> Keeping<'a> {
            Box::pin(std::future::ready(()))
        }
    }
    let server = Server::answering_in_turn(vec![
        answer(200, &["authorization: first.token"], "{}"),
        answer(200, &["authorization: second.token"], "{}"),
        answer(200, &["authorization: "], "{}"),
        answer(200, &[], "{}"),
    ])
    .await;
    let client = client(&server.url(), Deadlines::default(), Arc::new(Failing));
    for _ in 0..4 {
        client.environment().await.unwrap();
    }
    let sent: Vec<_> =
        server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, ["", "first.token", "second.token", ""]);
}

#[tokio::test]
async fn a_call_that_is_given_up_while_a_change_is_kept_is_not_sent() {
    let (client, server) = slow(signed_in(&[TOKEN], "null")).await;
    let order = async {
        client.until(|held| held.generation == 1).await;
        tokio::select! {
            biased;
            environment = client.environment() => panic!("{environment:?}"),
            () = std::future::ready(()) => {}
        }
        client.let_keep(1);
    };
    let (created, ()) = tokio::join!(create(&client), order);
    created.unwrap();
    settle().await;
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn forgetting_is_kept_even_if_the_caller_goes_away() {
    let (client, _server) = slow(answer(200, &[], "{}")).await;
    client.restore("old.token").await;
    tokio::select! {
        biased;
        () = client.forget() => panic!("it was not kept yet"),
        () = client.until(|held| held.generation == 1) => {}
    }
    assert_eq!(client.held(), Held { generation: 1, ..Held::default() });
    client.let_keep(1);
    client.environment().await.unwrap();
    assert_eq!(client.may_keep(), 0);
    // The wish is kept again, for it may be that nothing was kept the first time.
    client.let_keep(1);
    client.forget().await;
    assert_eq!(client.held(), Held { generation: 2, ..Held::default() });
}

#[tokio::test]
async fn what_is_put_in_is_not_told_and_is_the_ground_for_what_follows() {
    let removed = r#"{"response":{"id":"sess_1","status":"removed"},"client":null}"#;
    let server = Server::answering(answer(200, &[], removed)).await;
    let client = server.client();
    let token = Some(ClientToken::new("kept.token"));
    let kept = serde_json::from_str(&client_json(&["sess_1", "sess_2"])).unwrap();
    (*client).restore(Snapshot { token: token.clone(), client: Some(kept) }).await;
    assert_eq!(client.held(), Held::default());
    client.remove_session(&"sess_1".into()).await.unwrap();
    assert_eq!(server.seen()[0].header("authorization"), Some("kept.token"));
    assert_eq!((client.held().generation, client.held().token), (1, token));
    client.check_sessions(Some(&["sess_2"]));
}

/// A server that gives every request the same answer, and a client of it whose keeper waits for permission.
async fn slow(bytes: Vec<u8>) -> (Recorded, Server) {
    let server = Server::answering(bytes).await;
    (Recorded::with(Recorder::slow(), &server.url(), Deadlines::default()), server)
}

/// Gives everything that could go on the time to do so.
async fn settle() {
    for _ in 0..2000 {
        tokio::task::yield_now().await;
    }
}

async fn create(client: &Recorded) -> Result<Answer<SignIn>, CallError> {
    let identifier = "totp+clerk_test@example.com".to_owned();
    client.create_sign_in(CreateSignIn { identifier, password: None, strategy: None }).await
}
