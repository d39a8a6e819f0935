//! Suggestions of organizations to users.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::organizations::{COLUMNS, of_row};
use crate::clock::Timestamp;
use crate::model::organizations::{Suggestion, SuggestionStatus};

/// The suggestions to a user, oldest first.
pub(crate) fn to(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<Suggestion>> {
    db.prepare_cached(&select("s.user_id = ?1 ORDER BY s.created_at, s.rowid"))?
        .query_map([user_id], from_row)?
        .collect()
}

pub(crate) fn load(db: &Connection, id: &str) -> rusqlite::Result<Option<Suggestion>> {
    db.prepare_cached(&select("s.id = ?1"))?.query_row([id], from_row).optional()
}

pub(crate) fn insert(
    db: &Connection,
    id: &str,
    organization_id: &str,
    user_id: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO organization_suggestions
             (id, organization_id, user_id, status, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        params![id, organization_id, user_id, SuggestionStatus::Pending, now],
    )?;
    Ok(())
}

pub(crate) fn set_status(
    db: &Connection,
    id: &str,
    status: SuggestionStatus,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE organization_suggestions SET status = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, status, now],
    )?;
    Ok(())
}

fn select(condition: &str) -> String {
    format!(
        "SELECT s.id, s.user_id, s.status, s.created_at, s.updated_at, {COLUMNS}
         FROM organization_suggestions s JOIN organizations o ON o.id = s.organization_id
         WHERE {condition}"
    )
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Suggestion> {
    Ok(Suggestion {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        status: row.get("status")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        organization: of_row(row)?,
    })
}
