//! The places of a key, and what a credential store has to do for us.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Where the key is that opens what is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The Secret Service of a Linux desktop.
    SecretService,
    /// The keychain of macOS.
    Keychain,
    /// The Credential Manager of Windows.
    CredentialManager,
    /// A file that only this user can read, beside the sealed one.
    File,
    /// Memory alone: nothing is on disk. It is in no header.
    #[serde(skip)]
    Session,
}

impl Place {
    /// The credential store of the system that this is compiled for.
    pub const SYSTEM: Self = if cfg!(target_os = "macos") {
        Self::Keychain
    } else if cfg!(target_os = "windows") {
        Self::CredentialManager
    } else {
        Self::SecretService
    };
}

/// Why a credential store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It has no such entry. This is certain: it answered.
    #[error("the credential store has no such entry")]
    Absent,
    /// It is locked, and the person did not unlock it.
    #[error("the credential store is locked")]
    Locked,
    /// It cannot be reached: no bus, no service, no collection to put anything into.
    #[error("there is no credential store")]
    Unavailable,
    /// It failed. The text is for the log and holds no secret.
    #[error("the credential store refused: {0}")]
    Refused(String),
}

/// A credential store. Its calls may block for as long as they like: they are made on one thread of
/// their own, one after the other, and the vault stops waiting when its patience is at an end.
pub trait KeyStore {
    /// Whether an entry could be read and written now. It must not ask the person for anything;
    /// where that cannot be known, it is [`StoreError::Locked`].
    fn probe(&self) -> Result<(), StoreError>;

    /// The value of the entry `user`.
    fn get(&self, user: &str) -> Result<Zeroizing<String>, StoreError>;

    /// Makes the entry `user`, or replaces its value.
    fn set(&self, user: &str, value: &str) -> Result<(), StoreError>;

    /// Deletes the entry `user`; an absent one is [`StoreError::Absent`].
    fn delete(&self, user: &str) -> Result<(), StoreError>;
}
