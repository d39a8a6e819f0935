//! Authenticator apps, backup codes, and since when a user has MFA.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::clock::Timestamp;
use crate::model::Totp;
use crate::rules::backup::StoredBackupCode;

/// Writes the authenticator app of a user in the place of the one there is.
pub(crate) fn put_totp(db: &Connection, user_id: &str, totp: &Totp) -> rusqlite::Result<()> {
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

pub(crate) fn totp(db: &Connection, user_id: &str) -> rusqlite::Result<Option<Totp>> {
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

pub(crate) fn delete_totp(db: &Connection, user_id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM totps WHERE user_id = ?1", [user_id])?;
    Ok(())
}

/// Replaces every backup code of a user.
pub(crate) fn replace_backup_codes(
    db: &Connection,
    user_id: &str,
    codes: &[StoredBackupCode],
) -> rusqlite::Result<()> {
    db.execute("DELETE FROM backup_codes WHERE user_id = ?1", [user_id])?;
    for code in codes {
        super::users::add_backup_code(db, user_id, code)?;
    }
    Ok(())
}

/// Notes when a user got the first second factor, or gave up the last one.
pub(crate) fn set_mfa(
    db: &Connection,
    user_id: &str,
    enabled: bool,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let sql = if enabled {
        "UPDATE users SET mfa_enabled_at = ?2, updated_at = ?2 WHERE id = ?1"
    } else {
        "UPDATE users SET mfa_disabled_at = ?2, updated_at = ?2 WHERE id = ?1"
    };
    db.execute(sql, params![user_id, now])?;
    Ok(())
}
