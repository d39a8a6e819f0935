//! The calls of the app, and the way to where a person asks for each.

use latchkey_app::Request;
use latchkey_emulator::{Device, Fault, FaultKind, NewEmailAddress, NewUser};
use latchkey_ipc::command::{
    AccountRequest, DeviceRequest, MfaRequest, OrganizationsRequest, PasswordRequest,
    SignInRequest, StepUpRequest,
};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{
    Activity, AddPhoneStep, AddTotpStep, AppView, Delivery, Page, ResetStep, Screen, StepUpStep,
    TaskView,
};
use serde_json::json;

use super::run::{Memory, NO_MFA, ORGANIZATIONS, Run, SMS, TOTP};
use crate::api::{Api, PASSWORD};

pub(super) const NUMBER: &str = "+447700900143";

/// A call, by what a person presses for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
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
    StartStepUp,
    AttemptStepUp,
    SetPassword,
    ChangePassword,
    RemovePassword,
    SignOut,
    ResetPassword,
    SelectOrganization,
}

impl Call {
    /// Its method and path.
    pub(super) fn route(self) -> (&'static str, &'static str) {
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
            Self::SetPassword | Self::ChangePassword => ("POST", "/v1/me/change_password"),
            Self::RemovePassword => ("POST", "/v1/me/remove_password"),
            Self::SignOut => ("POST", "/v1/client/sessions/*/remove"),
            Self::ResetPassword => ("POST", "/v1/client/sign_ins/*/reset_password"),
            Self::SelectOrganization => ("POST", "/v1/client/sessions/*/touch"),
            Self::StartStepUp => ("POST", "/v1/client/sessions/*/verify"),
            Self::AttemptStepUp => ("POST", "/v1/client/sessions/*/verify/attempt_first_factor"),
        }
    }

    /// Goes to where it can be pressed, and says what pressing it asks for.
    pub(super) async fn reach(self) -> (Run, Request) {
        let api = Api::unchecked().await;
        if matches!(self, Self::RemovePassword) {
            api.settings(&json!({ "password_required": false }));
        }
        let start = Run::on(api, Memory::default());
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
            Self::ResetPassword => at_the_new_password(start).await,
            Self::RemoveTotp | Self::NewCodes | Self::SignOut => start.signed_in_as(TOTP).await,
            Self::DisablePhone | Self::RemovePhone => start.signed_in_as(SMS).await,
            Self::SelectOrganization => start.signed_in_as(ORGANIZATIONS).await,
            Self::Refresh
            | Self::PrepareTotp
            | Self::VerifyTotp
            | Self::AddPhone
            | Self::VerifyPhone
            | Self::ListDevices
            | Self::ChangePassword
            | Self::RemovePassword
            | Self::SignOutOthers
            | Self::StartStepUp
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
                AccountRequest::Password(PasswordRequest::Set {
                    current: None,
                    password,
                    sign_out_others: true,
                })
                .into()
            }
            Self::ChangePassword => {
                run.ask(AccountRequest::Password(PasswordRequest::Edit)).await;
                run.api.clock.advance_seconds(5);
                let (current, password) = (None, secret("another-horse-battery"));
                let set = PasswordRequest::Set { current, password, sign_out_others: true };
                AccountRequest::Password(set).into()
            }
            Self::RemovePassword => {
                run.ask(AccountRequest::Password(PasswordRequest::EditRemoval)).await;
                let current = secret(PASSWORD);
                AccountRequest::Password(PasswordRequest::Remove { current }).into()
            }
            Self::SignOut => AccountRequest::SignOut.into(),
            Self::SelectOrganization => {
                run.open(Page::Organizations).await;
                let page = run.lists().await;
                let another = page.memberships.into_iter().find(|it| !it.selected).unwrap();
                let organization = Some(another.id);
                AccountRequest::Organizations(OrganizationsRequest::Select { organization }).into()
            }
            Self::ResetPassword => {
                let password = secret("another-horse-battery");
                SignInRequest::SetPassword { password, sign_out_others: true }.into()
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
            Self::StartStepUp => {
                run.make_stale(NO_MFA);
                run.refreshed().await;
                let body = json!({ "errors": [] });
                run.fail_next(self, FaultKind::Respond { status: 503, body });
                run.open(Page::AddTotp).await;
                run.until("the failure", |view| {
                    let step = view.step_up.as_ref().map(|dialog| &dialog.step);
                    matches!(step, Some(StepUpStep::Failed { .. }))
                })
                .await;
                StepUpRequest::Retry.into()
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

impl Run {
    /// The next such call goes wrong.
    pub(super) fn fail_next(&self, call: Call, kind: FaultKind) {
        let (method, path) = call.route();
        self.api.running.emulator().inject_fault(Fault {
            method: Some(method.to_owned()),
            path: Some(path.to_owned()),
            count: 1,
            skip: 0,
            kind,
        });
    }
}

/// With the code of a forgotten password taken.
async fn at_the_new_password(start: Run) -> Run {
    let mut run = start;
    run.sign_in_page().await;
    run.ask(SignInRequest::ForgotPassword { identifier: TOTP.to_owned() }).await;
    let at = |wanted: fn(&ResetStep) -> bool| {
        move |view: &AppView| {
            matches!(&view.screen, Screen::ResetPassword(page)
                if page.activity == Activity::Idle && wanted(&page.step))
        }
    };
    run.until("the code", at(|step| {
        matches!(step, ResetStep::Code { delivery, .. } if *delivery != Delivery::Sending)
    }))
    .await;
    let code = run.newest_code();
    run.verify(&code).await;
    run.until("the new password", at(|step| *step == ResetStep::NewPassword)).await;
    run
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
