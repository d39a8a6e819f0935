//! A credential store whose entries are files, for a process that ends and one that looks after it.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use latchkey_vault::{KeyStore, StoreError};
use zeroize::Zeroizing;

/// Entries in a folder.
pub(crate) struct FolderStore(pub(crate) PathBuf);

impl FolderStore {
    fn path(&self, user: &str) -> PathBuf {
        self.0.join(user.replace(':', "-"))
    }
}

impl KeyStore for FolderStore {
    fn probe(&self) -> Result<(), StoreError> {
        if self.0.is_dir() { Ok(()) } else { Err(StoreError::Unavailable) }
    }

    fn get(&self, user: &str) -> Result<Zeroizing<String>, StoreError> {
        self.probe()?;
        fs::read_to_string(self.path(user)).map(Zeroizing::new).map_err(|error| class(&error))
    }

    fn set(&self, user: &str, value: &str) -> Result<(), StoreError> {
        self.probe()?;
        fs::write(self.path(user), value).map_err(|error| class(&error))
    }

    fn delete(&self, user: &str) -> Result<(), StoreError> {
        self.probe()?;
        fs::remove_file(self.path(user)).map_err(|error| class(&error))
    }
}

fn class(error: &std::io::Error) -> StoreError {
    if error.kind() == ErrorKind::NotFound {
        StoreError::Absent
    } else {
        StoreError::Refused(error.to_string())
    }
}
