//! What is told of each request that was made.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use latchkey_fapi_client::{
    BaseUrl, Config, CreateSignIn, Deadlines, FapiClient, Outcome, Sent, Witness,
};
use latchkey_fapi_types::Password;

use crate::misbehave::{Act, Server, answer, signed_in};
use crate::recorder::Recorder;

type Told = Arc<Mutex<Vec<(Sent, Option<Outcome>)>>>;

fn client(base_url: &str) -> (FapiClient, Told) {
    let told = Told::default();
    let witness = {
        let told = Arc::clone(&told);
        Witness::new(move |sent| {
            let mut list = told.lock().unwrap();
            let place = list.len();
            list.push((sent, None));
            let told = Arc::clone(&told);
            Box::new(move |outcome| told.lock().unwrap()[place].1 = Some(outcome))
        })
    };
    let deadlines = Deadlines { whole: Duration::from_millis(300), ..Deadlines::default() };
    let config = Config {
        deadlines,
        witness: Some(witness),
        ..Config::new(BaseUrl::parse(base_url).unwrap())
    };
    (FapiClient::new(config, Arc::new(Recorder::default())).unwrap(), told)
}

async fn sign_in(fapi: &FapiClient) {
    let params = CreateSignIn {
        identifier: "ada@example.com".to_owned(),
        password: Some(Password::new("correct horse")),
        strategy: None,
    };
    let _ = fapi.create_sign_in(params).await;
}

/// The outcome of each, as one line.
fn outcomes(told: &Told) -> Vec<String> {
    let told = told.lock().unwrap();
    let line = |(_, outcome): &(Sent, Option<Outcome>)| {
        let Outcome { status, trace_id, fault } = outcome.clone().expect("it has ended");
        let parts = [status.map(|it| it.to_string()), trace_id, fault];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    told.iter().map(line).collect()
}

#[tokio::test]
async fn every_request_is_told_with_what_came_of_it() {
    let refusal = r#"{"errors":[{"code":"a","message":"m"}],"clerk_trace_id":"trace\n1"}"#;
    let answers = [
        signed_in(&[], "null"),
        answer(422, &[], refusal),
        answer(503, &[], ""),
        answer(200, &["content-type: text/html"], "<p>"),
    ];
    let server = Server::start(move |index, _| match answers.get(index) {
        Some(answer) => vec![Act::Send(answer.clone())],
        None => vec![Act::Reset],
    })
    .await;
    let (fapi, told) = client(&server.url());
    for _ in 0..5 {
        sign_in(&fapi).await;
    }
    let expected =
        ["200", "422 trace?1", "503", "200 a web page", "the connection broke"].map(str::to_owned);
    assert_eq!(outcomes(&told), expected);
    drop(server);
    sign_in(&fapi).await;
    assert_eq!(outcomes(&told).last().map(String::as_str), Some("no connection"));
}

#[tokio::test]
async fn neither_what_is_typed_nor_a_query_is_told() {
    let server = Server::answering(signed_in(&[], "null")).await;
    let (fapi, told) = client(&server.url());
    sign_in(&fapi).await;
    let seen = server.seen().remove(0);
    assert!(seen.line.contains("_is_native=true") && seen.body.contains("correct"), "{seen:?}");
    let (sent, _) = told.lock().unwrap().remove(0);
    let expected = Sent { method: "POST".to_owned(), path: "/v1/client/sign_ins".to_owned() };
    assert_eq!(sent, expected);
}
