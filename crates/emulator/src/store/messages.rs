//! The inbox, and when a code was last sent to each address and number.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::clock::Timestamp;
use crate::model::message::Message;

pub(crate) fn add(
    db: &Connection,
    channel: &str,
    recipient: &str,
    code: &str,
    strategy: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO messages (channel, recipient, code, strategy, sent_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![channel, recipient, code, strategy, now],
    )?;
    Ok(())
}

/// The newest messages, newest first.
pub(crate) fn newest(
    db: &Connection,
    recipient: Option<&str>,
    limit: usize,
) -> rusqlite::Result<Vec<Message>> {
    db.prepare_cached(
        "SELECT * FROM messages WHERE ?1 IS NULL OR recipient = ?1 ORDER BY id DESC LIMIT ?2",
    )?
    .query_map(params![recipient, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
        Ok(Message {
            id: row.get("id")?,
            channel: row.get("channel")?,
            to: row.get("recipient")?,
            code: row.get("code")?,
            strategy: row.get("strategy")?,
            sent_at: row.get::<_, Timestamp>("sent_at")?.millis(),
        })
    })?
    .collect()
}

/// How many SMS count towards the monthly limit: those since a moment to numbers outside of North America.
pub(crate) fn counted_sms(db: &Connection, since: Timestamp) -> rusqlite::Result<u32> {
    db.prepare_cached(
        "SELECT count(*) FROM messages
         WHERE channel = 'sms' AND recipient NOT LIKE '+1%' AND sent_at > ?1",
    )?
    .query_row([since], |row| row.get(0))
}

pub(crate) fn last_sent(
    db: &Connection,
    owner_id: &str,
    target_id: &str,
) -> rusqlite::Result<Option<Timestamp>> {
    db.prepare_cached("SELECT sent_at FROM code_sends WHERE owner_id = ?1 AND target_id = ?2")?
        .query_row([owner_id, target_id], |row| row.get(0))
        .optional()
}

pub(crate) fn note_sent(
    db: &Connection,
    owner_id: &str,
    target_id: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO code_sends VALUES (?1, ?2, ?3)",
        params![owner_id, target_id, now],
    )?;
    Ok(())
}
