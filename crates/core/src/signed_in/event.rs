//! What goes into the machine and what comes out.

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::reverification::Reverification;

use crate::failure::Failure;
use crate::ticket::Ticket;
use crate::{devices, factors, organizations, password, profile, step_up};

/// A page of somebody who is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// The account, or the task that its session is pending on.
    Account,
    /// A page of the factors, which lies over the account.
    Factors(factors::Page),
    /// The sessions of the person, on this device and on others.
    Devices,
    /// The organizations that the person is in and can join.
    Organizations,
    /// This device, and where its trust is kept.
    ThisDevice,
}

/// Where the person wants to go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// To another page.
    Page(Page),
    /// To another session of this device. This one stays as it is.
    Switch(SessionId),
    /// To a sign-in that adds a session to this device. This one stays as it is.
    AddAccount,
    /// Out of the session.
    SignOut,
    /// Out of all sessions of this device, which stays trusted.
    SignOutAll,
    /// Out of all sessions of this device, which is forgotten.
    Forget,
    /// To another instance.
    ChangeInstance,
    /// Out of the app.
    Close,
}

/// What an event brought that is worth telling, and has no page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// About the factors.
    Factors(factors::Notice),
    /// The password is set, changed or gone.
    Password(password::Change),
    /// About the organizations.
    Organizations(organizations::Notice),
    /// About the profile.
    Profile(profile::Notice),
}

/// How it ended. It is final: the caller shows nobody as signed in any more, whatever the client that
/// it holds says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The person signed out.
    SignedOut {
        /// Whether the server is known to have ended the session. Where it is not, it is to be told
        /// later.
        told: bool,
    },
    /// This device is forgotten: what it held was dropped.
    Forgotten {
        /// Whether the server is known to have ended all its sessions.
        ended: bool,
    },
}

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The person wants to go somewhere.
    Open(Destination),
    /// The person leaves backup codes behind that were not confirmed.
    Leave,
    /// The person stays with them.
    Stay,
    /// The person wants to see how the account stands now.
    Refresh,
    /// The person turned to this session from another one.
    Selected,
    /// The person looks at the window again, or at a page that shows the account: what is shown is
    /// asked for in the background if it is no longer of just now. On the page of the devices that is
    /// their list.
    Focused,
    /// The person does something on a page of the factors.
    Factors(factors::Event),
    /// The person does something on the page of the devices.
    Devices(devices::Event),
    /// The client was seen: what became of a change that was not settled is known by now.
    Seen,
    /// What is shown of organizations needs what is not known.
    Look,
    /// The person does something with organizations.
    Organizations(organizations::Event),
    /// The person does something with their password, on the Account page or in the session task
    /// `reset-password`.
    Password(password::Event),
    /// The person does something with their profile, on the Account page.
    Profile(profile::Event),
    /// The person does something in the step-up dialog.
    StepUp(step_up::Event),
    /// A call came back.
    Answered {
        /// That of the effect.
        ticket: Ticket,
        /// What came back.
        answer: Result<Reply, Failure>,
    },
}

/// A call of the Frontend API.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `GET /client`, to learn how the account stands, or what became of a call.
    AskClient,
    /// `POST /client/sessions/{id}/touch`, to make it the one that the client used last.
    Select,
    /// `POST /client/sessions/{id}/remove`
    SignOut,
    /// `DELETE /client/sessions`
    SignOutAll,
    /// Nothing is sent: what this installation holds is dropped. The server does not know it, or this
    /// device is to be forgotten.
    Forget,
    /// A call for the factors.
    Factors(factors::Call),
    /// A call for the devices.
    Devices(devices::Call),
    /// A call for the organizations.
    Organizations(organizations::Call),
    /// A call for the password.
    Password(password::Call),
    /// A call for the profile.
    Profile(profile::Call),
    /// A call of the step-up.
    StepUp(step_up::Call),
}

/// What an answered call brought.
#[derive(Debug)]
pub enum Reply {
    /// To [`Call::AskClient`].
    Client(Option<Box<Client>>),
    /// To [`Call::Select`].
    Selected,
    /// To [`Call::SignOut`] and [`Call::SignOutAll`].
    SignedOut {
        /// Whether the answer is about the client that this installation holds. The server answers
        /// the same to a request that it does not know the sender of.
        proven: bool,
    },
    /// To [`Call::Forget`].
    Forgotten,
    /// To [`Call::Factors`].
    Factors(factors::Reply),
    /// To [`Call::Devices`].
    Devices(devices::Reply),
    /// To [`Call::Organizations`].
    Organizations(organizations::Reply),
    /// To [`Call::Password`].
    PasswordChanged,
    /// To [`Call::Profile`].
    Profile(profile::Reply),
    /// To [`Call::StepUp`].
    StepUp(Box<Reverification>),
}

impl From<factors::Event> for Event {
    fn from(event: factors::Event) -> Self {
        Self::Factors(event)
    }
}

impl From<devices::Event> for Event {
    fn from(event: devices::Event) -> Self {
        Self::Devices(event)
    }
}

impl From<organizations::Event> for Event {
    fn from(event: organizations::Event) -> Self {
        Self::Organizations(event)
    }
}

impl From<password::Event> for Event {
    fn from(event: password::Event) -> Self {
        Self::Password(event)
    }
}

impl From<profile::Event> for Event {
    fn from(event: profile::Event) -> Self {
        Self::Profile(event)
    }
}

impl From<step_up::Event> for Event {
    fn from(event: step_up::Event) -> Self {
        Self::StepUp(event)
    }
}

impl From<factors::Call> for Call {
    fn from(call: factors::Call) -> Self {
        Self::Factors(call)
    }
}

impl From<devices::Call> for Call {
    fn from(call: devices::Call) -> Self {
        Self::Devices(call)
    }
}

impl From<organizations::Call> for Call {
    fn from(call: organizations::Call) -> Self {
        Self::Organizations(call)
    }
}

impl From<password::Call> for Call {
    fn from(call: password::Call) -> Self {
        Self::Password(call)
    }
}

impl From<profile::Call> for Call {
    fn from(call: profile::Call) -> Self {
        Self::Profile(call)
    }
}

impl From<step_up::Call> for Call {
    fn from(call: step_up::Call) -> Self {
        Self::StepUp(call)
    }
}
