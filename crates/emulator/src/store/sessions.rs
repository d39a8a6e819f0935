//! Sessions.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::Json;
use crate::clock::Timestamp;
use crate::model::activity::Activity;
use crate::model::{Session, SessionStatus};

pub(crate) fn load(db: &Connection, id: &str) -> rusqlite::Result<Option<Session>> {
    db.prepare_cached("SELECT * FROM sessions WHERE id = ?1")?.query_row([id], from_row).optional()
}

/// The live sessions of a client, oldest first.
pub(crate) fn live_of_client(
    db: &Connection,
    client_id: &str,
    now: Timestamp,
) -> rusqlite::Result<Vec<Session>> {
    live(
        db,
        "SELECT * FROM sessions WHERE client_id = ?1 ORDER BY created_at, rowid",
        client_id,
        now,
    )
}

/// The live sessions of a user on every client, oldest first.
pub(crate) fn live_of_user(
    db: &Connection,
    user_id: &str,
    now: Timestamp,
) -> rusqlite::Result<Vec<Session>> {
    live(db, "SELECT * FROM sessions WHERE user_id = ?1 ORDER BY created_at, rowid", user_id, now)
}

/// All sessions of a user, oldest first.
pub(crate) fn of_user(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<Session>> {
    db.prepare_cached("SELECT * FROM sessions WHERE user_id = ?1 ORDER BY created_at, rowid")?
        .query_map([user_id], from_row)?
        .collect()
}

pub(crate) fn insert(db: &Connection, session: &Session) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO sessions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            session.id,
            session.client_id,
            session.user_id,
            session.status,
            Json(&session.tasks),
            session.first_verified_at,
            session.second_verified_at,
            session.ip_address,
            session.user_agent,
            session.last_active_at,
            session.expire_at,
            session.abandon_at,
            session.created_at,
            session.updated_at,
            Json(&session.activity),
            session.last_active_organization_id,
        ],
    )?;
    Ok(())
}

pub(crate) fn set_status(
    db: &Connection,
    id: &str,
    status: SessionStatus,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE sessions SET status = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, status, now],
    )?;
    Ok(())
}

/// Has a session expire now.
pub(crate) fn expire(db: &Connection, id: &str, now: Timestamp) -> rusqlite::Result<()> {
    db.execute("UPDATE sessions SET expire_at = ?2 WHERE id = ?1", params![id, now])?;
    Ok(())
}

/// Writes what is said of a session's device. Gives 0 if there is no such session.
pub(crate) fn set_activity(
    db: &Connection,
    id: &str,
    activity: &Activity,
) -> rusqlite::Result<usize> {
    db.execute("UPDATE sessions SET activity = ?2 WHERE id = ?1", params![id, Json(activity)])
}

pub(crate) fn set_tasks(
    db: &Connection,
    id: &str,
    tasks: &[String],
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE sessions SET tasks = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, Json(tasks), now],
    )?;
    Ok(())
}

/// Writes the organization that the user acts for; None for the personal account.
pub(crate) fn set_organization(
    db: &Connection,
    id: &str,
    organization_id: Option<&str>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE sessions SET last_active_organization_id = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, organization_id, now],
    )?;
    Ok(())
}

/// Notes when the second factor was verified; None for never.
pub(crate) fn set_second_verified(
    db: &Connection,
    id: &str,
    at: Option<Timestamp>,
) -> rusqlite::Result<()> {
    db.execute("UPDATE sessions SET second_verified_at = ?2 WHERE id = ?1", params![id, at])?;
    Ok(())
}

pub(crate) fn touch(db: &Connection, id: &str, now: Timestamp) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE sessions SET last_active_at = ?2, updated_at = ?2 WHERE id = ?1",
        params![id, now],
    )?;
    Ok(())
}

/// Writes when the factors of a session were last verified.
pub(crate) fn set_verified(
    db: &Connection,
    session: &Session,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE sessions SET first_verified_at = ?2, second_verified_at = ?3, updated_at = ?4
         WHERE id = ?1",
        params![session.id, session.first_verified_at, session.second_verified_at, now],
    )?;
    Ok(())
}

fn live(db: &Connection, sql: &str, owner: &str, now: Timestamp) -> rusqlite::Result<Vec<Session>> {
    let sessions: Vec<Session> =
        db.prepare_cached(sql)?.query_map([owner], from_row)?.collect::<Result<_, _>>()?;
    Ok(sessions.into_iter().filter(|session| session.is_live(now)).collect())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get("id")?,
        client_id: row.get("client_id")?,
        user_id: row.get("user_id")?,
        status: row.get("status")?,
        tasks: row.get::<_, Json<Vec<String>>>("tasks")?.0,
        first_verified_at: row.get("first_verified_at")?,
        second_verified_at: row.get("second_verified_at")?,
        ip_address: row.get("ip_address")?,
        user_agent: row.get("user_agent")?,
        last_active_at: row.get("last_active_at")?,
        expire_at: row.get("expire_at")?,
        abandon_at: row.get("abandon_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        last_active_organization_id: row.get("last_active_organization_id")?,
        activity: row.get::<_, Json<Activity>>("activity")?.0,
    })
}
