//! Users with their addresses, numbers and factors.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::Json;
use crate::clock::Timestamp;
use crate::model::User;
use crate::rules::identifier::Identifier;
use crate::rules::lockout::Failures;

pub(crate) fn load(db: &Connection, id: &str) -> rusqlite::Result<Option<User>> {
    let user = db
        .prepare_cached("SELECT * FROM users WHERE id = ?1")?
        .query_row([id], user_from_row)
        .optional()?;
    let Some(mut user) = user else { return Ok(None) };
    user.memberships = super::organizations::memberships(db, id)?;
    user.picture_id = super::pictures::id_of_user(db, id)?;
    user.emails = super::email_addresses::of_user(db, id)?;
    user.phones = super::phone_numbers::of_user(db, id)?;
    user.external_accounts = super::external_accounts::of_user(db, id)?;
    user.totp = super::totps::of_user(db, id)?;
    user.has_backup_codes = super::backup_codes::any_unused(db, id)?;
    Ok(Some(user))
}

/// The user that has a verified identifier.
pub(crate) fn find(db: &Connection, identifier: &Identifier) -> rusqlite::Result<Option<User>> {
    let sql = match identifier {
        Identifier::Email(_) => {
            "SELECT user_id FROM email_addresses WHERE email_address = ?1 AND verified"
        }
        Identifier::Phone(_) => {
            "SELECT user_id FROM phone_numbers WHERE phone_number = ?1 AND verified"
        }
    };
    let id: Option<String> =
        db.prepare_cached(sql)?.query_row([identifier.as_str()], |row| row.get(0)).optional()?;
    match id {
        Some(id) => load(db, &id),
        None => Ok(None),
    }
}

/// Every user's id, oldest first.
pub(crate) fn ids(db: &Connection) -> rusqlite::Result<Vec<String>> {
    db.prepare_cached("SELECT id FROM users ORDER BY created_at, rowid")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// The owner of an email address or phone number by its id.
pub(crate) fn owner_of_identification(
    db: &Connection,
    id: &str,
) -> rusqlite::Result<Option<String>> {
    db.prepare_cached(
        "SELECT user_id FROM email_addresses WHERE id = ?1
         UNION ALL SELECT user_id FROM phone_numbers WHERE id = ?1",
    )?
    .query_row([id], |row| row.get(0))
    .optional()
}

/// Adds a user with addresses, numbers and authenticator app, but without backup codes.
pub(crate) fn insert(db: &Connection, user: &User) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO users (id, first_name, last_name, password_hash, password_updated_at,
             primary_email_address_id, primary_phone_number_id, banned, force_mfa, extra_tasks,
             mfa_enabled_at, created_at, updated_at, username)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            user.id,
            user.first_name,
            user.last_name,
            user.password_hash,
            user.password_updated_at,
            user.primary_email_address_id,
            user.primary_phone_number_id,
            user.banned,
            user.force_mfa,
            Json(&user.extra_tasks),
            user.mfa_enabled_at,
            user.created_at,
            user.updated_at,
            user.username,
        ],
    )?;
    for email in &user.emails {
        super::email_addresses::insert(db, &user.id, email)?;
    }
    for phone in &user.phones {
        super::phone_numbers::insert(db, &user.id, phone)?;
    }
    if let Some(totp) = &user.totp {
        super::totps::put(db, &user.id, totp)?;
    }
    Ok(())
}

/// Removes a user with addresses, numbers, factors, sessions and sign-ins.
pub(crate) fn delete(db: &Connection, id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM users WHERE id = ?1", [id])?;
    Ok(())
}

/// The user who has a username, which is in lower case.
pub(crate) fn owner_of_username(
    db: &Connection,
    username: &str,
) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT id FROM users WHERE username = ?1")?
        .query_row([username], |row| row.get(0))
        .optional()
}

/// Writes the names, and which address and number are primary.
pub(crate) fn set_profile(db: &Connection, user: &User, now: Timestamp) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE users SET first_name = ?2, last_name = ?3, primary_email_address_id = ?4,
             primary_phone_number_id = ?5, updated_at = ?6, username = ?7
         WHERE id = ?1",
        params![
            user.id,
            user.first_name,
            user.last_name,
            user.primary_email_address_id,
            user.primary_phone_number_id,
            now,
            user.username
        ],
    )?;
    Ok(())
}

/// Removes a task from those that every new session of the user begins with.
pub(crate) fn remove_extra_task(db: &Connection, user: &User, task: &str) -> rusqlite::Result<()> {
    let left: Vec<&String> = user.extra_tasks.iter().filter(|extra| *extra != task).collect();
    db.execute("UPDATE users SET extra_tasks = ?2 WHERE id = ?1", params![user.id, Json(left)])?;
    Ok(())
}

pub(crate) fn remove_password(db: &Connection, id: &str, now: Timestamp) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE users SET password_hash = NULL, password_updated_at = NULL, updated_at = ?2
         WHERE id = ?1",
        params![id, now],
    )?;
    Ok(())
}

pub(crate) fn set_password(
    db: &Connection,
    id: &str,
    hash: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE users SET password_hash = ?2, password_updated_at = ?3, updated_at = ?3
         WHERE id = ?1",
        params![id, hash, now],
    )?;
    Ok(())
}

pub(crate) fn set_failures(db: &Connection, id: &str, failures: Failures) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE users SET failed_attempts = ?2, locked_until = ?3 WHERE id = ?1",
        params![id, failures.count, failures.locked_until],
    )?;
    Ok(())
}

/// Notes a completed sign-in.
pub(crate) fn signed_in(db: &Connection, id: &str, now: Timestamp) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE users SET last_sign_in_at = ?2, last_active_at = ?2 WHERE id = ?1",
        params![id, now],
    )?;
    Ok(())
}

/// Notes when a user enrolled the first second factor or removed the last one.
pub(crate) fn set_mfa(
    db: &Connection,
    user_id: &str,
    enabled: bool,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let sql = if enabled {
        "UPDATE users SET mfa_enabled_at = ?2, updated_at = ?2 WHERE id = ?1"
    } else {
        "UPDATE users SET mfa_disabled_at = ?2, updated_at = ?2 WHERE id = ?1"
    };
    db.execute(sql, params![user_id, now])?;
    Ok(())
}

fn user_from_row(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get("id")?,
        username: row.get("username")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        password_hash: row.get("password_hash")?,
        password_updated_at: row.get("password_updated_at")?,
        primary_email_address_id: row.get("primary_email_address_id")?,
        primary_phone_number_id: row.get("primary_phone_number_id")?,
        banned: row.get("banned")?,
        force_mfa: row.get("force_mfa")?,
        extra_tasks: row.get::<_, Json<Vec<String>>>("extra_tasks")?.0,
        failures: Failures {
            count: row.get("failed_attempts")?,
            locked_until: row.get("locked_until")?,
        },
        mfa_enabled_at: row.get("mfa_enabled_at")?,
        mfa_disabled_at: row.get("mfa_disabled_at")?,
        last_sign_in_at: row.get("last_sign_in_at")?,
        last_active_at: row.get("last_active_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        memberships: Vec::new(),
        picture_id: None,
        emails: Vec::new(),
        phones: Vec::new(),
        external_accounts: Vec::new(),
        totp: None,
        has_backup_codes: false,
    })
}
