//! The factors of somebody who is signed in: the pages that show and change them, and the changes
//! themselves, of which there is one at a time.
//!
//! [`Factors`] belongs to [`crate::signed_in::SignedIn`], which hands it what a person asks for and
//! what comes back, and carries out what it asks for: a call, or a fresh proof of a factor. A change
//! that needs a proof leaves this machine as a [`Deferred`], and comes back with it.
//! The diagrams are in `README.md` beside this module.

mod add_phone;
mod add_totp;
mod call;
mod changes;
mod codes;
mod event;
mod freshness;
mod outcome;
mod pages;
mod phones;
pub mod ways;

#[cfg(test)]
mod tests;

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::user::User;

pub use add_phone::{AddPhone, Added, PhoneStep};
pub use add_totp::{AddTotp, Key, TotpStep};
pub use call::{Call, Change, Reply, Target};
pub(crate) use changes::{Deferred, Next};
pub use codes::Codes;
pub use event::{Event, Notice, Page};
pub use freshness::{Freshness, freshness};
pub use pages::Stage;

use crate::challenge::{Delivery, Dispatch};
use crate::context::Context;
use crate::effect::Answer;
use crate::failure::{BadAnswer, Consequence, Failure, InputError};
use crate::ticket::Ticket;
use crate::time::Instant;
use call::phone_of_number;
use changes::{Changes, Running, Step, reply, user_of};
use event::{Needs, Origin};
use outcome::Outcome;

/// The factors of somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factors {
    /// The page of the factors that lies over the account, if there is one.
    stage: Option<Stage>,
    changes: Changes,
    /// The change from the overview that failed last. The other pages carry their own failures.
    problem: Option<(Target, Failure)>,
    pub(crate) notice: Option<Notice>,
    /// Codes to phone numbers. They outlive the page, as the server's wait does.
    sms: Dispatch<IdentificationId>,
}

impl Factors {
    /// The page of the factors that is shown; none while the account is.
    pub fn stage(&self) -> Option<&Stage> {
        self.stage.as_ref()
    }

    /// The change under way.
    pub fn pending(&self) -> Option<Change> {
        self.changes.pending()
    }

    /// The change from the overview that failed last.
    pub fn problem(&self) -> Option<(&Target, &Failure)> {
        self.problem.as_ref().map(|(target, failure)| (target, failure))
    }

    /// Backup codes on the screen.
    pub fn codes(&self) -> Option<&Codes> {
        self.stage()?.codes()
    }

    /// Where the code to the phone number that is being verified stands.
    pub fn delivery(&self, now: Instant) -> Option<Delivery> {
        self.stage()?.verifying().map(|added| self.sms.delivery(&added.id, now))
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        self.sms.awaits(ticket) || self.changes.awaits(ticket)
    }

    /// Whether leaving now would lose backup codes on the screen.
    pub(crate) fn would_lose_codes(&self) -> bool {
        self.codes().is_some_and(|codes| !codes.confirmed)
    }

    /// Whether an answer is under way that may have backup codes.
    pub(crate) fn awaits_codes(&self) -> bool {
        self.changes.awaits_codes()
    }

    /// Whether this page is shown.
    pub(crate) fn shows(&self, page: Page) -> bool {
        self.stage().is_some_and(|stage| stage.is(page))
    }

    /// Takes the codes off the screen, and goes on from the step that showed them.
    pub(crate) fn drop_codes(&mut self) {
        self.stage.iter_mut().for_each(Stage::drop_codes);
    }

    /// Whether the change under way has to end before this page, or the account, can be shown.
    pub(crate) fn is_kept_from(&self, page: Option<Page>) -> bool {
        self.changes.keep_from(page)
    }

    /// Shows a page, or the account. What the page that is left asked for itself is given up; what was
    /// asked for on the overview goes on.
    pub(crate) fn show(&mut self, page: Option<Page>, cx: &mut Context<'_>) -> Option<Next> {
        self.changes.give_up_wizard();
        if matches!(self.stage, Some(Stage::Overview { .. })) {
            self.problem = None;
        }
        match page {
            None => self.stage = None,
            Some(Page::Overview) => self.stage = Some(Stage::OVERVIEW),
            // Without the step-up the first call of the page would be refused.
            Some(page @ (Page::AddTotp | Page::AddPhone))
                if freshness(cx.facts, cx.now) == Freshness::Stale && !cx.is_held() =>
            {
                return Some(Next::Prove(Deferred::page(page)));
            }
            Some(page @ (Page::AddTotp | Page::AddPhone)) => return self.enter(page, false, cx),
        }
        None
    }

    /// Another session is shown from now on: back to the account, and nobody is asked for a proof.
    pub(crate) fn rest(&mut self) {
        self.changes.give_up_wizard();
        self.changes.stop();
        self.stage = None;
        self.problem = None;
    }

    /// Shows a page at its first step. The one of the authenticator app asks for its key at once.
    fn enter(&mut self, page: Page, proven: bool, cx: &mut Context<'_>) -> Option<Next> {
        let from = self.origin();
        match page {
            Page::Overview => self.stage = Some(Stage::OVERVIEW),
            Page::AddPhone => {
                self.stage = Some(Stage::AddPhone(AddPhone::new(PhoneStep::Number, from)));
            }
            Page::AddTotp => {
                self.stage = Some(Stage::AddTotp(AddTotp::new(from)));
                if self.is_free(cx) {
                    return Some(self.changes.begin(Call::CreateTotp, proven, cx));
                }
            }
        }
        None
    }

    fn origin(&self) -> Origin {
        self.stage().map_or(Origin::Account, Stage::origin)
    }

    /// A factor is proven: goes on with what waited for it.
    pub(crate) fn resume(&mut self, deferred: Deferred, cx: &mut Context<'_>) -> Option<Next> {
        match self.changes.resume(deferred, cx) {
            Ok(next) => Some(next),
            Err(page) => self.enter(page, true, cx),
        }
    }

    /// The person gives the step-up up. A page that could not even begin closes.
    pub(crate) fn give_up_proof(&mut self) {
        if let Some(Stage::AddTotp(page)) = &self.stage
            && page.step == TotpStep::Preparing
        {
            self.stage = match page.from {
                Origin::Account => None,
                Origin::Overview => Some(Stage::OVERVIEW),
            };
        }
    }

    /// Takes what a person asks for. What has no meaning on the page that is shown changes nothing.
    pub(crate) fn act(&mut self, event: Event, cx: &mut Context<'_>) -> Option<Next> {
        let possible = match event.needs() {
            Needs::Nothing => true,
            Needs::Idle => self.is_idle(cx),
            Needs::Free => self.is_free(cx),
        };
        if !possible {
            return None;
        }
        match event {
            Event::DismissProblem => self.problem = None,
            Event::CodesDone if self.would_lose_codes() => {}
            Event::CodesDone => self.drop_codes(),
            Event::ConfirmSaved(saved) => {
                if let Some(codes) = self.stage.as_mut()?.codes_mut() {
                    codes.confirmed = saved;
                }
            }
            Event::ContinueTotp | Event::BackToTotpKey | Event::ChangePhone => {
                self.stage.as_mut()?.turn(&event);
            }
            Event::ResumePhone(id) => return self.resume_phone(&id, cx),
            Event::ResumeSetup => self.resume_setup(cx),
            Event::ResendPhoneCode => {
                let id = self.stage()?.verifying()?.id.clone();
                return self.send_phone_code(id, cx);
            }
            Event::SubmitPhone { e164 } => return self.submit_phone(e164, cx),
            Event::ResetTotp
            | Event::VerifyTotp { .. }
            | Event::VerifyPhone { .. }
            | Event::Ask(_) => {
                let call = self.stage.as_mut()?.call(event, cx.facts)?;
                return Some(self.begin(call, cx));
            }
        }
        None
    }

    /// Whether no change is under way.
    fn is_idle(&self, cx: &Context<'_>) -> bool {
        self.changes.pending().is_none() && !cx.blocked && cx.facts.are_fresh()
    }

    /// Whether a change can begin.
    fn is_free(&self, cx: &Context<'_>) -> bool {
        self.is_idle(cx) && !cx.is_held()
    }

    /// Begins a change.
    fn begin(&mut self, call: Call, cx: &mut Context<'_>) -> Next {
        self.problem = None;
        self.stage.iter_mut().for_each(Stage::clear_failure);
        self.changes.begin(call, false, cx)
    }

    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<Reply>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        if let Some(id) = self.sms.end(ticket) {
            return self.phone_code_sent(id, reply(answer), cx);
        }
        let step = self.changes.answered(ticket, answer, cx)?;
        self.take(step, cx)
    }

    fn take(&mut self, step: Step, cx: &mut Context<'_>) -> Option<Next> {
        match step {
            Step::Next(next) => Some(next),
            Step::Answered(running, reply) => self.succeeded(running, reply, cx),
            Step::ClientKnown(call, failure, outcome, client) => {
                let user = client.as_deref().and_then(|client| user_of(client, cx.facts));
                self.client_known(&call, outcome, failure, user, cx)
            }
            Step::Failed(call, failure) => {
                match (&call, &mut self.stage) {
                    // There may be another key now, of which only the server knows.
                    (Call::CreateTotp, Some(Stage::AddTotp(page))) if failure.is_lost() => {
                        page.step = TotpStep::Preparing;
                    }
                    (Call::AttemptPhone(id, _), _)
                        if failure.consequence() == Consequence::CodeSpent =>
                    {
                        self.sms.spend(id);
                    }
                    _ => {}
                }
                self.fail(&call.change(), failure);
                None
            }
        }
    }

    fn succeeded(&mut self, running: Running, reply: Reply, cx: &mut Context<'_>) -> Option<Next> {
        let codes = match (&running.call, reply) {
            (Call::CreateTotp, Reply::Totp(totp)) => {
                let Some(Stage::AddTotp(page)) = &mut self.stage else { return None };
                match page.take_key(totp) {
                    // There would be no key if an earlier code had been taken.
                    Ok(()) => self.changes.lost.forget(&Change::VerifyTotp),
                    Err(failure) => self.fail(&Change::AddTotp, failure),
                }
                return None;
            }
            (Call::CreatePhone(_), Reply::Phone(answer)) => {
                return self.verify_number(answer.phone.id, answer.phone.phone_number, cx);
            }
            (Call::AttemptTotp(_), Reply::Totp(answer)) => answer.backup_codes,
            (Call::ReservePhone(_, true), Reply::Phone(answer)) => answer.backup_codes,
            (Call::CreateBackupCodes, Reply::Codes(answer)) => answer.codes,
            (
                Call::AttemptPhone(..) | Call::ReservePhone(_, false) | Call::MakeDefaultPhone(_),
                Reply::Phone(_),
            )
            | (Call::DeleteTotp | Call::DeletePhone(_), Reply::Done) => Vec::new(),
            _ => {
                let failure = Failure::BadAnswer(BadAnswer::Other);
                let step = self.changes.refused(running, failure, cx);
                return self.take(step, cx);
            }
        };
        self.made(&running.call, Codes::new(codes), false, cx.facts.user, cx)
    }

    /// A change is made: the page goes on, or its success is told.
    fn made(
        &mut self,
        call: &Call,
        codes: Option<Codes>,
        elsewhere: bool,
        user: Option<&User>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        let seen = codes.is_some();
        match (call, &mut self.stage) {
            (Call::AttemptTotp(_), Some(Stage::AddTotp(page))) => page.finish(codes),
            (Call::PreparePhone(_) | Call::AttemptPhone(..), _) => return self.use_number(cx),
            (Call::ReservePhone(id, true), Some(Stage::AddPhone(page)))
                if page.has_just_added(id) =>
            {
                page.finish(codes);
            }
            _ => {
                self.notice = Notice::of_success(call);
                if seen {
                    self.stage = Some(Stage::Overview { codes });
                }
            }
        }
        if elsewhere {
            self.notice = Some(Notice::ChangedElsewhere);
        }
        if seen {
            self.changes.lost.clear();
        } else if call.may_bring_codes() && self.changes.lost.settle(&call.change(), user) {
            self.notice = Some(Notice::BackupCodesLost);
        }
        None
    }

    /// A number is verified. Where a second factor has to be set up, it is used as one at once.
    fn use_number(&mut self, cx: &mut Context<'_>) -> Option<Next> {
        let Some(Stage::AddPhone(page)) = &mut self.stage else { return None };
        let id = page.take_verified()?;
        let wanted = cx.facts.setup_required()
            && cx.facts.environment.may_offer_second_factor(&Strategy::PhoneCode);
        wanted.then(|| self.begin(Call::ReservePhone(id, true), cx))
    }

    /// Takes the user of the client that was asked for because of a failure; none where the client
    /// could not be had.
    fn client_known(
        &mut self,
        call: &Call,
        outcome: Outcome,
        failure: Failure,
        user: Option<&User>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        let change = call.change();
        match (outcome, call) {
            (Outcome::Made, Call::CreatePhone(e164)) => {
                let own = user.and_then(|user| phone_of_number(user, e164))?;
                if !own.is_verified() {
                    return self.verify_number(own.id.clone(), e164.clone(), cx);
                }
                self.fail(&change, Failure::Input(InputError::PhoneExists));
            }
            (Outcome::Made, Call::CreateBackupCodes) => {
                self.notice = Some(Notice::BackupCodesLost);
                // After a 5xx most often nothing was made, so its failure is told as well.
                if user.is_none() || !failure.is_taken_for_done() {
                    self.fail(&change, failure);
                }
            }
            (Outcome::Made, _) => return self.made(call, None, false, user, cx),
            (Outcome::MadeElsewhere, Call::CreateTotp | Call::AttemptTotp(_)) => {
                self.stage = Some(Stage::OVERVIEW);
                // It may have been by a code of an earlier visit to the page.
                let lost = self.changes.lost.settle(&Change::VerifyTotp, user);
                self.notice =
                    Some(if lost { Notice::BackupCodesLost } else { Notice::ChangedElsewhere });
            }
            (Outcome::MadeElsewhere, _) => return self.made(call, None, true, user, cx),
            (Outcome::NumberGone, _) => {
                if let Some(Stage::AddPhone(page)) = &mut self.stage {
                    page.step = PhoneStep::Number;
                }
                self.notice = Some(Notice::ChangedElsewhere);
                self.fail(&change, Failure::Input(InputError::FactorGone));
            }
            (Outcome::Overtaken, _) => {
                self.notice = Some(Notice::ChangedElsewhere);
                if failure.is_lost() {
                    self.fail(&change, failure);
                } else if matches!(self.stage, Some(Stage::AddPhone(_))) {
                    // The number that was just added is not what it was.
                    self.stage = Some(Stage::OVERVIEW);
                }
            }
            (Outcome::NotMade, _) => self.fail(&change, failure),
        }
        None
    }

    /// Tells a failure on the page that asked for the change, else beside what it concerns.
    fn fail(&mut self, change: &Change, failure: Failure) {
        let left = match &mut self.stage {
            Some(stage) => stage.fail(change, failure),
            None => Some(failure),
        };
        if let Some(failure) = left {
            self.problem = Some((change.target(), failure));
        }
    }
}
