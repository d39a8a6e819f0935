//! Phone numbers while they are added: the number, and the codes that go to it.

use latchkey_fapi_types::id::IdentificationId;

use super::Factors;
use super::add_phone::{AddPhone, Added, PhoneStep};
use super::call::{Call, Change, Reply, is_being_verified, phone, phone_of_number};
use super::changes::Next;
use super::event::Page;
use super::pages::Stage;
use crate::context::Context;
use crate::effect::Ask;
use crate::failure::{BadAnswer, Failure, InputError};

impl Factors {
    /// Adds the number, or goes on with it where an earlier try left it unverified.
    pub(super) fn submit_phone(&mut self, e164: String, cx: &mut Context<'_>) -> Option<Next> {
        if !matches!(&self.stage, Some(Stage::AddPhone(page)) if page.step == PhoneStep::Number) {
            return None;
        }
        match cx.facts.user.and_then(|user| phone_of_number(user, &e164)) {
            Some(own) if own.is_verified() => {
                self.fail(&Change::AddPhone, Failure::Input(InputError::PhoneExists));
                None
            }
            Some(own) => self.verify_number(own.id.clone(), e164, cx),
            None => Some(self.begin(Call::CreatePhone(e164), cx)),
        }
    }

    pub(super) fn resume_phone(
        &mut self,
        id: &IdentificationId,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        if self.would_lose_codes() {
            return None;
        }
        let own = phone(cx.facts.user?, id).filter(|own| !own.is_verified())?;
        self.problem = None;
        let (id, number) = (own.id.clone(), own.phone_number.clone());
        if is_being_verified(own, cx.facts) && self.sms.resume(&id, cx.now) {
            self.show_number(id, number);
            return None;
        }
        self.verify_number(id, number, cx)
    }

    /// Shows the code of the number that was being verified before the app began anew.
    pub(super) fn resume_setup(&mut self, cx: &mut Context<'_>) {
        if !cx.facts.setup_required() || self.stage.is_some() || !Page::AddPhone.may_open(cx.facts)
        {
            return;
        }
        let phones = cx.facts.user.iter().flat_map(|user| &user.phone_numbers);
        let running = phones.filter(|own| is_being_verified(own, cx.facts));
        let last = running.max_by_key(|own| own.verification.as_ref().and_then(|it| it.expire_at));
        if let Some(own) = last
            && self.sms.resume(&own.id, cx.now)
        {
            self.show_number(own.id.clone(), own.phone_number.clone());
        }
    }

    /// Shows the page where the code of a number is asked for.
    fn show_number(&mut self, id: IdentificationId, number: String) {
        let step = PhoneStep::Code(Added { id, number });
        self.stage = Some(Stage::AddPhone(AddPhone::new(step, self.origin())));
    }

    /// Asks for the code of a number, which is sent unless one was just now.
    pub(super) fn verify_number(
        &mut self,
        id: IdentificationId,
        number: String,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        self.show_number(id.clone(), number);
        self.send_phone_code(id, cx)
    }

    pub(super) fn send_phone_code(
        &mut self,
        id: IdentificationId,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        if cx.is_held() || !self.sms.may_send(&id, cx.now) {
            return None;
        }
        self.stage.iter_mut().for_each(Stage::clear_failure);
        let ticket = cx.tickets.issue();
        self.sms.begin(ticket, id.clone());
        Some(Next::Ask(ticket, Ask::Call(Call::PreparePhone(id))))
    }

    /// The answer to a request for a code to a number.
    pub(super) fn phone_code_sent(
        &mut self,
        id: IdentificationId,
        answer: Result<Reply, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        let answer = answer.and_then(|reply| match reply {
            Reply::Phone(_) => Ok(()),
            Reply::Done | Reply::Totp(_) | Reply::Codes(_) => {
                Err(Failure::BadAnswer(BadAnswer::Other))
            }
        });
        self.sms.settle(id.clone(), answer.as_ref().copied(), cx.now);
        let failure = answer.err()?;
        cx.hold.begin(failure.wait(), cx.now);
        let idle = self.is_idle(cx);
        let Some(Stage::AddPhone(page)) = &mut self.stage else { return None };
        if page.verifying().is_none_or(|added| added.id != id) {
            return None;
        }
        if failure.is_outdated() && idle {
            return Some(self.changes.explain(Call::PreparePhone(id), failure, cx));
        }
        page.failure = Some(failure);
        None
    }
}
