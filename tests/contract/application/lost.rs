//! Answers with a 5xx to changes that were made all the same.

use latchkey_emulator::{Fault, FaultKind};
use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{AddTotpStep, Notice, Page};
use serde_json::json;

use super::run::{Memory, NO_MFA, Run, TOTP};
use crate::api::Api;

impl Run {
    /// The next such request is carried out and answered by the gateway, which gave up waiting.
    fn gateway_gives_up(&self, path: &str) {
        self.api.running.emulator().inject_fault(Fault {
            method: Some("POST".to_owned()),
            path: Some(path.to_owned()),
            count: 1,
            skip: 0,
            kind: FaultKind::RespondAfter { status: 504, body: json!({ "errors": [] }) },
        });
    }

    fn times(&self, request: &str) -> usize {
        self.requests().iter().filter(|it| *it == request).count()
    }
}

#[tokio::test]
async fn new_backup_codes_that_a_gateway_kept_are_told_as_lost() {
    let mut run = Run::on(Api::unchecked().await, Memory::default()).signed_in_as(TOTP).await;
    run.open(Page::ManageMfa).await;
    run.gateway_gives_up("/v1/me/backup_codes");
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
    run.gateway_gives_up("/v1/me/totp/attempt_verification");
    run.ask(MfaRequest::VerifyTotp { code: SecretText::new(code.as_str()) }).await;
    run.add_totp("the end", |page| page.step == AddTotpStep::Done).await;
    let told = run.until("the loss", |view| view.notice.is_some()).await;
    assert_eq!(told.notice, Some(Notice::BackupCodesLost));
    let attempts = run.times("POST /v1/me/totp/attempt_verification");
    assert_eq!(attempts, 1, "{:?}", run.requests());
}
