//! The organizations of somebody who is signed in: which one the session is used for, joining, making and leaving one, and
//! the session task `choose-organization`.
//!
//! [`Organizations`] belongs to [`crate::signed_in::SignedIn`], which hands it what a person asks for and
//! what comes back, and carries out what it asks for: a call, or a fresh proof of a factor. Those that the person is in come
//! with the user, in the facts. The diagram is in `README.md` beside this module.

mod event;
mod offers;
mod run;

pub use event::{Call, Change, Event, Notice, Reply};
pub use offers::Offers;
pub use run::is_forced;
pub(crate) use run::{Deferred, is_wanted};

use latchkey_fapi_types::id::{OrganizationId, SuggestionId};
use latchkey_fapi_types::organization::OrganizationInvitation;

use crate::context::{Context, Facts};
use crate::effect::{self, Answer, Ask};
use crate::failure::{BadAnswer, Failure, InputError};
use crate::settling::WaitsFor;
use crate::ticket::Ticket;
use offers::Listing;
use run::{Plan, Run};

/// The organizations of somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Organizations {
    offers: Option<Offers>,
    listing: Option<Listing>,
    /// Why what there is to join could not be had.
    failure: Option<Failure>,
    run: Option<Run>,
    /// The last change, and why it failed.
    failed: Option<(Change, Failure)>,
    /// How many organizations were made.
    made: u64,
    /// The session is to end: no change goes on by itself.
    stopped: bool,
    /// Whether the only organization was taken without anybody asking for it. It is tried once.
    taken: bool,
    /// What the last event brought; none again with the next event.
    pub(crate) notice: Option<Notice>,
}

/// What has to be done for the organizations.
pub(crate) type Next = effect::Next<Call, Deferred>;

impl Organizations {
    /// What there is to join; none until the server said so.
    pub fn offers(&self) -> Option<&Offers> {
        self.offers.as_ref()
    }

    /// Whether what there is to join is being fetched.
    pub fn is_listing(&self) -> bool {
        self.listing.is_some()
    }

    /// Why what there is to join could not be fetched.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// The change under way, unless it waits for a step-up.
    pub fn pending(&self) -> Option<&Change> {
        let run = self.run.as_ref().filter(|run| !run.waits_for.is_unsettled());
        run.map(|run| &run.plan.change)
    }

    /// The change of which nobody knows what became, until the client is seen. No other begins before.
    pub fn unsettled(&self) -> Option<&Change> {
        let run = self.run.as_ref().filter(|run| run.waits_for.is_unsettled());
        run.map(|run| &run.plan.change)
    }

    /// The last change, and why it failed.
    pub fn failed(&self) -> Option<(&Change, &Failure)> {
        self.failed.as_ref().map(|(change, failure)| (change, failure))
    }

    /// How many organizations were made: with each, the form for another one begins anew.
    pub fn made_so_far(&self) -> u64 {
        self.made
    }

    /// Whether it is not known what there is to join, and nothing is under way that would tell.
    pub(crate) fn lacks_offers(&self) -> bool {
        let is_told = self.offers.is_some() || self.failure.is_some();
        !is_told && self.listing.is_none() && self.run.is_none()
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        self.listing.as_ref().is_some_and(|listing| listing.awaits(ticket))
            || self.run.as_ref().is_some_and(|run| run.awaits(ticket))
    }

    /// What is shown of organizations is shown: asks for what there is to join, where that is not known, and takes the only
    /// organization that a session which waits for one can be used for.
    pub(crate) fn look(&mut self, cx: &mut Context<'_>) -> Option<Next> {
        if !cx.facts.are_fresh() || !self.lacks_offers() || cx.is_rate_limited() {
            return None;
        }
        if !self.taken
            && !cx.blocked
            && !cx.is_held()
            && let Some(only) = only_exclusive(cx.facts)
        {
            self.taken = true;
            return self.begin(Change::Select(Some(only)), cx);
        }
        self.list(cx)
    }

    /// What is shown of organizations is left: what was told is not told again, and what there is to join is asked for anew.
    pub(crate) fn close(&mut self) {
        // What was asked for on another page is told there.
        self.failed.take_if(|(change, _)| !matches!(change, Change::Select(_)));
        (self.failure, self.taken) = (None, false);
        if self.run.is_none() {
            self.offers = None;
        }
    }

    /// Another page is shown: that the session could not be used for another organization is told no more.
    pub(crate) fn leave(&mut self) {
        self.failed = None;
    }

    /// Takes what a person asks for. What has no meaning now changes nothing.
    pub(crate) fn act(&mut self, event: Event, cx: &mut Context<'_>) -> Option<Next> {
        match event {
            Event::Refresh if cx.is_rate_limited() || self.run.is_some() => None,
            Event::Refresh => self.list(cx),
            Event::Ask(_) if cx.blocked || cx.is_held() || !cx.facts.are_fresh() => None,
            Event::Ask(_) if self.run.is_some() => None,
            Event::Ask(change) => self.begin(change, cx),
        }
    }

    /// A factor is proven: goes on with what waited for it.
    pub(crate) fn resume(&mut self, deferred: Deferred, cx: &mut Context<'_>) -> Next {
        self.send(Plan { proven: true, ..deferred.0 }, cx)
    }

    /// The session is to end: no proof is asked for any more.
    pub(crate) fn stop(&mut self) {
        self.failed = None;
        self.stopped = true;
        if let Some(run) = &mut self.run {
            run.plan.proven = true;
        }
    }

    /// Whether the facts tell what became of the change that was not settled.
    pub(crate) fn can_settle(&self, facts: &Facts<'_>) -> bool {
        self.run.as_ref().is_some_and(|run| run.waits_for.is_seen(facts))
    }

    /// The client was seen: it tells what became of the change that was not settled.
    pub(crate) fn seen(&mut self, cx: &mut Context<'_>) -> Option<Next> {
        let Run { plan, waits_for } = self.run.take_if(|run| run.waits_for.is_seen(cx.facts))?;
        let WaitsFor::Sight { failure, .. } = waits_for else { return None };
        self.client_known(plan, failure, cx)
    }

    fn begin(&mut self, change: Change, cx: &mut Context<'_>) -> Option<Next> {
        self.failed = None;
        if let Some(error) = input_error(&change) {
            self.failed = Some((change, Failure::Input(error)));
            return None;
        }
        let plan = Plan::of(change, cx.facts, self.offers.as_ref())?;
        // An answer from before the change would be outdated.
        (self.listing, self.stopped) = (None, false);
        Some(self.send(plan, cx))
    }

    fn send(&mut self, plan: Plan, cx: &mut Context<'_>) -> Next {
        let ticket = cx.tickets.issue();
        let call = plan.call.clone();
        self.run = Some(Run { plan, waits_for: WaitsFor::Answer(ticket) });
        Next::Ask(ticket, Ask::Call(call))
    }

    fn list(&mut self, cx: &mut Context<'_>) -> Option<Next> {
        if self.is_listing() {
            return None;
        }
        let ticket = cx.tickets.issue();
        (self.listing, self.failure) = (Some(Listing::Invitations(ticket)), None);
        Some(Next::Ask(ticket, Ask::Call(Call::Invitations)))
    }

    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<Reply>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        let Some(Run { plan, waits_for }) = self.run.take_if(|run| run.awaits(ticket)) else {
            return self.listed(ticket, answer, cx);
        };
        match (waits_for, answer) {
            (WaitsFor::Answer(_), Ok(Answer::Reply(Reply::Created(made)))) => {
                // Its answer tells more than the client, which the answer may come without.
                self.made += 1;
                self.use_next(made.id, plan, cx)
            }
            (WaitsFor::Answer(_), Ok(Answer::Reply(Reply::Done))) => {
                if matches!(plan.call, Call::Request(_))
                    || plan.is_done(cx.facts, self.offers.as_ref())
                {
                    self.made(plan, cx)
                } else {
                    // An answer may come without the client, which then has to be asked for.
                    Some(self.doubt(plan, Failure::BadAnswer(BadAnswer::Other), cx))
                }
            }
            (WaitsFor::Answer(_), Ok(_)) => {
                Some(self.doubt(plan, Failure::BadAnswer(BadAnswer::Other), cx))
            }
            (WaitsFor::Answer(_), Err(failure)) if failure.wants_step_up() && !plan.proven => {
                Some(Next::Prove(Deferred(plan)))
            }
            (WaitsFor::Answer(_), Err(failure)) if failure.is_lost() || failure.is_outdated() => {
                Some(self.doubt(plan, failure, cx))
            }
            (WaitsFor::Answer(_), Err(failure)) => {
                self.fail(plan, failure, cx);
                None
            }
            (WaitsFor::Client(_, failure), Ok(_)) => self.client_known(plan, failure, cx),
            (WaitsFor::Client(_, failure), Err(unknown)) => {
                cx.hold.begin(unknown.wait(), cx.now);
                match WaitsFor::sight(failure, cx.now) {
                    Ok(waits_for) => self.run = Some(Run { plan, waits_for }),
                    Err(failure) => self.not_made(plan, failure, cx),
                }
                None
            }
            // It waits for no answer.
            (WaitsFor::Sight { .. }, _) => None,
        }
    }

    /// The client shows what became of a change that failed like this.
    fn client_known(&mut self, plan: Plan, failure: Failure, cx: &mut Context<'_>) -> Option<Next> {
        if plan.is_done(cx.facts, self.offers.as_ref()) {
            return self.made(plan, cx);
        }
        self.not_made(plan, failure, cx);
        None
    }

    /// A change was not made after all. What there was to join may not be there any more.
    fn not_made(&mut self, plan: Plan, failure: Failure, cx: &mut Context<'_>) {
        self.offers = None;
        self.fail(plan, failure, cx);
    }

    /// A call did what it was for.
    fn made(&mut self, plan: Plan, cx: &mut Context<'_>) -> Option<Next> {
        let brought = plan.brought(cx.facts, self.offers.as_ref());
        match (&plan.change, &mut self.offers) {
            (Change::Join(id), Some(offers)) => offers.joined(id),
            (Change::Request(id), Some(offers)) => offers.requested(id),
            (Change::Create { .. }, _) => self.made += 1,
            (_, _) => {}
        }
        match brought {
            Some(organization) if cx.facts.organization != Some(&organization) => {
                self.use_next(organization, plan, cx)
            }
            Some(_) | None => {
                self.notice = Some(plan.notice);
                None
            }
        }
    }

    /// What the person is in now is used. If that fails, it is told beside the organization, which there is by now.
    fn use_next(
        &mut self,
        organization: OrganizationId,
        plan: Plan,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        if self.stopped {
            return None;
        }
        let to = Some(organization);
        let (change, call) = (Change::Select(to.clone()), Call::Select(to));
        Some(self.send(Plan { change, call, ..plan }, cx))
    }

    fn doubt(&mut self, plan: Plan, failure: Failure, cx: &mut Context<'_>) -> Next {
        let ticket = cx.tickets.issue();
        self.run = Some(Run { plan, waits_for: WaitsFor::Client(ticket, failure) });
        Next::Ask(ticket, Ask::Client)
    }

    fn fail(&mut self, plan: Plan, failure: Failure, cx: &mut Context<'_>) {
        cx.hold.begin(failure.wait(), cx.now);
        self.failed = Some((plan.change, failure));
    }

    /// The answer to a request for what there is to join.
    fn listed(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<Reply>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        let listing = self.listing.take_if(|listing| listing.awaits(ticket))?;
        match (listing, answer) {
            (Listing::Client(_, failure), _) => self.failure = Some(failure),
            (Listing::Invitations(_), Ok(Answer::Reply(Reply::Invitations(invitations)))) => {
                let open =
                    invitations.into_iter().filter(OrganizationInvitation::is_open).collect();
                let ticket = cx.tickets.issue();
                self.listing = Some(Listing::Suggestions(ticket, open));
                return Some(Next::Ask(ticket, Ask::Call(Call::Suggestions)));
            }
            (
                Listing::Suggestions(_, invitations),
                Ok(Answer::Reply(Reply::Suggestions(suggestions))),
            ) => {
                let asked = |id: &SuggestionId| {
                    suggestions.iter().any(|it| it.id == *id && it.is_requested())
                };
                // The answer to the request was lost, and the server took it.
                self.failed.take_if(|(it, _)| matches!(it, Change::Request(id) if asked(id)));
                self.offers = Some(Offers { invitations, suggestions });
            }
            (_, Ok(_)) => self.failure = Some(Failure::BadAnswer(BadAnswer::Other)),
            (_, Err(failure)) if failure.doubts_session() => {
                let ticket = cx.tickets.issue();
                self.listing = Some(Listing::Client(ticket, failure));
                return Some(Next::Ask(ticket, Ask::Client));
            }
            (_, Err(failure)) => {
                cx.hold.begin(failure.wait(), cx.now);
                self.failure = Some(failure);
            }
        }
        None
    }
}

/// The one organization that a user who can be in no other is in, while the session waits for one.
fn only_exclusive(facts: &Facts<'_>) -> Option<OrganizationId> {
    match facts.user?.organization_memberships.as_slice() {
        [only] if is_wanted(facts) && only.organization.exclusive_membership => {
            Some(only.organization.id.clone())
        }
        _ => None,
    }
}

/// What is wrong with what was typed. A slug has what a name in an address can have.
fn input_error(change: &Change) -> Option<InputError> {
    let Change::Create { name, slug } = change else { return None };
    let slug = slug.as_deref().unwrap_or_default().trim();
    let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if name.trim().is_empty() {
        Some(InputError::OrganizationNameEmpty)
    } else if !slug.chars().all(fits) {
        Some(InputError::OrganizationSlugInvalid)
    } else {
        None
    }
}
