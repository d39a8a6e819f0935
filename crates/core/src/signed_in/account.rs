//! The calls that concern the session as a whole: its end, the end of all that this device holds, and
//! how its account stands.

use std::time::Duration;

use super::event::{Call, Over, Reply};
use crate::context::Context;
use crate::failure::{BadAnswer, Consequence, Failure};
use crate::hold::Wait;
use crate::ticket::Ticket;

/// How old the state of the account may be before it is asked for in the background.
const OUTDATED_AFTER: Duration = Duration::from_secs(10);

/// The calls that concern the session as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Account {
    pending: Pending,
    /// What the person did not ask for: a refresh, or that the server notes which session is used. It
    /// blocks nothing, and its failure is not told.
    background: Option<Ticket>,
    told: Option<Told>,
}

/// Which sessions end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// This one.
    One,
    /// All of this device.
    All,
}

/// What the person asked for.
#[derive(Clone, Debug, Default, PartialEq)]
enum Pending {
    #[default]
    Nothing,
    /// How the account stands.
    Refresh(Ticket),
    /// The end of the session, and maybe of the others.
    SignOut(Ticket, Scope),
    /// The same: its call failed like this, and the client tells what became of it.
    SignOutUnknown(Ticket, Failure, Scope),
    /// The end of all sessions of this device, before it is forgotten.
    EndAll(Ticket),
    /// What this installation holds is being dropped; after that it is over.
    Forget(Ticket, Over),
    /// Nothing goes on here.
    Over(Over),
}

/// What failed last.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    Refresh(Failure),
    SignOut(Failure),
}

impl Account {
    /// Whether something is under way that the person asked for.
    pub(super) fn is_busy(&self) -> bool {
        !matches!(self.pending, Pending::Nothing | Pending::Over(_))
    }

    /// Whether the session is being ended here, or was. It is not where the server refused: a session
    /// that is gone then was ended elsewhere.
    pub(super) fn is_signing_out(&self) -> bool {
        match &self.pending {
            Pending::SignOut(..) | Pending::EndAll(_) | Pending::Forget(..) | Pending::Over(_) => {
                true
            }
            Pending::SignOutUnknown(_, failure, _) => failure.is_lost(),
            Pending::Nothing | Pending::Refresh(_) => false,
        }
    }

    /// Whether all sessions of this device are being ended, not only this one.
    pub(super) fn is_signing_out_all(&self) -> bool {
        match self.pending {
            Pending::SignOut(_, scope) | Pending::SignOutUnknown(_, _, scope) => {
                scope == Scope::All
            }
            Pending::EndAll(_) => true,
            Pending::Nothing | Pending::Refresh(_) | Pending::Forget(..) | Pending::Over(_) => {
                false
            }
        }
    }

    /// Whether this device is being forgotten.
    pub(super) fn is_forgetting(&self) -> bool {
        matches!(self.pending, Pending::EndAll(_) | Pending::Forget(_, Over::Forgotten { .. }))
    }

    /// How it ended, if it did.
    pub(super) fn over(&self) -> Option<Over> {
        if let Pending::Over(over) = self.pending { Some(over) } else { None }
    }

    /// What failed last.
    pub(super) fn failure(&self) -> Option<&Failure> {
        self.told.as_ref().map(|told| match told {
            Told::Refresh(failure) | Told::SignOut(failure) => failure,
        })
    }

    /// Why the session could not be ended.
    pub(super) fn sign_out_failure(&self) -> Option<&Failure> {
        match self.told.as_ref()? {
            Told::SignOut(failure) => Some(failure),
            Told::Refresh(_) => None,
        }
    }

    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        let pending = match &self.pending {
            Pending::Nothing | Pending::Over(_) => None,
            Pending::Refresh(it)
            | Pending::SignOut(it, _)
            | Pending::SignOutUnknown(it, ..)
            | Pending::EndAll(it)
            | Pending::Forget(it, _) => Some(*it),
        };
        pending == Some(ticket) || self.background == Some(ticket)
    }

    /// Ends the session, or all of this device, unless that is under way.
    pub(super) fn sign_out(
        &mut self,
        scope: Scope,
        cx: &mut Context<'_>,
    ) -> Option<(Ticket, Call)> {
        match self.pending {
            Pending::Nothing | Pending::Refresh(_) => {}
            Pending::SignOut(..)
            | Pending::SignOutUnknown(..)
            | Pending::EndAll(_)
            | Pending::Forget(..)
            | Pending::Over(_) => return None,
        }
        let ticket = cx.tickets.issue();
        self.told = None;
        self.pending = Pending::SignOut(ticket, scope);
        let call = match scope {
            Scope::One => Call::SignOut,
            Scope::All => Call::SignOutAll,
        };
        Some((ticket, call))
    }

    /// Forgets this device, unless that is under way: ends all its sessions, then drops what it holds.
    pub(super) fn forget(&mut self, cx: &mut Context<'_>) -> Option<(Ticket, Call)> {
        match self.pending {
            Pending::Nothing
            | Pending::Refresh(_)
            | Pending::SignOut(..)
            | Pending::SignOutUnknown(..) => {}
            Pending::EndAll(_) | Pending::Forget(..) | Pending::Over(_) => return None,
        }
        let ticket = cx.tickets.issue();
        self.told = None;
        self.pending = Pending::EndAll(ticket);
        Some((ticket, Call::SignOutAll))
    }

    /// Asks how the account stands, at the person's wish.
    pub(super) fn refresh(&mut self, cx: &mut Context<'_>) -> Option<(Ticket, Call)> {
        if self.is_busy() || cx.is_rate_limited() {
            return None;
        }
        let ticket = cx.tickets.issue();
        self.told = None;
        self.pending = Pending::Refresh(ticket);
        Some((ticket, Call::AskClient))
    }

    /// Asks how the account stands, if what is known is no longer of just now.
    pub(super) fn refresh_in_background(&mut self, cx: &mut Context<'_>) -> Option<(Ticket, Call)> {
        let is_fresh = cx.facts.known_at.is_some_and(|at| at.plus(OUTDATED_AFTER) > cx.now);
        if is_fresh || self.is_busy() || self.background.is_some() || cx.is_rate_limited() {
            return None;
        }
        let ticket = cx.tickets.issue();
        self.background = Some(ticket);
        Some((ticket, Call::AskClient))
    }

    /// Has the server note that this session is the one in use. What it answers tells how the account
    /// stands, so nothing else is asked.
    pub(super) fn select(&mut self, cx: &mut Context<'_>) -> Option<(Ticket, Call)> {
        if !cx.facts.are_fresh() || self.is_busy() || cx.is_rate_limited() {
            return None;
        }
        let ticket = cx.tickets.issue();
        self.background = Some(ticket);
        Some((ticket, Call::Select))
    }

    /// Takes an answer that is waited for here. A session that the client shows to have ended takes the
    /// whole machine along, so what is told here is told of one that goes on.
    pub(super) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Reply, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<(Ticket, Call)> {
        if self.background.take_if(|background| *background == ticket).is_some() {
            match answer {
                // That signing out failed is no less true for it.
                Ok(_) => drop(self.told.take_if(|told| matches!(told, Told::Refresh(_)))),
                Err(failure) if failure.doubts_session() => {
                    let ticket = cx.tickets.issue();
                    self.background = Some(ticket);
                    return Some((ticket, Call::AskClient));
                }
                Err(_) => {}
            }
            return None;
        }
        match std::mem::take(&mut self.pending) {
            Pending::SignOut(_, scope) => return self.sign_out_answered(answer, scope, cx),
            Pending::SignOutUnknown(_, failure, _) => match answer {
                // The server knows no such client any more, so there is nothing else to sign out of.
                Ok(Reply::Client(None)) => {
                    return Some(self.drop_held(Over::SignedOut { told: true }, cx));
                }
                Err(_) if failure.is_lost() => self.end(Over::SignedOut { told: false }),
                Ok(_) | Err(_) => self.told = Some(Told::SignOut(failure)),
            },
            Pending::EndAll(_) => {
                let ended = matches!(answer, Ok(Reply::SignedOut { proven: true }));
                return Some(self.drop_held(Over::Forgotten { ended }, cx));
            }
            Pending::Forget(_, over) => self.end(over),
            Pending::Refresh(_) => {
                if let Err(failure) = &answer {
                    cx.hold.begin(failure.wait(), cx.now);
                }
                self.told = answer.err().map(Told::Refresh);
            }
            pending @ (Pending::Nothing | Pending::Over(_)) => self.pending = pending,
        }
        None
    }

    fn sign_out_answered(
        &mut self,
        answer: Result<Reply, Failure>,
        scope: Scope,
        cx: &mut Context<'_>,
    ) -> Option<(Ticket, Call)> {
        let failure = match answer {
            Ok(Reply::SignedOut { proven }) => {
                self.end(Over::SignedOut { told: proven });
                return None;
            }
            Ok(_) => Failure::BadAnswer(BadAnswer::Other),
            Err(failure) => failure,
        };
        if cannot_be_told(&failure) {
            self.end(Over::SignedOut { told: false });
            return None;
        }
        if failure.is_lost() || failure.doubts_session() {
            let ticket = cx.tickets.issue();
            self.pending = Pending::SignOutUnknown(ticket, failure, scope);
            return Some((ticket, Call::AskClient));
        }
        self.told = Some(Told::SignOut(failure));
        None
    }

    fn drop_held(&mut self, then: Over, cx: &mut Context<'_>) -> (Ticket, Call) {
        let ticket = cx.tickets.issue();
        self.pending = Pending::Forget(ticket, then);
        (ticket, Call::Forget)
    }

    fn end(&mut self, over: Over) {
        self.pending = Pending::Over(over);
    }
}

/// Whether the server cannot be told now that the session ends: it was not reached, it failed, or it
/// takes nothing for a while. The session ends here all the same.
fn cannot_be_told(failure: &Failure) -> bool {
    match failure {
        Failure::Unreachable(_) | Failure::Server { .. } | Failure::BadAnswer(BadAnswer::Html) => {
            true
        }
        Failure::Refused { .. } => {
            matches!(failure.consequence(), Consequence::Wait(Wait::TooFast(_)))
        }
        Failure::Input(_) | Failure::OutcomeUnknown | Failure::BadAnswer(BadAnswer::Other) => false,
    }
}
