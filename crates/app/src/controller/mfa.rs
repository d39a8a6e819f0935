//! Driving the machine of the account's factors.

use std::time::Duration;

use latchkey_core::failure::Failure;
use latchkey_core::mfa::{self, Change, Destination, Effect, Event, Notice as Told, Reply, Stage};
use latchkey_core::step_up;
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::secret::Code;
use latchkey_ipc::command::{MfaRequest, StepUpRequest};
use latchkey_ipc::view::{Notice, Page, PhoneId};

use super::{Controller, Input};
use crate::connection::{AccountCall, TypedPhone, identifier};
use crate::model::State;
use crate::ports::SavedHold;
use crate::{effects, phone};

/// How old the state of the account may be before the pages that show it ask the server again.
const OUTDATED_AFTER: Duration = Duration::from_secs(10);

impl Controller {
    pub(super) fn mfa_requested(&mut self, request: MfaRequest) {
        let event = match request {
            MfaRequest::ResetTotp => Event::ResetTotp,
            MfaRequest::ContinueTotp => Event::ContinueTotp,
            MfaRequest::BackToTotpKey => Event::BackToTotpKey,
            // EXPOSE: handed from one secret type to the other.
            MfaRequest::VerifyTotp { code } => Event::VerifyTotp { code: Code::new(code.expose()) },
            MfaRequest::RemoveTotp => Event::Ask(Change::RemoveTotp),
            MfaRequest::TypePhone { country, text } => return self.phone_typed(&country, &text),
            MfaRequest::SubmitPhone { country, text } => {
                match self.phone_submitted(&country, &text) {
                    Some(e164) => Event::SubmitPhone { e164 },
                    None => return,
                }
            }
            MfaRequest::ChangePhone => Event::ChangePhone,
            MfaRequest::ResumePhone { phone } => Event::ResumePhone(id(phone)),
            MfaRequest::ResendPhoneCode => Event::ResendPhoneCode,
            MfaRequest::VerifyPhone { code } => {
                // EXPOSE: handed from one secret type to the other.
                Event::VerifyPhone { code: Code::new(code.expose()) }
            }
            MfaRequest::UsePhone { phone } => {
                self.show_factors();
                Event::Ask(Change::UsePhone(id(phone)))
            }
            MfaRequest::DisablePhone { phone } => Event::Ask(Change::DisablePhone(id(phone))),
            MfaRequest::MakeDefaultPhone { phone } => {
                Event::Ask(Change::MakeDefaultPhone(id(phone)))
            }
            MfaRequest::RemovePhone { phone } => Event::Ask(Change::RemovePhone(id(phone))),
            MfaRequest::GenerateBackupCodes => Event::Ask(Change::GenerateBackupCodes),
            MfaRequest::Copy { what } => return self.copy_secret(what),
            MfaRequest::SaveBackupCodes => return self.save_codes(),
            MfaRequest::PrintBackupCodes => return self.print_codes(),
            MfaRequest::ConfirmSaved { saved } => Event::ConfirmSaved(saved),
            MfaRequest::BackupCodesDone => Event::CodesDone,
            MfaRequest::DismissProblem => Event::DismissProblem,
        };
        self.model.notice = None;
        self.drive_mfa(event);
    }

    pub(super) fn step_up_requested(&mut self, request: StepUpRequest) {
        self.drive_mfa(Event::StepUp(match request {
            // EXPOSE: handed from one secret type to the other.
            StepUpRequest::Verify { secret } => {
                step_up::Event::Verify { secret: Code::new(secret.expose()) }
            }
            StepUpRequest::ChooseMethod { method } => step_up::Event::ChooseMethod(method.0),
            StepUpRequest::Resend => step_up::Event::Resend,
            StepUpRequest::Retry => step_up::Event::Retry,
            StepUpRequest::Cancel => step_up::Event::Cancel,
        }));
    }

    /// Goes to another page, unless something on this one would be lost.
    pub(super) fn page_requested(&mut self, page: Page) {
        self.model.notice = None;
        self.drive_mfa(Event::Open(Destination::Page(match page {
            Page::Account => mfa::Page::Account,
            Page::ManageMfa => mfa::Page::Overview,
            Page::AddTotp => mfa::Page::AddTotp,
            Page::AddPhone => mfa::Page::AddPhone,
        })));
        if page == Page::ManageMfa {
            self.look();
        }
    }

    /// Closes the window, unless something on it would be lost.
    pub(super) fn close_requested(&mut self) {
        let State::Connected(connection) = &self.model.state else {
            return self.ports.window.close();
        };
        // The dialog that chooses the file belongs to the window.
        if connection.handout.is_saving() {
            return;
        }
        if connection.session.is_none() {
            return self.close();
        }
        self.drive_mfa(Event::Open(Destination::Close));
    }

    /// Asks for the state of the account if what is shown of it is not of just now.
    pub(super) fn look(&mut self) {
        self.ask_unknown_settings();
        let now = self.ports.clock.now();
        let State::Connected(connection) = &self.model.state else { return };
        if connection.session.is_none() || connection.account.pending.is_some() {
            return;
        }
        let fresh = connection.account.refreshed_at.is_some_and(|at| at.plus(OUTDATED_AFTER) > now);
        if !fresh {
            self.call_account(AccountCall::Look);
        }
    }

    /// From the choice of a factor, a change is made on the page that shows what comes of it.
    fn show_factors(&mut self) {
        let State::Connected(connection) = &self.model.state else { return };
        if *connection.mfa.stage() == Stage::Account {
            self.drive_mfa(Event::Open(Destination::Page(mfa::Page::Overview)));
        }
    }

    pub(super) fn mfa_answered(
        &mut self,
        number: u64,
        ticket: Ticket,
        answer: Result<Reply, Failure>,
    ) {
        let now = self.ports.clock.now();
        let Some(connection) = self.connection(number) else { return };
        connection.heard(&answer, now);
        self.drive_mfa(Event::Answered { ticket, answer });
        self.follow_session();
    }

    pub(super) fn drive_mfa(&mut self, event: Event) {
        let now = self.ports.clock.now();
        let State::Connected(connection) = &mut self.model.state else { return };
        let Some(client) = connection.client() else { return };
        let Some(session) = client.current_session() else { return };
        let facts = connection.facts(session, now);
        let (next, effect) = connection.mfa.clone().apply(event, &facts, now);
        let told = next.notice();
        let hold = next.hold(now).and_then(|hold| Some((hold.locked, hold.until?)));
        connection.mfa = next;
        connection.handout.problem = None;
        connection.handout.follow(&connection.mfa);
        connection.follow_phone();
        if let Some(told) = told {
            self.model.notice = Some(notice(told));
        }
        if let Some((locked, until)) = hold {
            let identifier = session.user.as_ref().and_then(identifier).unwrap_or_default();
            let host = connection.key.host().to_owned();
            self.keep(SavedHold { host, locked, until: until.as_millis(), identifier });
        }
        let State::Connected(connection) = &mut self.model.state else { return };
        match effect {
            None | Some(Effect::Depart(Destination::Page(_))) => {}
            Some(Effect::Call { ticket, call }) => {
                let session = session.id.clone();
                let number = connection.number;
                let fapi = connection.fapi.clone();
                self.spawn(async move {
                    let answer = effects::run_mfa(&fapi, &session, call).await;
                    Input::Mfa(number, ticket, Box::new(answer))
                });
            }
            Some(Effect::Depart(Destination::SignOut)) => self.call_account(AccountCall::SignOut),
            Some(Effect::Depart(Destination::Close)) => self.close(),
        }
    }

    fn close(&mut self) {
        self.clear_clipboard();
        self.ports.window.close();
    }

    fn phone_typed(&mut self, country: &str, text: &str) {
        let State::Connected(connection) = &mut self.model.state else { return };
        // What was typed last may arrive after the page was left.
        if !connection.asks_phone() {
            return;
        }
        connection.phone = Some(TypedPhone { entry: phone::entry(country, text), problem: None });
    }

    /// The number to send, if what was typed is one.
    fn phone_submitted(&mut self, country: &str, text: &str) -> Option<String> {
        let State::Connected(connection) = &mut self.model.state else { return None };
        let checked = phone::checked(country, text);
        let problem = checked.as_ref().err().copied();
        connection.phone = Some(TypedPhone { entry: phone::entry(country, text), problem });
        checked.ok()
    }
}

fn id(phone: PhoneId) -> IdentificationId {
    IdentificationId::new(phone.0)
}

fn notice(of: Told) -> Notice {
    match of {
        Told::TotpRemoved => Notice::TotpRemoved,
        Told::PhoneRemoved => Notice::PhoneRemoved,
        Told::PhoneDisabled => Notice::PhoneDisabled,
        Told::PhoneEnabled => Notice::PhoneEnabled,
        Told::DefaultPhoneChanged => Notice::DefaultPhoneChanged,
        Told::ChangedElsewhere => Notice::ChangedElsewhere,
        Told::BackupCodesLost => Notice::BackupCodesLost,
    }
}
