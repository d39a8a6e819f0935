//! Accounts at providers.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Json;
use crate::model::external::ExternalAccount;

/// Writes a new or changed account of a user.
pub(crate) fn put(
    db: &Connection,
    user_id: &str,
    account: &ExternalAccount,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO external_accounts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET provider_user_id = excluded.provider_user_id,
             check_json = excluded.check_json, updated_at = excluded.updated_at",
        params![
            account.id,
            user_id,
            account.identification_id,
            account.check.strategy,
            account.check.person.as_ref().map(|person| &person.id),
            Json(&account.check),
            account.created_at,
            account.updated_at,
        ],
    )?;
    Ok(())
}

pub(crate) fn delete(db: &Connection, id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM external_accounts WHERE id = ?1", [id])?;
    Ok(())
}

/// The accounts of a user, oldest first.
pub(crate) fn of_user(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<ExternalAccount>> {
    db.prepare_cached("SELECT * FROM external_accounts WHERE user_id = ?1 ORDER BY rowid")?
        .query_map([user_id], |row| {
            Ok(ExternalAccount {
                id: row.get("id")?,
                identification_id: row.get("identification_id")?,
                check: row.get::<_, Json<_>>("check_json")?.0,
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
            })
        })?
        .collect()
}

/// The user who has connected a person's account at a provider.
pub(crate) fn owner(
    db: &Connection,
    strategy: &str,
    person_id: &str,
) -> rusqlite::Result<Option<String>> {
    db.prepare_cached(
        "SELECT user_id FROM external_accounts WHERE strategy = ?1 AND provider_user_id = ?2",
    )?
    .query_row([strategy, person_id], |row| row.get(0))
    .optional()
}
