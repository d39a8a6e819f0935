//! Organizations and their members.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::clock::Timestamp;
use crate::model::organizations::{Membership, Organization, Role};

/// The columns of an organization beside those of a table that names one.
pub(super) const COLUMNS: &str = "o.id AS organization_id, o.name, o.slug, o.exclusive_membership,
    o.max_allowed_memberships, o.created_at AS organization_created_at,
    o.updated_at AS organization_updated_at,
    (SELECT id FROM logos WHERE organization_id = o.id) AS logo_id,
    (SELECT count(*) FROM organization_memberships WHERE organization_id = o.id) AS members,
    (SELECT count(*) FROM organization_invitations
     WHERE organization_id = o.id AND status = 'pending') AS pending_invitations";

pub(crate) fn load(db: &Connection, id: &str) -> rusqlite::Result<Option<Organization>> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM organizations o WHERE o.id = ?1"))?
        .query_row([id], of_row)
        .optional()
}

pub(crate) fn is_slug_taken(db: &Connection, slug: &str) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM organizations WHERE slug = ?1")?.exists([slug])
}

/// How many organizations a user has created that are still there.
pub(crate) fn created_by(db: &Connection, user_id: &str) -> rusqlite::Result<u32> {
    db.prepare_cached("SELECT count(*) FROM organizations WHERE created_by = ?1")?
        .query_row([user_id], |row| row.get(0))
}

pub(crate) fn insert(
    db: &Connection,
    organization: &Organization,
    created_by: Option<&str>,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO organizations (id, name, slug, exclusive_membership, max_allowed_memberships,
             created_by, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            organization.id,
            organization.name,
            organization.slug,
            organization.exclusive_membership,
            organization.max_allowed_memberships,
            created_by,
            organization.created_at,
            organization.updated_at,
        ],
    )?;
    Ok(())
}

/// The memberships of a user, oldest first.
pub(crate) fn memberships(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<Membership>> {
    db.prepare_cached(&format!(
        "SELECT m.id, m.role, m.created_at, m.updated_at, {COLUMNS}
         FROM organization_memberships m JOIN organizations o ON o.id = m.organization_id
         WHERE m.user_id = ?1 ORDER BY m.created_at, m.rowid"
    ))?
    .query_map([user_id], |row| {
        Ok(Membership {
            id: row.get("id")?,
            role: row.get("role")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            organization: of_row(row)?,
        })
    })?
    .collect()
}

pub(crate) fn add_member(
    db: &Connection,
    id: &str,
    organization_id: &str,
    user_id: &str,
    role: Role,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO organization_memberships
             (id, organization_id, user_id, role, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        params![id, organization_id, user_id, role, now],
    )?;
    Ok(())
}

pub(crate) fn remove_member(db: &Connection, membership_id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM organization_memberships WHERE id = ?1", [membership_id])?;
    Ok(())
}

/// How many admins an organization has.
pub(crate) fn admins(db: &Connection, organization_id: &str) -> rusqlite::Result<u32> {
    db.prepare_cached(
        "SELECT count(*) FROM organization_memberships WHERE organization_id = ?1 AND role = ?2",
    )?
    .query_row(params![organization_id, Role::Admin], |row| row.get(0))
}

pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Organization> {
    Ok(Organization {
        id: row.get("organization_id")?,
        name: row.get("name")?,
        slug: row.get("slug")?,
        exclusive_membership: row.get("exclusive_membership")?,
        max_allowed_memberships: row.get("max_allowed_memberships")?,
        logo_id: row.get("logo_id")?,
        members: row.get("members")?,
        pending_invitations: row.get("pending_invitations")?,
        created_at: row.get("organization_created_at")?,
        updated_at: row.get("organization_updated_at")?,
    })
}
