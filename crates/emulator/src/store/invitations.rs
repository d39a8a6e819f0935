//! Invitations to organizations.

use rusqlite::{Connection, params};

use super::organizations::{COLUMNS, of_row};
use crate::clock::Timestamp;
use crate::model::organizations::{Invitation, InvitationStatus, Role};

/// The invitations to an address, oldest first.
pub(crate) fn to(db: &Connection, email_address: &str) -> rusqlite::Result<Vec<Invitation>> {
    db.prepare_cached(&format!(
        "SELECT i.id, i.email_address, i.role, i.status, i.created_at, i.updated_at, {COLUMNS}
         FROM organization_invitations i JOIN organizations o ON o.id = i.organization_id
         WHERE i.email_address = ?1 ORDER BY i.created_at, i.rowid"
    ))?
    .query_map([email_address], |row| {
        Ok(Invitation {
            id: row.get("id")?,
            email_address: row.get("email_address")?,
            role: row.get("role")?,
            status: row.get("status")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            organization: of_row(row)?,
        })
    })?
    .collect()
}

pub(crate) fn insert(
    db: &Connection,
    id: &str,
    organization_id: &str,
    email_address: &str,
    role: Role,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO organization_invitations
             (id, organization_id, email_address, role, status, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        params![id, organization_id, email_address, role, InvitationStatus::Pending, now],
    )?;
    Ok(())
}

/// Gives 0 if there is no such invitation.
pub(crate) fn set_status(
    db: &Connection,
    id: &str,
    status: InvitationStatus,
    now: Timestamp,
) -> rusqlite::Result<usize> {
    db.execute(
        "UPDATE organization_invitations SET status = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, status, now],
    )
}
