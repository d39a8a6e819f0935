//! The password of somebody who is signed in: set, changed and removed on the Account page, or set
//! because the session task `reset-password` asks for one. There is one change at a time.
//!
//! [`Password`] belongs to [`crate::signed_in::SignedIn`], which hands it what a person asks for and
//! what comes back, and carries out what it asks for: a call, or a fresh proof of a factor. A change
//! that needs a proof leaves this machine as a [`Deferred`], and comes back with it.
//! The diagram is in `README.md` beside this module.

mod event;
mod run;

use latchkey_fapi_types::enums::TaskKey;

pub use event::{Call, Change, Event, Form, NewPassword};
pub(crate) use run::{Deferred, Next, is_wanted};
pub use run::{Removal, asks_current, may_change, removal};

use crate::context::{Context, Facts};
use crate::effect::{Answer, Ask};
use crate::failure::{BadAnswer, Failure, InputError};
use crate::settling::WaitsFor;
use crate::ticket::Ticket;
use run::{Fate, Known, Run};

/// The password of somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Password {
    /// The form that is open on the Account page. The task has one of its own.
    form: Option<Form>,
    run: Option<Run>,
    /// The change that failed last.
    problem: Option<(Change, Failure)>,
    /// Whether the server asked for the present password, although the instance has fresh proofs.
    current_wanted: bool,
    /// What the last event brought; none again with the next event.
    pub(crate) notice: Option<Change>,
}

impl Password {
    /// The form that is open on the Account page.
    pub fn form(&self) -> Option<Form> {
        self.form
    }

    /// The change whose answer is waited for.
    pub fn pending(&self) -> Option<Change> {
        self.run.as_ref().filter(|run| !run.waits_for.is_unsettled()).map(|run| run.change)
    }

    /// The change of which nobody knows what became, until the client is seen. No other begins before.
    pub fn unsettled(&self) -> Option<Change> {
        self.run.as_ref().filter(|run| run.waits_for.is_unsettled()).map(|run| run.change)
    }

    /// Whether an answer is waited for.
    pub fn is_busy(&self) -> bool {
        self.pending().is_some()
    }

    /// The change that failed last, and why.
    pub fn problem(&self) -> Option<(Change, &Failure)> {
        self.problem.as_ref().map(|(change, failure)| (*change, failure))
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        self.run.as_ref().is_some_and(|run| run.waits_for.awaits(ticket))
    }

    /// Forgets what was told; also why it failed, once the session waits for something else.
    pub(crate) fn forget_told(&mut self, task: Option<&TaskKey>) {
        self.notice = None;
        if task.is_some() {
            self.leave();
        }
        if !is_wanted(task) {
            self.problem.take_if(|(change, _)| *change == Change::Reset);
        }
    }

    /// The Account page is left: its form closes, and what failed there is told no more. A change goes on.
    pub(crate) fn leave(&mut self) {
        self.form = None;
        self.problem.take_if(|(change, _)| *change != Change::Reset);
    }

    /// The session is to end: what was told is of no more use, and no proof is asked for.
    pub(crate) fn stop(&mut self) {
        (self.form, self.problem) = (None, None);
        if let Some(run) = &mut self.run {
            run.proven = true;
        }
    }

    /// Takes what a person asks for. What has no meaning now changes nothing.
    pub(crate) fn act(&mut self, event: Event, cx: &mut Context<'_>) -> Option<Next> {
        let idle = !cx.blocked && self.run.is_none() && cx.facts.are_fresh();
        match event {
            Event::DismissProblem => self.problem = None,
            Event::Close => self.leave(),
            Event::Open(form) if idle && self.form.is_none() && run::may_open(form, cx.facts) => {
                (self.form, self.problem) = (Some(form), None);
            }
            Event::Set(new) if idle && !cx.is_held() => return self.set(new, cx),
            Event::Remove { current } if idle && !cx.is_held() => {
                if self.form != Some(Form::Remove) || !run::may_open(Form::Remove, cx.facts) {
                    return None;
                }
                // EXPOSE: only whether there is one is looked at.
                if current.expose().is_empty() {
                    return self.refuse(Change::Remove, InputError::CurrentPasswordEmpty);
                }
                return Some(self.begin(Change::Remove, Call::Remove { current }, cx));
            }
            Event::Open(_) | Event::Set(_) | Event::Remove { .. } => {}
        }
        None
    }

    /// Sends a password, where one can be set now. The present one goes with it only where it is asked for.
    fn set(&mut self, new: NewPassword, cx: &mut Context<'_>) -> Option<Next> {
        let change = if is_wanted(cx.facts.task) {
            Change::Reset
        } else if self.form == Some(Form::New) && run::may_open(Form::New, cx.facts) {
            Change::Set
        } else {
            return None;
        };
        let asks_current = change == Change::Set && asks_current(self, cx.facts);
        let current = new.current.filter(|_| asks_current);
        // EXPOSE: only whether there is one is looked at.
        if asks_current && current.as_ref().is_none_or(|it| it.expose().is_empty()) {
            return self.refuse(change, InputError::CurrentPasswordEmpty);
        }
        // EXPOSE: only whether there is one is looked at.
        if new.password.expose().is_empty() {
            return self.refuse(change, InputError::PasswordEmpty);
        }
        Some(self.begin(change, Call::Set(NewPassword { current, ..new }), cx))
    }

    /// What was typed cannot be right.
    fn refuse(&mut self, change: Change, error: InputError) -> Option<Next> {
        self.problem = Some((change, Failure::Input(error)));
        None
    }

    fn begin(&mut self, change: Change, call: Call, cx: &mut Context<'_>) -> Next {
        let before = Known::of(cx.facts);
        self.send(Deferred { change, call, before }, false, cx)
    }

    /// A factor is proven: sends the very same call that waited for it.
    pub(crate) fn resume(&mut self, deferred: Deferred, cx: &mut Context<'_>) -> Next {
        self.send(deferred, true, cx)
    }

    fn send(&mut self, deferred: Deferred, proven: bool, cx: &mut Context<'_>) -> Next {
        let Deferred { change, call, before } = deferred;
        self.problem = None;
        let ticket = cx.tickets.issue();
        let sent = Some(call.clone());
        self.run = Some(Run { change, sent, before, proven, waits_for: WaitsFor::Answer(ticket) });
        Next::Ask(ticket, Ask::Call(call))
    }

    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<()>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        let mut run = self.run.take_if(|run| run.waits_for.awaits(ticket))?;
        match (run.waits_for.clone(), answer) {
            // A task that asks for it still was not answered.
            (WaitsFor::Answer(_), Ok(Answer::Reply(())))
                if run.change != Change::Reset || !is_wanted(cx.facts.task) =>
            {
                self.made(run.change);
            }
            (WaitsFor::Answer(_), Ok(_)) => {
                let failure = Failure::BadAnswer(BadAnswer::Other);
                return Some(self.ask_client(run, failure, cx));
            }
            (WaitsFor::Answer(_), Err(failure)) if failure.wants_step_up() && !run.proven => {
                let call = run.sent.take()?;
                let deferred = Deferred { change: run.change, call, before: run.before };
                return Some(Next::Prove(deferred));
            }
            (WaitsFor::Answer(_), Err(failure)) if failure.is_lost() || failure.is_outdated() => {
                return Some(self.ask_client(run, failure, cx));
            }
            (WaitsFor::Answer(_), Err(failure)) => self.fail(run.change, failure, cx),
            (WaitsFor::Client(_, failure), Ok(_)) => self.client_known(&run, failure, cx),
            (WaitsFor::Client(_, failure), Err(unknown)) => {
                cx.hold.begin(unknown.wait(), cx.now);
                match WaitsFor::sight(failure, cx.now) {
                    Ok(waits_for) => self.run = Some(Run { waits_for, ..run }),
                    Err(failure) => self.fail(run.change, failure, cx),
                }
            }
            // It waits for no answer.
            (WaitsFor::Sight { .. }, _) => {}
        }
        None
    }

    /// The change stays under way, and now waits for what the client shows. What was typed is of no more use.
    fn ask_client(&mut self, run: Run, failure: Failure, cx: &mut Context<'_>) -> Next {
        let ticket = cx.tickets.issue();
        self.run = Some(Run { sent: None, waits_for: WaitsFor::Client(ticket, failure), ..run });
        Next::Ask(ticket, Ask::Client)
    }

    /// Whether the facts tell what became of the change that was not settled.
    pub(crate) fn can_settle(&self, facts: &Facts<'_>) -> bool {
        self.run.as_ref().is_some_and(|run| run.waits_for.is_seen(facts))
    }

    /// The client was seen: it tells what became of the change that was not settled.
    pub(crate) fn seen(&mut self, cx: &mut Context<'_>) {
        let Some(run) = self.run.take_if(|run| run.waits_for.is_seen(cx.facts)) else { return };
        if let WaitsFor::Sight { failure, .. } = run.waits_for.clone() {
            self.client_known(&run, failure, cx);
        }
    }

    /// The client shows what became of a change that failed like this.
    fn client_known(&mut self, run: &Run, failure: Failure, cx: &mut Context<'_>) {
        match run.fate(cx.facts, failure.is_lost()) {
            Fate::Made => self.made(run.change),
            Fate::Elsewhere => self.problem = None,
            Fate::NotMade => self.fail(run.change, failure, cx),
        }
    }

    /// A change is made: its form closes, and its success is told.
    fn made(&mut self, change: Change) {
        (self.notice, self.problem) = (Some(change), None);
        self.form.take_if(|form| form.change() == change);
        self.current_wanted = false;
    }

    fn fail(&mut self, change: Change, failure: Failure, cx: &mut Context<'_>) {
        cx.hold.begin(failure.wait(), cx.now);
        let missing = matches!(failure.code(), Some("form_param_missing" | "form_param_nil"));
        let of_current =
            failure.reason().is_some_and(|it| it.param_name.as_deref() == Some("current_password"));
        self.current_wanted |= missing && of_current;
        self.problem = Some((change, failure));
    }
}
