//! Devices that are being signed out, one after the other.

use std::collections::VecDeque;

use latchkey_fapi_types::id::SessionId;

use super::event::Change;
use crate::failure::{BadAnswer, Failure};
use crate::ticket::Ticket;

/// What is left of a change.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) change: Change,
    /// The device whose turn it is.
    pub(super) target: SessionId,
    /// Those whose turn is to come.
    pub(super) rest: VecDeque<SessionId>,
    /// Whether a step-up was made for the change. There is never a second one.
    pub(super) proven: bool,
}

/// A change under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) plan: Plan,
    pub(super) waits_for: WaitsFor,
}

/// What a change waits for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WaitsFor {
    /// The answer to the call of its target.
    Answer(Ticket),
    /// The list, to learn what became of the call that failed like this.
    List(Ticket, Failure),
    /// The client, to learn whether the session is still there that refused like this.
    Client(Ticket, Failure),
}

/// A change that goes on once a factor is proven.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deferred(pub(super) Plan);

/// What follows from a device that could not be signed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// A factor is to be proven first.
    Prove,
    /// It was signed out already.
    Gone,
    /// The list tells what became of it.
    AskList,
    /// The client tells whether there is still a session to ask with.
    AskClient,
    /// It stays, and the next one has its turn.
    Stays,
    /// It stays, and so do those after it: nothing can be asked of the server now.
    Stop,
}

impl Deferred {
    /// The change that waits for the proof.
    pub(crate) fn change(&self) -> Change {
        self.0.change.clone()
    }
}

impl Run {
    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        match &self.waits_for {
            WaitsFor::Answer(waiting)
            | WaitsFor::List(waiting, _)
            | WaitsFor::Client(waiting, _) => *waiting == ticket,
        }
    }
}

impl Fate {
    /// What follows from this failure of the call that ends a session.
    pub(super) fn of(failure: &Failure, proven: bool) -> Self {
        if failure.wants_step_up() {
            return if proven { Self::Stop } else { Self::Prove };
        }
        match failure {
            Failure::Unreachable(_) | Failure::BadAnswer(BadAnswer::Html) => Self::Stop,
            Failure::Server { .. }
            | Failure::OutcomeUnknown
            | Failure::BadAnswer(BadAnswer::Other) => Self::AskList,
            Failure::Refused { .. } => match failure.code() {
                Some("resource_not_found") => Self::Gone,
                // It does not say which of the two sessions is meant.
                Some("invalid_action_for_session" | "action_for_session_not_authorized") => {
                    Self::AskList
                }
                _ if failure.doubts_session() => Self::AskClient,
                _ if failure.wait().is_some() => Self::Stop,
                _ => Self::Stays,
            },
            Failure::Input(_) => Self::Stays,
        }
    }
}
