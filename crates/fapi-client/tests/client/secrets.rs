//! No secret shows in what can be logged.

use std::fmt::Write as _;

use latchkey_fapi_client::{
    AttemptFactor, CallError, Config, CreateSignIn, FactorSecret, PrepareFactor,
};
use latchkey_fapi_types::{ClientToken, Code, Password, Strategy};

use crate::misbehave::{Act, HASTY, Server, answer, client};

const CANARIES: [&str; 4] = ["canary-token", "canary-password", "canary-code", "canary-jwt"];

#[tokio::test]
async fn no_parameter_shows_its_secret() {
    let create = CreateSignIn {
        identifier: "totp+clerk_test@example.com".to_owned(),
        password: Some(Password::new("canary-password")),
        strategy: None,
    };
    check(&format!("{create:?}"));
    for secret in [
        FactorSecret::Password(Password::new("canary-password")),
        FactorSecret::Code(Code::new("canary-code")),
    ] {
        check(&format!("{:?}", AttemptFactor { strategy: Strategy::Totp, secret }));
    }
    let prepare = PrepareFactor {
        strategy: Strategy::PhoneCode,
        email_address_id: None,
        phone_number_id: None,
    };
    check(&format!("{prepare:?}"));
}

#[tokio::test]
async fn neither_the_client_nor_what_it_holds_and_returns_shows_a_secret() {
    let session = r#"{"id":"sess_1","status":"active","last_active_token":{"jwt":"canary-jwt"}}"#;
    let body =
        format!(r#"{{"response":{{"id":"client_1","sessions":[{session}]}},"client":null}}"#);
    let server = Server::answering_in_turn(vec![
        answer(200, &["authorization: canary-token-2"], &body),
        answer(200, &[], r#"{"jwt":"canary-jwt"}"#),
    ])
    .await;
    let client = server.client();
    client.restore(ClientToken::new("canary-token"));
    let answered = client.client().await.unwrap();
    let token = client.session_token(&"sess_1".into()).await.unwrap();
    // EXPOSE: a test's own text.
    assert_eq!(token.value.jwt.expose(), "canary-jwt");
    let config = Config::new(client.base_url().clone());
    let state = client.state().borrow().clone();
    check(&format!("{client:?} {:?} {answered:?} {token:?} {config:?} {state:?}", client.token()));
}

#[tokio::test]
async fn no_error_shows_a_secret_or_the_query() {
    let echo = r#"{"errors":[{"code":"cookie_invalid",
        "message":"canary-token","long_message":"does not match the given one canary-token",
        "meta":{"token":"canary-token"}}],"clerk_trace_id":"trace_1"}"#;
    let echo_value = r#"{"response":"canary-token","client":{"id":"canary-token"}}"#;
    let cases: Vec<Vec<Act>> = vec![
        vec![Act::Send(answer(400, &[], echo))],
        vec![Act::Send(answer(500, &[], echo))],
        vec![Act::Send(answer(200, &[], echo_value))],
        vec![Act::Send(answer(200, &[], "canary-token"))],
        vec![Act::Send(answer(302, &["location: /?canary-token"], ""))],
        vec![Act::Send(b"HTTP/9.9 canary-token\r\n\r\n".to_vec())],
        vec![Act::Reset],
        vec![Act::Stall],
    ];
    let count = cases.len();
    let cases = std::sync::Mutex::new(cases.into_iter());
    let server = Server::start(move |_, _| cases.lock().unwrap().next().unwrap()).await;
    let hasty = server.hasty_client();
    for _ in 0..count {
        hasty.restore(ClientToken::new("canary-token"));
        check_error(&attempt(&hasty).await);
    }
    assert_eq!(server.seen().len(), count);

    let address = server.address();
    drop(server);
    let nobody = client(&format!("http://{address}"), HASTY);
    nobody.restore(ClientToken::new("canary-token"));
    check_error(&attempt(&nobody).await);
    check_error(&nobody.me(&"sess_canary-code".into()).await.unwrap_err());
}

async fn attempt(client: &latchkey_fapi_client::FapiClient) -> CallError {
    let attempt = AttemptFactor {
        strategy: Strategy::Totp,
        secret: FactorSecret::Code(Code::new("canary-code")),
    };
    client.attempt_second_factor(&"sia_1".into(), &attempt).await.unwrap_err()
}

/// Looks at the error and everything that caused it, in both forms.
fn check_error(error: &CallError) {
    let mut shown = String::new();
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        writeln!(shown, "{error} {error:?}").unwrap();
        next = error.source();
    }
    check(&shown);
    assert!(!shown.contains("_is_native"), "{shown}");
}

#[track_caller]
fn check(shown: &str) {
    for canary in CANARIES {
        assert!(!shown.contains(canary), "{shown}");
    }
}
