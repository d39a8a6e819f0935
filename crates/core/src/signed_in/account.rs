//! The calls that concern the session as a whole: its end, and how its account stands.

use std::time::Duration;

use super::event::{Call, Reply};
use crate::context::Context;
use crate::failure::Failure;
use crate::ticket::Ticket;

/// How old the state of the account may be before it is asked for in the background.
const OUTDATED_AFTER: Duration = Duration::from_secs(10);

/// The calls that concern the session as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Account {
    pending: Pending,
    /// A refresh that the person did not ask for. It blocks nothing, and its failure is not told.
    background: Option<Ticket>,
    /// What failed last.
    pub(super) failure: Option<Failure>,
}

/// What the person asked for.
#[derive(Clone, Debug, Default, PartialEq)]
enum Pending {
    #[default]
    Nothing,
    /// How the account stands.
    Refresh(Ticket),
    /// The end of the session.
    SignOut(Ticket),
    /// The end of the session: its call failed like this, and the client tells what became of it.
    SignOutUnknown(Ticket, Failure),
}

impl Account {
    /// Whether something is under way that the person asked for.
    pub(super) fn is_busy(&self) -> bool {
        self.pending != Pending::Nothing
    }

    /// Whether the session is being ended here. It is not where the server refused: a session that is
    /// gone then was ended elsewhere.
    pub(super) fn is_signing_out(&self) -> bool {
        match &self.pending {
            Pending::SignOut(_) => true,
            Pending::SignOutUnknown(_, failure) => failure.is_lost(),
            Pending::Nothing | Pending::Refresh(_) => false,
        }
    }

    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        let pending = match &self.pending {
            Pending::Nothing => None,
            Pending::Refresh(it) | Pending::SignOut(it) | Pending::SignOutUnknown(it, _) => {
                Some(*it)
            }
        };
        pending == Some(ticket) || self.background == Some(ticket)
    }

    /// Ends the session, unless that is under way.
    pub(super) fn sign_out(&mut self, cx: &mut Context<'_>) -> Option<(Ticket, Call)> {
        if matches!(self.pending, Pending::SignOut(_) | Pending::SignOutUnknown(..)) {
            return None;
        }
        let ticket = cx.tickets.issue();
        self.failure = None;
        self.pending = Pending::SignOut(ticket);
        Some((ticket, Call::SignOut))
    }

    /// Asks how the account stands, at the person's wish.
    pub(super) fn refresh(&mut self, cx: &mut Context<'_>) -> Option<(Ticket, Call)> {
        if self.is_busy() {
            return None;
        }
        let ticket = cx.tickets.issue();
        self.failure = None;
        self.pending = Pending::Refresh(ticket);
        Some((ticket, Call::AskClient))
    }

    /// Asks how the account stands, if what is known is no longer of just now.
    pub(super) fn refresh_in_background(&mut self, cx: &mut Context<'_>) -> Option<(Ticket, Call)> {
        let is_fresh = cx.facts.known_at.is_some_and(|at| at.plus(OUTDATED_AFTER) > cx.now);
        if is_fresh || self.is_busy() || self.background.is_some() {
            return None;
        }
        let ticket = cx.tickets.issue();
        self.background = Some(ticket);
        Some((ticket, Call::AskClient))
    }

    /// Takes an answer that is waited for here. A session that has ended takes the whole machine
    /// along, so what is told here is told of one that goes on.
    pub(super) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Reply, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<(Ticket, Call)> {
        if self.background.take_if(|background| *background == ticket).is_some() {
            if answer.is_ok() {
                self.failure = None;
            }
            return None;
        }
        match (std::mem::take(&mut self.pending), answer) {
            (Pending::SignOut(_), Err(failure))
                if failure.is_lost() || failure.doubts_session() =>
            {
                let ticket = cx.tickets.issue();
                self.pending = Pending::SignOutUnknown(ticket, failure);
                return Some((ticket, Call::AskClient));
            }
            // The server knows no such client any more, so there is nothing else to sign out of.
            (Pending::SignOutUnknown(..), Ok(Reply::Client(None))) => {
                let ticket = cx.tickets.issue();
                self.pending = Pending::SignOut(ticket);
                return Some((ticket, Call::Forget));
            }
            (Pending::SignOutUnknown(_, failure), _) => self.failure = Some(failure),
            (Pending::Nothing | Pending::Refresh(_) | Pending::SignOut(_), answer) => {
                self.failure = answer.err();
            }
        }
        None
    }
}
