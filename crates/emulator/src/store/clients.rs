//! Clients, and the users they are trusted for.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::clock::Timestamp;
use crate::model::Client;

pub(crate) fn load(db: &Connection, id: &str) -> rusqlite::Result<Option<Client>> {
    db.prepare_cached("SELECT * FROM clients WHERE id = ?1")?
        .query_row([id], |row| {
            Ok(Client {
                id: row.get("id")?,
                rotating_token: row.get("rotating_token")?,
                sign_in_id: row.get("sign_in_id")?,
                sign_up_id: row.get("sign_up_id")?,
                last_active_session_id: row.get("last_active_session_id")?,
                last_authentication_strategy: row.get("last_authentication_strategy")?,
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
            })
        })
        .optional()
}

pub(crate) fn insert(db: &Connection, client: &Client) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO clients (id, rotating_token, created_at, updated_at) VALUES (?1, ?2, ?3, ?4)",
        params![client.id, client.rotating_token, client.created_at, client.updated_at],
    )?;
    Ok(())
}

/// Writes the fields of a client that can change.
pub(crate) fn save(db: &Connection, client: &Client) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE clients SET rotating_token = ?2, sign_in_id = ?3, last_active_session_id = ?4,
             last_authentication_strategy = ?5, updated_at = ?6, sign_up_id = ?7
         WHERE id = ?1",
        params![
            client.id,
            client.rotating_token,
            client.sign_in_id,
            client.last_active_session_id,
            client.last_authentication_strategy,
            client.updated_at,
            client.sign_up_id,
        ],
    )?;
    Ok(())
}

pub(crate) fn delete(db: &Connection, id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM clients WHERE id = ?1", [id])?;
    Ok(())
}

/// Notes that a user has had a session on a client.
pub(crate) fn trust(
    db: &Connection,
    client_id: &str,
    user_id: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO trusted_users (client_id, user_id, since) VALUES (?1, ?2, ?3)
         ON CONFLICT DO NOTHING",
        params![client_id, user_id, now],
    )?;
    Ok(())
}

pub(crate) fn is_trusted(
    db: &Connection,
    client_id: &str,
    user_id: &str,
) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM trusted_users WHERE client_id = ?1 AND user_id = ?2")?
        .exists([client_id, user_id])
}
