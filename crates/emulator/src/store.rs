//! SQLite: opening, migrating, and the queries of each record. No rules in here.

pub(crate) mod backup_codes;
pub(crate) mod browser_trips;
pub(crate) mod clients;
pub(crate) mod email_addresses;
pub(crate) mod external_accounts;
pub(crate) mod invitations;
pub(crate) mod messages;
pub(crate) mod organizations;
pub(crate) mod phone_numbers;
pub(crate) mod pictures;
pub(crate) mod reverifications;
pub(crate) mod sessions;
pub(crate) mod sign_ins;
pub(crate) mod sign_ups;
pub(crate) mod suggestions;
pub(crate) mod system;
pub(crate) mod totps;
pub(crate) mod users;

use std::fs::OpenOptions;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite_migration::{M, Migrations};

use crate::clock::Timestamp;
use crate::config::Database;
use crate::error::StartError;
use crate::model::organizations::{InvitationStatus, Role, SuggestionStatus};
use crate::model::reverification::{Level, Status};
use crate::model::{SessionStatus, SignInStatus};
use crate::rules::picture::Kind;

/// In order. A released file is never edited.
const STEPS: &[M<'_>] = &[
    M::up(include_str!("../migrations/0001_initial.sql")),
    M::up(include_str!("../migrations/0002_factors.sql")),
    M::up(include_str!("../migrations/0003_reverification.sql")),
    M::up(include_str!("../migrations/0004_activity.sql")),
    M::up(include_str!("../migrations/0005_email_addresses.sql")),
    M::up(include_str!("../migrations/0006_usernames.sql")),
    M::up(include_str!("../migrations/0007_pictures.sql")),
    M::up(include_str!("../migrations/0008_organizations.sql")),
    M::up(include_str!("../migrations/0009_logos.sql")),
    M::up(include_str!("../migrations/0010_external_accounts.sql")),
    M::up(include_str!("../migrations/0011_sign_ups.sql")),
];
const MIGRATIONS: Migrations<'_> = Migrations::from_slice(STEPS);

/// The one connection; a request holds it from its first read to its commit.
#[derive(Debug)]
pub(crate) struct Store(Mutex<Connection>);

impl Store {
    pub(crate) fn open(database: &Database) -> Result<Self, StartError> {
        if let Database::File(file) = database {
            // SQLite says only that it cannot open a file, not why.
            OpenOptions::new()
                .append(true)
                .create(true)
                .open(file)
                .map_err(|source| StartError::DatabaseFile { file: file.clone(), source })?;
        }
        Self::connect(database).map_err(|error| StartError::reading(database, error))
    }

    fn connect(database: &Database) -> Result<Self, rusqlite_migration::Error> {
        let mut connection = match database {
            Database::Memory => Connection::open_in_memory()?,
            Database::File(path) => {
                let connection = Connection::open(path)?;
                connection.pragma_update(None, "journal_mode", "WAL")?;
                connection.busy_timeout(Duration::from_secs(5))?;
                connection
            }
        };
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        MIGRATIONS.to_latest(&mut connection)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// The lock may be poisoned: a panic has rolled its transaction back, so the database is sound.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.millis().into())
    }
}

impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self::from_millis)
    }
}

/// Columns that hold a state by its name on the wire.
macro_rules! stored_by_name {
    ($($state:ty),+) => {$(
        impl ToSql for $state {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.as_str().into())
            }
        }

        impl FromSql for $state {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    )+};
}

stored_by_name!(
    SessionStatus,
    SignInStatus,
    Level,
    Status,
    Kind,
    Role,
    InvitationStatus,
    SuggestionStatus
);

/// A column that holds JSON.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: serde::de::DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?)
            .map(Self)
            .map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

impl<T: serde::Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        serde_json::to_string(&self.0)
            .map(Into::into)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_valid() {
        MIGRATIONS.validate().unwrap();
    }
}
