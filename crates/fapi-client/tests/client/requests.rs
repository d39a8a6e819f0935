//! What a call carries, to the letter.

use std::sync::Arc;

use latchkey_fapi_client::{
    AttemptFactor, BaseUrl, BuildError, Config, CreateSignIn, Deadlines, FactorSecret, FapiClient,
    PrepareFactor,
};
use latchkey_fapi_types::{Code, IdentificationId, Password, SessionId, SignInId, Strategy};

use crate::misbehave::{Server, answer, client_json, signed_in};
use crate::recorder::{Recorded, Recorder};

const SESSION: &str = r#"{"response":{"id":"sess_1","status":"active"},"client":null}"#;

#[tokio::test]
async fn the_first_call_carries_exactly_what_the_contract_says() {
    let server = Server::answering(signed_in(&[], "null")).await;
    server.client().create_sign_in(sign_in_with_password()).await.unwrap();

    let seen = server.seen();
    assert_eq!(seen[0].line, "POST /v1/client/sign_ins?_is_native=true");
    assert_eq!(seen[0].body, "identifier=totp%2Bclerk_test%40example.com&password=a+%26%C3%A9%3D");
    let expected = [
        "accept-encoding: gzip",
        "accept: application/json",
        "authorization: ",
        "clerk-api-version: 2026-05-12",
        "content-length: 66",
        "content-type: application/x-www-form-urlencoded",
        &format!("host: {}", server.address()),
        &format!("user-agent: {}", latchkey_fapi_client::Product::default().user_agent()),
        "x-mobile: 1",
    ];
    assert_eq!(seen[0].headers, expected);
}

#[tokio::test]
async fn a_later_read_carries_the_token_raw_and_no_body() {
    let server = Server::answering_in_turn(vec![
        signed_in(&["authorization: a.b.c", "set-cookie: __client=x; Path=/"], "null"),
        answer(200, &[], r#"{"response":{"id":"user_1"},"client":null}"#),
    ])
    .await;
    let client = server.client();
    client.create_sign_in(sign_in_with_password()).await.unwrap();
    client.me(&SessionId::new("sess_1")).await.unwrap();

    let seen = server.seen();
    assert_eq!(seen[1].line, "GET /v1/me?_is_native=true&_clerk_session_id=sess_1");
    assert_eq!(seen[1].body, "");
    let expected = [
        "accept-encoding: gzip",
        "accept: application/json",
        "authorization: a.b.c",
        "clerk-api-version: 2026-05-12",
        &format!("host: {}", server.address()),
        &format!("user-agent: {}", latchkey_fapi_client::Product::default().user_agent()),
        "x-mobile: 1",
    ];
    assert_eq!(seen[1].headers, expected);
}

#[tokio::test]
async fn every_call_goes_to_its_place() {
    let id = SignInId::new("sia_1");
    let session = SessionId::new("sess_1");
    let prepare = PrepareFactor {
        strategy: Strategy::PhoneCode,
        email_address_id: None,
        phone_number_id: Some(IdentificationId::new("idn_1")),
    };
    let attempt =
        AttemptFactor { strategy: Strategy::Totp, secret: FactorSecret::Code(Code::new("123456")) };
    let password = AttemptFactor {
        strategy: Strategy::Password,
        secret: FactorSecret::Password(Password::new("pw")),
    };
    let by_email = CreateSignIn {
        identifier: "a@example.com".to_owned(),
        password: None,
        strategy: Some(Strategy::EmailCode),
    };

    // The sign-in and the session: every answer here has the shape that its call returns.
    let server = Server::start(|_, seen| {
        let body = match &seen.line {
            line if line.contains("/environment") => "{}".to_owned(),
            line if line.contains("/tokens") => r#"{"jwt":"x.y.z"}"#.to_owned(),
            line if line.contains("/sessions/") => SESSION.to_owned(),
            line if line.contains("/sessions?") || line.contains("/client?") => {
                format!(r#"{{"response":{},"client":null}}"#, client_json(&[]))
            }
            _ => r#"{"response":{"id":"sia_1","status":"complete"},"client":null}"#.to_owned(),
        };
        vec![crate::misbehave::Act::Send(answer(200, &[], &body))]
    })
    .await;
    let client = server.client();
    client.environment().await.unwrap();
    client.client().await.unwrap();
    client.create_sign_in(by_email).await.unwrap();
    client.sign_in(&id).await.unwrap();
    client.prepare_first_factor(&id, &prepare).await.unwrap();
    client.attempt_first_factor(&id, &password).await.unwrap();
    client.prepare_second_factor(&id, &prepare).await.unwrap();
    client.attempt_second_factor(&id, &attempt).await.unwrap();
    client.reset_password(&id, &Password::new("new"), true).await.unwrap();
    client.touch(&session).await.unwrap();
    client.end_session(&session).await.unwrap();
    client.remove_session(&session).await.unwrap();
    client.remove_all_sessions().await.unwrap();
    client.session_token(&session).await.unwrap();
    client.change_password(&session, None, &Password::new("new"), false).await.unwrap();
    let (old, new) = (Password::new("old"), Password::new("new"));
    client.change_password(&session, Some(&old), &new, true).await.unwrap();
    client.remove_password(&session, &old).await.unwrap();

    let places: Vec<_> = server
        .seen()
        .into_iter()
        .map(|seen| (seen.line.replace("?_is_native=true", ""), seen.body))
        .collect();
    let places: Vec<_> = places.iter().map(|(line, body)| (line.as_str(), body.as_str())).collect();
    let prepared = "strategy=phone_code&phone_number_id=idn_1";
    assert_eq!(
        places,
        [
            ("GET /v1/environment", ""),
            ("GET /v1/client", ""),
            ("POST /v1/client/sign_ins", "identifier=a%40example.com&strategy=email_code"),
            ("GET /v1/client/sign_ins/sia_1", ""),
            ("POST /v1/client/sign_ins/sia_1/prepare_first_factor", prepared),
            (
                "POST /v1/client/sign_ins/sia_1/attempt_first_factor",
                "strategy=password&password=pw"
            ),
            ("POST /v1/client/sign_ins/sia_1/prepare_second_factor", prepared),
            ("POST /v1/client/sign_ins/sia_1/attempt_second_factor", "strategy=totp&code=123456"),
            (
                "POST /v1/client/sign_ins/sia_1/reset_password",
                "password=new&sign_out_of_other_sessions=true"
            ),
            ("POST /v1/client/sessions/sess_1/touch", "intent=select_session"),
            ("POST /v1/client/sessions/sess_1/end", ""),
            ("POST /v1/client/sessions/sess_1/remove", ""),
            ("DELETE /v1/client/sessions", ""),
            ("POST /v1/client/sessions/sess_1/tokens", ""),
            (
                "POST /v1/me/change_password&_clerk_session_id=sess_1",
                "new_password=new&sign_out_of_other_sessions=false"
            ),
            (
                "POST /v1/me/change_password&_clerk_session_id=sess_1",
                "current_password=old&new_password=new&sign_out_of_other_sessions=true"
            ),
            ("POST /v1/me/remove_password&_clerk_session_id=sess_1", "current_password=old"),
        ]
    );
}

#[tokio::test]
async fn a_path_prefix_is_kept() {
    let server = Server::answering(answer(200, &[], "{}")).await;
    let client = Recorded::new(&format!("{}/proxy/", server.url()), Deadlines::default());
    client.environment().await.unwrap();
    assert_eq!(server.seen()[0].line, "GET /proxy/v1/environment?_is_native=true");
}

#[tokio::test]
async fn a_kept_token_that_no_header_can_carry_is_not_sent() {
    let server = Server::answering(answer(200, &[], "{}")).await;
    let client = server.client();
    client.restore("a\r\nx-injected: 1").await;
    client.environment().await.unwrap();
    assert_eq!(server.seen()[0].header("authorization"), Some(""));
    assert_eq!(server.seen()[0].header("x-injected"), None);
}

#[test]
fn a_proxy_in_the_environment_is_not_used_for_this_machine() {
    let golden = "requests::the_first_call_carries_exactly_what_the_contract_says";
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", golden])
        .envs(["http_proxy", "HTTP_PROXY", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:1")))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

#[tokio::test]
async fn a_user_agent_that_no_header_can_carry_is_refused() {
    let base_url = BaseUrl::parse("http://127.0.0.1:1").unwrap();
    let config = Config { user_agent: "Latch\nkey".to_owned(), ..Config::new(base_url) };
    assert!(matches!(
        FapiClient::new(config, Arc::<Recorder>::default()),
        Err(BuildError::UserAgent)
    ));
}

fn sign_in_with_password() -> CreateSignIn {
    CreateSignIn {
        identifier: "totp+clerk_test@example.com".to_owned(),
        password: Some(Password::new("a &é=")),
        strategy: None,
    }
}
