//! Phone numbers, with the code that was last sent to verify each.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Json;
use crate::clock::Timestamp;
use crate::model::PhoneNumber;

pub(crate) fn insert(db: &Connection, user_id: &str, phone: &PhoneNumber) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO phone_numbers (id, user_id, phone_number, verified, reserved_for_second_factor,
             default_second_factor, created_at, updated_at, verification)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            phone.id,
            user_id,
            phone.number,
            phone.verified,
            phone.reserved_for_second_factor,
            phone.default_second_factor,
            phone.created_at,
            phone.updated_at,
            phone.verification.as_ref().map(Json),
        ],
    )?;
    Ok(())
}

/// The numbers of a user, oldest first.
pub(crate) fn of_user(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<PhoneNumber>> {
    db.prepare_cached("SELECT * FROM phone_numbers WHERE user_id = ?1 ORDER BY rowid")?
        .query_map([user_id], |row| {
            Ok(PhoneNumber {
                id: row.get("id")?,
                number: row.get("phone_number")?,
                verified: row.get("verified")?,
                reserved_for_second_factor: row.get("reserved_for_second_factor")?,
                default_second_factor: row.get("default_second_factor")?,
                verification: row.get::<_, Option<Json<_>>>("verification")?.map(|json| json.0),
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
            })
        })?
        .collect()
}

/// Writes the fields of a number that can change.
pub(crate) fn save(db: &Connection, phone: &PhoneNumber, now: Timestamp) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE phone_numbers SET verified = ?2, reserved_for_second_factor = ?3,
             default_second_factor = ?4, verification = ?5, updated_at = ?6
         WHERE id = ?1",
        params![
            phone.id,
            phone.verified,
            phone.reserved_for_second_factor,
            phone.default_second_factor,
            phone.verification.as_ref().map(Json),
            now,
        ],
    )?;
    Ok(())
}

pub(crate) fn delete(db: &Connection, id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM phone_numbers WHERE id = ?1", [id])?;
    Ok(())
}

/// The user who has verified a number.
pub(crate) fn owner(db: &Connection, number: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT user_id FROM phone_numbers WHERE phone_number = ?1 AND verified")?
        .query_row([number], |row| row.get(0))
        .optional()
}

pub(crate) fn set_primary(
    db: &Connection,
    user_id: &str,
    phone_id: Option<&str>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE users SET primary_phone_number_id = ?2, updated_at = ?3 WHERE id = ?1",
        params![user_id, phone_id, now],
    )?;
    Ok(())
}
