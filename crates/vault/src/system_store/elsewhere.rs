//! A system whose credential store we do not know.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error};

use crate::place::StoreError;

pub(super) fn connect() -> Result<Arc<CredentialStore>, Error> {
    Err(Error::NoDefaultStore)
}

/// What an entry is made with.
pub(super) fn modifiers() -> Option<HashMap<&'static str, &'static str>> {
    None
}

/// There is none that could be used.
pub(super) fn probe() -> Result<(), StoreError> {
    Err(StoreError::Unavailable)
}

/// Whether the store has no place for a new entry.
pub(super) fn nowhere_to_put(_error: &(dyn std::error::Error + 'static)) -> bool {
    false
}
