//! What follows when a second factor comes or goes: backup codes, the age of the session's verification, and sessions
//! that waited for it (contract §8, §9 and §13.3).

use rusqlite::Connection;

use crate::clock::Timestamp;
use crate::model::{SETUP_MFA, Session, User};
use crate::resources::sessions;
use crate::rules::backup::StoredBackupCode;
use crate::settings::Settings;
use crate::store;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Backup codes made at a time; the real number is not documented.
const BACKUP_CODES: usize = 10;

/// Whether a user has to have a second factor.
pub(crate) fn is_forced(settings: &Settings, user: &User) -> bool {
    settings.force_mfa || user.force_mfa
}

/// Refuses to take the last second factor from somebody who has to have one.
pub(crate) fn refuse_losing_last(
    settings: &Settings,
    before: &User,
    after: &User,
) -> Result<(), ApiError> {
    let last = before.two_factor_enabled() && !after.two_factor_enabled();
    if last && is_forced(settings, before) {
        return Err(ApiError::second_factor_deletion());
    }
    Ok(())
}

/// Follows up a factor that `session` enrolled; `before` is the user without it. Gives the backup codes to show once,
/// if the user had none and the instance has them.
pub(crate) fn gained(
    work: &Work<'_>,
    session: &Session,
    before: &User,
) -> Result<Option<Vec<String>>, Refusal> {
    enabled(work.db, work.now, before)?;
    if !before.two_factor_enabled() {
        store::sessions::set_second_verified(work.db, &session.id, Some(work.now))?;
    }
    if work.settings.attributes.backup_code && !before.has_backup_codes {
        return new_backup_codes(work, &before.id).map(Some);
    }
    Ok(None)
}

/// Notes that a user has a second factor now, and lets the sessions go on that waited for it.
pub(crate) fn enabled(db: &Connection, now: Timestamp, before: &User) -> rusqlite::Result<()> {
    if !before.two_factor_enabled() {
        store::users::set_mfa(db, &before.id, true, now)?;
    }
    sessions::end_task(db, now, &before.id, SETUP_MFA)
}

/// Follows up a factor that went; `before` is the user with it. With the last one go the backup codes, and no session
/// has a verified second factor any more.
pub(crate) fn lost(db: &Connection, now: Timestamp, before: &User) -> rusqlite::Result<()> {
    let left = store::users::load(db, &before.id)?.is_some_and(|user| user.two_factor_enabled());
    if left || !before.two_factor_enabled() {
        return Ok(());
    }
    store::backup_codes::replace(db, &before.id, &[])?;
    store::users::set_mfa(db, &before.id, false, now)?;
    for session in store::sessions::live_of_user(db, &before.id, now)? {
        store::sessions::set_second_verified(db, &session.id, None)?;
    }
    Ok(())
}

/// Takes every second factor from a user; the phone numbers stay.
pub(crate) fn remove_all(db: &Connection, now: Timestamp, user: &User) -> rusqlite::Result<()> {
    store::totps::delete(db, &user.id)?;
    for phone in &user.phones {
        let mut phone = phone.clone();
        phone.reserved_for_second_factor = false;
        phone.default_second_factor = false;
        store::phone_numbers::save(db, &phone, now)?;
    }
    lost(db, now, user)
}

/// Replaces the backup codes of a user. This is the only time that they are known.
pub(crate) fn new_backup_codes(work: &Work<'_>, user_id: &str) -> Result<Vec<String>, Refusal> {
    let codes: Vec<String> = (0..BACKUP_CODES).map(|_| work.random.backup_code()).collect();
    let stored: Vec<StoredBackupCode> =
        codes.iter().map(|code| StoredBackupCode::new(code, work.random.salt())).collect();
    store::backup_codes::replace(work.db, user_id, &stored)?;
    Ok(codes)
}
