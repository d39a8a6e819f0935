//! Waits that the server asks for, on every call that a person can press a button for: the button counts down and gives itself
//! back, nothing is sent before, and nobody is signed out.

use std::time::Duration;

use latchkey_app::Request;
use latchkey_emulator::{Device, Fault, FaultKind, NewEmailAddress, NewUser};
use latchkey_ipc::command::{
    AccountRequest, DeviceRequest, MfaRequest, SignInRequest, StepUpRequest,
};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{
    Activity, AddPhoneStep, AddTotpStep, Delivery, HoldReason, Page, Screen, StepUpStep, TaskView,
};
use serde_json::{Value, json};

use super::rest::{activity, is_signed_in};
use super::run::{Memory, NO_MFA, Run, SMS, TOTP};
use crate::api::{Api, PASSWORD};

const NUMBER: &str = "+447700900143";

/// A call, by what a person presses for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    CreateSignIn,
    ForgotPassword,
    AttemptSecondFactor,
    Refresh,
    PrepareTotp,
    VerifyTotp,
    RemoveTotp,
    NewCodes,
    AddPhone,
    VerifyPhone,
    DisablePhone,
    RemovePhone,
    ListDevices,
    SignOutOthers,
    AttemptStepUp,
    SetPassword,
}

const ALL: [Call; 16] = [
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
    Call::AttemptStepUp,
    Call::SetPassword,
];

impl Call {
    /// Its method and path.
    fn route(self) -> (&'static str, &'static str) {
        match self {
            Self::CreateSignIn | Self::ForgotPassword => ("POST", "/v1/client/sign_ins"),
            Self::AttemptSecondFactor => ("POST", "/v1/client/sign_ins/*/attempt_second_factor"),
            Self::Refresh => ("GET", "/v1/client"),
            Self::PrepareTotp => ("POST", "/v1/me/totp"),
            Self::VerifyTotp => ("POST", "/v1/me/totp/attempt_verification"),
            Self::RemoveTotp => ("DELETE", "/v1/me/totp"),
            Self::NewCodes => ("POST", "/v1/me/backup_codes"),
            Self::AddPhone => ("POST", "/v1/me/phone_numbers"),
            Self::VerifyPhone => ("POST", "/v1/me/phone_numbers/*/attempt_verification"),
            Self::DisablePhone => ("PATCH", "/v1/me/phone_numbers/*"),
            Self::RemovePhone => ("DELETE", "/v1/me/phone_numbers/*"),
            Self::ListDevices => ("GET", "/v1/me/sessions/active"),
            Self::SignOutOthers => ("POST", "/v1/me/sessions/*/revoke"),
            Self::SetPassword => ("POST", "/v1/me/change_password"),
            Self::AttemptStepUp => ("POST", "/v1/client/sessions/*/verify/attempt_first_factor"),
        }
    }

    /// Goes to where it can be pressed, and says what pressing it asks for.
    async fn reach(self) -> (Run, Request) {
        let start = Run::on(Api::unchecked().await, Memory::default());
        let secret = |text: &str| SecretText::new(text);
        let mut run = match self {
            Self::CreateSignIn | Self::ForgotPassword => start,
            Self::AttemptSecondFactor => {
                let mut run = start;
                run.submit(TOTP, PASSWORD).await;
                run.at_code().await;
                run
            }
            Self::SetPassword => at_the_task(start).await,
            Self::RemoveTotp | Self::NewCodes => start.signed_in_as(TOTP).await,
            Self::DisablePhone | Self::RemovePhone => start.signed_in_as(SMS).await,
            Self::Refresh
            | Self::PrepareTotp
            | Self::VerifyTotp
            | Self::AddPhone
            | Self::VerifyPhone
            | Self::ListDevices
            | Self::SignOutOthers
            | Self::AttemptStepUp => start.signed_in_as(NO_MFA).await,
        };
        let request: Request = match self {
            Self::CreateSignIn => {
                run.sign_in_page().await;
                let password = Some(secret(PASSWORD));
                SignInRequest::Submit { identifier: TOTP.to_owned(), password }.into()
            }
            Self::ForgotPassword => {
                run.sign_in_page().await;
                SignInRequest::ForgotPassword { identifier: TOTP.to_owned() }.into()
            }
            Self::AttemptSecondFactor => {
                SignInRequest::Verify { secret: secret(&run.totp_code()) }.into()
            }
            Self::Refresh => AccountRequest::Refresh.into(),
            Self::SetPassword => {
                let password = secret("another-horse-battery");
                AccountRequest::SetPassword { password, sign_out_others: true }.into()
            }
            Self::PrepareTotp => {
                run.open(Page::AddTotp).await;
                run.shown_code().await;
                MfaRequest::ResetTotp.into()
            }
            Self::VerifyTotp => {
                run.open(Page::AddTotp).await;
                let code = run.shown_code().await;
                run.ask(MfaRequest::ContinueTotp).await;
                run.add_totp("the code", |page| page.step == AddTotpStep::Code).await;
                MfaRequest::VerifyTotp { code: secret(&code) }.into()
            }
            Self::RemoveTotp => {
                run.open(Page::ManageMfa).await;
                MfaRequest::RemoveTotp.into()
            }
            Self::NewCodes => {
                run.open(Page::ManageMfa).await;
                MfaRequest::GenerateBackupCodes.into()
            }
            Self::AddPhone => {
                run.open(Page::AddPhone).await;
                submit_phone().into()
            }
            Self::VerifyPhone => {
                run.open(Page::AddPhone).await;
                run.ask(submit_phone()).await;
                run.add_phone("the code", |page| {
                    matches!(&page.step, AddPhoneStep::Code { delivery, .. } if *delivery != Delivery::Sending)
                })
                .await;
                MfaRequest::VerifyPhone { code: secret(&run.newest_code()) }.into()
            }
            Self::DisablePhone | Self::RemovePhone => {
                let view = run.open(Page::ManageMfa).await;
                let Screen::ManageMfa(page) = view.screen else { unreachable!("{view:?}") };
                let phone = page.phones.last().unwrap().id.clone();
                if self == Self::DisablePhone {
                    MfaRequest::DisablePhone { phone }.into()
                } else {
                    MfaRequest::RemovePhone { phone }.into()
                }
            }
            Self::ListDevices | Self::SignOutOthers => {
                let emulator = run.api.running.emulator();
                let user = emulator.user_id(NO_MFA).unwrap().unwrap();
                emulator.sign_in_elsewhere(&user, &Device::default()).unwrap();
                run.open(Page::Devices).await;
                run.until(
                    "the devices",
                    |view| matches!(&view.screen, Screen::Devices(page) if page.devices.is_some()),
                )
                .await;
                if self == Self::ListDevices {
                    DeviceRequest::RefreshDevices.into()
                } else {
                    DeviceRequest::SignOutOthers.into()
                }
            }
            Self::AttemptStepUp => {
                run.make_stale(NO_MFA);
                run.refreshed().await;
                run.open(Page::AddTotp).await;
                run.until("the step-up", |view| {
                    let step = view.step_up.as_ref().map(|dialog| &dialog.step);
                    matches!(step, Some(StepUpStep::Verify(page)) if page.activity == Activity::Idle)
                })
                .await;
                StepUpRequest::Verify { secret: secret(PASSWORD) }.into()
            }
        };
        (run, request)
    }
}

/// With a session that waits for another password.
async fn at_the_task(start: Run) -> Run {
    let mut run = start;
    let email_address = "reset@latchkey.example".to_owned();
    run.api.add(&NewUser {
        password: Some(PASSWORD.to_owned()),
        email_addresses: vec![NewEmailAddress { email_address, verified: true }],
        tasks: vec!["reset-password".to_owned()],
        ..NewUser::default()
    });
    run.submit("reset@latchkey.example", PASSWORD).await;
    run.at_code().await;
    let code = run.newest_code();
    run.verify(&code).await;
    run.until("the task", |view| matches!(view.screen, Screen::Task(TaskView::ResetPassword(_))))
        .await;
    run
}

fn submit_phone() -> MfaRequest {
    MfaRequest::SubmitPhone { country: "GB".to_owned(), text: NUMBER.to_owned() }
}

/// Does all of it for every call: a wait of `seconds`, as the answer asks for it.
async fn every_call_waits(kind: &FaultKind, reason: HoldReason, seconds: u64) {
    // A lock of the account forbids no look at it.
    let looks = [Call::Refresh, Call::ListDevices];
    let held = |call: &Call| !looks.contains(call) || reason == HoldReason::RateLimited;
    for call in ALL.into_iter().filter(held) {
        let (mut run, request) = call.reach().await;
        let signed_in = is_signed_in(&run.ask(latchkey_ipc::command::ViewRequest {}).await);
        let (method, path) = call.route();
        run.count_from_here();
        run.api.running.emulator().inject_fault(Fault {
            method: Some(method.to_owned()),
            path: Some(path.to_owned()),
            count: 1,
            skip: 0,
            kind: kind.clone(),
        });
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
async fn a_page_that_is_opened_under_a_wait_can_be_used_after_it() {
    let (mut run, refresh) = Call::Refresh.reach().await;
    run.api.running.emulator().inject_fault(Fault {
        method: Some("GET".to_owned()),
        path: Some("/v1/client".to_owned()),
        count: 1,
        skip: 0,
        kind: FaultKind::RateLimit { retry_after: 5 },
    });
    run.ask(refresh).await;
    run.until("the wait", |view| matches!(activity(view), Activity::Held { .. })).await;
    run.open(Page::AddTotp).await;
    run.api.running.emulator().advance_clock(6);
    run.waits.let_pass(Duration::from_secs(6)).await;
    run.until("the end of the wait", |view| activity(view) == Activity::Idle).await;
    run.ask(MfaRequest::ResetTotp).await;
    run.shown_code().await;
}
