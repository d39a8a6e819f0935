//! The devices of somebody who is signed in: the sessions that there are, on this device and on
//! others, and ending those on others, one after the other.
//!
//! [`Devices`] belongs to [`crate::signed_in::SignedIn`], which hands it what a person asks for and
//! what comes back, and carries out what it asks for: a call, or a fresh proof of a factor. A change
//! that needs a proof leaves this machine as a [`Deferred`], and comes back with it.
//! The diagram is in `README.md` beside this module.

mod event;
mod list;
mod run;

use std::collections::VecDeque;
use std::time::Duration;

use latchkey_fapi_types::client::ActiveSession;
use latchkey_fapi_types::id::SessionId;

pub use event::{Call, Change, Event, Outcome, Reply};
pub use list::{Device, Ending};
pub(crate) use run::Deferred;

use crate::context::Context;
use crate::effect::{self, Answer, Ask};
use crate::failure::{BadAnswer, Failure};
use crate::ticket::Ticket;
use list::List;
use run::{Fate, Plan, Run, WaitsFor};

/// How old the list may be before it is asked for in the background.
const OUTDATED_AFTER: Duration = Duration::from_secs(10);

/// The devices of somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Devices {
    list: Option<List>,
    /// The list that is being asked for. While a change is under way there is none: an answer from
    /// before it would be outdated.
    listing: Option<Listing>,
    /// Why the list could not be had.
    failure: Option<Failure>,
    run: Option<Run>,
    outcome: Option<Outcome>,
}

/// The list is being asked for.
#[derive(Clone, Debug, PartialEq)]
enum Listing {
    List {
        ticket: Ticket,
        /// Whether what was signed out is still to be seen.
        results: bool,
    },
    /// The client, to learn whether the session is still there that refused like this.
    Client(Ticket, Failure),
}

/// What has to be done for the devices.
pub(crate) type Next = effect::Next<Call, Deferred>;

impl Devices {
    /// The devices, as the server listed them last, the current one first; none until it did.
    pub fn list(&self) -> Option<&[Device]> {
        self.list.as_ref().map(|list| &*list.devices)
    }

    /// Whether the list is being fetched.
    pub fn is_listing(&self) -> bool {
        self.listing.is_some()
    }

    /// The change under way, unless it waits for a step-up.
    pub fn pending(&self) -> Option<Change> {
        self.run.as_ref().map(|run| run.plan.change.clone())
    }

    /// Why the list could not be fetched.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// What became of signing out all others, once that is done.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// Whether a change is under way, or waits for a step-up.
    pub(crate) fn is_changing(&self) -> bool {
        self.list.as_ref().is_some_and(List::is_changing)
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        let listing = self.listing.as_ref().is_some_and(|listing| match listing {
            Listing::List { ticket: it, .. } | Listing::Client(it, _) => *it == ticket,
        });
        listing || self.run.as_ref().is_some_and(|run| run.awaits(ticket))
    }

    /// The page is opened.
    pub(crate) fn open(&mut self, cx: &mut Context<'_>) -> Option<Next> {
        self.fetch(true, cx)
    }

    /// The page is left: what was told is not told again. A change goes on, and its results are there
    /// when the page is opened again.
    pub(crate) fn close(&mut self) {
        if !self.is_changing() {
            self.failure = None;
            self.outcome = None;
            self.list.iter_mut().for_each(List::forget_results);
        }
    }

    /// The person looks at the page again.
    pub(crate) fn focused(&mut self, cx: &mut Context<'_>) -> Option<Next> {
        let is_fresh = self.list.as_ref().is_some_and(|it| it.at.plus(OUTDATED_AFTER) > cx.now);
        if is_fresh || cx.is_held() {
            return None;
        }
        self.fetch(false, cx)
    }

    /// Takes what a person asks for. What has no meaning now changes nothing.
    pub(crate) fn act(&mut self, event: Event, cx: &mut Context<'_>) -> Option<Next> {
        if event == Event::Refresh {
            return if cx.is_rate_limited() { None } else { self.fetch(false, cx) };
        }
        if cx.blocked || cx.is_held() || !cx.facts.are_fresh() || self.is_changing() {
            return None;
        }
        let list = self.list.as_mut()?;
        let (change, mut targets) = match event {
            Event::Refresh => return None,
            Event::SignOut(id) => {
                let possible = list.find(&id).is_some_and(Device::can_end);
                (Change::SignOut(id.clone()), VecDeque::from_iter(possible.then_some(id)))
            }
            Event::SignOutOthers => (Change::SignOutOthers, VecDeque::from(list.others())),
        };
        let target = targets.front()?.clone();
        if change == Change::SignOutOthers {
            list.forget_results();
        }
        for id in &targets {
            list.set(id, &Ending::Busy);
        }
        targets.pop_front();
        (self.listing, self.failure, self.outcome) = (None, None, None);
        Some(self.send(Plan { change, target, rest: targets, proven: false }, cx))
    }

    /// A factor is proven: goes on with what waited for it.
    pub(crate) fn resume(&mut self, deferred: Deferred, cx: &mut Context<'_>) -> Next {
        self.send(Plan { proven: true, ..deferred.0 }, cx)
    }

    /// The person gives the step-up up: what is not signed out yet was not asked for.
    pub(crate) fn give_up_proof(&mut self) {
        self.list.iter_mut().for_each(List::give_up);
    }

    /// The session itself ends: no other device has its turn any more.
    pub(crate) fn stop(&mut self) {
        let Some(Run { plan, .. }) = &mut self.run else { return };
        plan.change = Change::SignOut(plan.target.clone());
        for id in plan.rest.drain(..) {
            self.list.iter_mut().for_each(|list| list.set(&id, &Ending::No));
        }
    }

    /// Asks for the list, unless it is being asked for or a change is under way, which asks by itself.
    fn fetch(&mut self, results: bool, cx: &mut Context<'_>) -> Option<Next> {
        if self.is_listing() || self.is_changing() {
            return None;
        }
        let ticket = cx.tickets.issue();
        self.listing = Some(Listing::List { ticket, results });
        Some(Next::Ask(ticket, Ask::Call(Call::List)))
    }

    fn send(&mut self, plan: Plan, cx: &mut Context<'_>) -> Next {
        let ticket = cx.tickets.issue();
        let call = Call::Revoke(plan.target.clone());
        self.run = Some(Run { plan, waits_for: WaitsFor::Answer(ticket) });
        Next::Ask(ticket, Ask::Call(call))
    }

    /// Takes an answer. One with an outdated ticket changes nothing. The list is asked for after a
    /// change where its page is `shown`.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<Reply>, Failure>,
        shown: bool,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        let Some(Run { plan, waits_for }) = self.run.take_if(|run| run.awaits(ticket)) else {
            return self.listed(ticket, answer, cx);
        };
        match waits_for {
            WaitsFor::Answer(_) => match answer {
                Ok(Answer::Reply(Reply::Revoked)) => {
                    self.set(&plan.target, &Ending::Done);
                    self.go_on(plan, shown, cx)
                }
                Ok(_) => self.refused(plan, Failure::BadAnswer(BadAnswer::Other), shown, cx),
                Err(failure) => self.refused(plan, failure, shown, cx),
            },
            WaitsFor::List(_, failure) => match sessions(answer) {
                Ok(sessions) => {
                    self.take_list(sessions, true, cx);
                    if self.list.as_ref().is_some_and(|list| list.is_busy(&plan.target)) {
                        self.set(&plan.target, &Ending::Failed(failure));
                    }
                    self.go_on(plan, shown, cx)
                }
                Err(unknown) => {
                    self.set(&plan.target, &Ending::Failed(failure));
                    self.stop_at(&plan, &unknown, cx)
                }
            },
            WaitsFor::Client(_, failure) => {
                self.set(&plan.target, &Ending::Failed(failure.clone()));
                self.stop_at(&plan, &failure, cx)
            }
        }
    }

    /// The server refused to end a session, or its answer was lost.
    fn refused(
        &mut self,
        plan: Plan,
        failure: Failure,
        shown: bool,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        match Fate::of(&failure, plan.proven) {
            Fate::Prove => return Some(Next::Prove(Deferred(plan))),
            Fate::Gone => self.set(&plan.target, &Ending::Done),
            Fate::AskList => {
                let ticket = cx.tickets.issue();
                self.run = Some(Run { plan, waits_for: WaitsFor::List(ticket, failure) });
                return Some(Next::Ask(ticket, Ask::Call(Call::List)));
            }
            Fate::AskClient => {
                let ticket = cx.tickets.issue();
                self.run = Some(Run { plan, waits_for: WaitsFor::Client(ticket, failure) });
                return Some(Next::Ask(ticket, Ask::Client));
            }
            Fate::Stays => self.set(&plan.target, &Ending::Failed(failure)),
            Fate::Stop => {
                self.set(&plan.target, &Ending::Failed(failure.clone()));
                return self.stop_at(&plan, &failure, cx);
            }
        }
        self.go_on(plan, shown, cx)
    }

    /// The next device has its turn. One that a list no longer showed is signed out already.
    fn go_on(&mut self, plan: Plan, shown: bool, cx: &mut Context<'_>) -> Option<Next> {
        let Plan { change, mut rest, proven, .. } = plan;
        let list = self.list.as_ref()?;
        while let Some(target) = rest.pop_front() {
            if list.is_busy(&target) {
                return Some(self.send(Plan { change, target, rest, proven }, cx));
            }
        }
        self.end(&change);
        if shown { self.fetch(true, cx) } else { None }
    }

    /// Nothing can be asked of the server now: the rest are not signed out, for the same reason.
    fn stop_at(&mut self, plan: &Plan, failure: &Failure, cx: &mut Context<'_>) -> Option<Next> {
        cx.hold.begin(failure.wait(), cx.now);
        for id in &plan.rest {
            self.set(id, &Ending::Failed(failure.clone()));
        }
        self.end(&plan.change);
        None
    }

    /// The change has ended.
    fn end(&mut self, change: &Change) {
        if *change == Change::SignOutOthers {
            self.outcome = self.list.as_ref().map(List::outcome);
        }
    }

    /// The answer to a request for the list.
    fn listed(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<Reply>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        if !self.awaits(ticket) {
            return None;
        }
        match self.listing.take()? {
            Listing::Client(_, failure) => self.failure = Some(failure),
            Listing::List { results, .. } => match sessions(answer) {
                Ok(sessions) => {
                    self.failure = None;
                    self.take_list(sessions, results, cx);
                }
                Err(failure) if failure.doubts_session() => {
                    let ticket = cx.tickets.issue();
                    self.listing = Some(Listing::Client(ticket, failure));
                    return Some(Next::Ask(ticket, Ask::Client));
                }
                Err(failure) => {
                    cx.hold.begin(failure.wait(), cx.now);
                    self.failure = Some(failure);
                }
            },
        }
        None
    }

    fn take_list(&mut self, sessions: Vec<ActiveSession>, results: bool, cx: &Context<'_>) {
        let list = List::new(sessions, cx.facts.session, self.list.take(), results, cx.now);
        if results && self.outcome.is_some() {
            self.outcome = Some(list.outcome());
        }
        self.list = Some(list);
    }

    fn set(&mut self, id: &SessionId, ending: &Ending) {
        self.list.iter_mut().for_each(|list| list.set(id, ending));
    }
}

fn sessions(answer: Result<Answer<Reply>, Failure>) -> Result<Vec<ActiveSession>, Failure> {
    match answer? {
        Answer::Reply(Reply::List(sessions)) => Ok(sessions),
        Answer::Reply(Reply::Revoked) | Answer::Client(_) => {
            Err(Failure::BadAnswer(BadAnswer::Other))
        }
    }
}
