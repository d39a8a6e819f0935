//! Somebody who is signed in: which page is shown, the ways out, and the step-up before a sensitive
//! change. There is one [`SignedIn`] for each session; once it is [`Over`], nothing goes on in it.
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
mod ending;
mod event;
mod going;
mod input;
mod proof;

#[cfg(test)]
mod tests;

pub use event::{Call, Destination, Event, Notice, Over, Page, Reply};
pub use proof::Waiting;

use crate::context::Context;
pub use crate::context::Facts;
use crate::devices::Devices;
use crate::effect::{self, Ask, Effect};
use crate::factors::{self, Change, Factors};
use crate::failure::Failure;
use crate::hold::{Hold, UserHold};
use crate::organizations::{self, Organizations};
use crate::password::{self, Password};
use crate::profile::Profile;
use crate::step_up::{self, StepUp};
use crate::ticket::{Ticket, Tickets};
use crate::time::Instant;
use account::Account;
use going::{Leaving, Place};
use input::{Input, call, own};
use proof::{Deferred, Proof};

/// Somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignedIn {
    place: Place,
    factors: Factors,
    devices: Devices,
    organizations: Organizations,
    password: Password,
    profile: Profile,
    /// The step-up dialog.
    proof: Option<Proof>,
    /// Where the person wants to go, while they are asked about backup codes.
    leaving: Option<Leaving>,
    account: Account,
    hold: UserHold,
}

/// A part of the machine that changes something. One waits for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Factors,
    Devices,
    Organizations,
    Password,
    Profile,
}

/// Which page is shown, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage<'a> {
    /// The account, or the task that its session is pending on.
    Account,
    /// A page of the factors.
    Factors(&'a factors::Stage),
    /// The sessions of the person, on this device and on others.
    Devices(&'a Devices),
    /// The organizations that the person is in and can join.
    Organizations,
    /// This device, and where its trust is kept.
    ThisDevice,
}

impl SignedIn {
    /// Which page is shown, and where it stands.
    pub fn stage(&self) -> Stage<'_> {
        match (self.factors.stage(), self.place) {
            (Some(page), _) => Stage::Factors(page),
            (None, Place::Account) => Stage::Account,
            (None, Place::Devices) => Stage::Devices(&self.devices),
            (None, Place::Organizations) => Stage::Organizations,
            (None, Place::ThisDevice) => Stage::ThisDevice,
        }
    }

    /// How it ended, if it did. Whatever happens then changes nothing.
    pub fn over(&self) -> Option<Over> {
        self.account.over()
    }

    /// The factors: what is under way, what failed, and the codes on the screen.
    pub fn factors(&self) -> &Factors {
        &self.factors
    }

    /// The devices: the list, and where signing out each of them stands. Both are there also while
    /// their page is not shown.
    pub fn devices(&self) -> &Devices {
        &self.devices
    }

    /// The organizations: what there is to join, what is under way, and what failed.
    pub fn organizations(&self) -> &Organizations {
        &self.organizations
    }

    /// The password: the form that is open, what is under way, and what failed.
    pub fn password(&self) -> &Password {
        &self.password
    }

    /// The profile: the form that is open, what is under way, and what failed.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The step-up dialog, and the change that waits for it.
    pub fn step_up(&self) -> Option<(&StepUp, Waiting)> {
        self.proof.as_ref().map(|proof| (&proof.step_up, proof.then.waiting()))
    }

    /// The change of the factors under way, also while it waits for a step-up.
    pub fn pending(&self) -> Option<Change> {
        self.factors.pending().or_else(|| match self.proof.as_ref()?.then.waiting() {
            Waiting::Factors(change) => Some(change),
            Waiting::Devices(_)
            | Waiting::Organizations(_)
            | Waiting::Password(_)
            | Waiting::Profile(_) => None,
        })
    }

    /// Whether an answer is waited for that decides how a change ends; not while a person is asked
    /// in the step-up dialog.
    pub fn is_busy(&self) -> bool {
        self.factors.pending().is_some()
            || self.devices.pending().is_some()
            || self.organizations.pending().is_some()
            || self.password.is_busy()
            || self.profile.is_busy()
            || self.proof.as_ref().is_some_and(|proof| proof.step_up.is_busy())
    }

    /// Whether the person wants to leave backup codes behind that were not confirmed, or that the
    /// answer under way may bring.
    pub fn leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// The wait that the server asked for, if it is not over.
    pub fn hold(&self, now: Instant) -> Option<&Hold> {
        self.hold.current(now)
    }

    /// What the last event brought that is worth telling; none again with the next event.
    pub fn notice(&self) -> Option<Notice> {
        let of_password = self.password.notice.map(Notice::Password);
        let of_organizations = self.organizations.notice.map(Notice::Organizations);
        let of_profile = self.profile.notice.map(Notice::Profile);
        let of_factors = self.factors.notice.map(Notice::Factors);
        of_factors.or(of_password).or(of_organizations).or(of_profile)
    }

    /// Whether the answer with this ticket is waited for. A call whose answer is not can be given up.
    pub fn awaits(&self, ticket: Ticket) -> bool {
        if self.over().is_some() {
            return false;
        }
        self.factors.awaits(ticket)
            || self.devices.awaits(ticket)
            || self.organizations.awaits(ticket)
            || self.password.awaits(ticket)
            || self.profile.awaits(ticket)
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
        if self.over().is_some() {
            return (self, None);
        }
        self.settle(facts);
        let effect = self.take(event, &mut Input { facts, now, tickets });
        if self.over().is_some() {
            // Whatever was shown or waited for goes with it.
            return (Self { account: self.account, ..Self::default() }, effect);
        }
        if self.factors.codes().is_none() && !self.factors.awaits_codes() {
            // Nothing is left to lose.
            self.leaving = None;
        }
        (self, effect)
    }

    /// Forgets what was told, and leaves what the session does not show any more.
    fn settle(&mut self, facts: &Facts<'_>) {
        self.factors.notice = None;
        self.organizations.notice = None;
        self.profile.notice = None;
        self.password.forget_told(facts.task);
        if facts.task.is_some() {
            self.leave_place();
            self.profile.leave();
        }
        if !self.shows_organizations(facts) {
            self.organizations.close();
        }
    }

    fn take(&mut self, event: Event, input: &mut Input<'_>) -> Option<Effect<Call>> {
        match event {
            Event::Open(destination) => self.open(destination, input),
            Event::Leave => {
                let leaving = self.leaving.take()?;
                self.go(leaving.to, input)
            }
            Event::Stay => {
                self.leaving = None;
                None
            }
            Event::Refresh => self.on_account(input, Account::refresh),
            Event::Selected => self.on_account(input, Account::select),
            Event::Focused => self.focused(input),
            Event::Factors(event) if self.place == Place::Account => {
                let blocked = self.blocks(Part::Factors);
                let mut cx = input.with(&mut self.hold, blocked);
                let next = self.factors.act(event, &mut cx);
                self.go_on(next, input)
            }
            Event::Devices(event) if self.place == Place::Devices => {
                let blocked = self.blocks(Part::Devices);
                let mut cx = input.with(&mut self.hold, blocked);
                let next = self.devices.act(event, &mut cx);
                self.go_on(next, input)
            }
            Event::Seen => {
                let mut cx = input.with(&mut self.hold, true);
                if self.profile.can_settle(cx.facts) {
                    let next = self.profile.seen(&mut cx);
                    return self.go_on(next, input);
                }
                self.password.seen(&mut cx);
                let next = self.organizations.seen(&mut cx);
                self.go_on(next, input)
            }
            Event::Look => {
                if !self.shows_organizations(input.facts) || self.account.is_signing_out() {
                    return None;
                }
                let blocked = self.blocks(Part::Organizations);
                let next = self.organizations.look(&mut input.with(&mut self.hold, blocked));
                self.go_on(next, input)
            }
            Event::Organizations(event) if self.takes_organizations(&event, input.facts) => {
                let blocked = self.blocks(Part::Organizations) || self.account.is_signing_out();
                let mut cx = input.with(&mut self.hold, blocked);
                let next = self.organizations.act(event, &mut cx);
                self.go_on(next, input)
            }
            // One form is open at most, so that nothing typed is lost.
            Event::Profile(event) if event.opens() && self.password.form().is_some() => None,
            Event::Password(password::Event::Open(_)) if self.profile.form().is_some() => None,
            Event::Profile(event) if matches!(self.stage(), Stage::Account) => {
                let blocked = self.blocks(Part::Profile);
                let mut cx = input.with(&mut self.hold, blocked);
                let next = self.profile.act(event, &mut cx);
                self.go_on(next, input)
            }
            Event::Password(event)
                if matches!(self.stage(), Stage::Account)
                    || password::is_wanted(input.facts.task) =>
            {
                let blocked = self.blocks(Part::Password);
                let next = self.password.act(event, &mut input.with(&mut self.hold, blocked));
                self.go_on(next, input)
            }
            Event::Factors(_)
            | Event::Devices(_)
            | Event::Organizations(_)
            | Event::Password(_)
            | Event::Profile(_) => None,
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

    /// Whether anything is under way that a change of this part would have to wait for.
    fn blocks(&self, part: Part) -> bool {
        self.proof.is_some() || self.changes_elsewhere(part)
    }

    /// Whether a change of another part is under way.
    fn changes_elsewhere(&self, part: Part) -> bool {
        (part != Part::Factors && self.factors.pending().is_some())
            || (part != Part::Devices && self.devices.is_changing())
            || (part != Part::Organizations && self.organizations.pending().is_some())
            || (part != Part::Password && self.password.is_busy())
            || (part != Part::Profile && self.profile.is_busy())
    }

    /// Whether [`Event::Seen`] would tell what became of a change that was not settled.
    pub fn can_settle(&self, facts: &Facts<'_>) -> bool {
        self.profile.can_settle(facts)
            || self.password.can_settle(facts)
            || self.organizations.can_settle(facts)
    }

    /// Whether [`Event::Look`] would lead to a call.
    pub fn looks_for_organizations(&self, facts: &Facts<'_>) -> bool {
        let shown = self.shows_organizations(facts) && !self.account.is_signing_out();
        shown && self.over().is_none() && self.organizations.lacks_offers() && facts.are_fresh()
    }

    /// Whether organizations can be asked for this now. From any page the session can be used for another one.
    fn takes_organizations(&self, event: &organizations::Event, facts: &Facts<'_>) -> bool {
        let turns = matches!(event, organizations::Event::Ask(organizations::Change::Select(_)));
        let anywhere = turns && facts.task.is_none() && facts.environment.organizations.enabled;
        anywhere || self.shows_organizations(facts)
    }

    /// Whether a page shows organizations: their own, or the one of the task that waits for one.
    fn shows_organizations(&self, facts: &Facts<'_>) -> bool {
        self.place == Place::Organizations || organizations::is_wanted(facts)
    }

    /// Asks for what is shown, if it is no longer of just now.
    fn focused(&mut self, input: &mut Input<'_>) -> Option<Effect<Call>> {
        if self.place == Place::Devices {
            let next = self.devices.focused(&mut input.with(&mut self.hold, true));
            if next.is_some() {
                return self.go_on(next, input);
            }
        }
        self.on_account(input, Account::refresh_in_background)
    }

    fn on_account(
        &mut self,
        input: &mut Input<'_>,
        act: impl FnOnce(&mut Account, &mut Context<'_>) -> Option<(Ticket, Call)>,
    ) -> Option<Effect<Call>> {
        let mut cx = input.with(&mut self.hold, true);
        let (ticket, call) = act(&mut self.account, &mut cx)?;
        Some(Effect::Call { ticket, call })
    }

    /// Does what a part needs: a call, or a fresh proof first.
    fn go_on<C: Into<Call>, D: Into<Deferred>>(
        &mut self,
        next: Option<effect::Next<C, D>>,
        input: &mut Input<'_>,
    ) -> Option<Effect<Call>> {
        match next? {
            effect::Next::Ask(ticket, ask) => Some(call(ticket, ask)),
            effect::Next::Prove(then) => Some(self.prove(then.into(), input)),
        }
    }

    fn prove(&mut self, then: Deferred, input: &mut Input<'_>) -> Effect<Call> {
        let (step_up, (ticket, ask)) = StepUp::start(input.tickets);
        self.proof = Some(Proof { step_up, then });
        call(ticket, ask)
    }

    /// Goes on with what waited for the proof, once the factor is proven.
    fn after_step_up(
        &mut self,
        next: Option<(Ticket, Ask<step_up::Call>)>,
        input: &mut Input<'_>,
    ) -> Option<Effect<Call>> {
        let is_done = |proof: &mut Proof| *proof.step_up.stage() == step_up::Stage::Done;
        if let Some(proof) = self.proof.take_if(is_done) {
            if !proof.then.fits(input.facts) {
                self.proof = Some(proof);
                self.cancel_step_up();
                return None;
            }
            let mut cx = input.with(&mut self.hold, false);
            return match proof.then {
                Deferred::Factors(then) => {
                    let next = self.factors.resume(then, &mut cx);
                    self.go_on(next, input)
                }
                Deferred::Devices(then) => {
                    let next = self.devices.resume(then, &mut cx);
                    self.go_on(Some(next), input)
                }
                Deferred::Organizations(then) => {
                    let next = self.organizations.resume(then, &mut cx);
                    self.go_on(Some(next), input)
                }
                Deferred::Password(then) => {
                    let next = self.password.resume(then, &mut cx);
                    self.go_on(Some(next), input)
                }
                Deferred::Profile(then) => {
                    let next = self.profile.resume(then, &mut cx);
                    self.go_on(Some(next), input)
                }
            };
        }
        let (ticket, ask) = next?;
        Some(call(ticket, ask))
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
        if let Some(proof) = &mut self.proof
            && proof.step_up.awaits(ticket)
        {
            let answer =
                own(answer, |reply| if let Reply::StepUp(it) = reply { Some(it) } else { None });
            let mut cx = input.with(&mut self.hold, true);
            let next = proof.step_up.answered(ticket, answer, &mut cx);
            return self.after_step_up(next, input);
        }
        if self.devices.awaits(ticket) {
            let answer =
                own(answer, |reply| if let Reply::Devices(it) = reply { Some(it) } else { None });
            let shown = self.place == Place::Devices && !self.account.is_signing_out();
            let blocked = self.blocks(Part::Devices);
            let mut cx = input.with(&mut self.hold, blocked);
            let next = self.devices.answered(ticket, answer, shown, &mut cx);
            return self.go_on(next, input);
        }
        if self.organizations.awaits(ticket) {
            let answer =
                own(
                    answer,
                    |reply| {
                        if let Reply::Organizations(it) = reply { Some(it) } else { None }
                    },
                );
            let mut cx = input.with(&mut self.hold, true);
            let next = self.organizations.answered(ticket, answer, &mut cx);
            return self.go_on(next, input);
        }
        if self.password.awaits(ticket) {
            let answer = own(answer, |reply| matches!(reply, Reply::PasswordChanged).then_some(()));
            let next =
                self.password.answered(ticket, answer, &mut input.with(&mut self.hold, true));
            return self.go_on(next, input);
        }
        if self.profile.awaits(ticket) {
            let answer =
                own(answer, |reply| if let Reply::Profile(it) = reply { Some(it) } else { None });
            let blocked = self.blocks(Part::Profile);
            let mut cx = input.with(&mut self.hold, blocked);
            let next = self.profile.answered(ticket, answer, &mut cx);
            return self.go_on(next, input);
        }
        let answer =
            own(answer, |reply| if let Reply::Factors(it) = reply { Some(it) } else { None });
        let blocked = self.blocks(Part::Factors);
        let mut cx = input.with(&mut self.hold, blocked);
        let next = self.factors.answered(ticket, answer, &mut cx);
        self.go_on(next, input)
    }
}
