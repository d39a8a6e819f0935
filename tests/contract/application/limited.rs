//! Waits that the server asks for, on every call that a person can press a button for: the button counts down and gives itself
//! back, nothing is sent before, and nobody is signed out.

use std::time::Duration;

use latchkey_emulator::{Fault, FaultKind};
use latchkey_ipc::command::{MfaRequest, ViewRequest, WindowRequest};
use latchkey_ipc::view::{Activity, AppView, HoldReason, Page, Screen};
use serde_json::{Value, json};

use super::calls::Call;
use super::rest::{activity, is_signed_in};

/// All but the end of the session, which no wait holds up.
const ALL: [Call; 21] = [
    Call::CreateSignIn,
    Call::ForgotPassword,
    Call::AttemptSecondFactor,
    Call::Refresh,
    Call::PrepareTotp,
    Call::VerifyTotp,
    Call::RemoveTotp,
    Call::NewCodes,
    Call::AddPhone,
    Call::VerifyPhone,
    Call::DisablePhone,
    Call::RemovePhone,
    Call::ListDevices,
    Call::SignOutOthers,
    Call::StartStepUp,
    Call::AttemptStepUp,
    Call::SetPassword,
    Call::ChangePassword,
    Call::RemovePassword,
    Call::ResetPassword,
    Call::SelectOrganization,
];

/// Does all of it for every call: a wait of `seconds`, as the answer asks for it.
async fn every_call_waits(kind: &FaultKind, reason: HoldReason, seconds: u64) {
    // A lock of the account forbids no look at it.
    let looks = [Call::Refresh, Call::ListDevices];
    let held = |call: &Call| !looks.contains(call) || reason == HoldReason::RateLimited;
    for call in ALL.into_iter().filter(held) {
        let (mut run, request) = call.reach().await;
        let signed_in = is_signed_in(&run.ask(ViewRequest {}).await);
        run.count_from_here();
        run.fail_next(call, kind.clone());
        run.ask(request.clone()).await;
        let held = run
            .until(&format!("{call:?} held"), |view| {
                matches!(activity(view), Activity::Held { .. })
            })
            .await;
        let Activity::Held { reason: shown, remaining_ms } = activity(&held) else {
            unreachable!()
        };
        assert_eq!(shown, reason, "{call:?}");
        assert!(
            remaining_ms <= seconds * 1_000 && remaining_ms + 2_000 > seconds * 1_000,
            "{call:?}"
        );
        assert_eq!(is_signed_in(&held), signed_in, "{call:?}");

        let sent = run.requests().len();
        run.ask(request.clone()).await;
        run.ask(request.clone()).await;
        assert_eq!(
            run.requests().len(),
            sent,
            "{call:?} was sent under the wait: {:?}",
            run.requests()
        );

        run.api.running.emulator().advance_clock(i64::try_from(seconds).unwrap() + 1);
        run.waits.let_pass(Duration::from_secs(seconds + 1)).await;
        run.until(&format!("{call:?} free again"), |view| activity(view) == Activity::Idle).await;
        run.ask(request).await;
        run.until(&format!("{call:?} sent"), |view| activity(view) != Activity::Busy).await;
        assert!(run.requests().len() > sent, "{call:?} is free and was not sent");
    }
}

fn locked(error: Value) -> FaultKind {
    FaultKind::Respond { status: 403, body: error }
}

#[tokio::test]
async fn a_rate_limit_on_any_call_counts_down_on_its_button() {
    every_call_waits(&FaultKind::RateLimit { retry_after: 90 }, HoldReason::RateLimited, 90).await;
}

#[tokio::test]
async fn a_lock_on_any_call_counts_down_wherever_its_time_is_told() {
    let error = |meta: Value| json!({ "code": "user_locked", "message": "locked", "long_message": "Locked.", "meta": meta });
    let time = json!({ "lockout_expires_in_seconds": 1_800 });
    let beside = json!({ "errors": [error(time.clone())] });
    let above = json!({ "errors": [error(json!({}))], "meta": time });
    for body in [beside, above] {
        every_call_waits(&locked(body), HoldReason::Locked, 1_800).await;
    }
}

#[tokio::test]
async fn session_tokens_and_touches_that_are_refused_for_a_minute_are_not_even_asked_for() {
    let (mut run, _) = Call::Refresh.reach().await;
    for path in ["/v1/client/sessions/*/tokens", "/v1/client/sessions/*/touch"] {
        run.api.running.emulator().inject_fault(Fault {
            method: Some("POST".to_owned()),
            path: Some(path.to_owned()),
            count: 1_000,
            skip: 0,
            kind: FaultKind::RateLimit { retry_after: 60 },
        });
    }
    run.count_from_here();
    let known = |view: &AppView| {
        let Screen::Account(page) = &view.screen else { return None };
        Some(page.refreshed_at)
    };
    for _ in 0..4 {
        let before = known(&run.account().await);
        run.api.running.emulator().advance_clock(15);
        run.waits.let_pass(Duration::from_secs(15)).await;
        run.ask(WindowRequest::Focused).await;
        run.until("what is newer", |view| known(view) > before).await;
    }
    // What is older than ten seconds is asked for when somebody looks, and nothing else.
    assert_eq!(run.requests(), ["GET /v1/client"; 4]);
    assert!(is_signed_in(&run.ask(ViewRequest {}).await));
}

#[tokio::test]
async fn a_page_that_is_opened_under_a_wait_can_be_used_after_it() {
    let (mut run, refresh) = Call::Refresh.reach().await;
    run.fail_next(Call::Refresh, FaultKind::RateLimit { retry_after: 5 });
    run.ask(refresh).await;
    run.until("the wait", |view| matches!(activity(view), Activity::Held { .. })).await;
    run.open(Page::AddTotp).await;
    run.api.running.emulator().advance_clock(6);
    run.waits.let_pass(Duration::from_secs(6)).await;
    run.until("the end of the wait", |view| activity(view) == Activity::Idle).await;
    run.ask(MfaRequest::ResetTotp).await;
    run.shown_code().await;
}
