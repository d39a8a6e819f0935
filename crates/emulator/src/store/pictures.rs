//! The pictures of users, and the logos of organizations.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::rules::picture::Kind;

/// A picture or logo as it is served.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn put(
    db: &Connection,
    user_id: &str,
    id: &str,
    picture: &Picture,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO pictures (user_id, id, content_type, bytes) VALUES (?1, ?2, ?3, ?4)",
        params![user_id, id, picture.kind, picture.bytes],
    )?;
    Ok(())
}

pub(crate) fn put_logo(
    db: &Connection,
    organization_id: &str,
    id: &str,
    logo: &Picture,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO logos (organization_id, id, content_type, bytes)
         VALUES (?1, ?2, ?3, ?4)",
        params![organization_id, id, logo.kind, logo.bytes],
    )?;
    Ok(())
}

/// The id of a user's picture.
pub(crate) fn id_of_user(db: &Connection, user_id: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT id FROM pictures WHERE user_id = ?1")?
        .query_row([user_id], |row| row.get(0))
        .optional()
}

pub(crate) fn load(db: &Connection, id: &str) -> rusqlite::Result<Option<Picture>> {
    db.prepare_cached(
        "SELECT content_type, bytes FROM pictures WHERE id = ?1
         UNION ALL SELECT content_type, bytes FROM logos WHERE id = ?1",
    )?
    .query_row([id], |row| Ok(Picture { kind: row.get(0)?, bytes: row.get(1)? }))
    .optional()
}

pub(crate) fn delete(db: &Connection, user_id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM pictures WHERE user_id = ?1", [user_id])?;
    Ok(())
}
