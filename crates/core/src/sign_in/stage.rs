//! Where a sign-in stands.

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::id::SessionId;

use super::event::{Call, Channel};
use crate::challenge::Challenge;
use crate::form::Form;
use crate::ticket::Ticket;

/// Where a sign-in stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The identifier is asked for.
    Identify(Identify),
    /// A factor is asked for.
    Challenge(Challenge),
    /// A new password is asked for, at the end of a reset.
    NewPassword(Form),
    /// The server wants something that this version does not know.
    Unknown(Unknown),
    /// The server created a session that the client which is held does not have: the client is
    /// being asked for.
    Arriving(Arriving),
    /// The server created a session, and the client has it.
    Complete(SessionId),
}

/// The first page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identify {
    /// What sends the identifier.
    pub form: Form,
    /// What it was sent for.
    pub(super) aim: Aim,
    /// What was sent, while it may be sent once more.
    pub(super) sent: Option<Call>,
    /// Why the sign-in is back here, where the person did not ask for it.
    pub restarted: Option<Restarted>,
}

/// A session that the client does not have yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Arriving {
    pub(super) session: SessionId,
    pub(super) ticket: Ticket,
}

/// What a start is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Aim {
    /// To sign in, by password where there is one.
    #[default]
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

impl Stage {
    /// The form of the page, where it has one.
    pub fn form(&self) -> Option<&Form> {
        match self {
            Self::Identify(identify) => Some(&identify.form),
            Self::Challenge(challenge) => Some(&challenge.form),
            Self::NewPassword(form) => Some(form),
            Self::Unknown(_) | Self::Arriving(_) | Self::Complete(_) => None,
        }
    }

    pub(super) fn form_mut(&mut self) -> Option<&mut Form> {
        match self {
            Self::Identify(identify) => Some(&mut identify.form),
            Self::Challenge(challenge) => Some(&mut challenge.form),
            Self::NewPassword(form) => Some(form),
            Self::Unknown(_) | Self::Arriving(_) | Self::Complete(_) => None,
        }
    }
}
