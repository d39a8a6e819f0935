//! Somebody who is signed in: which page is shown, the ways out, and the step-up before a sensitive
//! change. There is one [`SignedIn`] for each session.
//!
//! [`SignedIn::apply`] is the whole machine: it takes an [`Event`], what is known of the account and
//! the time, and gives back the next state with at most one effect. It never performs the effect.
//! Each call carries a [`Ticket`]; an answer with a ticket that the state no longer waits for
//! changes nothing. What cannot be asked for in a state is ignored: a window may always send one
//! click too many.
//!
//! The account itself is not in here: it is what the server last said, and comes in as [`Facts`].
//! The diagram is in `README.md` beside this module.

mod account;
mod event;

#[cfg(test)]
mod tests;

use std::time::Duration;

pub use event::{Call, Destination, Event, Page, Reply};

use crate::context::Context;
pub use crate::context::Facts;
use crate::effect::{Answer, Ask, Effect, Platform};
use crate::factors::{self, Change, Deferred, Factors, Notice};
use crate::failure::{BadAnswer, Failure};
use crate::hold::{Hold, UserHold};
use crate::step_up::{self, StepUp};
use crate::ticket::{Ticket, Tickets};
use crate::time::Instant;
use account::Account;

/// Somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignedIn {
    factors: Factors,
    /// The step-up dialog.
    proof: Option<Proof>,
    /// Where the person wants to go, while they are asked about backup codes.
    leaving: Option<Leaving>,
    account: Account,
    hold: UserHold,
}

/// The person is asked whether to leave backup codes behind.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Leaving {
    to: Destination,
    /// Since when the question stands.
    since: Instant,
}

/// Within this time nobody has read the question: what comes then is the repeat of a key, or the
/// second of two signals that end a program.
const READING_TIME: Duration = Duration::from_secs(1);

/// A step-up, and what goes on once the factor is proven.
#[derive(Clone, Debug, PartialEq)]
struct Proof {
    step_up: StepUp,
    then: Deferred,
}

/// Which page is shown, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage<'a> {
    /// The account, or the task that its session is pending on.
    Account,
    /// A page of the factors.
    Factors(&'a factors::Stage),
}

impl SignedIn {
    /// Which page is shown, and where it stands.
    pub fn stage(&self) -> Stage<'_> {
        self.factors.stage().map_or(Stage::Account, Stage::Factors)
    }

    /// The factors: what is under way, what failed, and the codes on the screen.
    pub fn factors(&self) -> &Factors {
        &self.factors
    }

    /// The step-up dialog, and the change that waits for it.
    pub fn step_up(&self) -> Option<(&StepUp, Change)> {
        self.proof.as_ref().map(|proof| (&proof.step_up, proof.then.change()))
    }

    /// The change under way, also while it waits for a step-up.
    pub fn pending(&self) -> Option<Change> {
        self.factors.pending().or_else(|| self.proof.as_ref().map(|proof| proof.then.change()))
    }

    /// Whether an answer is waited for that decides how a change ends; not while a person is asked
    /// in the step-up dialog.
    pub fn is_busy(&self) -> bool {
        self.factors.pending().is_some()
            || self.proof.as_ref().is_some_and(|proof| proof.step_up.is_busy())
    }

    /// Whether the person wants to leave backup codes behind that were not confirmed, or that the
    /// answer under way may bring.
    pub fn leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// Whether a refresh that the person asked for is under way, or the end of the session.
    pub fn is_account_busy(&self) -> bool {
        self.account.is_busy()
    }

    /// Whether the session is being ended here: a session that is gone then was not ended elsewhere.
    pub fn is_signing_out(&self) -> bool {
        self.account.is_signing_out()
    }

    /// Why the account could not be refreshed, or the session not be ended.
    pub fn account_failure(&self) -> Option<&Failure> {
        self.account.failure.as_ref()
    }

    /// The wait that the server asked for, if it is not over.
    pub fn hold(&self, now: Instant) -> Option<&Hold> {
        self.hold.current(now)
    }

    /// What the last event brought that is worth telling; none again with the next event.
    pub fn notice(&self) -> Option<Notice> {
        self.factors.notice
    }

    /// Whether the answer with this ticket is waited for. A call whose answer is not can be given up.
    pub fn awaits(&self, ticket: Ticket) -> bool {
        self.factors.awaits(ticket)
            || self.account.awaits(ticket)
            || self.proof.as_ref().is_some_and(|proof| proof.step_up.awaits(ticket))
    }

    /// Takes an event. What has no meaning in the present state changes nothing.
    #[must_use]
    pub fn apply(
        mut self,
        event: Event,
        facts: &Facts<'_>,
        now: Instant,
        tickets: &mut Tickets,
    ) -> (Self, Option<Effect<Call>>) {
        self.factors.notice = None;
        let effect = self.take(event, &mut Input { facts, now, tickets });
        if self.factors.codes().is_none() && !self.factors.awaits_codes() {
            // Nothing is left to lose.
            self.leaving = None;
        }
        (self, effect)
    }

    fn take(&mut self, event: Event, input: &mut Input<'_>) -> Option<Effect<Call>> {
        match event {
            Event::Open(destination) => self.open(destination, input),
            Event::Leave => self.go(self.leaving?.to, input),
            Event::Stay => {
                self.leaving = None;
                None
            }
            Event::Refresh => self.on_account(input, Account::refresh),
            Event::Focused => self.on_account(input, Account::refresh_in_background),
            Event::Factors(event) => {
                let mut cx = input.with(&mut self.hold, self.proof.is_some());
                let next = self.factors.act(event, &mut cx);
                self.go_on(next, input)
            }
            Event::StepUp(step_up::Event::Cancel) => {
                self.cancel_step_up();
                None
            }
            Event::StepUp(event) => {
                let mut cx = input.with(&mut self.hold, true);
                let next = self.proof.as_mut()?.step_up.act(event, &mut cx);
                self.after_step_up(next, input)
            }
            Event::Answered { ticket, answer } => self.answered(ticket, answer, input),
        }
    }

    fn on_account(
        &mut self,
        input: &mut Input<'_>,
        act: impl FnOnce(&mut Account, &mut Context<'_>) -> Option<(Ticket, Call)>,
    ) -> Option<Effect<Call>> {
        let mut cx = input.with(&mut self.hold, self.proof.is_some());
        let (ticket, call) = act(&mut self.account, &mut cx)?;
        Some(Effect::Call { ticket, call })
    }

    fn open(&mut self, destination: Destination, input: &mut Input<'_>) -> Option<Effect<Call>> {
        if let Destination::Page(page) = destination
            && !self.may_show(page, input.facts)
        {
            return None;
        }
        // A window that is to close a second time closes, also where the page cannot answer.
        let insists = destination == Destination::Close
            && self.leaving.is_some_and(|it| {
                it.to == destination && input.now.since(it.since) >= READING_TIME
            });
        let departs = !matches!(destination, Destination::Page(_));
        let loses = self.factors.would_lose_codes() || (departs && self.factors.awaits_codes());
        if loses && !insists {
            let asked = self.leaving.filter(|it| it.to == destination);
            self.leaving = asked.or(Some(Leaving { to: destination, since: input.now }));
            return None;
        }
        self.go(destination, input)
    }

    /// Whether there is anything to open: the page is not shown, nothing keeps the person from it,
    /// and there is such a page.
    fn may_show(&self, page: Page, facts: &Facts<'_>) -> bool {
        match page {
            Page::Account => self.factors.stage().is_some() && !self.factors.is_kept_from(None),
            Page::Factors(page) => {
                let waits = self.proof.as_ref().is_some_and(|proof| proof.then.opens(page));
                let shown = self.factors.shows(page);
                !waits && !shown && !self.factors.is_kept_from(Some(page)) && page.may_open(facts)
            }
            // Neither can be shown yet.
            Page::Devices | Page::ThisDevice => false,
        }
    }

    /// Goes somewhere, whatever is lost by that.
    fn go(&mut self, destination: Destination, input: &mut Input<'_>) -> Option<Effect<Call>> {
        self.leaving = None;
        self.cancel_step_up();
        self.factors.drop_codes();
        let page = match destination {
            Destination::Close => return Some(Effect::Platform(Platform::CloseWindow)),
            Destination::ChangeInstance => return Some(Effect::Platform(Platform::LeaveInstance)),
            Destination::SignOut => return self.on_account(input, Account::sign_out),
            Destination::Page(Page::Account | Page::Devices | Page::ThisDevice) => None,
            Destination::Page(Page::Factors(page)) => Some(page),
        };
        let next = self.factors.show(page, &mut input.with(&mut self.hold, false));
        self.go_on(next, input)
    }

    /// Does what the factors need: a call, or a fresh proof first.
    fn go_on(
        &mut self,
        next: Option<factors::Next>,
        input: &mut Input<'_>,
    ) -> Option<Effect<Call>> {
        match next? {
            factors::Next::Ask(ticket, ask) => Some(call(ticket, ask)),
            factors::Next::Prove(then) => {
                let (step_up, (ticket, ask)) = StepUp::start(input.tickets);
                self.proof = Some(Proof { step_up, then });
                Some(call(ticket, ask))
            }
        }
    }

    /// Goes on with what waited for the proof, once the factor is proven.
    fn after_step_up(
        &mut self,
        next: Option<(Ticket, Ask<step_up::Call>)>,
        input: &mut Input<'_>,
    ) -> Option<Effect<Call>> {
        let is_done = |proof: &mut Proof| *proof.step_up.stage() == step_up::Stage::Done;
        if let Some(proof) = self.proof.take_if(is_done) {
            let next = self.factors.resume(proof.then, &mut input.with(&mut self.hold, false));
            return self.go_on(next, input);
        }
        let (ticket, ask) = next?;
        Some(call(ticket, ask))
    }

    /// Gives up what waits for the step-up.
    fn cancel_step_up(&mut self) {
        if self.proof.take().is_some() {
            self.factors.give_up_proof();
        }
    }

    fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Reply, Failure>,
        input: &mut Input<'_>,
    ) -> Option<Effect<Call>> {
        if !self.awaits(ticket) {
            return None;
        }
        if matches!(answer, Ok(Reply::Client(_))) {
            self.hold.client_known();
        }
        if self.account.awaits(ticket) {
            return self.on_account(input, |account, cx| account.answered(ticket, answer, cx));
        }
        let mut cx = input.with(&mut self.hold, self.proof.is_some());
        if let Some(proof) = &mut self.proof
            && proof.step_up.awaits(ticket)
        {
            let answer = answer.and_then(|reply| match reply {
                Reply::StepUp(verification) => Ok(Answer::Reply(verification)),
                Reply::Client(client) => Ok(Answer::Client(client)),
                Reply::SignedOut | Reply::Factors(_) => Err(unexpected()),
            });
            let next = proof.step_up.answered(ticket, answer, &mut cx);
            return self.after_step_up(next, input);
        }
        let answer = answer.and_then(|reply| match reply {
            Reply::Factors(reply) => Ok(Answer::Reply(reply)),
            Reply::Client(client) => Ok(Answer::Client(client)),
            Reply::SignedOut | Reply::StepUp(_) => Err(unexpected()),
        });
        let next = self.factors.answered(ticket, answer, &mut cx);
        self.go_on(next, input)
    }
}

/// What comes with every event.
struct Input<'a> {
    facts: &'a Facts<'a>,
    now: Instant,
    tickets: &'a mut Tickets,
}

impl Input<'_> {
    fn with<'a>(&'a mut self, hold: &'a mut UserHold, proving: bool) -> Context<'a> {
        Context { facts: self.facts, now: self.now, tickets: self.tickets, hold, proving }
    }
}

fn call<C: Into<Call>>(ticket: Ticket, ask: Ask<C>) -> Effect<Call> {
    let call = match ask {
        Ask::Call(call) => call.into(),
        Ask::Client => Call::AskClient,
    };
    Effect::Call { ticket, call }
}

fn unexpected() -> Failure {
    Failure::BadAnswer(BadAnswer::Other)
}
