//! The application without a window, against the emulator: what it asks for, and what it then shows.

mod calls;
mod copies;
mod limited;
mod lost;
mod mfa;
mod organizations;
mod pages;
mod pictures;
mod rest;
mod run;
mod soak;
mod trouble;

use latchkey_emulator::{Fault, FaultKind};
use latchkey_ipc::command::{AccountRequest, ConnectRequest, SignInRequest};
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{Activity, AppView, MethodId, Notice, Screen, Strategy};
use serde_json::json;

use self::run::{Memory, NO_MFA, Run, SMS, TOTP};
use crate::api::{Api, PASSWORD, WRONG_CODE};

#[tokio::test]
async fn a_cold_start_asks_once_and_password_with_totp_twice() {
    let run = Run::signed_in(TOTP).await;
    let requests = run.requests();
    assert_eq!(requests.len(), 3, "{requests:?}");
    assert_eq!(requests[0], "GET /v1/environment");
    assert_eq!(requests[1], "POST /v1/client/sign_ins");
    assert!(requests[2].ends_with("/attempt_second_factor"), "{requests:?}");
}

#[tokio::test]
async fn signing_out_and_in_again_needs_no_new_device_check() {
    let mut run = Run::signed_in(NO_MFA).await;
    run.ask(AccountRequest::SignOut).await;
    let out = run.until("signed out", |view| matches!(view.screen, Screen::SignIn(_))).await;
    assert_eq!(out.notice, Some(Notice::SignedOut));
    run.submit(NO_MFA, PASSWORD).await;
    run.account().await;
}

#[tokio::test]
async fn a_session_that_was_ended_elsewhere_is_said_to_be_ended() {
    let mut run = Run::signed_in(TOTP).await;
    let emulator = run.api.running.emulator().clone();
    let user = emulator.user_id(TOTP).unwrap().unwrap();
    emulator.end_sessions(&user).unwrap();
    run.ask(AccountRequest::Refresh).await;
    let out = run.until("signed out", |view| matches!(view.screen, Screen::SignIn(_))).await;
    assert_eq!(out.notice, Some(Notice::SessionEnded));
}

#[tokio::test]
async fn no_failure_of_the_server_or_the_network_signs_anybody_out() {
    let faults = [
        FaultKind::Respond { status: 500, body: json!({ "errors": [] }) },
        FaultKind::Respond { status: 503, body: json!({ "errors": [] }) },
        FaultKind::RateLimit { retry_after: 5 },
        FaultKind::Html { status: 200 },
        FaultKind::DropBefore,
        FaultKind::Truncate,
    ];
    let mut run = Run::on(Api::unchecked().await, Memory::default()).signed_in_as(TOTP).await;
    for kind in faults {
        let shown = format!("{kind:?}");
        let path = "/v1/client".to_owned();
        let fault =
            Fault { method: Some("GET".to_owned()), path: Some(path), count: 1, skip: 0, kind };
        run.api.running.emulator().inject_fault(fault);
        run.ask(AccountRequest::Refresh).await;
        let failed = run
            .until(&shown, |view| {
                matches!(&view.screen, Screen::Account(account)
                    if account.activity != Activity::Busy && account.problem.is_some())
            })
            .await;
        assert_eq!(failed.notice, None, "{shown}");
        // One of them asks for a wait.
        run.api.running.emulator().advance_clock(6);
        run.waits.let_pass(std::time::Duration::from_secs(6)).await;
        run.ask(AccountRequest::Refresh).await;
        run.until("refreshed", |view| {
            matches!(&view.screen, Screen::Account(account)
                if account.activity == Activity::Idle && account.problem.is_none())
        })
        .await;
    }
}

#[tokio::test]
async fn a_lost_answer_to_a_code_is_asked_about_and_the_code_not_sent_again() {
    let mut run = Run::on(Api::unchecked().await, Memory::default());
    run.submit(TOTP, PASSWORD).await;
    run.at_code().await;
    let path = "/v1/client/sign_ins/*/attempt_second_factor".to_owned();
    let kind = FaultKind::DropAfter;
    let fault =
        Fault { method: Some("POST".to_owned()), path: Some(path), count: 1, skip: 0, kind };
    run.api.running.emulator().inject_fault(fault);
    let code = run.totp_code();
    run.verify(&code).await;
    // The new token went with the answer, so the server no longer knows this client.
    let out = run.until("the truth", |view| view.notice.is_some()).await;
    assert_eq!(out.notice, Some(Notice::AnswerLost));
    let requests = run.requests();
    let attempts = requests.iter().filter(|it| it.ends_with("/attempt_second_factor")).count();
    assert_eq!(attempts, 1, "{requests:?}");
    assert_eq!(requests.last().unwrap(), "GET /v1/client");
}

#[tokio::test]
async fn going_to_another_method_and_back_sends_no_second_message() {
    let mut run = Run::start().await;
    run.submit(SMS, PASSWORD).await;
    run.at_code().await;
    run.ask(SignInRequest::ChooseMethod { method: MethodId(1) }).await;
    run.at_code().await;
    let sent = run.api.running.inbox().unwrap().len();
    assert_eq!(sent, 2, "one message to each number");
    for method in [0, 1, 0, 1] {
        run.ask(SignInRequest::ChooseMethod { method: MethodId(method) }).await;
        run.at_code().await;
    }
    assert_eq!(run.api.running.inbox().unwrap().len(), sent);
}

#[tokio::test]
async fn a_lock_outlives_the_app_and_ends_when_the_server_said() {
    let settings = json!({ "lockout": { "max_attempts": 2, "minutes": 30 } });
    let mut run = Run::on(Api::start_with(settings).await, Memory::default());
    for _ in 0..3 {
        run.submit(TOTP, "not the password").await;
        run.until(
            "an answer",
            |view| matches!(&view.screen, Screen::SignIn(page) if page.activity != Activity::Busy),
        )
        .await;
    }
    let held = |view: &AppView| {
        matches!(&view.screen, Screen::SignIn(page) if matches!(page.activity, Activity::Held { .. })
            && page.identifier == TOTP)
    };
    run.until("a countdown", held).await;
    let Run { api, saved, app, .. } = run;
    drop(app);
    let mut again = Run::on(api, saved);
    again.until("the same countdown", held).await;
    again.api.clock.advance_seconds(30 * 60 + 1);
    again.submit(TOTP, PASSWORD).await;
    let page = again.at_code().await;
    let Screen::Verify(page) = page.screen else { panic!("{page:?}") };
    assert_eq!(page.method.strategy, Strategy::Totp);
}

#[tokio::test]
async fn a_cancelled_sign_in_that_waits_for_its_turn_is_not_sent() {
    let mut run = Run::on(Api::unchecked().await, Memory::default());
    run.sign_in_page().await;
    // The first is under way for so long that the second waits behind it.
    run.api.running.emulator().inject_fault(Fault {
        method: Some("POST".to_owned()),
        path: Some("/v1/client/sign_ins".to_owned()),
        count: 1,
        skip: 0,
        kind: FaultKind::Delay { milliseconds: 500 },
    });
    run.submit(TOTP, "not the password").await;
    run.ask(SignInRequest::StartOver).await;
    run.submit(SMS, PASSWORD).await;
    run.ask(SignInRequest::StartOver).await;
    // This one waits behind the first too, so when it is answered the second would have been sent.
    run.submit(NO_MFA, "not the password").await;
    run.until(
        "an answer",
        |view| matches!(&view.screen, Screen::SignIn(page) if page.problem.is_some()),
    )
    .await;
    let sent = run.requests().iter().filter(|it| it.ends_with("POST /v1/client/sign_ins")).count();
    assert_eq!(sent, 2, "{:?}", run.requests());
}

#[tokio::test]
async fn a_wrong_code_says_so_and_counts() {
    let mut run = Run::start().await;
    run.submit(TOTP, PASSWORD).await;
    run.at_code().await;
    run.verify(WRONG_CODE).await;
    let refused = run
        .until(
            "a refusal",
            |view| matches!(&view.screen, Screen::Verify(verify) if verify.attempt == 1),
        )
        .await;
    let Screen::Verify(verify) = refused.screen else { panic!() };
    assert_eq!(verify.problem.unwrap().code, ErrorCode::FormCodeIncorrect);
}

#[tokio::test]
async fn a_key_that_was_typed_is_kept_once_its_instance_has_answered() {
    let api = Api::start().await;
    let key = api.running.publishable_key();
    let startup = Run::at(&api);
    let mut run = Run::with(api, Memory::default(), startup);
    run.until("the Connect page", |view| matches!(view.screen, Screen::Connect(_))).await;
    run.ask(ConnectRequest::UseKey { key: key.clone() }).await;
    run.sign_in_page().await;
    let kept = run.saved.look().instance;
    assert!(format!("{kept:?}").contains(&key), "{kept:?}");
    run.ask(ConnectRequest::ChangeInstance).await;
    run.until("the Connect page", |view| matches!(view.screen, Screen::Connect(_))).await;
    assert_eq!(run.saved.look().instance, None);
}

#[tokio::test]
async fn a_session_that_waits_for_a_task_names_it_and_can_be_left() {
    let mut run = Run::start().await;
    run.submit("forced-mfa@latchkey.example", PASSWORD).await;
    run.at_code().await;
    let code = run.newest_code();
    run.verify(&code).await;
    run.until("the task", |view| matches!(view.screen, Screen::Task(_))).await;
    run.ask(AccountRequest::SignOut).await;
    run.sign_in_page().await;
}
