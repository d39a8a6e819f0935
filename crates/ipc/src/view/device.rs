//! The pages of this device and of the others, and where what makes this device trusted is kept.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use crate::error::Problem;

/// This device: since when it is trusted, and where that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThisDeviceView {
    /// Since when the server knows this device, in milliseconds since 1970-01-01 UTC; none where
    /// nothing tells.
    pub trusted_since: Option<i64>,
    /// Where its trust is kept.
    pub storage: StorageView,
    /// Whether that place does what it should. The page asks for the test when it is opened.
    pub self_test: SelfTest,
    /// When the account was last fetched, in milliseconds since 1970-01-01 UTC.
    pub refreshed_at: i64,
    /// Whether this device is being forgotten.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
}

/// The outcome of writing something, reading it back and taking it away again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SelfTest {
    /// It was not asked for yet, or is under way.
    Running,
    /// All of it worked.
    Passed,
    /// Nothing is kept, so there is nothing to test.
    NothingToTest,
    /// It did not.
    Failed {
        /// What did not work.
        part: StoragePart,
    },
}

/// A part of what keeps this device trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoragePart {
    /// The place of the key.
    Key,
    /// The sealed file.
    File,
}

/// Where this device's trust is kept, and what is wrong with that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageView {
    /// The place.
    pub place: StoragePlace,
    /// What is wrong with it, or with the place that was meant to be used.
    pub trouble: Option<StorageTrouble>,
    /// Whether whoever started the program decided on the place, so that there is nothing to choose.
    pub decided: bool,
}

/// Where the key is that opens what is kept of this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoragePlace {
    /// The Secret Service of the desktop, such as GNOME Keyring or `KWallet`.
    SecretService,
    /// The keychain of macOS.
    Keychain,
    /// The Credential Manager of Windows.
    CredentialManager,
    /// A file that only this user of the computer can read.
    File,
    /// Nowhere: all is in memory, and gone with the window.
    Session,
}

/// What is wrong with where this device's trust is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StorageTrouble {
    /// This computer has no credential store.
    Unavailable,
    /// The credential store is locked, or waits for the person.
    Locked,
    /// The credential store is there, but refuses to write or to give back what was written.
    Refused,
    /// What an earlier run kept was sealed with a key in another place, which cannot be reached.
    PlaceChanged,
    /// The key of what an earlier run kept is gone. It is set aside at the next sign-in.
    KeyGone,
    /// What an earlier run kept was damaged or changed. It was set aside.
    Damaged,
    /// The file could not be written, as when the disk is full.
    NotWritten,
    /// Another Latchkey uses the same folder; only that one keeps anything.
    InUse,
}

/// The sessions of the person, on this device and on others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesView {
    /// The devices, this one first; none until the server has told them.
    pub devices: Option<Vec<DeviceView>>,
    /// Whether the list is being fetched, or a session is being ended.
    pub activity: Activity,
    /// Why the list could not be fetched.
    pub problem: Option<Problem>,
    /// What became of signing out all others, once that is done.
    pub others: Option<OthersOutcome>,
}

/// Names a device in a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DeviceId(pub String);

/// One session of the person. Everything that the server says of it is optional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Names it.
    pub id: DeviceId,
    /// Whether it is this one.
    pub current: bool,
    /// The app or browser, with its version.
    pub app: Option<String>,
    /// The system or kind of device.
    pub system: Option<String>,
    /// Whether it is a phone or tablet.
    pub mobile: bool,
    /// City and country.
    pub place: Option<String>,
    /// The address it was last used from.
    pub ip_address: Option<String>,
    /// When it was last used, in milliseconds since 1970-01-01 UTC.
    pub last_active_at: Option<i64>,
    /// Where signing it out stands.
    pub ending: Ending,
}

/// Where signing out another device stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// Nobody asked for it.
    No,
    /// It is under way, or waits for its turn.
    Busy,
    /// The device is signed out.
    Done,
    /// It failed.
    Failed {
        /// Why.
        problem: Problem,
    },
}

/// What became of signing out all other devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OthersOutcome {
    /// How many are signed out.
    pub done: u32,
    /// How many are not.
    pub failed: u32,
}
