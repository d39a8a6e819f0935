//! A sign-in, from nobody to a session.
//!
//! [`SignIn::apply`] is the whole machine: it takes an [`Event`] and the time, and gives back the
//! next state with at most one [`Effect`]. It never performs the effect. Each effect carries a
//! [`Ticket`]; an answer with a ticket that the state no longer waits for changes nothing, so a
//! cancelled step cannot come back. What cannot be asked for in a state is ignored: a window may
//! always send one click too many.
//!
//! The diagram is in `README.md` beside this module.

mod event;
mod landing;
mod transition;

#[cfg(test)]
mod tests;

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::id::{SessionId, SignInId};

pub use event::{Call, Channel, Effect, Event};

pub use crate::challenge::{Challenge, Delivery, Method, MethodKind, RESEND_WAIT, Reason};
use crate::failure::Failure;
pub use crate::hold::Hold;
pub use crate::ticket::Ticket;
use crate::ticket::Tickets;
use crate::time::Timestamp;

/// A sign-in under way.
#[derive(Clone, Debug, PartialEq)]
pub struct SignIn {
    identifier: String,
    stage: Stage,
    /// The server's name for it, once it has one.
    attempt: Option<SignInId>,
    hold: Option<Hold>,
    tickets: Tickets,
}

/// Where a sign-in stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The identifier is asked for.
    Identify(Identify),
    /// A factor is asked for.
    Challenge(Challenge),
    /// A new password is asked for, at the end of a reset.
    NewPassword(NewPassword),
    /// The server wants something that this version does not know.
    Unknown(Unknown),
    /// The server created a session.
    Complete(SessionId),
}

/// The first page.
#[derive(Clone, Debug, PartialEq)]
pub struct Identify {
    /// What is under way.
    pub pending: Option<Pending>,
    /// What failed last.
    pub failure: Option<Failure>,
    /// Why the sign-in is back here, where the person did not ask for it.
    pub restarted: Option<Restarted>,
}

/// A start that waits for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    pub(crate) ticket: Ticket,
    pub(crate) aim: Aim,
}

/// What a start is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// To sign in, by password where there is one.
    SignIn,
    /// To sign in by a code sent through this channel.
    Code(Channel),
    /// To reset a forgotten password.
    Reset,
}

/// Why a sign-in starts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restarted {
    /// The server no longer has it: it took too long, or another replaced it.
    Gone,
    /// An answer was lost, and with it the client; a code in it counts as used.
    AnswerLost,
}

/// The end of a reset.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPassword {
    /// What is under way.
    pub pending: Option<Ticket>,
    /// What failed last.
    pub failure: Option<Failure>,
    /// How often what was typed turned out to be of no more use.
    pub refusals: u64,
}

/// Something that this version does not know, named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// A status.
    Status(String),
    /// None of these first factors is known.
    FirstFactors(Vec<Strategy>),
    /// None of these second factors is known.
    SecondFactors(Vec<Strategy>),
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            identifier: String::new(),
            stage: Stage::Identify(Identify::fresh()),
            attempt: None,
            hold: None,
            tickets: Tickets::default(),
        }
    }
}

impl Identify {
    pub(crate) fn fresh() -> Self {
        Self { pending: None, failure: None, restarted: None }
    }
}

impl SignIn {
    /// A sign-in that starts under a wait from an earlier run of the app.
    pub fn held(hold: Hold) -> Self {
        Self { identifier: hold.identifier.clone(), hold: Some(hold), ..Self::default() }
    }

    /// What was typed as the identifier last.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The wait that the server asked for, if it is not over.
    pub fn hold(&self, now: Timestamp) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.applies(&self.identifier, now))
    }

    /// Whether an answer is waited for that decides where the sign-in goes.
    pub fn is_busy(&self) -> bool {
        match &self.stage {
            Stage::Identify(identify) => identify.pending.is_some(),
            Stage::Challenge(challenge) => challenge.is_busy(),
            Stage::NewPassword(step) => step.pending.is_some(),
            Stage::Unknown(_) | Stage::Complete(_) => false,
        }
    }
}
