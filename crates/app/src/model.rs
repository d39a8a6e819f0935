//! Everything that the app knows, as data. What follows from an input is up to [`crate::follow`].

use latchkey_core::hold::Hold;
use latchkey_core::ticket::{Ticket, Tickets};
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::view::{EmulatorView, Notice, SelfTest};

use crate::connection::{Asking, Connection, Ending};
use crate::input::NotConnected;
use crate::ports::{Saved, Storage};
use crate::startup::{Startup, Target};

/// Everything that the app knows.
pub(crate) struct Model {
    /// What it was started with.
    pub(crate) startup: Startup,
    /// What is kept for the next run.
    pub(crate) saved: Saved,
    /// What was written of it.
    pub(crate) written: Saved,
    /// What the app is doing.
    pub(crate) state: State,
    /// The page that stands over what else would be shown.
    pub(crate) over: Option<Over>,
    /// One thing to be told that belongs to no field.
    pub(crate) notice: Option<Notice>,
    /// What the emulator's banner shows; none in a build without an emulator.
    pub(crate) emulator: Option<EmulatorView>,
    /// The details that are on their way to the clipboard.
    pub(crate) copying_details: Option<Ticket>,
    /// The wait that is kept for the next run.
    pub(crate) hold: Option<NotedHold>,
    /// How this device's trust is kept; none until the vault has said so.
    pub(crate) storage: Option<Storage>,
    /// Of the test of that place which is under way.
    pub(crate) testing_storage: Option<Ticket>,
    /// What came of the last one.
    pub(crate) self_test: SelfTest,
    /// Whether the window is hidden or minimised.
    pub(crate) hidden: bool,
    /// The window is to close as soon as this device is forgotten.
    pub(crate) closes_when_forgotten: bool,
    pub(crate) tickets: Tickets,
    /// How many connections there were.
    pub(crate) connections: u64,
}

/// A page that stands over what else would be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Over {
    pub(crate) page: OverPage,
    /// The session that it was opened over, if one was shown.
    pub(crate) session: Option<SessionId>,
}

/// Which page that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OverPage {
    Settings,
    /// The page about the program, which stands over the settings.
    About,
}

/// The wait that the server asked for, as it is kept for the next run.
pub(crate) struct NotedHold {
    pub(crate) hold: Hold,
    /// Of the clock that ends it, once it runs.
    pub(crate) ticket: Option<Ticket>,
}

/// What the app is doing.
pub(crate) enum State {
    /// The preferences are being read.
    Starting,
    /// An instance is being chosen.
    Choosing(Choosing),
    /// An instance is chosen.
    Connected(Box<Connection>),
}

/// An instance is being chosen.
#[derive(Default)]
pub(crate) struct Choosing {
    /// The text in the field, as last checked.
    pub(crate) key: String,
    /// Whether it was checked at all.
    pub(crate) checked: bool,
    /// Whether the emulator is being started.
    pub(crate) starting: bool,
    /// Why there is no connection.
    pub(crate) failure: Option<NotConnected>,
}

impl Choosing {
    /// With the key of an instance that was tried in the field, to be mended there.
    pub(crate) fn with_key_of(target: &Target) -> Self {
        let key = match target {
            Target::Key(key, _) => key.as_str().to_owned(),
            Target::Emulator(_) => String::new(),
        };
        Self { checked: !key.is_empty(), key, ..Self::default() }
    }
}

impl Model {
    /// An app that has not read its preferences yet.
    pub(crate) fn new(startup: Startup, has_emulator: bool) -> Self {
        let nothing = EmulatorView { inbox: Vec::new(), demo_accounts: Vec::new() };
        Self {
            startup,
            saved: Saved::default(),
            written: Saved::default(),
            state: State::Starting,
            over: None,
            notice: None,
            emulator: has_emulator.then_some(nothing),
            copying_details: None,
            hold: None,
            storage: None,
            testing_storage: None,
            self_test: SelfTest::Running,
            hidden: false,
            closes_when_forgotten: false,
            tickets: Tickets::default(),
            connections: 0,
        }
    }

    /// Whether the answer of this call still matters.
    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        let State::Connected(connection) = &self.state else { return false };
        matches!(connection.settings.asking, Asking::Waiting(waiting) if waiting == ticket)
            || connection.asking_client == Some(ticket)
            || connection.forgetting.is_some_and(|forgetting| forgetting.ticket == ticket)
            || connection.ending == Ending::Now(ticket)
            || connection.sign_in.awaits(ticket)
            || connection.waiting_for(ticket).is_some()
    }

    /// The present connection, if it is the one with this number.
    pub(crate) fn connection(&mut self, number: u64) -> Option<&mut Connection> {
        match &mut self.state {
            State::Connected(connection) if connection.number == number => Some(connection),
            State::Connected(_) | State::Choosing(_) | State::Starting => None,
        }
    }
}
