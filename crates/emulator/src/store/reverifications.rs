//! Reverifications.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Json;
use crate::model::reverification::Reverification;
use crate::rules::code::Verification;

pub(crate) fn of_session(
    db: &Connection,
    session_id: &str,
) -> rusqlite::Result<Option<Reverification>> {
    db.prepare_cached("SELECT * FROM reverifications WHERE session_id = ?1")?
        .query_row([session_id], |row| {
            let verification = |column| {
                row.get::<_, Option<Json<Verification>>>(column)
                    .map(|verification| verification.map(|json| json.0))
            };
            Ok(Reverification {
                id: row.get("id")?,
                session_id: row.get("session_id")?,
                level: row.get("level")?,
                status: row.get("status")?,
                first: verification("first_verification")?,
                second: verification("second_verification")?,
            })
        })
        .optional()
}

/// Writes a reverification over the earlier one of its session.
pub(crate) fn save(db: &Connection, reverification: &Reverification) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO reverifications VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            reverification.session_id,
            reverification.id,
            reverification.level,
            reverification.status,
            reverification.first.as_ref().map(Json),
            reverification.second.as_ref().map(Json),
        ],
    )?;
    Ok(())
}
