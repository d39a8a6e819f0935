//! The way from page to page, and out.

use std::time::Duration;

use super::account::{Account, Scope};
use super::event::{Call, Destination, Page};
use super::input::Input;
use super::proof::Deferred;
use super::{Part, SignedIn, Stage};
use crate::context::Facts;
use crate::effect::{Effect, Platform};
use crate::time::Instant;

/// What is shown where no page of the factors is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Account,
    Devices,
    Organizations,
    ThisDevice,
}

/// The person is asked whether to leave backup codes behind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Leaving {
    pub(super) to: Destination,
    /// Since when the question stands.
    since: Instant,
}

/// Within this time nobody has read the question: what comes then is the repeat of a key, or the
/// second of two signals that end a program.
const READING_TIME: Duration = Duration::from_secs(1);

impl SignedIn {
    pub(super) fn open(
        &mut self,
        destination: Destination,
        input: &mut Input<'_>,
    ) -> Option<Effect<Call>> {
        if let Destination::Page(page) = &destination
            && !self.may_show(*page, input.facts)
        {
            return None;
        }
        // Whoever signs out sees the end of it: what the server refuses is told here.
        let turns = matches!(destination, Destination::Switch(_) | Destination::AddAccount);
        if turns && self.account.is_signing_out() {
            return None;
        }
        // A window that is to close a second time closes, also where the page cannot answer.
        let insists = destination == Destination::Close
            && self.leaving.as_ref().is_some_and(|it| {
                it.to == destination && input.now.since(it.since) >= READING_TIME
            });
        let departs = !matches!(destination, Destination::Page(_));
        let loses = self.factors.would_lose_codes() || (departs && self.factors.awaits_codes());
        if loses && !insists {
            let asked = self.leaving.take().filter(|it| it.to == destination);
            self.leaving = asked.or(Some(Leaving { to: destination, since: input.now }));
            return None;
        }
        self.go(destination, input)
    }

    /// Whether there is anything to open: the page is not shown, nothing keeps the person from it,
    /// and there is such a page.
    fn may_show(&self, page: Page, facts: &Facts<'_>) -> bool {
        let free = !self.factors.is_kept_from(None);
        match page {
            Page::Account => !matches!(self.stage(), Stage::Account) && free,
            Page::Devices => {
                !matches!(self.stage(), Stage::Devices(_)) && free && facts.task.is_none()
            }
            Page::Organizations => {
                let offered = facts.environment.organizations.enabled;
                let shown = matches!(self.stage(), Stage::Organizations);
                !shown && free && facts.task.is_none() && offered
            }
            Page::ThisDevice => {
                !matches!(self.stage(), Stage::ThisDevice) && free && facts.task.is_none()
            }
            Page::Factors(page) => {
                let waits = self.proof.as_ref().is_some_and(|proof| proof.then.opens(page));
                let shown = self.factors.shows(page);
                // Such a page begins with a change.
                let changing = self.devices.pending().is_some()
                    || self.organizations.pending().is_some()
                    || self.password.is_busy()
                    || self.profile.is_busy();
                let held_up = page.is_wizard() && (!facts.are_fresh() || changing);
                // What else the session waits for has a page of its own.
                let has_turn = facts.task.is_none() || facts.setup_required();
                !waits
                    && !shown
                    && !held_up
                    && has_turn
                    && !self.factors.is_kept_from(Some(page))
                    && page.may_open(facts)
            }
        }
    }

    /// Goes somewhere, whatever is lost by that.
    pub(super) fn go(
        &mut self,
        destination: Destination,
        input: &mut Input<'_>,
    ) -> Option<Effect<Call>> {
        self.leaving = None;
        self.cancel_step_up();
        self.factors.drop_codes();
        match destination {
            Destination::Close => Some(Effect::Platform(Platform::CloseWindow)),
            Destination::ChangeInstance => Some(Effect::Platform(Platform::LeaveInstance)),
            Destination::Switch(session) => {
                self.rest();
                Some(Effect::Platform(Platform::Switch(session)))
            }
            Destination::AddAccount => {
                self.rest();
                Some(Effect::Platform(Platform::AddAccount))
            }
            Destination::SignOut => {
                self.stop_changes();
                self.on_account(input, |account, cx| account.sign_out(Scope::One, cx))
            }
            Destination::SignOutAll => {
                self.stop_changes();
                self.on_account(input, |account, cx| account.sign_out(Scope::All, cx))
            }
            Destination::Forget => {
                self.stop_changes();
                self.on_account(input, Account::forget)
            }
            Destination::Page(page) => self.show(page, input),
        }
    }

    fn show(&mut self, page: Page, input: &mut Input<'_>) -> Option<Effect<Call>> {
        self.leave_place();
        self.organizations.leave();
        self.password.leave();
        self.profile.leave();
        let over = match page {
            Page::Factors(page) => Some(page),
            Page::Account | Page::Devices | Page::Organizations | Page::ThisDevice => None,
        };
        let blocked = self.changes_elsewhere(Part::Factors);
        let mut cx = input.with(&mut self.hold, blocked);
        let next = self.factors.show(over, &mut cx);
        match page {
            Page::Account | Page::Factors(_) => {}
            Page::ThisDevice => self.place = Place::ThisDevice,
            Page::Organizations => self.place = Place::Organizations,
            Page::Devices => {
                self.place = Place::Devices;
                let next = self.devices.open(&mut cx);
                return self.go_on(next, input);
            }
        }
        self.go_on(next, input)
    }

    /// Another session is shown from now on: what is under way here ends, and nobody is asked for a
    /// proof meanwhile.
    fn rest(&mut self) {
        self.leave_place();
        self.organizations.leave();
        self.profile.leave();
        self.factors.rest();
        self.stop_changes();
    }

    /// The session is to end: no change goes on by itself.
    fn stop_changes(&mut self) {
        self.devices.stop();
        self.organizations.stop();
        self.password.stop();
        self.profile.stop();
    }

    /// Back to the account, from a page that is not one of the factors.
    pub(super) fn leave_place(&mut self) {
        match std::mem::take(&mut self.place) {
            Place::Devices => self.devices.close(),
            Place::Organizations => self.organizations.close(),
            Place::Account | Place::ThisDevice => {}
        }
    }

    /// Gives up what waits for the step-up.
    pub(super) fn cancel_step_up(&mut self) {
        match self.proof.take().map(|proof| proof.then) {
            None
            | Some(Deferred::Password(_) | Deferred::Organizations(_) | Deferred::Profile(_)) => {}
            Some(Deferred::Factors(_)) => self.factors.give_up_proof(),
            Some(Deferred::Devices(_)) => self.devices.give_up_proof(),
        }
    }
}
