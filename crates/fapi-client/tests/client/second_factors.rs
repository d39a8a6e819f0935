//! The calls about second factors and fresh proofs: what they carry, and what comes back from them.

use latchkey_fapi_client::{
    AttemptFactor, BadAnswer, CallError, FactorSecret, FapiClient, Loss, PrepareFactor, Refusal,
};
use latchkey_fapi_types::{
    BackupCode, Code, IdentificationId, Password, ReverificationLevel, ReverificationStatus,
    SessionId, Strategy, TotpSecret,
};

use crate::misbehave::{Act, Server, answer, client_json};

const DATE: &str = "date: Sun, 06 Nov 1994 12:00:00 GMT";
/// An object that every call here can read as its own.
const ANY: &str = r#"{"id":"idn_1","phone_number":"+15555550100","codes":["c"],
    "level":"second_factor","status":"complete"}"#;

#[tokio::test]
async fn every_call_goes_to_its_place() {
    let server = Server::answering(answer(200, &[], &wrapped(ANY, "null"))).await;
    call_each(&server.client(), &mut |told: &str, error| {
        assert!(error.is_none(), "{told}: {error:?}");
    })
    .await;

    let within = "?_is_native=true&_clerk_session_id=sess_1";
    let expected = [
        ("POST", "/me/totp", ""),
        ("POST", "/me/totp/attempt_verification", "code=123456"),
        ("DELETE", "/me/totp", ""),
        ("POST", "/me/backup_codes", ""),
        ("POST", "/me/phone_numbers", "phone_number=%2B15555550100"),
        ("POST", "/me/phone_numbers/idn_1/prepare_verification", "strategy=phone_code"),
        ("POST", "/me/phone_numbers/idn_1/attempt_verification", "code=123456"),
        ("PATCH", "/me/phone_numbers/idn_1", "reserved_for_second_factor=true"),
        ("PATCH", "/me/phone_numbers/idn_1", "reserved_for_second_factor=false"),
        ("PATCH", "/me/phone_numbers/idn_1", "default_second_factor=true"),
        ("DELETE", "/me/phone_numbers/idn_1", ""),
        ("POST", "/client/sessions/sess_1/verify", "level=multi_factor"),
        (
            "POST",
            "/client/sessions/sess_1/verify/prepare_first_factor",
            "strategy=email_code&email_address_id=idn_2",
        ),
        (
            "POST",
            "/client/sessions/sess_1/verify/attempt_first_factor",
            "strategy=password&password=pw",
        ),
        (
            "POST",
            "/client/sessions/sess_1/verify/prepare_second_factor",
            "strategy=phone_code&phone_number_id=idn_1",
        ),
        (
            "POST",
            "/client/sessions/sess_1/verify/attempt_second_factor",
            "strategy=totp&code=123456",
        ),
    ];
    let seen = server.seen();
    assert_eq!(seen.len(), expected.len());
    for (seen, (method, path, body)) in seen.iter().zip(expected) {
        // The session is named where the path does not.
        let query = if path.starts_with("/me") { within } else { "?_is_native=true" };
        assert_eq!(seen.line, format!("{method} /v1{path}{query}"));
        assert_eq!(seen.body, body, "{path}");
        let form = Some("application/x-www-form-urlencoded");
        assert_eq!(seen.header("content-type"), form, "{path}");
    }
}

#[tokio::test]
async fn a_new_authenticator_app_brings_its_key_and_later_the_first_codes() {
    let made = r#"{"secret":"JBSWY3DP","uri":"otpauth://totp/x","verified":false}"#;
    let verified = r#"{"secret":null,"uri":null,"verified":true,"backup_codes":["a1","b2"]}"#;
    let server = Server::answering_in_turn(vec![
        answer(200, &[DATE], &wrapped(made, "null")),
        answer(200, &[], &wrapped(verified, &client_json(&["sess_1"]))),
    ])
    .await;
    let client = server.client();
    let made = client.create_totp(&session()).await.unwrap();
    assert_eq!(made.value.secret, Some(TotpSecret::new("JBSWY3DP")));
    assert_eq!(made.date, Some(784_123_200_000));
    let verified = client.attempt_totp(&session(), &Code::new("123456")).await.unwrap().value;
    assert!(verified.verified && verified.secret.is_none() && verified.uri.is_none());
    assert_eq!(verified.backup_codes, ["a1", "b2"].map(BackupCode::new));
    // The client that came along tells what became of the user and the session.
    assert_eq!(client.held().client.as_ref().unwrap().sessions.len(), 1);
}

#[tokio::test]
async fn a_reverification_says_what_is_due() {
    let due = r#"{"level":"first_factor","status":"needs_first_factor","session":null,
        "supported_first_factors":[{"strategy":"password"}]}"#;
    let server = Server::answering(answer(200, &[], &wrapped(due, "null"))).await;
    let level = ReverificationLevel::SecondFactor;
    let due = server.client().start_verification(&session(), level).await.unwrap().value;
    assert_eq!(due.level, ReverificationLevel::FirstFactor);
    assert_eq!(due.status, ReverificationStatus::NeedsFirstFactor);
    assert_eq!(due.supported_first_factors[0].strategy, Strategy::Password);
}

#[tokio::test]
async fn a_deletion_may_say_anything_but_must_be_an_answer() {
    for said in ["null", "{}", "7", r#"{"object":"totp","id":"totp_1","deleted":true}"#] {
        let server = Server::answering(answer(200, &[], &wrapped(said, "null"))).await;
        server.client().delete_totp(&session()).await.unwrap();
        server.client().delete_phone_number(&session(), &phone()).await.unwrap();
    }
    let server = Server::answering(answer(200, &[], "<p>Please sign in")).await;
    match server.client().delete_totp(&session()).await {
        Err(CallError::BadAnswer { status: 200, problem: BadAnswer::Html, .. }) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn backup_codes_that_do_not_come_are_no_success() {
    for said in [r#"{"codes":null}"#, r#"{"codes":[]}"#, "{}"] {
        let server = Server::answering(answer(200, &[], &wrapped(said, "null"))).await;
        match server.client().create_backup_codes(&session()).await {
            Err(CallError::BadAnswer { status: 200, problem: BadAnswer::WrongShape, .. }) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_refusal_keeps_everything_that_the_server_said() {
    let body = r#"{"errors":[
        {"code":"session_reverification_required","message":"Reverification required",
         "long_message":"You need to provide additional verification"},
        {"code":"form_code_incorrect","message":"is incorrect","meta":{"param_name":"code"}}],
        "clerk_trace_id":"trace_1"}"#;
    for status in [400, 401, 403, 404, 422, 429] {
        let server = Server::answering(answer(status, &[DATE, "retry-after: 7"], body)).await;
        let client = server.client();
        client.restore("a.token").await;
        let before = client.held();
        let count = call_each(&client, &mut |told: &str, error: Option<CallError>| {
            let Some(CallError::Refused(refusal)) = error else { panic!("{told}: {error:?}") };
            let Refusal { errors, trace_id, retry_after, date, .. } = &refusal;
            assert_eq!(refusal.status, status, "{told}");
            assert_eq!(refusal.code(), Some("session_reverification_required"), "{told}");
            assert_eq!(errors[0].text(), "You need to provide additional verification");
            assert_eq!(errors[1].param_name.as_deref(), Some("code"));
            assert_eq!(trace_id.as_deref(), Some("trace_1"));
            assert_eq!(retry_after.map(|wait| wait.as_secs()), Some(7));
            assert_eq!(*date, Some(784_123_200_000));
        })
        .await;
        assert_eq!(server.seen().len(), count);
        // Not even a 401 takes anything away by itself: whoever made the call asks for the client.
        assert_eq!(client.held(), before, "{status}");
    }
}

#[tokio::test]
async fn a_lost_answer_leaves_the_outcome_unknown_and_repeats_nothing() {
    let server = Server::start(|_, _| vec![Act::Reset]).await;
    let count = call_each(&server.client(), &mut |told: &str, error| match error {
        Some(CallError::OutcomeUnknown { kind: Loss::Interrupted, .. }) => {}
        other => panic!("{told}: {other:?}"),
    })
    .await;
    assert_eq!(server.seen().len(), count);
}

#[tokio::test]
async fn a_failing_server_is_told_apart_and_repeats_nothing() {
    let server = Server::answering(answer(503, &["content-type: text/html"], "<p>")).await;
    let count = call_each(&server.client(), &mut |told: &str, error| match error {
        Some(CallError::ServerFault { status: 503, .. }) => {}
        other => panic!("{told}: {other:?}"),
    })
    .await;
    assert_eq!(server.seen().len(), count);
}

/// Makes every call once, one after the other, and tells what error each brought. Returns how many there are.
async fn call_each(
    client: &FapiClient,
    check: &mut (dyn FnMut(&str, Option<CallError>) + Send),
) -> usize {
    let (session, phone, code) = (session(), phone(), Code::new("123456"));
    let sms = PrepareFactor {
        strategy: Strategy::PhoneCode,
        email_address_id: None,
        phone_number_id: Some(phone.clone()),
    };
    let email = PrepareFactor {
        strategy: Strategy::EmailCode,
        email_address_id: Some(IdentificationId::new("idn_2")),
        phone_number_id: None,
    };
    let password = FactorSecret::Password(Password::new("pw"));
    let password = AttemptFactor { strategy: Strategy::Password, secret: password };
    let totp = AttemptFactor { strategy: Strategy::Totp, secret: FactorSecret::Code(code.clone()) };
    let multi = ReverificationLevel::MultiFactor;
    let mut count = 0;
    macro_rules! each {
        ($($call:ident($($argument:expr),*);)+) => {$(
            check(stringify!($call), client.$call(&session, $($argument),*).await.err());
            count += 1;
        )+};
    }
    each! {
        create_totp();
        attempt_totp(&code);
        delete_totp();
        create_backup_codes();
        create_phone_number("+15555550100");
        prepare_phone_number(&phone);
        attempt_phone_number(&phone, &code);
        set_reserved_for_second_factor(&phone, true);
        set_reserved_for_second_factor(&phone, false);
        make_default_second_factor(&phone);
        delete_phone_number(&phone);
        start_verification(multi);
        prepare_verification_first_factor(&email);
        attempt_verification_first_factor(&password);
        prepare_verification_second_factor(&sms);
        attempt_verification_second_factor(&totp);
    }
    count
}

fn session() -> SessionId {
    SessionId::new("sess_1")
}

fn phone() -> IdentificationId {
    IdentificationId::new("idn_1")
}

fn wrapped(response: &str, client: &str) -> String {
    format!(r#"{{"response":{response},"client":{client}}}"#)
}
