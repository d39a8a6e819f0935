//! Email addresses, with the code that was last sent to verify each.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Json;
use crate::clock::Timestamp;
use crate::model::EmailAddress;

pub(crate) fn insert(db: &Connection, user_id: &str, email: &EmailAddress) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO email_addresses (id, user_id, email_address, verified, created_at, updated_at,
             verification, linked_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            email.id,
            user_id,
            email.address,
            email.verified,
            email.created_at,
            email.updated_at,
            email.verification.as_ref().map(Json),
            Json(&email.linked_to),
        ],
    )?;
    Ok(())
}

/// The addresses of a user, oldest first.
pub(crate) fn of_user(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<EmailAddress>> {
    db.prepare_cached("SELECT * FROM email_addresses WHERE user_id = ?1 ORDER BY rowid")?
        .query_map([user_id], |row| {
            Ok(EmailAddress {
                id: row.get("id")?,
                address: row.get("email_address")?,
                verified: row.get("verified")?,
                verification: row.get::<_, Option<Json<_>>>("verification")?.map(|json| json.0),
                linked_to: row.get::<_, Json<_>>("linked_to")?.0,
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
            })
        })?
        .collect()
}

/// Writes the fields of an address that can change.
pub(crate) fn save(db: &Connection, email: &EmailAddress, now: Timestamp) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE email_addresses SET verified = ?2, verification = ?3, linked_to = ?4,
             updated_at = ?5
         WHERE id = ?1",
        params![
            email.id,
            email.verified,
            email.verification.as_ref().map(Json),
            Json(&email.linked_to),
            now,
        ],
    )?;
    Ok(())
}

pub(crate) fn delete(db: &Connection, id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM email_addresses WHERE id = ?1", [id])?;
    Ok(())
}

/// The user who has verified an address.
pub(crate) fn owner(db: &Connection, address: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT user_id FROM email_addresses WHERE email_address = ?1 AND verified")?
        .query_row([address], |row| row.get(0))
        .optional()
}

pub(crate) fn set_primary(
    db: &Connection,
    user_id: &str,
    email_id: Option<&str>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE users SET primary_email_address_id = ?2, updated_at = ?3 WHERE id = ?1",
        params![user_id, email_id, now],
    )?;
    Ok(())
}
