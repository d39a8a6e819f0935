//! Everything that the app knows, as data.

use latchkey_ipc::view::Notice;

use crate::connection::Connection;
use crate::ports::Saved;
use crate::startup::Startup;

/// Everything that the app knows.
pub(crate) struct Model {
    /// What it was started with.
    pub(crate) startup: Startup,
    /// What is kept between two runs.
    pub(crate) saved: Saved,
    /// What it is doing.
    pub(crate) state: State,
    /// One thing to be told that belongs to no field.
    pub(crate) notice: Option<Notice>,
}

/// What the app is doing.
pub(crate) enum State {
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
    pub(crate) failure: Option<String>,
}
