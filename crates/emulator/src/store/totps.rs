//! Authenticator apps, one for a user at most.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::model::Totp;

/// Writes the authenticator app of a user, over an earlier one.
pub(crate) fn put(db: &Connection, user_id: &str, totp: &Totp) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO totps
             (user_id, id, secret, verified, last_step, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            user_id,
            totp.id,
            totp.secret,
            totp.verified,
            totp.last_step,
            totp.created_at,
            totp.updated_at,
        ],
    )?;
    Ok(())
}

pub(crate) fn of_user(db: &Connection, user_id: &str) -> rusqlite::Result<Option<Totp>> {
    db.prepare_cached("SELECT * FROM totps WHERE user_id = ?1")?
        .query_row([user_id], |row| {
            Ok(Totp {
                id: row.get("id")?,
                secret: row.get("secret")?,
                verified: row.get("verified")?,
                last_step: row.get("last_step")?,
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
            })
        })
        .optional()
}

pub(crate) fn delete(db: &Connection, user_id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM totps WHERE user_id = ?1", [user_id])?;
    Ok(())
}

/// Remembers the newest step of which a code was accepted.
pub(crate) fn set_step(db: &Connection, user_id: &str, step: i64) -> rusqlite::Result<()> {
    db.execute("UPDATE totps SET last_step = ?2 WHERE user_id = ?1", params![user_id, step])?;
    Ok(())
}
