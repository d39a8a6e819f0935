//! What the person does with secrets that are shown once, without a window: the clipboard, a file,
//! paper, and what happens on the way out.

#![expect(clippy::panic, reason = "another page than the one asked for fails the test")]

use std::time::Duration;

use latchkey_ipc::command::{AccountRequest, Copyable, MfaRequest, ViewRequest, WindowRequest};
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{AddTotpStep, BackupCodesView, Page, Screen};

use super::run::{Health, NO_MFA, Run, TOTP};

/// Somewhat more than a secret may stay on the clipboard.
const TIME_UP: Duration = Duration::from_secs(31);

impl Run {
    /// Backup codes on the screen.
    async fn with_codes() -> Self {
        let mut run = Self::signed_in(TOTP).await;
        run.open(Page::ManageMfa).await;
        run.ask(MfaRequest::GenerateBackupCodes).await;
        run.manage("codes", |it| it.codes.is_some()).await;
        run
    }

    async fn codes(&self) -> BackupCodesView {
        let Screen::ManageMfa(page) = self.ask(ViewRequest {}).await.screen else { panic!() };
        page.codes.unwrap()
    }

    async fn copy(&self, what: Copyable) {
        self.ask(MfaRequest::Copy { what }).await;
    }

    fn clipboard(&self) -> Option<String> {
        self.desk.look().clipboard.clone()
    }
}

fn one_in_a_line(codes: &BackupCodesView) -> String {
    // EXPOSE: compared with what was copied or written.
    codes.codes.iter().flat_map(|code| [code.expose(), "\n"]).collect()
}

#[tokio::test]
async fn a_copied_secret_leaves_the_clipboard_when_its_time_is_up() {
    let run = Run::with_codes().await;
    run.copy(Copyable::BackupCodes).await;
    let codes = run.codes().await;
    assert_eq!(run.clipboard(), Some(one_in_a_line(&codes)));
    assert!(run.desk.look().secret, "kept out of the history");
    assert_eq!(codes.copied.unwrap().what, Copyable::BackupCodes);
    run.waits.let_pass(Duration::from_secs(29)).await;
    assert!(run.clipboard().is_some());
    run.waits.let_pass(Duration::from_secs(1)).await;
    assert_eq!(run.clipboard(), None);
    assert_eq!(run.codes().await.copied, None);
}

#[tokio::test]
async fn what_was_copied_elsewhere_meanwhile_stays() {
    let run = Run::with_codes().await;
    run.copy(Copyable::BackupCodes).await;
    run.desk.look().clipboard = Some("a shopping list".to_owned());
    run.waits.let_pass(TIME_UP).await;
    assert_eq!(run.clipboard().as_deref(), Some("a shopping list"));
}

#[tokio::test]
async fn the_time_counts_from_the_newest_copy_and_goes_on_after_the_page_was_left() {
    let mut run = Run::signed_in(NO_MFA).await;
    run.open(Page::AddTotp).await;
    run.shown_code().await;
    run.copy(Copyable::TotpUri).await;
    run.waits.let_pass(Duration::from_secs(20)).await;
    run.copy(Copyable::TotpKey).await;
    run.open(Page::ManageMfa).await;
    run.waits.let_pass(Duration::from_secs(20)).await;
    assert!(run.clipboard().is_some(), "the first clock ends nothing");
    run.waits.let_pass(TIME_UP).await;
    assert_eq!(run.clipboard(), None);
}

#[tokio::test]
async fn the_key_is_copied_without_the_gaps_that_it_is_shown_with() {
    let mut run = Run::signed_in(NO_MFA).await;
    run.open(Page::AddTotp).await;
    let page = run.add_totp("the key", |it| matches!(it.step, AddTotpStep::Key(_))).await;
    let AddTotpStep::Key(key) = page.step else { panic!() };
    run.copy(Copyable::TotpKey).await;
    // EXPOSE: compared with what was copied.
    assert_eq!(run.clipboard(), Some(key.key.expose().replace(' ', "")));
    run.copy(Copyable::TotpUri).await;
    // EXPOSE: compared with what was copied.
    assert_eq!(run.clipboard().as_deref(), Some(key.uri.expose()));
    run.copy(Copyable::BackupCodes).await;
    // EXPOSE: compared with what was copied.
    assert_eq!(run.clipboard().as_deref(), Some(key.uri.expose()), "there are none to copy");
}

#[tokio::test]
async fn signing_out_and_closing_take_the_secret_along() {
    for close in [false, true] {
        let mut run = Run::with_codes().await;
        run.copy(Copyable::BackupCodes).await;
        run.ask(MfaRequest::ConfirmSaved { saved: true }).await;
        if close {
            run.ask(WindowRequest::Close).await;
            assert!(run.desk.look().closed);
        } else {
            run.ask(AccountRequest::SignOut).await;
            run.sign_in_page().await;
        }
        assert_eq!(run.clipboard(), None);
    }
}

#[tokio::test]
async fn a_clipboard_that_does_not_answer_holds_nothing_up() {
    let run = Run::with_codes().await;
    run.copy(Copyable::BackupCodes).await;
    run.desk.look().health = Health::Hung;
    run.copy(Copyable::BackupCodes).await;
    run.ask(MfaRequest::ConfirmSaved { saved: true }).await;
    assert!(run.codes().await.confirmed, "the loop goes on");
    run.ask(WindowRequest::Close).await;
    let closed = async {
        while !run.desk.look().closed {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let closed = tokio::time::timeout(Duration::from_secs(20), closed).await;
    assert!(closed.is_ok(), "the window does not wait for it for ever");
}

#[tokio::test]
async fn what_the_system_asks_is_shown_to_the_person() {
    let mut run = Run::with_codes().await;
    run.app.tell(WindowRequest::Close).unwrap();
    let asked = run.views.wait_for(|view| view.as_ref().is_some_and(|view| view.leaving));
    let asked = tokio::time::timeout(Duration::from_secs(20), asked).await;
    assert!(asked.is_ok(), "the question never reached the window");
}

#[tokio::test]
async fn closing_the_window_asks_while_codes_are_not_saved() {
    let run = Run::with_codes().await;
    assert!(run.ask(WindowRequest::Close).await.leaving);
    assert!(!run.desk.look().closed);
    run.ask(AccountRequest::Leave).await;
    assert!(run.desk.look().closed);
}

#[tokio::test]
async fn a_file_holds_one_code_in_a_line_and_says_whose_they_are() {
    let mut run = Run::with_codes().await;
    run.ask(MfaRequest::SaveBackupCodes).await;
    run.manage("cancelled", |it| it.codes.as_ref().is_some_and(|it| !it.saving)).await;
    assert_eq!(run.codes().await.saved_to, None, "cancelled, and nothing is said");
    assert_eq!(run.codes().await.problem, None);

    run.desk.look().file = Some("codes.txt".to_owned());
    run.ask(MfaRequest::SaveBackupCodes).await;
    run.manage("saved", |it| it.codes.as_ref().is_some_and(|it| it.saved_to.is_some())).await;
    let codes = run.codes().await;
    assert_eq!(codes.saved_to.as_deref(), Some("codes.txt"));
    let written = run.desk.look().written.clone().unwrap();
    assert!(written.ends_with(&one_in_a_line(&codes)), "{} lines", written.lines().count());
    assert!(written.contains(TOTP));
}

#[tokio::test]
async fn a_desktop_that_can_do_none_of_it_is_told_about_beside_the_codes() {
    let mut run = Run::with_codes().await;
    run.desk.look().health = Health::Broken;
    run.copy(Copyable::BackupCodes).await;
    assert_eq!(run.codes().await.problem.unwrap().code, ErrorCode::CopyFailed);
    run.ask(MfaRequest::PrintBackupCodes).await;
    assert_eq!(run.codes().await.problem.unwrap().code, ErrorCode::PrintFailed);
    run.ask(MfaRequest::SaveBackupCodes).await;
    run.manage("refused", |it| it.codes.as_ref().is_some_and(|it| !it.saving)).await;
    assert_eq!(run.codes().await.problem.unwrap().code, ErrorCode::SaveFailed);
    run.desk.look().health = Health::Well;
    run.ask(MfaRequest::PrintBackupCodes).await;
    assert_eq!(run.codes().await.problem, None);
    assert_eq!(run.desk.look().printed, 1);
}

#[tokio::test]
async fn a_copy_of_an_earlier_key_is_not_taken_for_one_of_the_new_key() {
    let mut run = Run::signed_in(NO_MFA).await;
    run.open(Page::AddTotp).await;
    let is_key = |step: &AddTotpStep| matches!(step, AddTotpStep::Key(_));
    run.add_totp("the key", |it| is_key(&it.step)).await;
    run.copy(Copyable::TotpKey).await;
    let copied = |step: &AddTotpStep| matches!(step, AddTotpStep::Key(key) if key.copied.is_some());
    run.add_totp("copied", |it| copied(&it.step)).await;
    run.ask(MfaRequest::ResetTotp).await;
    run.add_totp("another key", |it| is_key(&it.step) && !copied(&it.step)).await;
}
