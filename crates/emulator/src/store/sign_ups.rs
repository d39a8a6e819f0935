//! Sign-ups.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Json;
use crate::model::sign_up::SignUp;

pub(crate) fn load(db: &Connection, id: &str) -> rusqlite::Result<Option<SignUp>> {
    db.prepare_cached("SELECT json FROM sign_ups WHERE id = ?1")?
        .query_row([id], |row| row.get::<_, Json<SignUp>>(0))
        .optional()
        .map(|found| found.map(|json| json.0))
}

/// Writes a new or changed sign-up.
pub(crate) fn save(db: &Connection, sign_up: &SignUp) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO sign_ups VALUES (?1, ?2, ?3)",
        params![sign_up.id, sign_up.client_id, Json(sign_up)],
    )?;
    Ok(())
}
