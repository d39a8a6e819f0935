//! Backup codes, kept as digests.

use rusqlite::{Connection, params};

use crate::clock::Timestamp;
use crate::rules::backup::StoredBackupCode;

pub(crate) fn add(db: &Connection, user_id: &str, code: &StoredBackupCode) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO backup_codes (user_id, salt, digest) VALUES (?1, ?2, ?3)",
        params![user_id, code.salt, code.digest],
    )?;
    Ok(())
}

/// The codes not used yet.
pub(crate) fn unused(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<StoredBackupCode>> {
    db.prepare_cached(
        "SELECT salt, digest FROM backup_codes WHERE user_id = ?1 AND used_at IS NULL",
    )?
    .query_map([user_id], |row| Ok(StoredBackupCode { salt: row.get(0)?, digest: row.get(1)? }))?
    .collect()
}

pub(crate) fn mark_used(
    db: &Connection,
    user_id: &str,
    code: &StoredBackupCode,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE backup_codes SET used_at = ?3 WHERE user_id = ?1 AND salt = ?2",
        params![user_id, code.salt, now],
    )?;
    Ok(())
}

/// Whether a user has a code that is not used yet.
pub(crate) fn any_unused(db: &Connection, user_id: &str) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM backup_codes WHERE user_id = ?1 AND used_at IS NULL")?
        .exists([user_id])
}

/// Replaces every backup code of a user.
pub(crate) fn replace(
    db: &Connection,
    user_id: &str,
    codes: &[StoredBackupCode],
) -> rusqlite::Result<()> {
    db.execute("DELETE FROM backup_codes WHERE user_id = ?1", [user_id])?;
    for code in codes {
        add(db, user_id, code)?;
    }
    Ok(())
}
