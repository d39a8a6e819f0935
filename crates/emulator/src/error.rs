//! Why an emulator could not be started or controlled. What it answers to its callers is in `wire::error`.

use std::net::SocketAddr;
use std::path::PathBuf;

use thiserror::Error;

use crate::config::Database;
use crate::settings::InvalidSettingsError;

/// Why an emulator could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// The address could be reached from other machines.
    #[error("the emulator listens on loopback addresses only, and {0} is not one")]
    NotLoopback(SocketAddr),
    /// The address is taken, or may not be used.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file of the database cannot be opened or made.
    #[error("the emulator can't use {}: {source}", .file.display())]
    DatabaseFile {
        /// Which.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is no database, is damaged, or was written by a newer version.
    #[error("the emulator can't read {}. Delete it to start over", .0.display())]
    Unreadable(PathBuf),
    /// The database does not work.
    #[error("the emulator's database failed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The demo accounts could not be added.
    #[error("cannot add the demo accounts: {0}")]
    Demo(#[source] ControlError),
}

impl StartError {
    /// What it means that a database could not be read.
    pub(crate) fn reading(database: &Database, error: rusqlite_migration::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};

        let is_of_no_use = if let rusqlite_migration::Error::RusqliteError { err, .. } = &error {
            // A value of the wrong kind has no code of SQLite's.
            err.sqlite_error_code()
                .is_none_or(|code| matches!(code, DatabaseCorrupt | NotADatabase))
        } else {
            // There is no way from the version of the file to ours.
            true
        };
        match database {
            Database::File(file) if is_of_no_use => Self::Unreadable(file.clone()),
            Database::File(_) | Database::Memory => Self::Database(Box::new(error)),
        }
    }
}

/// Why the emulator could not do what its owner asked for.
#[derive(Debug, Error)]
pub enum ControlError {
    /// The user to add is invalid.
    #[error("{0}")]
    InvalidUser(String),
    /// What exists only once is there already.
    #[error("somebody has this already: an address, a number, a username, a slug or a membership")]
    Taken,
    /// There is no such user.
    #[error("there is no user {0}")]
    NoSuchUser(String),
    /// The user has no such email address.
    #[error("the user has no email address {0}")]
    NoSuchEmailAddress(String),
    /// The file is no picture of a kind that is served.
    #[error("the file is no JPEG, PNG, GIF or WebP image")]
    NoPicture,
    /// There is no such organization.
    #[error("there is no organization {0}")]
    NoSuchOrganization(String),
    /// The user is not in the organization.
    #[error("the user is not in the organization {0}")]
    NotAMember(String),
    /// There is no such invitation or suggestion.
    #[error("there is no invitation or suggestion {0}")]
    NoSuchOffer(String),
    /// There is no such session.
    #[error("there is no session {0}")]
    NoSuchSession(String),
    /// There is no such client.
    #[error("there is no client {0}")]
    NoSuchClient(String),
    /// A browser cannot come back like that; the code of the refusal says why.
    #[error("there is no such way through a browser: {0}")]
    NoSuchTrip(&'static str),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[source] rusqlite::Error),
    /// The emulator failed in another way.
    #[error("the emulator failed: {0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
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
