//! What comes back from the calls of changes.

use latchkey_fapi_types::id::IdentificationId;

use super::{
    Aim, Call, Change, Codes, Doing, Effect, Facts, Key, Known, Mfa, Notice, Reply, Stage,
    TotpStep, UnderWay,
};
use crate::failure::{BadAnswer, Consequence, Failure};
use crate::hold::Hold;
use crate::ticket::Ticket;
use crate::time::Timestamp;

impl Mfa {
    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(super) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Reply, Failure>,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let effect = self.take_answer(ticket, answer, facts, now);
        if self.codes.is_none() && !self.awaits_codes() {
            // Nothing is left to lose.
            self.leaving = None;
        }
        effect
    }

    fn take_answer(
        &mut self,
        ticket: Ticket,
        answer: Result<Reply, Failure>,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        if let Some(id) = self.sms.end(ticket) {
            return self.phone_code_sent(id, answer, facts, now);
        }
        let waiting = |it: &mut UnderWay| match &it.state {
            Doing::Calling(waiting) | Doing::Asking(waiting, _) => *waiting == ticket,
            Doing::StepUp(_) => false,
        };
        let Some(under_way) = self.under_way.take_if(waiting) else {
            return self.step_up_answered(ticket, answer, facts, now);
        };
        // A page that is still to be opened has no call of its own.
        let Aim::Call(call) = under_way.aim.clone() else { return None };
        match (under_way.state.clone(), answer) {
            (Doing::Asking(_, failure), answer) => {
                self.client_known(&under_way, &call, failure, answer, facts, now)
            }
            (_, Ok(reply)) => self.succeeded(under_way, call, reply, facts, now),
            (_, Err(failure)) => self.refused(under_way, call, failure, now),
        }
    }

    fn succeeded(
        &mut self,
        under_way: UnderWay,
        call: Call,
        reply: Reply,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        match (&call, reply) {
            (Call::CreateTotp, Reply::Totp(totp)) => match (Key::of(totp), &mut self.stage) {
                (Some(key), Stage::AddTotp(wizard)) => {
                    wizard.step = TotpStep::Key(key);
                    // There would be none if an earlier code had been taken.
                    self.lost.remove(&Change::VerifyTotp);
                }
                _ => self.fail(&under_way.change, Failure::BadAnswer(BadAnswer::Other)),
            },
            (Call::AttemptTotp(_), Reply::Totp(totp)) => {
                self.totp_is_on(Codes::new(totp.backup_codes));
                self.tell_unseen_codes(&under_way.change, facts);
            }
            (Call::DeleteTotp, Reply::Done) => self.notice = Some(Notice::TotpRemoved),
            (Call::CreatePhone(_), Reply::Phone(answer)) => {
                let number = answer.phone.phone_number;
                return self.ask_for_code_of(answer.phone.id, number, now);
            }
            (Call::AttemptPhone(..), Reply::Phone(_)) => return self.phone_is_verified(facts),
            (Call::ReservePhone(id, true), Reply::Phone(answer)) => {
                self.phone_is_used(id, Codes::new(answer.backup_codes));
                self.tell_unseen_codes(&under_way.change, facts);
            }
            (Call::ReservePhone(_, false), Reply::Phone(_)) => {
                self.notice = Some(Notice::PhoneDisabled);
            }
            (Call::MakeDefaultPhone(_), Reply::Phone(_)) => {
                self.notice = Some(Notice::DefaultPhoneChanged);
            }
            (Call::DeletePhone(_), Reply::Done) => self.notice = Some(Notice::PhoneRemoved),
            (Call::CreateBackupCodes, Reply::Codes(codes)) => {
                self.codes = Codes::new(codes.codes);
                self.tell_unseen_codes(&under_way.change, facts);
            }
            _ => {
                let failure = Failure::BadAnswer(BadAnswer::Other);
                return self.refused(under_way, call, failure, now);
            }
        }
        None
    }

    /// Codes on the screen replace all earlier ones. Without any, an earlier try may have made some.
    fn tell_unseen_codes(&mut self, change: &Change, facts: &Facts<'_>) {
        if self.codes.is_some() {
            self.lost.clear();
        } else {
            self.tell_lost_codes(change, facts.user);
        }
    }

    /// The server refused a change, or its answer was lost.
    fn refused(
        &mut self,
        under_way: UnderWay,
        call: Call,
        failure: Failure,
        now: Timestamp,
    ) -> Option<Effect> {
        if failure.wants_step_up() && !under_way.proven {
            let UnderWay { change, aim, before, .. } = under_way;
            return Some(self.start_step_up(change, aim, before, now));
        }
        if failure.is_lost() {
            self.note_lost(&under_way, &call);
        } else if failure.code() == Some("form_code_incorrect") {
            // No earlier code was taken either.
            self.lost.remove(&under_way.change);
        }
        if call == Call::CreateTotp && failure.is_lost() {
            // There may be another key now, of which only the server knows.
            if let Stage::AddTotp(wizard) = &mut self.stage {
                wizard.step = TotpStep::Preparing;
            }
        } else if failure.is_lost() || failure.is_outdated() {
            let UnderWay { change, before, .. } = under_way;
            return Some(self.ask_client(change, call, before, failure));
        }
        if let Call::AttemptPhone(id, _) = &call
            && matches!(failure.consequence(), Consequence::CodeSpent)
        {
            self.sms.spend(id);
        }
        self.note_wait(&failure, now);
        self.fail(&under_way.change, failure);
        None
    }

    /// The change stays under way, and now waits for what the client shows. Its call is not made
    /// again.
    fn ask_client(
        &mut self,
        change: Change,
        call: Call,
        before: Option<Known>,
        failure: Failure,
    ) -> Effect {
        let ticket = self.tickets.issue();
        let state = Doing::Asking(ticket, failure);
        let aim = Aim::Call(call);
        self.under_way = Some(UnderWay { change, aim, before, proven: true, state });
        Effect::Call { ticket, call: Call::AskClient }
    }

    fn note_wait(&mut self, failure: &Failure, now: Timestamp) {
        if let Consequence::Wait { locked, wait } = failure.consequence() {
            self.hold = Some(Hold::of_user(locked, wait, now));
        }
    }

    /// Tells a failure on the page that asked for the change, else beside what it concerns.
    pub(super) fn fail(&mut self, change: &Change, failure: Failure) {
        match (&mut self.stage, change) {
            (Stage::AddTotp(wizard), Change::AddTotp | Change::VerifyTotp) => {
                let typed = *change == Change::VerifyTotp;
                wizard.refusals += u64::from(typed && failure.spends_input());
                wizard.failure = Some(failure);
            }
            (Stage::AddPhone(wizard), Change::AddPhone | Change::VerifyPhone(_)) => {
                let typed = *change != Change::AddPhone;
                wizard.refusals += u64::from(typed && failure.spends_input());
                wizard.failure = Some(failure);
            }
            (Stage::AddPhone(wizard), Change::UsePhone(id)) if wizard.has_just_added(id) => {
                wizard.failure = Some(failure);
            }
            _ => self.problem = Some((change.target(), failure)),
        }
    }

    /// The answer to a request for a code to a number.
    fn phone_code_sent(
        &mut self,
        id: IdentificationId,
        answer: Result<Reply, Failure>,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let answer = answer.and_then(|reply| match reply {
            Reply::Phone(_) => Ok(()),
            Reply::Done
            | Reply::Totp(_)
            | Reply::Codes(_)
            | Reply::Verification(_)
            | Reply::Client(_) => Err(Failure::BadAnswer(BadAnswer::Other)),
        });
        self.sms.settle(id.clone(), answer.as_ref().copied(), now);
        let failure = answer.err()?;
        self.note_wait(&failure, now);
        let Stage::AddPhone(wizard) = &mut self.stage else { return None };
        if wizard.verifying().is_none_or(|added| added.id != id) {
            return None;
        }
        if failure.is_outdated() && self.under_way.is_none() {
            return Some(self.ask_client(
                Change::VerifyPhone(id.clone()),
                Call::PreparePhone(id),
                facts.user.map(Known::of),
                failure,
            ));
        }
        wizard.failure = Some(failure);
        None
    }
}
