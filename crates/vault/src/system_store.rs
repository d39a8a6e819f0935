//! The credential store of the system, through keyring-core.
//!
//! Its errors may carry a secret in their debug output, so they are never logged with it. It makes
//! its connection when it is first needed and anew after a failure: a store that was started later,
//! or again, is found.

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
#[path = "system_store/elsewhere.rs"]
mod system;
#[cfg(target_os = "linux")]
#[path = "system_store/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "system_store/macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "system_store/windows.rs"]
mod system;

use std::cell::RefCell;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

use crate::place::{KeyStore, StoreError};

/// The credential store of the system.
pub(crate) struct SystemStore {
    /// Names the application.
    service: String,
    connection: RefCell<Option<Arc<CredentialStore>>>,
}

impl SystemStore {
    pub(crate) fn new(service: String) -> Self {
        Self { service, connection: RefCell::new(None) }
    }

    /// Does something with an entry. When that fails for a reason that may lie in the connection,
    /// it is done once more over a new one.
    fn with<T>(
        &self,
        user: &str,
        act: impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let fresh = self.connection.borrow().is_none();
        match self.attempt(user, &act) {
            Err(StoreError::Refused(_)) if !fresh => self.attempt(user, &act),
            outcome => outcome,
        }
    }

    fn attempt<T>(
        &self,
        user: &str,
        act: impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let known = self.connection.borrow().clone();
        let store = match known {
            Some(store) => store,
            None => system::connect().map_err(|error| {
                tracing::debug!(why = %told(&error), "no credential store");
                StoreError::Unavailable
            })?,
        };
        let entry = store.build(&self.service, user, system::modifiers().as_ref());
        let outcome = entry.and_then(|entry| act(&entry)).map_err(|error| class(&error));
        let broken = matches!(outcome, Err(StoreError::Refused(_) | StoreError::Unavailable));
        self.connection.replace((!broken).then_some(store));
        outcome
    }
}

impl KeyStore for SystemStore {
    fn probe(&self) -> Result<(), StoreError> {
        system::probe()
    }

    fn get(&self, user: &str) -> Result<Zeroizing<String>, StoreError> {
        self.with(user, Entry::get_password).map(Zeroizing::new)
    }

    fn set(&self, user: &str, value: &str) -> Result<(), StoreError> {
        self.with(user, |entry| entry.set_password(value))
    }

    fn delete(&self, user: &str) -> Result<(), StoreError> {
        self.with(user, Entry::delete_credential)
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the enum of keyring-core is not exhaustive")]
fn class(error: &Error) -> StoreError {
    match error {
        Error::NoEntry => StoreError::Absent,
        Error::NoDefaultStore => StoreError::Unavailable,
        Error::NoStorageAccess(inner) if system::nowhere_to_put(inner.as_ref()) => {
            StoreError::Unavailable
        }
        Error::NoStorageAccess(_) => StoreError::Locked,
        error => StoreError::Refused(told(error)),
    }
}

/// An error without what may be a secret.
#[expect(clippy::wildcard_enum_match_arm, reason = "the enum of keyring-core is not exhaustive")]
fn told(error: &Error) -> String {
    match error {
        Error::PlatformFailure(inner) | Error::NoStorageAccess(inner) => inner.to_string(),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "the entry is not a text".to_owned(),
        Error::Ambiguous(_) => "there are several such entries".to_owned(),
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_without_the_secret_that_it_carries() {
        let secret = b"the secret itself".to_vec();
        let errors = [
            Error::BadEncoding(secret.clone()),
            Error::BadDataFormat(secret.clone(), "the secret itself".into()),
        ];
        for error in errors {
            let class = class(&error);
            assert!(!format!("{class:?} {class}").contains("secret itself"), "{class:?}");
            assert!(matches!(class, StoreError::Refused(_)));
        }
    }

    #[test]
    fn errors_are_classed_by_what_follows() {
        assert_eq!(class(&Error::NoEntry), StoreError::Absent);
        assert_eq!(class(&Error::NoDefaultStore), StoreError::Unavailable);
        assert_eq!(class(&Error::NoStorageAccess("dismissed".into())), StoreError::Locked);
        let broken = class(&Error::PlatformFailure("broken pipe".into()));
        assert_eq!(broken, StoreError::Refused("broken pipe".to_owned()));
    }
}
