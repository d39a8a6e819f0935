//! Answers that were lost, to changes that were made all the same: the server is asked how things stand, and nothing is sent twice.

use latchkey_emulator::FaultKind;
use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{
    Activity, AddPhoneStep, AddTotpStep, AppView, Delivery, Notice, OthersOutcome, Page, Screen,
};
use serde_json::json;

use super::calls::Call;
use super::rest::activity;
use super::run::{Memory, NO_MFA, Run, TOTP};
use crate::api::Api;

impl Run {
    /// The next such call is carried out and answered by the gateway, which gave up waiting.
    fn gateway_gives_up(&self, call: Call) {
        let body = json!({ "errors": [] });
        self.fail_next(call, FaultKind::RespondAfter { status: 504, body });
    }

    fn times(&self, request: &str) -> usize {
        self.requests().iter().filter(|it| *it == request).count()
    }
}

#[tokio::test]
async fn new_backup_codes_that_a_gateway_kept_are_told_as_lost() {
    let mut run = Run::on(Api::unchecked().await, Memory::default()).signed_in_as(TOTP).await;
    run.open(Page::ManageMfa).await;
    run.gateway_gives_up(Call::NewCodes);
    run.ask(MfaRequest::GenerateBackupCodes).await;
    let told = run.until("the loss", |view| view.notice.is_some()).await;
    assert_eq!(told.notice, Some(Notice::BackupCodesLost));
    assert_eq!(run.times("POST /v1/me/backup_codes"), 1, "{:?}", run.requests());
}

#[tokio::test]
async fn an_authenticator_app_that_a_gateway_hid_is_on_and_its_codes_are_told_as_lost() {
    let mut run = Run::on(Api::unchecked().await, Memory::default()).signed_in_as(NO_MFA).await;
    run.open(Page::AddTotp).await;
    let code = run.shown_code().await;
    run.ask(MfaRequest::ContinueTotp).await;
    run.gateway_gives_up(Call::VerifyTotp);
    run.ask(MfaRequest::VerifyTotp { code: SecretText::new(code.as_str()) }).await;
    run.add_totp("the end", |page| page.step == AddTotpStep::Done).await;
    let told = run.until("the loss", |view| view.notice.is_some()).await;
    assert_eq!(told.notice, Some(Notice::BackupCodesLost));
    let attempts = run.times("POST /v1/me/totp/attempt_verification");
    assert_eq!(attempts, 1, "{:?}", run.requests());
}

/// The ways to lose an answer after the change was made.
fn ways() -> [FaultKind; 3] {
    let body = json!({ "errors": [] });
    [FaultKind::RespondAfter { status: 504, body }, FaultKind::DropAfter, FaultKind::Truncate]
}

/// Every kind of change that a person asks for, and whether the view says what became of it.
type Settled = fn(&AppView) -> bool;
const CHANGES: [(Call, Settled); 15] = [
    (
        Call::PrepareTotp,
        |view| matches!(&view.screen, Screen::AddTotp(page) if page.problem.is_some()),
    ),
    (Call::VerifyTotp, |view| {
        view.notice == Some(Notice::BackupCodesLost)
            && matches!(&view.screen, Screen::AddTotp(page) if page.step == AddTotpStep::Done)
    }),
    (Call::RemoveTotp, |view| view.notice == Some(Notice::TotpRemoved)),
    (Call::NewCodes, |view| view.notice == Some(Notice::BackupCodesLost)),
    (Call::AddPhone, |view| {
        matches!(&view.screen, Screen::AddPhone(page)
            if matches!(&page.step, AddPhoneStep::Code { delivery: Delivery::Sent { .. }, .. }))
    }),
    (Call::VerifyPhone, |view| {
        matches!(&view.screen, Screen::AddPhone(page)
            if matches!(&page.step, AddPhoneStep::Added { .. }))
    }),
    (Call::DisablePhone, |view| view.notice == Some(Notice::PhoneDisabled)),
    (Call::RemovePhone, |view| view.notice == Some(Notice::PhoneRemoved)),
    (Call::SignOutOthers, |view| {
        matches!(&view.screen, Screen::Devices(page)
            if page.others == Some(OthersOutcome { done: 1, failed: 0 }))
    }),
    (Call::AttemptStepUp, |view| {
        view.step_up.is_none()
            && matches!(&view.screen, Screen::AddTotp(page) if matches!(page.step, AddTotpStep::Key(_)))
    }),
    (Call::SetPassword, |view| {
        view.notice == Some(Notice::PasswordChanged) && matches!(view.screen, Screen::Account(_))
    }),
    (Call::ChangePassword, |view| view.notice == Some(Notice::PasswordChanged)),
    (Call::RemovePassword, |view| view.notice == Some(Notice::PasswordRemoved)),
    (Call::SignOut, |view| {
        matches!(view.notice, Some(Notice::SignedOut | Notice::SignedOutHere))
            && matches!(view.screen, Screen::SignIn(_))
    }),
    // The reset is complete, and the second factor has its turn.
    (Call::ResetPassword, |view| matches!(view.screen, Screen::Verify(_))),
];

#[tokio::test]
async fn every_change_whose_answer_was_lost_ends_as_the_server_has_it_and_is_sent_once() {
    for (call, settled) in CHANGES {
        for kind in ways() {
            let (mut run, request) = call.reach().await;
            let (method, path) = call.route();
            run.count_from_here();
            run.fail_next(call, kind.clone());
            run.ask(request).await;
            let what = format!("{call:?} settled after {kind:?}");
            run.until(&what, |view| activity(view) == Activity::Idle && settled(view)).await;
            let made = run.api.running.emulator().requests();
            let made = made.iter().filter(|it| it.method == method && matches(path, &it.path));
            assert_eq!(made.count(), 1, "{what}: {:?}", run.requests());
        }
    }
}

#[tokio::test]
async fn what_was_done_is_shown_and_the_list_that_failed_after_it_is_told_apart() {
    let (mut run, request) = Call::SignOutOthers.reach().await;
    let body = json!({ "errors": [] });
    run.fail_next(Call::ListDevices, FaultKind::Respond { status: 503, body });
    run.ask(request).await;
    let all_out = Some(OthersOutcome { done: 1, failed: 0 });
    run.until("done, and the list failed", |view| {
        matches!(&view.screen, Screen::Devices(page) if page.activity == Activity::Idle
            && page.others == all_out
            && page.problem.as_ref().is_some_and(|it| it.code == ErrorCode::ServiceUnavailable))
    })
    .await;
}

/// Whether the path is one of these, where `*` stands for one segment.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.split('/'), path.split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern.zip(path).all(|(wanted, is)| wanted == "*" || wanted == is)
}
