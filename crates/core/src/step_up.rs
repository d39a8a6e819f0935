//! A step-up: the user who is signed in proves a factor again, before a sensitive change
//! (contract §6; Clerk calls it reverification).
//!
//! It belongs to the machine that makes the change: that one hands it the tickets, carries out
//! [`Event::Cancel`] and goes on when it is [`Stage::Done`].
//! The diagram is in `README.md` beside this module.

mod event;
mod transition;

#[cfg(test)]
mod tests;

pub(crate) use event::Answer;
pub use event::{Call, Event};
use latchkey_fapi_types::enums::ReverificationLevel;

use crate::challenge::Challenge;
use crate::failure::Failure;
use crate::hold::Hold;
use crate::ticket::{Ticket, Tickets};
use crate::time::Timestamp;

/// A step-up under way.
#[derive(Clone, Debug, PartialEq)]
pub struct StepUp {
    stage: Stage,
    /// The start that waits for its answer.
    starting: Option<Ticket>,
    /// How much the server wants proven.
    level: Option<ReverificationLevel>,
    /// Why it starts again, where the person did not ask for it.
    told: Option<Failure>,
    /// Whether it started again by itself since the person last did something.
    restarted: bool,
    /// When the attempt under way went out.
    attempted_at: Timestamp,
    /// Why the client is being asked for: an answer was lost, or doubts the session.
    asking: Option<Failure>,
    hold: Option<Hold>,
}

/// Where a step-up stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The server is being asked what it accepts.
    Starting,
    /// A factor is asked for.
    Challenge(Challenge),
    /// The server could not be asked.
    Failed(Failure),
    /// The server accepts nothing that this version knows: its status, or the strategies.
    Unknown(String),
    /// The factor is proven.
    Done,
}

impl StepUp {
    /// Starts one, under a wait that the server asked for before.
    pub(crate) fn start(
        hold: Option<Hold>,
        tickets: &mut Tickets,
        now: Timestamp,
    ) -> (Self, (Ticket, Call)) {
        let mut step_up = Self {
            stage: Stage::Starting,
            starting: None,
            level: None,
            told: None,
            restarted: false,
            attempted_at: now,
            asking: None,
            hold,
        };
        let effect = step_up.begin(None, tickets);
        (step_up, effect)
    }

    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The wait that the server asked for, if it is not over.
    pub fn hold(&self, now: Timestamp) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.applies("", now))
    }

    /// Whether an answer is waited for that decides where it goes.
    pub fn is_busy(&self) -> bool {
        match &self.stage {
            Stage::Starting => true,
            Stage::Challenge(challenge) => challenge.is_busy(),
            Stage::Failed(_) | Stage::Unknown(_) | Stage::Done => false,
        }
    }

    /// The wait that it leaves behind.
    pub(crate) fn into_hold(self) -> Option<Hold> {
        self.hold
    }
}
