//! The signing key and the settings of the instance, and clearing all tables.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Json;
use crate::settings::Settings;

/// The signing key as (id, PKCS #1 DER), if one was made already.
pub(crate) fn signing_key(db: &Connection) -> rusqlite::Result<Option<(String, Vec<u8>)>> {
    db.prepare_cached("SELECT id, pkcs1_der FROM signing_keys LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

pub(crate) fn store_signing_key(db: &Connection, id: &str, der: &[u8]) -> rusqlite::Result<()> {
    db.execute("INSERT OR REPLACE INTO signing_keys VALUES (?1, ?2)", params![id, der])?;
    Ok(())
}

pub(crate) fn settings(db: &Connection) -> rusqlite::Result<Option<Settings>> {
    db.prepare_cached("SELECT json FROM settings")?
        .query_row([], |row| row.get::<_, Json<Settings>>(0))
        .optional()
        .map(|settings| settings.map(|json| json.0))
}

pub(crate) fn store_settings(db: &Connection, settings: &Settings) -> rusqlite::Result<()> {
    db.execute("INSERT OR REPLACE INTO settings VALUES (1, ?1)", params![Json(settings)])?;
    Ok(())
}

/// Forgets everything but the signing key.
pub(crate) fn clear(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "DELETE FROM sign_ins; DELETE FROM sessions; DELETE FROM clients; DELETE FROM users;
         DELETE FROM organizations;
         DELETE FROM code_sends; DELETE FROM messages; DELETE FROM settings;",
    )
}
