//! The account's factors, without a window: what changing them asks of the server, and what is shown.

use latchkey_emulator::{Fault, FaultKind, NewUser};
use latchkey_ipc::command::{AccountRequest, MfaRequest, StepUpRequest};
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{
    Activity, AddPhoneStep, AddTotpStep, AppView, Notice, Page, PhoneRole, Screen, StepUpStep,
    TaskView, TotpRow,
};
use serde_json::json;

use super::run::{Memory, NO_MFA, Run, SMS, TOTP};
use crate::api::{Api, PASSWORD, WRONG_CODE, user_with_phone};

const FORCED: &str = "forced-mfa@latchkey.example";
/// A fictional number of the United Kingdom (Ofcom: numbers for drama).
const NUMBER: &str = "07700 900143";

/// A server that does not say what the instance offers, this many times.
async fn with_silent_instance(count: u32) -> Api {
    let api = Api::unchecked().await;
    api.running.emulator().inject_fault(Fault {
        method: Some("GET".to_owned()),
        path: Some("/v1/environment".to_owned()),
        count,
        skip: 0,
        kind: FaultKind::Respond { status: 503, body: json!({ "errors": [] }) },
    });
    api
}

fn secret(text: &str) -> SecretText {
    SecretText::new(text)
}

#[tokio::test]
async fn enabling_the_authenticator_app_is_two_requests_and_brings_backup_codes() {
    let mut run = Run::signed_in(NO_MFA).await;
    run.count_from_here();
    run.open(Page::AddTotp).await;
    let code = run.shown_code().await;
    run.ask(MfaRequest::ContinueTotp).await;
    run.ask(MfaRequest::VerifyTotp { code: secret(&code) }).await;
    let page = run.add_totp("codes", |it| matches!(it.step, AddTotpStep::BackupCodes(_))).await;
    let AddTotpStep::BackupCodes(codes) = page.step else { panic!() };
    assert!(codes.codes.len() >= 8 && !codes.confirmed);
    assert_eq!(run.requests().len(), 2, "{:?}", run.requests());

    run.ask(MfaRequest::BackupCodesDone).await;
    run.add_totp("still codes", |it| matches!(it.step, AddTotpStep::BackupCodes(_))).await;
    run.ask(MfaRequest::ConfirmSaved { saved: true }).await;
    run.ask(MfaRequest::BackupCodesDone).await;
    run.add_totp("success", |it| matches!(it.step, AddTotpStep::Done)).await;
    run.open(Page::ManageMfa).await;
    run.manage("it is on", |it| matches!(it.totp, Some(TotpRow::On { .. }))).await;
    assert_eq!(run.requests().len(), 2, "{:?}", run.requests());
}

#[tokio::test]
async fn with_a_step_up_it_is_four_requests() {
    let mut run = Run::signed_in(NO_MFA).await;
    run.make_stale(NO_MFA);
    run.refreshed().await;
    run.count_from_here();
    run.open(Page::AddTotp).await;
    run.until("the step-up", at_verify).await;
    run.ask(StepUpRequest::Verify { secret: secret(PASSWORD) }).await;
    let code = run.shown_code().await;
    run.ask(MfaRequest::ContinueTotp).await;
    run.ask(MfaRequest::VerifyTotp { code: secret(&code) }).await;
    run.add_totp("codes", |it| matches!(it.step, AddTotpStep::BackupCodes(_))).await;
    let requests = run.requests();
    assert_eq!(requests.len(), 4, "{requests:?}");
    assert!(requests[0].ends_with("/verify") && requests[1].ends_with("/attempt_first_factor"));
}

fn at_verify(view: &AppView) -> bool {
    view.step_up.as_ref().is_some_and(
        |dialog| matches!(&dialog.step, StepUpStep::Verify(it) if it.activity == Activity::Idle),
    )
}

#[tokio::test]
async fn a_change_that_needs_a_proof_is_made_once_and_once_only() {
    let mut run = Run::signed_in(TOTP).await;
    run.open(Page::ManageMfa).await;
    run.make_stale(TOTP);
    run.count_from_here();
    run.ask(MfaRequest::RemoveTotp).await;
    run.until("the step-up", at_verify).await;
    run.ask(StepUpRequest::Verify { secret: secret(WRONG_CODE) }).await;
    let refused = run
        .until("a refusal", |view| {
            matches!(view.step_up.as_ref().map(|it| &it.step),
                Some(StepUpStep::Verify(it)) if it.attempt == 1 && it.activity == Activity::Idle)
        })
        .await;
    let Some(StepUpStep::Verify(verify)) = refused.step_up.map(|it| it.step) else { panic!() };
    assert_eq!(verify.problem.unwrap().code, ErrorCode::FormCodeIncorrect);
    // The step that signed in is used up.
    run.api.clock.advance_seconds(30);
    let code = run.totp_code();
    run.ask(StepUpRequest::Verify { secret: secret(&code) }).await;
    let done = run.manage("it is off", |it| it.totp == Some(TotpRow::Off)).await;
    assert_eq!(done.notice, Some(Notice::TotpRemoved));
    assert!(done.step_up.is_none());
    let deleted = run.changes().iter().filter(|it| *it == "DELETE totp").count();
    assert_eq!(deleted, 2, "refused once, made once: {:?}", run.changes());
}

#[tokio::test]
async fn cancelling_the_step_up_changes_nothing_and_says_nothing() {
    let mut run = Run::signed_in(TOTP).await;
    run.open(Page::ManageMfa).await;
    run.make_stale(TOTP);
    run.ask(MfaRequest::RemoveTotp).await;
    run.until("the step-up", at_verify).await;
    run.ask(StepUpRequest::Cancel).await;
    let view = run.manage("on still", |it| matches!(it.totp, Some(TotpRow::On { .. }))).await;
    assert!(view.step_up.is_none() && view.notice.is_none());
    let Screen::ManageMfa(page) = view.screen else { panic!() };
    assert_eq!(page.problem, None);
}

#[tokio::test]
async fn a_server_that_asks_again_right_after_a_proof_is_not_asked_for_ever() {
    let mut run = Run::on(Api::unchecked().await, Memory::default()).signed_in_as(TOTP).await;
    run.open(Page::ManageMfa).await;
    let body = json!({ "errors": [{ "code": "session_reverification_required",
        "message": "Reverification required", "long_message": "Reverification required" }] });
    run.api.running.emulator().inject_fault(Fault {
        method: Some("DELETE".to_owned()),
        path: Some("/v1/me/totp".to_owned()),
        count: 5,
        skip: 0,
        kind: FaultKind::Respond { status: 403, body },
    });
    run.count_from_here();
    run.ask(MfaRequest::RemoveTotp).await;
    run.until("the step-up", at_verify).await;
    run.api.clock.advance_seconds(30);
    let code = run.totp_code();
    run.ask(StepUpRequest::Verify { secret: secret(&code) }).await;
    let view = run.manage("a problem", |it| it.problem.is_some()).await;
    assert!(view.step_up.is_none());
    let Screen::ManageMfa(page) = view.screen else { panic!() };
    assert_eq!(page.problem.unwrap().problem.code, ErrorCode::SessionReverificationRequired);
    let deleted = run.changes().iter().filter(|it| *it == "DELETE totp").count();
    assert_eq!(deleted, 2, "{:?}", run.changes());
}

#[tokio::test]
async fn a_lost_answer_to_the_code_is_looked_into_and_the_code_not_sent_again() {
    let mut run = Run::on(Api::unchecked().await, Memory::default()).signed_in_as(NO_MFA).await;
    run.open(Page::AddTotp).await;
    let code = run.shown_code().await;
    run.ask(MfaRequest::ContinueTotp).await;
    run.api.running.emulator().inject_fault(Fault {
        method: Some("POST".to_owned()),
        path: Some("/v1/me/totp/attempt_verification".to_owned()),
        count: 1,
        skip: 0,
        kind: FaultKind::DropAfter,
    });
    run.count_from_here();
    run.ask(MfaRequest::VerifyTotp { code: secret(&code) }).await;
    let view = run
        .until("success", |view| {
            matches!(&view.screen, Screen::AddTotp(page) if matches!(page.step, AddTotpStep::Done))
        })
        .await;
    assert_eq!(view.notice, Some(Notice::BackupCodesLost));
    assert_eq!(run.changes(), ["POST attempt_verification"]);
}

#[tokio::test]
async fn opening_the_factors_asks_nothing_when_the_account_is_known_and_once_when_it_is_old() {
    let mut run = Run::signed_in(TOTP).await;
    run.count_from_here();
    let Screen::ManageMfa(_) = run.open(Page::ManageMfa).await.screen else { panic!() };
    assert_eq!(run.requests(), Vec::<String>::new());
    run.open(Page::Account).await;
    run.api.clock.advance_seconds(60);
    let Screen::ManageMfa(page) = run.open(Page::ManageMfa).await.screen else { panic!() };
    assert_eq!(page.activity, Activity::Idle, "shown at once, and usable");
    let seen = page.refreshed_at;
    run.manage("newer", |it| it.refreshed_at > seen).await;
    assert_eq!(run.requests(), ["GET /v1/client"]);
}

#[tokio::test]
async fn a_number_goes_from_typing_to_second_factor() {
    let mut run = Run::signed_in(NO_MFA).await;
    run.open(Page::AddPhone).await;
    run.count_from_here();
    let country = "GB".to_owned();
    run.ask(MfaRequest::SubmitPhone { country: country.clone(), text: "12".to_owned() }).await;
    let page = run.add_phone("a problem", |it| it.problem.is_some()).await;
    assert!(page.problem.unwrap().code.as_str().starts_with("phone_"));
    assert_eq!(run.requests(), Vec::<String>::new(), "checked before anything is sent");

    run.ask(MfaRequest::SubmitPhone { country, text: NUMBER.to_owned() }).await;
    run.add_phone("the code", |it| matches!(it.step, AddPhoneStep::Code { .. })).await;
    run.ask(MfaRequest::VerifyPhone { code: secret(WRONG_CODE) }).await;
    let page = run.add_phone("a refusal", |it| it.attempt == 1).await;
    assert_eq!(page.problem.unwrap().code, ErrorCode::FormCodeIncorrect);
    let code = run.newest_code();
    run.ask(MfaRequest::VerifyPhone { code: secret(&code) }).await;
    let page = run.add_phone("added", |it| matches!(it.step, AddPhoneStep::Added { .. })).await;
    let AddPhoneStep::Added { phone, formatted, .. } = page.step else { panic!() };
    assert_eq!(formatted, "+44 7700 900143");
    run.ask(MfaRequest::UsePhone { phone }).await;
    run.add_phone("codes", |it| matches!(it.step, AddPhoneStep::BackupCodes(_))).await;
    run.ask(MfaRequest::ConfirmSaved { saved: true }).await;
    run.ask(MfaRequest::BackupCodesDone).await;
    run.add_phone("done", |it| matches!(it.step, AddPhoneStep::Done { .. })).await;
    run.open(Page::ManageMfa).await;
    run.manage("in use", |it| {
        matches!(it.phones[0].role, PhoneRole::SecondFactor { default: true, .. })
    })
    .await;
}

#[tokio::test]
async fn new_backup_codes_are_one_request_and_leaving_them_asks() {
    let mut run = Run::signed_in(TOTP).await;
    run.open(Page::ManageMfa).await;
    run.count_from_here();
    run.ask(MfaRequest::GenerateBackupCodes).await;
    run.manage("codes", |it| it.codes.is_some()).await;
    assert_eq!(run.requests().len(), 1);
    let asked = run.open(Page::Account).await;
    assert!(asked.leaving && matches!(asked.screen, Screen::ManageMfa(_)));
    assert!(!run.ask(AccountRequest::Stay).await.leaving);
    let asked = run.ask(AccountRequest::SignOut).await;
    assert!(asked.leaving, "signing out loses them as well");
    run.ask(AccountRequest::Leave).await;
    run.sign_in_page().await;
}

#[tokio::test]
async fn the_default_number_moves_and_the_last_factor_takes_the_codes_along() {
    let mut run = Run::signed_in(SMS).await;
    let view = run.open(Page::ManageMfa).await;
    let Screen::ManageMfa(page) = view.screen else { panic!() };
    let [first, second] = &page.phones[..] else { panic!("{page:?}") };
    let (first, second) = (first.id.clone(), second.id.clone());
    run.ask(MfaRequest::MakeDefaultPhone { phone: second.clone() }).await;
    let view = run.manage("the other first", |it| it.phones[0].id == second).await;
    assert_eq!(view.notice, Some(Notice::DefaultPhoneChanged));
    run.ask(MfaRequest::DisablePhone { phone: second.clone() }).await;
    let view = run
        .manage("one left", |it| {
            it.phones[0].id == first && it.phones[1].role == PhoneRole::Verified
        })
        .await;
    let Screen::ManageMfa(page) = view.screen else { panic!() };
    assert!(page.phones[0].removal.last_factor);
    assert!(!page.phones[1].removal.last_factor);
    run.ask(MfaRequest::RemovePhone { phone: first }).await;
    let view = run.manage("none left", |it| it.phones.len() == 1).await;
    assert_eq!(view.notice, Some(Notice::PhoneRemoved));
    let Screen::ManageMfa(page) = view.screen else { panic!() };
    assert_eq!(page.backup_codes, None);
}

#[tokio::test]
async fn a_pending_session_becomes_active_by_setting_up_a_factor() {
    let mut run = Run::start().await;
    run.submit(FORCED, PASSWORD).await;
    run.at_code().await;
    let code = run.newest_code();
    run.verify(&code).await;
    let view = run.until("the task", |view| matches!(view.screen, Screen::Task(_))).await;
    let Screen::Task(TaskView::SetupMfa(task)) = view.screen else { panic!() };
    assert!(task.totp && task.sms);
    run.open(Page::AddTotp).await;
    let code = run.shown_code().await;
    run.ask(MfaRequest::ContinueTotp).await;
    run.ask(MfaRequest::VerifyTotp { code: secret(&code) }).await;
    run.add_totp("codes, though active", |it| {
        !it.required && matches!(it.step, AddTotpStep::BackupCodes(_))
    })
    .await;
    run.ask(MfaRequest::ConfirmSaved { saved: true }).await;
    run.ask(MfaRequest::BackupCodesDone).await;
    run.open(Page::Account).await;
    run.account().await;
}

#[tokio::test]
async fn factors_changed_elsewhere_are_shown_as_the_server_has_them() {
    let mut run = Run::signed_in(TOTP).await;
    run.open(Page::ManageMfa).await;
    let emulator = run.api.running.emulator().clone();
    let user = emulator.user_id(TOTP).unwrap().unwrap();
    emulator.remove_second_factors(&user).unwrap();
    run.ask(MfaRequest::RemoveTotp).await;
    let view = run.manage("off", |it| it.totp == Some(TotpRow::Off)).await;
    assert_eq!(view.notice, Some(Notice::ChangedElsewhere));
}

#[tokio::test]
async fn an_instance_that_could_not_be_asked_at_first_is_asked_again_with_the_session() {
    let api = with_silent_instance(1).await;
    let mut run = Run::on(api, Memory::default()).signed_in_as(TOTP).await;
    run.open(Page::ManageMfa).await;
    run.until("its name", |view| view.instance.as_ref().is_some_and(|it| it.name.is_some())).await;
    let asked = run.requests().iter().filter(|it| *it == "GET /v1/environment").count();
    assert_eq!(asked, 2);
}

#[tokio::test]
async fn an_instance_that_cannot_be_asked_at_all_is_not_said_to_offer_nothing() {
    let api = with_silent_instance(100).await;
    let mut run = Run::on(api, Memory::default());
    run.submit(FORCED, PASSWORD).await;
    run.at_code().await;
    let code = run.newest_code();
    run.verify(&code).await;
    let view = run.until("the task", |view| matches!(view.screen, Screen::Task(_))).await;
    let Screen::Task(TaskView::SetupMfa(task)) = view.screen else { panic!() };
    assert!(task.totp && task.sms);
}

#[tokio::test]
async fn codes_stay_on_the_screen_though_the_session_waits_for_another_task() {
    let email = "two-tasks@example.com";
    let mut run = Run::start().await;
    run.api.add(&NewUser {
        tasks: vec!["setup-mfa".to_owned(), "sign-a-waiver".to_owned()],
        force_mfa: true,
        ..user_with_phone(email, "+447700900177")
    });
    run.submit(email, PASSWORD).await;
    run.at_code().await;
    let code = run.newest_code();
    run.verify(&code).await;
    run.until("the task", |view| matches!(view.screen, Screen::Task(_))).await;
    run.open(Page::AddTotp).await;
    let code = run.shown_code().await;
    run.ask(MfaRequest::ContinueTotp).await;
    run.ask(MfaRequest::VerifyTotp { code: secret(&code) }).await;
    run.add_totp("codes", |it| matches!(it.step, AddTotpStep::BackupCodes(_))).await;
    run.ask(MfaRequest::ConfirmSaved { saved: true }).await;
    run.ask(MfaRequest::BackupCodesDone).await;
    run.until("the next task", |view| {
        matches!(&view.screen, Screen::Task(TaskView::Unknown(task))
            if task.key == "sign-a-waiver")
    })
    .await;
}

#[tokio::test]
async fn a_refresh_that_fails_is_told_where_it_was_asked_for_and_forgotten_once_one_succeeds() {
    let mut run = Run::on(Api::unchecked().await, Memory::default()).signed_in_as(TOTP).await;
    run.open(Page::ManageMfa).await;
    run.api.running.emulator().inject_fault(Fault {
        method: Some("GET".to_owned()),
        path: Some("/v1/client".to_owned()),
        count: 1,
        skip: 0,
        kind: FaultKind::Respond { status: 500, body: json!({ "errors": [] }) },
    });
    let view = run.ask(AccountRequest::Refresh).await;
    let Screen::ManageMfa(page) = view.screen else { panic!() };
    assert!(page.refreshing);
    run.manage("told", |it| !it.refreshing && it.refresh_problem.is_some()).await;
    run.ask(AccountRequest::Refresh).await;
    run.manage("forgotten", |it| !it.refreshing && it.refresh_problem.is_none()).await;
}

#[tokio::test]
async fn what_one_person_typed_is_not_shown_to_the_next() {
    let mut run = Run::signed_in(NO_MFA).await;
    run.open(Page::AddPhone).await;
    let (country, text) = ("GB".to_owned(), "07700 9001".to_owned());
    run.ask(MfaRequest::TypePhone { country, text }).await;
    let emulator = run.api.running.emulator().clone();
    let user = emulator.user_id(NO_MFA).unwrap().unwrap();
    emulator.end_sessions(&user).unwrap();
    run.ask(AccountRequest::Refresh).await;
    run.sign_in_page().await;
    run.submit(NO_MFA, PASSWORD).await;
    run.account().await;
    run.open(Page::AddPhone).await;
    let page = run.add_phone("empty", |_| true).await;
    let AddPhoneStep::Number { entry, .. } = page.step else { panic!() };
    assert_eq!(entry.typed, "");
}
