//! The step-up before a change, and the change after it.

use super::{Aim, Call, Change, Doing, Effect, Facts, Known, Mfa, Page, Reply, Stage, UnderWay};
use crate::failure::{BadAnswer, Failure};
use crate::step_up::{self, Answer, StepUp};
use crate::ticket::Ticket;
use crate::time::Timestamp;

impl Mfa {
    /// Opens the step-up dialog. The change goes on by itself once the factor is proven.
    pub(super) fn start_step_up(
        &mut self,
        change: Change,
        aim: Aim,
        before: Option<Known>,
        now: Timestamp,
    ) -> Effect {
        let (step_up, (ticket, call)) = StepUp::start(self.hold.clone(), &mut self.tickets, now);
        let state = Doing::StepUp(Box::new(step_up));
        self.under_way = Some(UnderWay { change, aim, before, proven: true, state });
        Effect::Call { ticket, call: Call::StepUp(call) }
    }

    /// The person does something in the dialog.
    pub(super) fn in_step_up(
        &mut self,
        event: step_up::Event,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        if matches!(event, step_up::Event::Cancel) {
            self.cancel_step_up();
            return None;
        }
        let Some(UnderWay { state: Doing::StepUp(step_up), .. }) = &mut self.under_way else {
            return None;
        };
        let next = step_up.act(event, &mut self.tickets, now);
        self.after_step_up(next, facts, now)
    }

    /// An answer came while the dialog is open.
    pub(super) fn step_up_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Reply, Failure>,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let Some(UnderWay { state: Doing::StepUp(step_up), .. }) = &mut self.under_way else {
            return None;
        };
        let answer = answer.and_then(|reply| match reply {
            Reply::Verification(verification) => Ok(Answer::Verification(verification)),
            Reply::Client(client) => Ok(Answer::Client(client)),
            Reply::Done | Reply::Totp(_) | Reply::Phone(_) | Reply::Codes(_) => {
                Err(Failure::BadAnswer(BadAnswer::Other))
            }
        });
        let next = step_up.answered(ticket, answer, &mut self.tickets, now);
        self.after_step_up(next, facts, now)
    }

    /// Goes on with the change once the factor is proven.
    fn after_step_up(
        &mut self,
        next: Option<(Ticket, step_up::Call)>,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let done = |it: &mut UnderWay| match &it.state {
            Doing::StepUp(step_up) => *step_up.stage() == step_up::Stage::Done,
            Doing::Calling(_) | Doing::Asking(..) => false,
        };
        let Some(mut under_way) = self.under_way.take_if(done) else {
            let (ticket, call) = next?;
            return Some(Effect::Call { ticket, call: Call::StepUp(call) });
        };
        let ticket = self.tickets.issue();
        let state = std::mem::replace(&mut under_way.state, Doing::Calling(ticket));
        self.keep_hold(state);
        match under_way.aim.clone() {
            Aim::Call(call) => {
                self.under_way = Some(under_way);
                Some(Effect::Call { ticket, call })
            }
            Aim::Open(page) => self.enter(page, true, facts, now),
        }
    }

    /// Gives the change up that the dialog is for. A page that could not even begin closes.
    pub(super) fn cancel_step_up(&mut self) {
        let in_dialog = |it: &mut UnderWay| matches!(it.state, Doing::StepUp(_));
        let Some(under_way) = self.under_way.take_if(in_dialog) else { return };
        self.keep_hold(under_way.state);
        if let Stage::AddTotp(wizard) = &self.stage
            && wizard.is_preparing()
        {
            self.stage = match wizard.from {
                Page::Account => Stage::Account,
                Page::Overview | Page::AddTotp | Page::AddPhone => Stage::Overview,
            };
        }
    }

    /// The client is known anew: a lock without an end may be over.
    pub(super) fn refreshed(&mut self) {
        self.hold.take_if(|hold| hold.is_endless());
        if let Some(UnderWay { state: Doing::StepUp(step_up), .. }) = &mut self.under_way {
            step_up.refreshed();
        }
    }

    /// A wait outlives the dialog.
    fn keep_hold(&mut self, state: Doing) {
        if let Doing::StepUp(step_up) = state {
            self.hold = step_up.into_hold();
        }
    }
}
