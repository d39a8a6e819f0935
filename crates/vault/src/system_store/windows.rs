//! The Credential Manager of Windows.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error};

use crate::place::StoreError;

pub(super) fn connect() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// What an entry is made with. By default Windows lets credentials roam to other computers.
#[expect(clippy::unnecessary_wraps, reason = "other systems need nothing")]
pub(super) fn modifiers() -> Option<HashMap<&'static str, &'static str>> {
    Some(HashMap::from([("persistence", "Local")]))
}

/// It has no lock of its own.
#[expect(clippy::unnecessary_wraps, reason = "on other systems it may be locked")]
pub(super) fn probe() -> Result<(), StoreError> {
    Ok(())
}

/// Whether the store has no place for a new entry.
pub(super) fn nowhere_to_put(_error: &(dyn std::error::Error + 'static)) -> bool {
    false
}
