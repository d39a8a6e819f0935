//! The Secret Service of a Linux desktop.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error};
use secret_service::blocking::SecretService;
use secret_service::{EncryptionType, Error as ServiceError};

use crate::place::StoreError;

pub(super) fn connect() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// What an entry is made with.
pub(super) fn modifiers() -> Option<HashMap<&'static str, &'static str>> {
    None
}

/// Asks what keyring-core cannot tell without a prompt: whether the default collection is locked.
pub(super) fn probe() -> Result<(), StoreError> {
    let locked = SecretService::connect(EncryptionType::Plain)
        .and_then(|service| service.get_default_collection()?.is_locked());
    match locked {
        Ok(false) => Ok(()),
        Ok(true) | Err(ServiceError::Locked) => Err(StoreError::Locked),
        Err(error) => {
            tracing::debug!(why = %error, "no credential store");
            Err(StoreError::Unavailable)
        }
    }
}

/// Whether the service has no collection that new entries go into, as on WSL.
pub(super) fn nowhere_to_put(error: &(dyn std::error::Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(ServiceError::NoResult | ServiceError::Unavailable))
}
