//! What the application needs from outside: time, a place to show views, saved choices, a vault for
//! the client token, a clipboard, files, a printer, the window and, in development builds, the local
//! emulator. Whatever may take time gives back a future: the application's loop never waits for it.

mod files;
mod licences;
mod saved;
mod vault;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use latchkey_core::time::{Instant, Timestamp};
use latchkey_ipc::view::{AppView, EmulatorView, Theme};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use self::files::{FileKind, Files, NotRead, NotWritten};
pub use self::licences::{LicenceList, ListFile, ListNotRead};
pub use self::saved::{NotSaved, Preferences, Saved, SavedHold, SavedInstance, SavedSession};
pub use self::vault::{
    Kept, KeptEnvironment, Loaded, NotErased, NotKept, Snapshot, Storage, Tested, Vault,
};

/// Everything that comes from outside.
#[derive(Clone)]
pub struct Ports {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where views go.
    pub views: Arc<dyn ViewSink>,
    /// What is kept between two runs.
    pub preferences: Arc<dyn Preferences>,
    /// Where the client token is kept between two runs; none where it lives in memory only.
    pub vault: Option<Arc<dyn Vault>>,
    /// The clipboard.
    pub clipboard: Arc<dyn Clipboard>,
    /// Files that the person chooses.
    pub files: Arc<dyn Files>,
    /// The printer.
    pub printer: Arc<dyn Printer>,
    /// The window.
    pub window: Arc<dyn WindowControl>,
    /// The list of what others made of the program.
    pub licences: Arc<dyn LicenceList>,
    /// The local emulator, in builds that contain it.
    pub emulator: Option<Arc<dyn Emulator>>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ports").field("emulator", &self.emulator.is_some()).finish_non_exhaustive()
    }
}

/// The time.
pub trait Clock: Send + Sync {
    /// The time of day, which a person or the network may set at any moment. Only for what is shown,
    /// and for what is compared with the server's clock or kept for the next run.
    fn now(&self) -> Timestamp;
    /// How long the computer has run, also asleep: nobody can set it, so every wait goes by it.
    fn instant(&self) -> Instant;
    /// Ends after this long.
    fn wait(&self, duration: Duration) -> PortFuture<()>;
}

/// Where views go.
pub trait ViewSink: Send + Sync {
    /// Shows a view.
    fn publish(&self, view: &AppView);
}

/// A place that the person chose where there is no credential store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageChoice {
    /// Memory only.
    Session,
    /// A file that only this user of the computer can read.
    File,
}

/// The clipboard. What is asked of it happens in the order in which it was asked for.
pub trait Clipboard: Send + Sync {
    /// Puts a text that is no secret on the clipboard.
    ///
    /// # Errors
    ///
    /// [`NotCopied`] when there is no clipboard.
    fn copy(&self, text: String) -> PortFuture<Result<(), NotCopied>>;
    /// Puts a secret on the clipboard, and keeps it out of the history and the synchronisation of
    /// clipboards where the system has those.
    ///
    /// # Errors
    ///
    /// [`NotCopied`] when there is no clipboard.
    fn copy_secret(&self, text: Zeroizing<String>) -> PortFuture<Result<(), NotCopied>>;
    /// Clears the clipboard if it still holds exactly this text. Whatever else is on it stays.
    fn clear_if(&self, text: Zeroizing<String>) -> PortFuture<()>;
}

/// The clipboard could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clipboard could not be used")]
pub struct NotCopied;

/// A future that a port gives back.
pub type PortFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The printer.
pub trait Printer: Send + Sync {
    /// Opens the system's dialog that prints what the window shows.
    ///
    /// # Errors
    ///
    /// [`NotPrinted`] when there is no such dialog.
    fn print(&self) -> PortFuture<Result<(), NotPrinted>>;
}

/// The system could not print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system could not print")]
pub struct NotPrinted;

/// The window.
pub trait WindowControl: Send + Sync {
    /// Closes it, whatever it shows.
    fn close(&self);
    /// Gives it these colours, at once. What was saved of them it has from its first frame on.
    fn set_theme(&self, theme: Theme);
}

/// The local emulator of the Frontend API.
pub trait Emulator: Send + Sync {
    /// Starts it, or gives the address of the one that runs. From the first start on, `changed` is
    /// called with what the banner shows, now and whenever that changes; it is the same for every
    /// start.
    fn start(
        &self,
        changed: Box<dyn Fn(EmulatorView) + Send + Sync>,
    ) -> PortFuture<Result<EmulatorAddress, EmulatorFailed>>;
}

/// Where the emulator listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmulatorAddress {
    /// The base URL.
    pub base_url: String,
    /// A publishable key for it.
    pub publishable_key: String,
}

/// The emulator could not be started.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the local emulator could not be started: {0}")]
pub struct EmulatorFailed(pub String);
