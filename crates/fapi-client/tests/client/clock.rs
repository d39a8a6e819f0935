//! The server's clock, as its newest answer tells it.

use latchkey_fapi_client::CallError;
use latchkey_fapi_types::Code;

use crate::misbehave::{Server, answer};

#[tokio::test]
async fn every_answer_tells_the_servers_clock_whatever_its_status() {
    let refusal = r#"{"errors":[{"code":"form_code_incorrect","message":"m"}]}"#;
    let server = Server::answering_in_turn(vec![
        answer(200, &["date: Sun, 06 Nov 1994 12:00:00 GMT"], "{}"),
        answer(422, &["date: Sun, 06 Nov 1994 12:00:01 GMT"], refusal),
        answer(503, &["date: Sun, 06 Nov 1994 12:00:02 GMT"], ""),
        answer(302, &["date: Sun, 06 Nov 1994 12:00:03 GMT", "location: /"], ""),
        // A clock that was put back is believed: the newest answer counts, not the highest number.
        answer(200, &["date: Sun, 06 Nov 1994 11:59:59 GMT"], "not JSON"),
        answer(200, &["date: yesterday"], "{}"),
    ])
    .await;
    let client = server.client();
    assert_eq!(client.last_date(), None);
    client.environment().await.unwrap();
    assert_eq!(client.last_date(), Some(784_123_200_000));
    match client.attempt_totp(&"sess_1".into(), &Code::new("123456")).await {
        Err(CallError::Refused(refusal)) => assert_eq!(refusal.date, client.last_date()),
        other => panic!("{other:?}"),
    }
    assert_eq!(client.last_date(), Some(784_123_201_000));
    for expected in [Some(784_123_202_000), Some(784_123_203_000), Some(784_123_199_000)] {
        client.environment().await.unwrap_err();
        assert_eq!(client.last_date(), expected);
    }
    client.environment().await.unwrap();
    assert_eq!(client.last_date(), None);
}

#[tokio::test]
async fn clones_share_the_clock_and_no_answer_leaves_it() {
    let server =
        Server::answering(answer(200, &["date: Sun, 06 Nov 1994 12:00:00 GMT"], "{}")).await;
    let client = server.client();
    client.clone().environment().await.unwrap();
    drop(server);
    client.environment().await.unwrap_err();
    assert_eq!(client.last_date(), Some(784_123_200_000));
}
