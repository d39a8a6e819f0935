//! Answers that do not come, come broken, or are none of the Frontend API.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use latchkey_fapi_client::{
    Answer, BadAnswer, CallError, CreateSignIn, FapiClient, Loss, Unreachable,
};
use latchkey_fapi_types::SignIn;
use tokio::net::TcpListener;

use crate::misbehave::{Act, HASTY, Server, answer, client_json, signed_in};
use crate::recorder::Recorded;

const LARGEST_BODY: usize = 1024 * 1024;

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = Recorded::new(&format!("http://{address}"), HASTY);
    check_unreachable(client.environment().await, Unreachable::Connect);
    check_unreachable(create(&client).await, Unreachable::Connect);
}

#[tokio::test]
async fn a_reset_before_the_head_leaves_the_outcome_unknown_and_repeats_nothing() {
    let server = Server::start(|_, _| vec![Act::Reset]).await;
    let client = server.client();
    check_unknown(create(&client).await, Loss::Interrupted);
    assert_eq!(server.seen().len(), 1);
    check_unknown(client.environment().await, Loss::Interrupted);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_kept_connection_that_breaks_leaves_the_outcome_unknown_and_repeats_nothing() {
    let server = Server::start(|index, _| match index {
        0 => vec![Act::Send(answer(200, &[], "{}")), Act::KeepOpen],
        _ => vec![Act::Reset],
    })
    .await;
    let client = server.client();
    client.environment().await.unwrap();
    check_unknown(create(&client).await, Loss::Interrupted);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_reset_within_the_body_loses_the_value_but_keeps_the_token() {
    let server = Server::start(|_, _| {
        let mut whole = signed_in(&["authorization: new.token"], &client_json(&["sess_1"]));
        whole.truncate(whole.len() - 10);
        vec![Act::Send(whole), Act::Reset]
    })
    .await;
    let client = server.client();
    check_unknown(create(&client).await, Loss::Interrupted);
    client.check_token(Some("new.token"));
    assert_eq!(client.held().client, None);
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_lost_but_keeps_the_token() {
    let mut short = signed_in(&["authorization: new.token"], "null");
    short.pop();
    let server = Server::answering(short).await;
    let client = server.client();
    check_unknown(create(&client).await, Loss::Interrupted);
    client.check_token(Some("new.token"));
}

#[tokio::test]
async fn a_head_that_does_not_come_runs_into_a_deadline() {
    let server = Server::start(|_, _| vec![Act::Stall]).await;
    check_unknown(create(&server.hasty_client()).await, Loss::Deadline);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_head_that_drips_runs_into_a_deadline() {
    let pace = Duration::from_millis(20);
    let server = Server::start(move |_, _| {
        vec![Act::Send(b"HTTP/1.1 200 OK\r\nx: ".to_vec()), Act::Drip(b'x', pace)]
    })
    .await;
    check_unknown(create(&server.hasty_client()).await, Loss::Deadline);
}

#[tokio::test]
async fn a_body_that_stops_runs_into_a_deadline() {
    let server = Server::start(|_, _| {
        let mut part = signed_in(&["authorization: new.token"], "null");
        part.truncate(part.len() - 10);
        vec![Act::Send(part), Act::Stall]
    })
    .await;
    let client = server.hasty_client();
    check_unknown(create(&client).await, Loss::Deadline);
    client.check_token(Some("new.token"));
}

#[tokio::test]
async fn a_body_that_drips_runs_into_the_deadline_for_the_whole() {
    let pace = Duration::from_millis(20);
    let server = Server::start(move |_, _| {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n".to_vec();
        vec![Act::Send(head), Act::Drip(b' ', pace)]
    })
    .await;
    check_unknown(create(&server.hasty_client()).await, Loss::Deadline);
}

#[tokio::test]
async fn an_answer_that_is_not_of_the_api_says_what_it_is() {
    let html = ["content-type: text/html; charset=utf-8"];
    let cases: [(Vec<u8>, u16, BadAnswer); 13] = [
        (answer(200, &[], r#"{"response":{"id":"sia_1","#), 200, BadAnswer::NotJson),
        (answer(200, &[], r#"{"response":{}} trailing"#), 200, BadAnswer::NotJson),
        (answer(200, &[], "OK"), 200, BadAnswer::NotJson),
        (answer(200, &[], "\u{feff}{}"), 200, BadAnswer::NotJson),
        (answer(200, &html, "Please sign in"), 200, BadAnswer::Html),
        (answer(200, &[], " \n<!DOCTYPE html><p>Please sign in"), 200, BadAnswer::Html),
        (answer(403, &html, "<p>Blocked"), 403, BadAnswer::Html),
        (answer(200, &[], ""), 200, BadAnswer::Empty),
        (b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(), 204, BadAnswer::Empty),
        (answer(200, &[], "[]"), 200, BadAnswer::WrongShape),
        (answer(200, &[], r#"{"client":null}"#), 200, BadAnswer::WrongShape),
        (answer(200, &[], r#"{"response":{"id":"sia_1"}}"#), 200, BadAnswer::WrongShape),
        (answer(404, &[], r#"{"error":{"code":"user_locked"}}"#), 404, BadAnswer::WrongShape),
    ];
    for (bytes, status, problem) in cases {
        let server = Server::answering(bytes.clone()).await;
        let told = String::from_utf8(bytes).unwrap();
        check_bad(create(&server.client()).await, status, problem, &told);
    }
}

#[tokio::test]
async fn text_that_is_not_utf_8_is_no_json() {
    let mut bytes = answer(200, &[], r#"{"response":{"id":"sia_?","status":"complete"}}"#);
    let place = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[place] = 0xff;
    let server = Server::answering(bytes).await;
    check_bad(create(&server.client()).await, 200, BadAnswer::NotJson, "0xff");
}

#[tokio::test]
async fn deep_nesting_is_no_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!(r#"{{"response":{deep},"client":{deep}}}"#);
    let server = Server::answering(answer(200, &[], &body)).await;
    check_bad(create(&server.client()).await, 200, BadAnswer::WrongShape, "deep");
}

#[tokio::test]
async fn a_body_is_read_up_to_a_mebibyte() {
    let fitting = format!("{{}}{}", " ".repeat(LARGEST_BODY - 2));
    let server = Server::answering(answer(200, &[], &fitting)).await;
    server.client().environment().await.unwrap();

    let larger = format!("{fitting} ");
    let server = Server::answering(answer(200, &["authorization: new.token"], &larger)).await;
    let client = server.client();
    check_bad(client.environment().await, 200, BadAnswer::TooLarge, "larger");
    client.check_token(Some("new.token"));
}

#[tokio::test]
async fn an_endless_body_is_cut_off() {
    let server = Server::start(|_, _| {
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000)).into_bytes();
        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        let chunks = std::iter::repeat_with(|| Act::Send(chunk.clone())).take(64);
        std::iter::once(Act::Send(head)).chain(chunks).chain([Act::Stall]).collect()
    })
    .await;
    check_bad(server.client().environment().await, 200, BadAnswer::TooLarge, "endless");
}

#[tokio::test]
async fn a_compressed_body_is_read_and_a_bomb_is_cut_off() {
    let server = Server::answering(gzip(b"{\"maintenance_mode\":true}")).await;
    assert!(server.client().environment().await.unwrap().value.maintenance_mode);

    let server = Server::answering(gzip(&vec![b' '; 64 * LARGEST_BODY])).await;
    check_bad(server.client().environment().await, 200, BadAnswer::TooLarge, "bomb");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Server::answering(signed_in(&[], "null")).await;
    for status in [301, 302, 303, 307, 308] {
        for target in [format!("http://{}/v1/client", other.address()), "/elsewhere".to_owned()] {
            let location = format!("location: {target}");
            let server = Server::answering(answer(status, &[&location], "{}")).await;
            let client = server.client();
            check_bad(create(&client).await, status, BadAnswer::Redirect, &target);
            check_bad(client.environment().await, status, BadAnswer::Redirect, &target);
            assert_eq!(server.seen().len(), 2);
        }
    }
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn a_head_without_end_is_lost() {
    let server = Server::start(|_, _| {
        let many = "x-header: value\r\n".repeat(100_000);
        vec![Act::Send(format!("HTTP/1.1 200 OK\r\n{many}\r\n").into_bytes())]
    })
    .await;
    check_unknown(create(&server.client()).await, Loss::Interrupted);
}

async fn create(client: &FapiClient) -> Result<Answer<SignIn>, CallError> {
    let identifier = "totp+clerk_test@example.com".to_owned();
    client.create_sign_in(CreateSignIn { identifier, password: None, strategy: None }).await
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    let body = encoder.finish().unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}

#[track_caller]
fn check_unreachable<T: std::fmt::Debug>(result: Result<T, CallError>, expected: Unreachable) {
    match result {
        Err(CallError::Unreachable { kind, .. }) => assert_eq!(kind, expected),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check_unknown<T: std::fmt::Debug>(result: Result<T, CallError>, expected: Loss) {
    match result {
        Err(CallError::OutcomeUnknown { kind, .. }) => assert_eq!(kind, expected),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check_bad<T: std::fmt::Debug>(
    result: Result<T, CallError>,
    expected_status: u16,
    expected: BadAnswer,
    told: &str,
) {
    match result {
        Err(CallError::BadAnswer { status, problem, .. }) => {
            assert_eq!((status, problem), (expected_status, expected), "{told}");
        }
        other => panic!("{other:?} for {told}"),
    }
}
