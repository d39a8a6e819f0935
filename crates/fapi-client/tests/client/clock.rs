//! The server's clock, as each answer tells it.

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
        answer(200, &["date: Sun, 06 Nov 1994 12:00:04 GMT"], "not JSON"),
        answer(200, &["date: Sun, 06 Nov 1994 12:00:05 GMT"], "7"),
        answer(200, &["date: yesterday"], "{}"),
        answer(503, &["date: yesterday"], ""),
    ])
    .await;
    let client = server.client();
    assert_eq!(client.environment().await.unwrap().date, Some(784_123_200_000));
    let error = client.attempt_totp(&"sess_1".into(), &Code::new("123456")).await.unwrap_err();
    assert_eq!(error.date(), Some(784_123_201_000));
    let CallError::Refused(refusal) = error else { panic!("{error:?}") };
    assert_eq!(refusal.date, Some(784_123_201_000));
    for seconds in 2..=5 {
        let error = client.environment().await.unwrap_err();
        assert_eq!(error.date(), Some(784_123_200_000 + 1000 * seconds), "{error}");
    }
    assert_eq!(client.environment().await.unwrap().date, None);
    assert_eq!(client.environment().await.unwrap_err().date(), None);
}

#[tokio::test]
async fn without_an_answer_there_is_no_clock() {
    let mut short = answer(200, &["date: Sun, 06 Nov 1994 12:00:00 GMT"], "{}");
    short.pop();
    let server = Server::answering(short).await;
    let client = server.client();
    assert_eq!(client.environment().await.unwrap_err().date(), None);
    drop(server);
    assert_eq!(client.environment().await.unwrap_err().date(), None);
}
