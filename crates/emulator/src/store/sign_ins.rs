//! Sign-in attempts.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Json;
use crate::model::SignIn;
use crate::rules::code::Verification;

pub(crate) fn load(db: &Connection, id: &str) -> rusqlite::Result<Option<SignIn>> {
    db.prepare_cached("SELECT * FROM sign_ins WHERE id = ?1")?
        .query_row([id], |row| {
            let trust: String = row.get("client_trust_state")?;
            Ok(SignIn {
                id: row.get("id")?,
                client_id: row.get("client_id")?,
                user_id: row.get("user_id")?,
                identifier: row.get("identifier")?,
                status: row.get("status")?,
                first: row
                    .get::<_, Option<Json<Verification>>>("first_verification")?
                    .map(|json| json.0),
                second: row
                    .get::<_, Option<Json<Verification>>>("second_verification")?
                    .map(|json| json.0),
                created_session_id: row.get("created_session_id")?,
                client_trust_state: match trust.as_str() {
                    "new" => "new",
                    "known" => "known",
                    _ => "pending",
                },
                abandon_at: row.get("abandon_at")?,
                created_at: row.get("created_at")?,
            })
        })
        .optional()
}

/// Writes a new or changed sign-in.
pub(crate) fn save(db: &Connection, sign_in: &SignIn) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO sign_ins
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            sign_in.id,
            sign_in.client_id,
            sign_in.user_id,
            sign_in.identifier,
            sign_in.status,
            sign_in.first.as_ref().map(Json),
            sign_in.second.as_ref().map(Json),
            sign_in.created_session_id,
            sign_in.client_trust_state,
            sign_in.abandon_at,
            sign_in.created_at
        ],
    )?;
    Ok(())
}
