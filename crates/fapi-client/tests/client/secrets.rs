//! No secret shows in what can be logged.

use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};

use latchkey_fapi_client::{
    AttemptFactor, CallError, Config, CreateSignIn, FactorSecret, PrepareFactor,
};
use latchkey_fapi_types::{Code, Password, ReverificationLevel, Strategy};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::misbehave::{Act, HASTY, Server, answer};
use crate::recorder::Recorded;

const CANARIES: [&str; 7] = [
    "canary-token",
    "canary-password",
    "canary-code",
    "canary-jwt",
    "canary-key",
    "canary-uri",
    "canary-backup",
];

/// An answer that every call can read as its own, and that holds every secret a server can send.
const TELLING: &str = r#"{"response":{
    "secret":"canary-key","uri":"otpauth://totp/x?secret=canary-uri","verified":true,
    "backup_codes":["canary-backup-1","canary-backup-2"],"codes":["canary-backup-3"],
    "id":"idn_1","phone_number":"+15555550100","level":"second_factor","status":"complete",
    "session":{"id":"sess_1","status":"active","last_active_token":{"jwt":"canary-jwt"}}},
    "client":{"id":"client_1","sessions":[{"id":"sess_1","status":"active",
        "user":{"id":"user_1","phone_numbers":[{"id":"idn_1","phone_number":"+15555550100",
            "backup_codes":["canary-backup-4"]}]}}]}}"#;

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
    client.restore("canary-token").await;
    let answered = client.client().await.unwrap();
    let token = client.session_token(&"sess_1".into()).await.unwrap();
    // EXPOSE: a test's own text.
    assert_eq!(token.value.jwt.expose(), "canary-jwt");
    let config = Config::new(client.base_url().clone());
    let held = client.held();
    check(&format!("{:?} {answered:?} {token:?} {config:?} {held:?}", *client));
}

#[tokio::test]
async fn no_answer_about_second_factors_shows_a_secret() {
    let server = Server::answering(answer(200, &["authorization: canary-token"], TELLING)).await;
    let client = server.client();
    let shown = call_for_second_factors(&client).await;
    check(&shown);
    assert!(shown.contains("TotpSecret([redacted])"), "{shown}");
    assert!(shown.contains("TotpUri([redacted])"), "{shown}");
    assert!(shown.contains("BackupCode([redacted])"), "{shown}");
    let held = client.held();
    check(&format!("{:?} {held:?}", *client));
}

#[tokio::test]
async fn no_log_shows_a_secret_even_at_its_most_verbose() {
    let log = Log::default();
    let _logging = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .finish()
        .set_default();
    let echo = r#"{"errors":[{"code":"form_code_incorrect","message":"canary-code",
        "long_message":"canary-backup","meta":{"value":"canary-key"}}]}"#;
    let wrong = r#"{"response":["canary-key","canary-uri","canary-backup"],
        "client":{"id":"client_1","sessions":"canary-jwt"}}"#;
    let unusable = format!("authorization: canary-token{}", "x".repeat(9000));
    for bytes in [
        answer(200, &["authorization: canary-token"], TELLING),
        answer(200, &[&unusable], TELLING),
        answer(422, &["authorization: canary-token"], echo),
        answer(500, &[], echo),
        answer(200, &[], wrong),
        answer(200, &[], TELLING.trim_end_matches('}')),
        answer(302, &["location: /?canary-token"], ""),
    ] {
        let server = Server::answering(bytes).await;
        let client = server.client();
        client.restore("canary-token").await;
        call_for_second_factors(&client).await;
    }
    let shown = log.text();
    check(&shown);
    // Both our own words and those of the libraries below were heard.
    assert!(shown.contains("an answer has the wrong shape"), "{shown}");
    assert!(shown.contains("TRACE hyper_util"), "{shown}");
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
    let cases = Mutex::new(cases.into_iter());
    let server = Server::start(move |_, _| cases.lock().unwrap().next().unwrap()).await;
    let hasty = server.hasty_client();
    for _ in 0..count {
        hasty.restore("canary-token").await;
        check_error(&attempt(&hasty).await);
    }
    assert_eq!(server.seen().len(), count);

    let address = server.address();
    drop(server);
    let nobody = Recorded::new(&format!("http://{address}"), HASTY);
    nobody.restore("canary-token").await;
    check_error(&attempt(&nobody).await);
    check_error(&nobody.me(&"sess_canary-code".into()).await.unwrap_err());
}

/// Makes calls whose requests or answers hold secrets, and shows what each returned.
async fn call_for_second_factors(client: &latchkey_fapi_client::FapiClient) -> String {
    let (session, phone, code) = ("sess_1".into(), "idn_1".into(), Code::new("canary-code"));
    let attempt = |strategy, secret| AttemptFactor { strategy, secret };
    let password =
        attempt(Strategy::Password, FactorSecret::Password(Password::new("canary-password")));
    let backup = attempt(Strategy::BackupCode, FactorSecret::Code(Code::new("canary-backup")));
    let mut shown = String::new();
    macro_rules! show {
        ($($call:ident($($argument:expr),*);)+) => {$(
            writeln!(shown, "{:?}", client.$call(&session, $($argument),*).await).unwrap();
        )+};
    }
    show! {
        create_totp();
        attempt_totp(&code);
        create_backup_codes();
        create_phone_number("+15555550100");
        attempt_phone_number(&phone, &code);
        set_reserved_for_second_factor(&phone, true);
        delete_phone_number(&phone);
        start_verification(ReverificationLevel::SecondFactor);
        attempt_verification_first_factor(&password);
        attempt_verification_second_factor(&backup);
    }
    shown
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
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
