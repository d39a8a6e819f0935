//! The keychain of macOS.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error};

use crate::place::StoreError;

pub(super) fn connect() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// What an entry is made with.
pub(super) fn modifiers() -> Option<HashMap<&'static str, &'static str>> {
    None
}

/// The keychain may ask at every use, so only the person tries again.
pub(super) fn probe() -> Result<(), StoreError> {
    Err(StoreError::Locked)
}

/// Whether the store has no place for a new entry.
pub(super) fn nowhere_to_put(_error: &(dyn std::error::Error + 'static)) -> bool {
    false
}
