//! What the loop wants done, as data. [`crate::runner`] does it, beside the loop.

use std::time::Duration;

use latchkey_core::ticket::Ticket;
use latchkey_core::time::Timestamp;
use latchkey_core::{sign_in, signed_in};
use latchkey_fapi_client::{BaseUrl, Product};
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::view::Theme;
use zeroize::Zeroizing;

use crate::ports::{KeptEnvironment, Saved, StorageChoice};
use crate::startup::Target;

/// Something to do. It holds secrets, so it cannot be printed.
pub(crate) enum Work {
    /// Write the preferences.
    Save(Saved),
    /// Start the local emulator for this target.
    StartEmulator(Target),
    /// Set up the connection with this number, and read what an earlier run kept of its instance.
    Open { connection: u64, host: String, base_url: BaseUrl, product: Product },
    /// End the connection there is: whatever is under way for it is given up.
    Disconnect,
    /// Ask the instance.
    Call { ticket: Ticket, call: Call },
    /// Keep what the instance offers for the next start.
    KeepEnvironment { host: String, kept: Box<KeptEnvironment> },
    /// Note that the server said at this time again how the client stands.
    NoteSeen { host: String, at: Timestamp },
    /// Tell the vault where this device's trust is to be kept.
    Storage(StorageOrder),
    /// Test the place where the trust of this instance is kept.
    TestStorage { ticket: Ticket, host: String },
    /// Put a text on the clipboard.
    Copy { ticket: Ticket, text: Text },
    /// Take a secret off the clipboard, if it still holds it.
    ClearClipboard(Zeroizing<String>),
    /// Let the person choose a file, and write this into it.
    WriteFile { ticket: Ticket, name: String, contents: Zeroizing<String> },
    /// Let the person choose a file, and make a picture of it that can be sent.
    ChoosePicture { ticket: Ticket },
    /// Print what the window shows.
    Print { ticket: Ticket },
    /// Wait.
    Wait { ticket: Ticket, duration: Duration },
    /// Give the window these colours.
    SetTheme(Theme),
    /// Close the window, after these secrets were taken off the clipboard.
    Close { clearing: Vec<Zeroizing<String>> },
}

/// What the vault is told of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StorageOrder {
    /// What the person chose in an earlier run.
    Remember(StorageChoice),
    /// What the person chose now.
    Choose(StorageChoice),
    /// To try again.
    Retry,
}

/// A text for the clipboard.
pub(crate) enum Text {
    Plain(String),
    Secret(Zeroizing<String>),
}

/// A question to the instance.
#[derive(Debug)]
pub(crate) enum Call {
    /// What it offers.
    Environment,
    /// How this client stands.
    Client,
    /// The end of a session that is not shown any more.
    End(SessionId),
    /// Nothing is sent: what this installation holds is dropped, as the server does not know it.
    Forget,
    /// A step of a sign-in.
    SignIn(sign_in::Call),
    /// Something of this session.
    Session(SessionId, signed_in::Call),
}
