//! Why an emulator could not be started or controlled. What it answers to its callers is in `wire::error`.

use std::net::SocketAddr;

use thiserror::Error;

use crate::settings::InvalidSettingsError;

/// Why an emulator could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// The address could be reached from other machines.
    #[error("the emulator listens on loopback addresses only, and {0} is not one")]
    NotLoopback(SocketAddr),
    /// The address is taken, or may not be used.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The database cannot be opened, or is of a newer version.
    #[error("cannot open the database: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The demo accounts could not be added.
    #[error("cannot add the demo accounts")]
    Demo(#[source] ControlError),
}

/// Why the emulator could not do what its owner asked for.
#[derive(Debug, Error)]
pub enum ControlError {
    /// The user to add is invalid.
    #[error("not a user: {0}")]
    InvalidUser(&'static str),
    /// Somebody else has a verified address or number of this user.
    #[error("another user has an address or number of this user")]
    Taken,
    /// There is no such user.
    #[error("there is no user {0}")]
    NoSuchUser(String),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for ControlError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => Self::Taken,
            _ => Self::Database(error),
        }
    }
}

/// Why a patch of the settings was not applied.
#[derive(Debug, Error)]
pub enum PatchSettingsError {
    /// The patched settings are invalid.
    #[error(transparent)]
    Invalid(#[from] InvalidSettingsError),
    /// It could not be stored.
    #[error(transparent)]
    Store(#[from] ControlError),
}
