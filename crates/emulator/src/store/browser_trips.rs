//! Ways through a browser, and the nonces that they end with.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::Json;
use crate::clock::Timestamp;
use crate::model::external::BrowserTrip;

pub(crate) fn insert(db: &Connection, trip: &BrowserTrip) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO browser_trips (state, client_id, token_before, subject, strategy,
             redirect_url, user_agent, expire_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            trip.state,
            trip.client_id,
            trip.token_before,
            Json(&trip.subject),
            trip.strategy,
            trip.redirect_url,
            trip.user_agent,
            trip.expire_at,
        ],
    )?;
    Ok(())
}

/// One whose browser has not come back yet.
pub(crate) fn under_way(db: &Connection, state: &str) -> rusqlite::Result<Option<BrowserTrip>> {
    db.prepare_cached("SELECT * FROM browser_trips WHERE state = ?1 AND NOT arrived")?
        .query_row([state], trip_from_row)
        .optional()
}

/// Notes that the browser has come back, and what its callback can be redeemed by.
pub(crate) fn arrive(
    db: &Connection,
    state: &str,
    nonce: Option<(&str, Timestamp)>,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE browser_trips SET arrived = 1, nonce = ?2, nonce_expire_at = ?3 WHERE state = ?1",
        params![state, nonce.map(|(nonce, _)| nonce), nonce.map(|(_, until)| until)],
    )?;
    Ok(())
}

/// The one that a nonce is of, as long as it can be redeemed.
pub(crate) fn by_nonce(
    db: &Connection,
    nonce: &str,
    now: Timestamp,
) -> rusqlite::Result<Option<BrowserTrip>> {
    db.prepare_cached("SELECT * FROM browser_trips WHERE nonce = ?1 AND nonce_expire_at >= ?2")?
        .query_row(params![nonce, now], trip_from_row)
        .optional()
}

/// Forgets one whose nonce was redeemed.
pub(crate) fn delete(db: &Connection, state: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM browser_trips WHERE state = ?1", [state])?;
    Ok(())
}

fn trip_from_row(row: &Row<'_>) -> rusqlite::Result<BrowserTrip> {
    Ok(BrowserTrip {
        state: row.get("state")?,
        client_id: row.get("client_id")?,
        token_before: row.get("token_before")?,
        subject: row.get::<_, Json<_>>("subject")?.0,
        strategy: row.get("strategy")?,
        redirect_url: row.get("redirect_url")?,
        user_agent: row.get("user_agent")?,
        expire_at: row.get("expire_at")?,
    })
}
