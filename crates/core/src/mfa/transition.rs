//! The machine: what a person asks for, and the way from page to page.

use latchkey_fapi_types::enums::Strategy;

use super::event::phone;
use super::ways::{Removing, removal};
use super::{
    AddPhone, AddTotp, Aim, Call, Change, Destination, Doing, Effect, Event, Facts, Freshness,
    Known, Mfa, Page, PhoneStep, Stage, UnderWay, freshness,
};
use crate::time::Timestamp;

impl Mfa {
    /// Takes an event. What has no meaning in the present stage changes nothing.
    #[must_use]
    pub fn apply(
        mut self,
        event: Event,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> (Self, Option<Effect>) {
        self.notice = None;
        let effect = self.take(event, facts, now);
        (self, effect)
    }

    fn take(&mut self, event: Event, facts: &Facts<'_>, now: Timestamp) -> Option<Effect> {
        match event {
            Event::Open(destination) => self.open(destination, facts, now),
            Event::Leave => {
                let destination = self.leaving.take()?;
                self.go(destination, facts, now)
            }
            Event::Stay => {
                self.leaving = None;
                None
            }
            Event::ResetTotp => self.reset_totp(facts, now),
            Event::ContinueTotp => {
                self.turn_totp(AddTotp::forward);
                None
            }
            Event::BackToTotpKey => {
                self.turn_totp(AddTotp::back);
                None
            }
            Event::VerifyTotp { code } => self.verify_totp(code, facts, now),
            Event::SubmitPhone { e164 } => self.submit_phone(e164, facts, now),
            Event::ChangePhone => {
                self.change_phone();
                None
            }
            Event::ResumePhone(id) => self.resume_phone(&id, facts, now),
            Event::ResendPhoneCode => self.resend_phone_code(now),
            Event::VerifyPhone { code } => self.verify_phone(code, facts, now),
            Event::Ask(change) => self.ask(change, facts, now),
            Event::ConfirmSaved(saved) => {
                if let Some(codes) = &mut self.codes {
                    codes.confirmed = saved;
                }
                None
            }
            Event::CodesDone => {
                if !self.would_lose_codes() {
                    self.drop_codes();
                }
                None
            }
            Event::DismissProblem => {
                self.problem = None;
                None
            }
            Event::StepUp(event) => self.in_step_up(event, facts, now),
            Event::Refreshed => {
                self.refreshed();
                None
            }
            Event::Answered { ticket, answer } => self.answered(ticket, answer, facts, now),
        }
    }

    /// Whether a change can begin.
    pub(super) fn is_free(&self, now: Timestamp) -> bool {
        self.under_way.is_none() && self.hold(now).is_none()
    }

    fn open(
        &mut self,
        destination: Destination,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        if let Destination::Page(page) = destination
            && (self.is_on(page) || self.is_kept_from(page) || !may_open(page, facts))
        {
            return None;
        }
        // A window that is to close a second time closes, also where the page cannot answer.
        let insists = destination == Destination::Close && self.leaving == Some(destination);
        let departs = !matches!(destination, Destination::Page(_));
        let loses = self.would_lose_codes() || (departs && self.awaits_codes());
        if loses && !insists {
            self.leaving = Some(destination);
            return None;
        }
        self.go(destination, facts, now)
    }

    /// Whether there is nothing to open: it is shown, or waits for the step-up on the screen. A page
    /// that adds a number begins anew once it is through.
    fn is_on(&self, page: Page) -> bool {
        if self.under_way.as_ref().is_some_and(|it| it.aim == Aim::Open(page)) {
            return true;
        }
        match (&self.stage, page) {
            (Stage::AddPhone(wizard), Page::AddPhone) => !wizard.is_over(),
            (Stage::Account, Page::Account)
            | (Stage::Overview, Page::Overview)
            | (Stage::AddTotp(_), Page::AddTotp) => true,
            (Stage::Account | Stage::Overview | Stage::AddTotp(_) | Stage::AddPhone(_), _) => false,
        }
    }

    /// Whether a change has to end first: its answer may have backup codes, which need a page to
    /// be shown on, or it would be in the way of the page's own.
    fn is_kept_from(&self, page: Page) -> bool {
        let Some(UnderWay { change, aim: Aim::Call(call), state, .. }) = &self.under_way else {
            return false;
        };
        match state {
            Doing::StepUp(_) => false,
            Doing::Calling(_) | Doing::Asking(..) => match page {
                Page::Account | Page::Overview => call.may_bring_codes(),
                Page::AddTotp | Page::AddPhone => call.may_bring_codes() || !is_of_wizard(change),
            },
        }
    }

    /// Goes somewhere, whatever is lost by that.
    fn go(
        &mut self,
        destination: Destination,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        self.cancel_step_up();
        self.drop_codes();
        let page = match destination {
            Destination::SignOut | Destination::Close => {
                return Some(Effect::Depart(destination));
            }
            Destination::Page(page) => page,
        };
        // An answer to what a page asked for itself has no place on another. What was asked for on
        // the overview goes on.
        self.under_way.take_if(|under_way| is_of_wizard(&under_way.change));
        if self.stage == Stage::Overview {
            self.problem = None;
        }
        match page {
            Page::Account => self.stage = Stage::Account,
            Page::Overview => self.stage = Stage::Overview,
            // Without the step-up the first call of the page would be refused.
            Page::AddTotp | Page::AddPhone
                if freshness(facts, now) == Freshness::Stale && self.hold(now).is_none() =>
            {
                let change = if page == Page::AddTotp { Change::AddTotp } else { Change::AddPhone };
                let before = facts.user.map(Known::of);
                return Some(self.start_step_up(change, Aim::Open(page), before, now));
            }
            Page::AddTotp | Page::AddPhone => return self.enter(page, false, facts, now),
        }
        None
    }

    /// Shows a page. The one of the authenticator app asks for its key at once.
    pub(super) fn enter(
        &mut self,
        page: Page,
        proven: bool,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let from = self.origin();
        match page {
            Page::Account => self.stage = Stage::Account,
            Page::Overview => self.stage = Stage::Overview,
            Page::AddPhone => self.stage = Stage::AddPhone(AddPhone::new(PhoneStep::Number, from)),
            Page::AddTotp => {
                self.stage = Stage::AddTotp(AddTotp::new(from));
                if self.is_free(now) {
                    return Some(self.begin(Change::AddTotp, Call::CreateTotp, proven, facts));
                }
            }
        }
        None
    }

    /// The page to go back to from one that adds something.
    pub(super) fn origin(&self) -> Page {
        match &self.stage {
            Stage::Account => Page::Account,
            Stage::Overview => Page::Overview,
            Stage::AddTotp(wizard) => wizard.from,
            Stage::AddPhone(wizard) => wizard.from,
        }
    }

    /// A change that the person asked for where the account shows what it concerns.
    fn ask(&mut self, change: Change, facts: &Facts<'_>, now: Timestamp) -> Option<Effect> {
        if !self.is_free(now) || self.codes.is_some() {
            return None;
        }
        let call = self.call_of(&change, facts)?;
        Some(self.begin(change, call, false, facts))
    }

    /// The call of a change; none where it cannot be asked for.
    fn call_of(&self, change: &Change, facts: &Facts<'_>) -> Option<Call> {
        if let (Stage::AddPhone(wizard), Change::UsePhone(id)) = (&self.stage, change) {
            return wizard.has_just_added(id).then(|| Call::ReservePhone(id.clone(), true));
        }
        if self.stage != Stage::Overview {
            return None;
        }
        let user = facts.user?;
        let environment = facts.environment;
        let allowed = |removing| removal(user, environment, removing).allowed;
        let (possible, call) = match change {
            Change::RemoveTotp => (user.totp_enabled && allowed(Removing::Totp), Call::DeleteTotp),
            Change::UsePhone(id) => {
                let it = phone(user, id)?;
                let possible = it.is_verified() && !it.reserved_for_second_factor;
                (possible, Call::ReservePhone(id.clone(), true))
            }
            Change::DisablePhone(id) => {
                let reserved = phone(user, id)?.reserved_for_second_factor;
                let possible = reserved && allowed(Removing::DisablePhone(id));
                (possible, Call::ReservePhone(id.clone(), false))
            }
            Change::MakeDefaultPhone(id) => {
                let it = phone(user, id)?;
                let possible = it.reserved_for_second_factor && !it.default_second_factor;
                (possible, Call::MakeDefaultPhone(id.clone()))
            }
            Change::RemovePhone(id) => {
                phone(user, id)?;
                (allowed(Removing::RemovePhone(id)), Call::DeletePhone(id.clone()))
            }
            Change::GenerateBackupCodes => {
                let offered = environment.may_offer_second_factor(&Strategy::BackupCode)
                    || user.backup_code_enabled;
                (offered && user.two_factor_enabled, Call::CreateBackupCodes)
            }
            Change::AddTotp | Change::VerifyTotp | Change::AddPhone | Change::VerifyPhone(_) => {
                return None;
            }
        };
        possible.then_some(call)
    }

    /// Sends the call of a change.
    pub(super) fn begin(
        &mut self,
        change: Change,
        call: Call,
        proven: bool,
        facts: &Facts<'_>,
    ) -> Effect {
        self.problem = None;
        match &mut self.stage {
            Stage::AddTotp(wizard) => wizard.failure = None,
            Stage::AddPhone(wizard) => wizard.failure = None,
            Stage::Account | Stage::Overview => {}
        }
        let ticket = self.tickets.issue();
        self.under_way = Some(UnderWay {
            change,
            aim: Aim::Call(call.clone()),
            before: facts.user.map(Known::of),
            proven,
            state: Doing::Calling(ticket),
        });
        Effect::Call { ticket, call }
    }
}

/// Whether a page can be opened. An authenticator app that has to be set up can be, whatever the
/// instance is known to offer; a number that is no second factor does not end the task.
fn may_open(page: Page, facts: &Facts<'_>) -> bool {
    let environment = facts.environment;
    match page {
        Page::Account | Page::Overview => true,
        Page::AddPhone => {
            let useful =
                !facts.setup_required || environment.may_offer_second_factor(&Strategy::PhoneCode);
            environment.may_have_phone_numbers() && useful
        }
        Page::AddTotp => {
            let offered = environment.may_offer_second_factor(&Strategy::Totp);
            (offered || facts.setup_required) && !facts.user.is_some_and(|user| user.totp_enabled)
        }
    }
}

/// Whether the change belongs to a page that adds something.
fn is_of_wizard(change: &Change) -> bool {
    match change {
        Change::AddTotp | Change::VerifyTotp | Change::AddPhone | Change::VerifyPhone(_) => true,
        Change::RemoveTotp
        | Change::UsePhone(_)
        | Change::DisablePhone(_)
        | Change::MakeDefaultPhone(_)
        | Change::RemovePhone(_)
        | Change::GenerateBackupCodes => false,
    }
}
