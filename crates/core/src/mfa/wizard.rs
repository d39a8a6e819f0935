//! The pages that add something: what a person does on them, and how they go on.

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::secret::Code;

use super::event::{phone, phone_of_number};
use super::{
    AddPhone, AddTotp, Added, Call, Change, Codes, Effect, Facts, Mfa, Notice, PhoneStep, Stage,
    TotpStep,
};
use crate::challenge::MethodKind;
use crate::failure::{Failure, InputError};
use crate::time::Timestamp;

impl Mfa {
    pub(super) fn reset_totp(&mut self, facts: &Facts<'_>, now: Timestamp) -> Option<Effect> {
        let Stage::AddTotp(wizard) = &self.stage else { return None };
        let possible = wizard.may_reset() && self.is_free(now);
        possible.then(|| self.begin(Change::AddTotp, Call::CreateTotp, false, facts))
    }

    /// Turns the page of the authenticator app, unless an answer is about to.
    pub(super) fn turn_totp(&mut self, turn: impl FnOnce(&mut AddTotp)) {
        if let (Stage::AddTotp(wizard), None) = (&mut self.stage, &self.under_way) {
            turn(wizard);
        }
    }

    pub(super) fn verify_totp(
        &mut self,
        code: Code,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let free = self.is_free(now);
        let Stage::AddTotp(wizard) = &mut self.stage else { return None };
        if !free || !matches!(wizard.step, TotpStep::Code(_)) {
            return None;
        }
        if !MethodKind::Totp.accepts(&code) {
            wizard.failure = Some(Failure::Input(InputError::CodeIncomplete));
            return None;
        }
        Some(self.begin(Change::VerifyTotp, Call::AttemptTotp(code), false, facts))
    }

    /// The authenticator app is on. Its key is not needed any more.
    pub(super) fn totp_is_on(&mut self, codes: Option<Codes>) {
        let Stage::AddTotp(wizard) = &mut self.stage else { return };
        wizard.step = if codes.is_some() { TotpStep::Codes } else { TotpStep::Done };
        wizard.failure = None;
        self.codes = codes;
    }

    /// Adds the number, or goes on with it where an earlier try left it unverified.
    pub(super) fn submit_phone(
        &mut self,
        e164: String,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let free = self.is_free(now);
        let Stage::AddPhone(wizard) = &mut self.stage else { return None };
        if !free || wizard.step != PhoneStep::Number {
            return None;
        }
        match facts.user.and_then(|user| phone_of_number(user, &e164)) {
            Some(own) if own.is_verified() => {
                wizard.failure = Some(Failure::Input(InputError::PhoneExists));
                None
            }
            Some(own) => self.ask_for_code_of(own.id.clone(), e164, now),
            None => Some(self.begin(Change::AddPhone, Call::CreatePhone(e164), false, facts)),
        }
    }

    pub(super) fn resume_phone(
        &mut self,
        id: &IdentificationId,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        if self.under_way.is_some() || self.would_lose_codes() {
            return None;
        }
        let own = phone(facts.user?, id).filter(|own| !own.is_verified())?;
        self.drop_codes();
        self.problem = None;
        self.ask_for_code_of(own.id.clone(), own.phone_number.clone(), now)
    }

    /// Asks for the code of a number, which is sent unless one was just now.
    pub(super) fn ask_for_code_of(
        &mut self,
        id: IdentificationId,
        number: String,
        now: Timestamp,
    ) -> Option<Effect> {
        let from = self.origin();
        let step = PhoneStep::Code(Added { id: id.clone(), number });
        self.stage = Stage::AddPhone(AddPhone::new(step, from));
        self.send_phone_code(id, now)
    }

    pub(super) fn change_phone(&mut self) {
        if let (Stage::AddPhone(wizard), None) = (&mut self.stage, &self.under_way)
            && wizard.verifying().is_some()
        {
            wizard.step = PhoneStep::Number;
            wizard.failure = None;
        }
    }

    pub(super) fn resend_phone_code(&mut self, now: Timestamp) -> Option<Effect> {
        let Stage::AddPhone(wizard) = &self.stage else { return None };
        let id = wizard.verifying()?.id.clone();
        if self.under_way.is_some() { None } else { self.send_phone_code(id, now) }
    }

    fn send_phone_code(&mut self, id: IdentificationId, now: Timestamp) -> Option<Effect> {
        if self.hold(now).is_some() || !self.sms.may_send(&id, now) {
            return None;
        }
        if let Stage::AddPhone(wizard) = &mut self.stage {
            wizard.failure = None;
        }
        let ticket = self.tickets.issue();
        self.sms.begin(ticket, id.clone());
        Some(Effect::Call { ticket, call: Call::PreparePhone(id) })
    }

    pub(super) fn verify_phone(
        &mut self,
        code: Code,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let free = self.is_free(now);
        let Stage::AddPhone(wizard) = &mut self.stage else { return None };
        let id = wizard.verifying()?.id.clone();
        if !free {
            return None;
        }
        if !MethodKind::PhoneCode.accepts(&code) {
            wizard.failure = Some(Failure::Input(InputError::CodeIncomplete));
            return None;
        }
        let call = Call::AttemptPhone(id.clone(), code);
        Some(self.begin(Change::VerifyPhone(id), call, false, facts))
    }

    /// The number is verified. Where a second factor has to be set up, it is used as one at once.
    pub(super) fn phone_is_verified(&mut self, facts: &Facts<'_>) -> Option<Effect> {
        let Stage::AddPhone(wizard) = &mut self.stage else { return None };
        let added = wizard.verifying()?.clone();
        wizard.failure = None;
        wizard.step = PhoneStep::Added(added.clone());
        let wanted =
            facts.setup_required && facts.environment.may_offer_second_factor(&Strategy::PhoneCode);
        wanted.then(|| {
            let call = Call::ReservePhone(added.id.clone(), true);
            self.begin(Change::UsePhone(added.id), call, false, facts)
        })
    }

    /// The number is a second factor.
    pub(super) fn phone_is_used(&mut self, id: &IdentificationId, codes: Option<Codes>) {
        match &mut self.stage {
            Stage::AddPhone(wizard) if wizard.has_just_added(id) => {
                if let Some(added) = wizard.added().cloned() {
                    wizard.step = if codes.is_some() {
                        PhoneStep::Codes(added)
                    } else {
                        PhoneStep::Done(added)
                    };
                }
                wizard.failure = None;
            }
            Stage::Account | Stage::Overview | Stage::AddTotp(_) | Stage::AddPhone(_) => {
                self.notice = Some(Notice::PhoneEnabled);
            }
        }
        self.codes = codes;
    }
}
