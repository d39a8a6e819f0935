//! What goes into the machine and what comes out.

use latchkey_fapi_types::client::ActiveSession;
use latchkey_fapi_types::id::SessionId;

/// What a person asks for on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The person wants the list again.
    Refresh,
    /// The person signs another device out.
    SignOut(SessionId),
    /// The person signs all devices out but this one.
    SignOutOthers,
}

/// A change of the devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Signing out this one.
    SignOut(SessionId),
    /// Signing out all but the one that it is asked on.
    SignOutOthers,
}

/// A call of the Frontend API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// `GET /me/sessions/active`
    List,
    /// `POST /me/sessions/{id}/revoke`
    Revoke(SessionId),
}

/// What an answered call brought.
#[derive(Debug)]
pub enum Reply {
    /// To [`Call::List`].
    List(Vec<ActiveSession>),
    /// To [`Call::Revoke`].
    Revoked,
}

/// What became of signing out all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many are signed out.
    pub done: usize,
    /// How many are not.
    pub failed: usize,
}
