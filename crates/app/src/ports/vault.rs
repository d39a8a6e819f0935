//! Where what makes this device trusted is kept between two runs.

use latchkey_core::time::Timestamp;
pub use latchkey_fapi_client::Snapshot;
use latchkey_fapi_types::environment::Environment;
use latchkey_ipc::view::{StoragePart, StoragePlace, StorageTrouble};

use super::{PortFuture, StorageChoice};

/// Keeps the client token of each instance between two runs, sealed, with what was last known of it.
/// An instance goes by its host.
pub trait Vault: Send + Sync {
    /// From now on `changed` is called with how things are kept, now and whenever that changes.
    fn watch(&self, changed: Box<dyn Fn(Storage) + Send + Sync>);
    /// What was kept last of this instance.
    fn load(&self, host: &str) -> PortFuture<Loaded>;
    /// Keeps the token and the client. The answer that brought them is acted upon only after this
    /// has ended.
    ///
    /// # Errors
    ///
    /// [`NotKept`] when they are not certain to be there at the next start. The app goes on in
    /// memory.
    fn keep_client(&self, host: &str, kept: Kept) -> PortFuture<Result<(), NotKept>>;
    /// Keeps what the instance offers.
    ///
    /// # Errors
    ///
    /// [`NotKept`], as above.
    fn keep_environment(
        &self,
        host: &str,
        kept: KeptEnvironment,
    ) -> PortFuture<Result<(), NotKept>>;
    /// Notes that the server said at this time again what is kept of the client.
    fn note_seen(&self, host: &str, at: Timestamp);
    /// Deletes all that is kept of this instance: the key, what it opens, the record.
    ///
    /// # Errors
    ///
    /// [`NotErased`] when something is still there.
    fn forget(&self, host: &str) -> PortFuture<Result<(), NotErased>>;
    /// Takes what the person chose in an earlier run. Nothing is read or tried for it.
    fn remember(&self, choice: StorageChoice);
    /// Takes the person's choice of a place.
    fn choose(&self, choice: StorageChoice);
    /// Tries again what did not work.
    fn retry(&self);
    /// Writes something where the trust of this instance is kept, reads it back and takes it away.
    fn test(&self, host: &str) -> PortFuture<Tested>;
}

/// What a [`Vault`] has of an instance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// The client, if a token is kept.
    pub client: Option<Kept>,
    /// What the instance offers, once it has said so.
    pub environment: Option<KeptEnvironment>,
}

/// A client token, and what was known with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The token and the client.
    pub snapshot: Snapshot,
    /// Since when the server knows this device as this client.
    pub trusted_since: Timestamp,
    /// When the server last said how the client stands.
    pub known_at: Timestamp,
}

/// What an instance offers, as it said itself.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptEnvironment {
    /// What it said.
    pub environment: Environment,
    /// When.
    pub known_at: Timestamp,
}

/// How things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Where the key is.
    pub place: StoragePlace,
    /// What is wrong.
    pub trouble: Option<StorageTrouble>,
    /// Whether whoever started the program decided on the place.
    pub decided: bool,
    /// Whether something of an earlier run can be read now that could not when it was asked for.
    pub readable: bool,
    /// Whether it moved into the credential store just now.
    pub improved: bool,
}

/// What became of a test of where things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tested {
    /// All of it worked.
    Passed,
    /// Nothing is kept beyond this run, so there is nothing to test.
    Nothing,
    /// This part did not work.
    Failed(StoragePart),
}

/// A [`Vault`] could not keep something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it could not be kept for the next start")]
pub struct NotKept;

/// A [`Vault`] could not delete something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not all of it could be deleted")]
pub struct NotErased(pub StoragePart);
