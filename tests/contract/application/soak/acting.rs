//! What a person does: anything that the page offers, at any time, and not always rightly.

use std::time::Duration;

use latchkey_ipc::command::{
    AccountRequest, ConnectRequest, DeviceRequest, MfaRequest, OrganizationsRequest,
    PasswordRequest, SignInRequest, StepUpRequest, WindowRequest,
};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{
    AddPhoneStep, AddPhoneView, AddTotpStep, AddTotpView, AppView, CodeChannel, ManageMfaView,
    OrganizationsView, Page, PhoneRole, Screen, StepUpStep, Strategy, TaskView, TotpRow,
    VerifyView,
};
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;

use super::episode::{Episode, TOLD};
use crate::api::{PASSWORD, WRONG_CODE};

/// What somebody sets who has to set another password.
const OTHER_PASSWORD: &str = "another-horse-battery";
const NUMBERS: [&str; 3] = ["+447700900121", "+447700900122", "+447700900123"];

impl Episode {
    /// Does one of the things that the page offers. Says whether it leads out of the session.
    pub(super) async fn act(&mut self, view: &AppView) -> bool {
        // A code counts once in its half minute, and another one is not sent sooner.
        self.pass(Duration::from_secs(31)).await;
        if let Some(step_up) = &view.step_up {
            let request = match &step_up.step {
                StepUpStep::Verify(page) => match self.chance.random_range(0..10) {
                    0 => StepUpRequest::Cancel,
                    1 => StepUpRequest::Resend,
                    2 => match page.others.choose(&mut self.chance) {
                        Some(method) => StepUpRequest::ChooseMethod { method: method.id },
                        None => StepUpRequest::Cancel,
                    },
                    _ => StepUpRequest::Verify { secret: self.proof(page) },
                },
                StepUpStep::Failed { .. } if self.chance.random_ratio(1, 2) => StepUpRequest::Retry,
                StepUpStep::Failed { .. } | StepUpStep::Starting | StepUpStep::Unknown { .. } => {
                    StepUpRequest::Cancel
                }
            };
            self.ask(request).await;
            return false;
        }
        if view.leaving {
            let leaves = self.chance.random_ratio(1, 2);
            self.ask(if leaves { AccountRequest::Leave } else { AccountRequest::Stay }).await;
            // What the person wanted before may have been to sign out.
            return leaves;
        }
        match &view.screen {
            Screen::SignIn(_) => self.sign_in().await,
            Screen::Verify(page) => self.verify(page).await,
            Screen::ResetPassword(_) | Screen::Help(_) => self.ask(SignInRequest::StartOver).await,
            Screen::Task(TaskView::ResetPassword(_)) => {
                if self.chance.random_ratio(1, 4) {
                    return self.wander(view).await;
                }
                let password =
                    *["short", PASSWORD, OTHER_PASSWORD].choose(&mut self.chance).unwrap();
                let password = SecretText::new(password);
                let sign_out_others = self.chance.random_ratio(1, 2);
                let set = PasswordRequest::Set { current: None, password, sign_out_others };
                self.ask(AccountRequest::Password(set)).await;
            }
            Screen::Task(TaskView::ChooseOrganization(page)) | Screen::Organizations(page) => {
                match self.on_organizations(page) {
                    Some(request) => self.ask(AccountRequest::Organizations(request)).await,
                    None => return self.wander(view).await,
                }
            }
            Screen::Task(TaskView::Unknown(_)) => {
                self.ask(AccountRequest::SignOut).await;
                return true;
            }
            Screen::Task(TaskView::SetupMfa(_)) | Screen::Account(_) => {
                return self.wander(view).await;
            }
            Screen::ThisDevice(_) => {
                if self.chance.random_ratio(1, 8) {
                    self.ask(DeviceRequest::Forget).await;
                    return true;
                }
                return self.wander(view).await;
            }
            Screen::Devices(_) => {
                if self.chance.random_ratio(1, 2) {
                    self.ask(DeviceRequest::SignOutOthers).await;
                } else {
                    return self.wander(view).await;
                }
            }
            Screen::ManageMfa(_) | Screen::AddTotp(_) | Screen::AddPhone(_)
                if self.chance.random_ratio(1, 8) =>
            {
                return self.wander(view).await;
            }
            Screen::ManageMfa(page) => {
                let request = self.on_manage_mfa(page);
                self.change(request).await;
            }
            Screen::AddTotp(page) => match self.on_add_totp(page) {
                Some(request) => self.change(request).await,
                None => self.back().await,
            },
            Screen::AddPhone(page) => match self.on_add_phone(page) {
                Some(request) => self.change(request).await,
                None => self.back().await,
            },
            Screen::Settings(_) | Screen::About(_) => self.ask(WindowRequest::Back).await,
            Screen::Connect(_) | Screen::Loading => {
                self.ask(ConnectRequest::Retry).await;
            }
        }
        false
    }

    /// What the person does with organizations, unless they go elsewhere.
    fn on_organizations(&mut self, page: &OrganizationsView) -> Option<OrganizationsRequest> {
        let offers = page.offers.as_ref();
        let membership = page.memberships.choose(&mut self.chance).map(|it| it.id.clone());
        let invitation = offers.and_then(|it| it.invitations.choose(&mut self.chance));
        let suggestion = offers.and_then(|it| it.suggestions.choose(&mut self.chance));
        Some(match self.chance.random_range(0..8) {
            0 => OrganizationsRequest::Refresh,
            1 => OrganizationsRequest::Select { organization: None },
            2 => OrganizationsRequest::Join { invitation: invitation?.id.clone() },
            3 => OrganizationsRequest::Request { suggestion: suggestion?.id.clone() },
            4 => OrganizationsRequest::Leave { organization: membership? },
            5 if page.memberships.len() < 3 => {
                OrganizationsRequest::Create { name: "Acme".to_owned(), slug: String::new() }
            }
            6 => OrganizationsRequest::Select { organization: Some(membership?) },
            _ => return None,
        })
    }

    async fn sign_in(&mut self) {
        let (identifier, _) = self.people.choose(&mut self.chance).unwrap().clone();
        self.who = Some(identifier.clone());
        let password = if self.chance.random_ratio(1, 8) { "wrong" } else { self.password() };
        let request = if self.chance.random_ratio(1, 6) {
            SignInRequest::SubmitForCode { identifier, channel: CodeChannel::Email }
        } else {
            SignInRequest::Submit { identifier, password: Some(SecretText::new(password)) }
        };
        self.ask(request).await;
    }

    async fn verify(&mut self, page: &VerifyView) {
        let request = match self.chance.random_range(0..12) {
            0 => SignInRequest::StartOver,
            1 => SignInRequest::Resend,
            2 if !page.others.is_empty() => {
                let method = page.others.choose(&mut self.chance).unwrap().id;
                SignInRequest::ChooseMethod { method }
            }
            _ => SignInRequest::Verify { secret: self.proof(page) },
        };
        self.ask(request).await;
    }

    /// What proves the factor, unless the person mistypes it.
    fn proof(&mut self, page: &VerifyView) -> SecretText {
        if self.chance.random_ratio(1, 10) {
            return SecretText::new(WRONG_CODE);
        }
        match page.method.strategy {
            Strategy::Password => SecretText::new(self.password()),
            Strategy::Totp => self.totp_code(),
            Strategy::PhoneCode | Strategy::EmailCode => self.newest_code(),
            Strategy::BackupCode => SecretText::new("nobody-wrote-it-down"),
        }
    }

    /// What the person remembers: whoever had to set another one may think of the old one.
    fn password(&mut self) -> &'static str {
        let told = self.who.as_ref().is_some_and(|who| who.starts_with(TOLD));
        if told && self.chance.random_ratio(1, 2) { OTHER_PASSWORD } else { PASSWORD }
    }

    /// Goes to another page, refreshes, or signs out. Says whether it leads out of the session.
    async fn wander(&mut self, view: &AppView) -> bool {
        let pages = view.navigation.as_ref().map(|navigation| navigation.pages.clone());
        match self.chance.random_range(0..12) {
            0 => {
                self.ask(AccountRequest::SignOut).await;
                return true;
            }
            1 => self.ask(AccountRequest::Refresh).await,
            2 => self.ask(WindowRequest::DismissNotice).await,
            _ => {
                // The pages that set a factor up are on no list.
                let more = [Page::AddTotp, Page::AddPhone, Page::Organizations];
                let all: Vec<_> = pages.unwrap_or_default().into_iter().chain(more).collect();
                let page = *all.choose(&mut self.chance).unwrap();
                self.ask(AccountRequest::Open { page }).await;
            }
        }
        false
    }

    /// Asks for one step of a change of the factors.
    async fn change(&mut self, request: MfaRequest) {
        self.done.changes += 1;
        self.ask(request).await;
    }

    fn on_manage_mfa(&mut self, page: &ManageMfaView) -> MfaRequest {
        if page.codes.is_some() {
            return self.codes();
        }
        let phone = page.phones.choose(&mut self.chance).cloned();
        let phone = phone.map(|phone| (phone.id, phone.role));
        match (self.chance.random_range(0..8), phone) {
            (0, _) if matches!(page.totp, Some(TotpRow::On { .. })) => MfaRequest::RemoveTotp,
            (1 | 2, _) if page.backup_codes.is_some() => MfaRequest::GenerateBackupCodes,
            (3, Some((phone, _))) => MfaRequest::RemovePhone { phone },
            (4, Some((phone, PhoneRole::Verified))) => MfaRequest::UsePhone { phone },
            (4, Some((phone, PhoneRole::Unverified))) => MfaRequest::ResumePhone { phone },
            (4, Some((phone, PhoneRole::SecondFactor { .. }))) => {
                MfaRequest::DisablePhone { phone }
            }
            (5, Some((phone, PhoneRole::SecondFactor { .. }))) => {
                MfaRequest::MakeDefaultPhone { phone }
            }
            _ => MfaRequest::DismissProblem,
        }
    }

    /// None where the page has come to its end.
    fn on_add_totp(&mut self, page: &AddTotpView) -> Option<MfaRequest> {
        Some(match &page.step {
            AddTotpStep::Preparing => MfaRequest::ResetTotp,
            AddTotpStep::Key(shown) => {
                // EXPOSE: the person scans it.
                let key = shown.key.expose().replace(' ', "");
                if let Some(who) = &self.who {
                    self.keys.insert(who.clone(), key);
                }
                MfaRequest::ContinueTotp
            }
            AddTotpStep::Code => MfaRequest::VerifyTotp { code: self.totp_code() },
            AddTotpStep::BackupCodes(_) => self.codes(),
            AddTotpStep::Done => return None,
        })
    }

    /// None where the page has come to its end.
    fn on_add_phone(&mut self, page: &AddPhoneView) -> Option<MfaRequest> {
        Some(match &page.step {
            AddPhoneStep::Number { .. } => MfaRequest::SubmitPhone {
                country: "GB".to_owned(),
                text: (*NUMBERS.choose(&mut self.chance).unwrap()).to_owned(),
            },
            AddPhoneStep::Code { .. } => MfaRequest::VerifyPhone { code: self.newest_code() },
            AddPhoneStep::Added { phone, .. } => MfaRequest::UsePhone { phone: phone.clone() },
            AddPhoneStep::BackupCodes(_) => self.codes(),
            AddPhoneStep::Done { .. } => return None,
        })
    }

    /// The code that the person's authenticator app shows, as far as they have one.
    fn totp_code(&self) -> SecretText {
        let key = self.who.as_ref().and_then(|who| self.keys.get(who));
        let code = key.and_then(|key| self.run.api.running.totp_code(key));
        SecretText::new(code.unwrap_or_else(|| WRONG_CODE.to_owned()))
    }

    /// The code that was sent last, to whomever.
    fn newest_code(&self) -> SecretText {
        let inbox = self.run.api.running.inbox().unwrap();
        let newest = inbox.first().map(|message| message.code.clone());
        SecretText::new(newest.unwrap_or_else(|| WRONG_CODE.to_owned()))
    }

    fn codes(&mut self) -> MfaRequest {
        if self.chance.random_ratio(1, 2) {
            MfaRequest::ConfirmSaved { saved: true }
        } else {
            MfaRequest::BackupCodesDone
        }
    }

    async fn back(&mut self) {
        self.ask(AccountRequest::Open { page: Page::ManageMfa }).await;
    }
}
