//! How things are kept: the words in which the vault tells its watcher, and what it is told.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::place::Place;

/// Bytes that are kept: emptied when they are dropped. Its debug output shows them, so nothing that
/// holds one derives `Debug`.
pub type Secret = Zeroizing<Vec<u8>>;

/// Who decides on the place of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The system's credential store; where there is none, the person is asked.
    Ask,
    /// The system's credential store or, where there is none, nothing on disk. Nobody is asked.
    System,
    /// A file that only this user can read. The credential store is never touched.
    File,
    /// Memory alone. Neither the credential store nor the disk is touched.
    Session,
}

/// What a person wants where the credential store does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Keep nothing on disk.
    Session,
    /// Keep the key in a file that only this user can read.
    File,
}

/// What is wrong with how things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no credential store.
    Unavailable,
    /// The credential store is locked, or waits for the person.
    Locked,
    /// The credential store refuses to write, or to give back what was written.
    Refused,
    /// What is on disk was sealed with a key in another place, which cannot be reached. It is
    /// untouched.
    PlaceChanged,
    /// The key of what is on disk is gone. The file is set aside when something is kept anew.
    KeyGone,
    /// What was on disk was damaged or changed. It was set aside.
    Damaged,
    /// The disk could not be written, or not be read. What is kept is in memory, and is tried again
    /// with the next [`Vault::keep`](crate::Vault::keep) or [`Vault::retry`](crate::Vault::retry).
    NotWritten,
    /// Another program uses the folder; this one keeps nothing on disk.
    InUse,
}

/// How things are kept, of the name that was used last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// The name; none before the first use.
    pub name: Option<String>,
    /// Where the key is, or would be put.
    pub place: Place,
    /// What is wrong with it, or with the place that was meant to be used.
    pub trouble: Option<Trouble>,
    /// Whether the [`Mode`] decided, so that there is nothing to choose.
    pub decided: bool,
    /// The key that sealed what is on disk; none while nothing is there.
    pub kid: Option<String>,
    /// The generation on disk; none while nothing is there.
    pub generation: Option<u64>,
    /// True once, when something can be read that could not be read at
    /// [`Vault::load`](crate::Vault::load), and nothing precious was kept since: load again.
    pub readable_now: bool,
    /// True once, when what was in memory or in a file has moved into the credential store, or when
    /// something is sealed with a key in it although a [`Choice`] was remembered. What was chosen has
    /// served then.
    pub improved: bool,
}

impl Storage {
    /// Nothing is kept, for there is no thread that could.
    pub(crate) fn without_a_vault() -> Self {
        Self {
            name: None,
            place: Place::Session,
            trouble: Some(Trouble::NotWritten),
            decided: false,
            kid: None,
            generation: None,
            readable_now: false,
            improved: false,
        }
    }
}

/// What became of a [`Vault::keep`](crate::Vault::keep).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is on disk, and survives a crash from now on.
    OnDisk,
    /// It is in memory; why is in [`Storage::trouble`], unless that is how it was wanted.
    InMemory,
}

/// What [`Vault::forget`](crate::Vault::forget) could not delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not deleted: the key: {key}, the file: {file}")]
pub struct NotErased {
    /// The key may still be in its place.
    pub key: bool,
    /// The sealed file, or one that was set aside, is still on disk.
    pub file: bool,
}

/// The outcome of [`Vault::self_test`](crate::Vault::self_test).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTest {
    /// Something was written to the place of the key and to the disk, read back and taken away, and
    /// what is kept opens with the key that is in that place.
    Passed,
    /// Nothing is kept outside memory.
    NothingToTest,
    /// The place of the key failed.
    KeyFailed,
    /// The disk failed, or what is on it does not open.
    FileFailed,
}

/// How long the vault waits for the credential store, and how often it comes back to it.
#[derive(Clone, Debug)]
pub struct Patience {
    /// For the key of what is on disk, at the first load. The window shows somebody signed out if
    /// the store takes longer, and changes its mind when the answer comes.
    pub first: Duration,
    /// For every other call.
    pub routine: Duration,
    /// Before the attempts to reach a store that failed; the last one repeats.
    pub pauses: Vec<Duration>,
}

impl Default for Patience {
    /// A Secret Service that runs answers a first call in under 50 ms, and one that has to be
    /// started in a few hundred; a locked one waits for the person, whom nobody hurries.
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            routine: Duration::from_secs(3),
            pauses: [5, 10, 20, 40, 80, 160, 300].map(Duration::from_secs).to_vec(),
        }
    }
}
