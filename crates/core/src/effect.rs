//! What a machine wants done. It performs nothing itself.

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::id::SessionId;

use crate::ticket::Ticket;

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect<C> {
    /// Ask the server.
    Call {
        /// To be handed back with the answer.
        ticket: Ticket,
        /// What to ask.
        call: C,
    },
    /// Do something that concerns no server.
    Platform(Platform),
}

/// Something to do that concerns no server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Close the window.
    CloseWindow,
    /// Leave the instance, to choose another.
    LeaveInstance,
    /// Show this session in the place of the one that is shown.
    Switch(SessionId),
    /// Show a sign-in in the place of the session that is shown.
    AddAccount,
}

/// What a part of a machine asks of the server: a call of its own, or how the client stands
/// (`GET /client`).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ask<C> {
    Call(C),
    Client,
}

/// What has to be done for a part of a machine: a call, or a fresh proof of a factor first.
#[derive(Debug)]
pub(crate) enum Next<C, D> {
    Ask(Ticket, Ask<C>),
    Prove(D),
}

/// What answers an [`Ask`].
#[derive(Debug)]
pub(crate) enum Answer<R> {
    Reply(R),
    Client(Option<Box<Client>>),
}
