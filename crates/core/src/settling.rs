//! What a change waits for, from its call until it is known what became of it. The machines of
//! somebody who is signed in share it.

use crate::context::Facts;
use crate::failure::Failure;
use crate::ticket::Ticket;
use crate::time::Instant;

/// What a change waits for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WaitsFor {
    /// The answer to its call.
    Answer(Ticket),
    /// The client, to learn what became of the call that failed like this.
    Client(Ticket, Failure),
    /// The next that is seen of the client: the answer was lost like this, and the client could not be
    /// had then. Nothing is under way for it.
    Sight {
        /// How the answer was lost.
        failure: Failure,
        /// Since when.
        since: Instant,
    },
}

impl WaitsFor {
    /// What a change waits for once the client could not be had. What was refused is known to be
    /// refused: then there is nothing to wait for, and the failure comes back.
    pub(crate) fn sight(failure: Failure, since: Instant) -> Result<Self, Failure> {
        if failure.is_lost() { Ok(Self::Sight { failure, since }) } else { Err(failure) }
    }

    /// Whether it is the answer with this ticket.
    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        match self {
            Self::Answer(waiting) | Self::Client(waiting, _) => *waiting == ticket,
            Self::Sight { .. } => false,
        }
    }

    /// Whether it is not known what became of the change, and nothing is under way to learn it.
    pub(crate) fn is_unsettled(&self) -> bool {
        matches!(self, Self::Sight { .. })
    }

    /// Whether it was for a sight of the client, which these facts have.
    pub(crate) fn is_seen(&self, facts: &Facts<'_>) -> bool {
        match self {
            Self::Sight { since, .. } => facts.known_at.is_some_and(|at| at > *since),
            Self::Answer(_) | Self::Client(..) => false,
        }
    }

    /// Whether the server may have done what it was asked. After a refusal it has not.
    pub(crate) fn may_have_happened(&self) -> bool {
        match self {
            Self::Answer(_) | Self::Sight { .. } => true,
            Self::Client(_, failure) => failure.is_lost(),
        }
    }
}
