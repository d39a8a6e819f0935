//! What enrolling or removing a second factor changes beside it: backup codes, the ages of verifications, and the task
//! `setup-mfa` (contract §8, §9 and §13.3).

use rusqlite::Connection;

use crate::clock::Timestamp;
use crate::model::{SETUP_MFA, Session, User};
use crate::resources::sessions;
use crate::rules::backup::StoredBackupCode;
use crate::settings::Settings;
use crate::store;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Backup codes made at a time. The number of the real API is not documented.
const BACKUP_CODES: usize = 10;

/// Whether a user has to have a second factor.
pub(crate) fn is_forced(settings: &Settings, user: &User) -> bool {
    settings.force_mfa || user.force_mfa
}

/// Refuses to remove the last second factor of a user who has to have one.
pub(crate) fn refuse_removing_last(
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

/// Completes an enrolment by `session`; `before` is the user without the new factor. Gives new backup codes if the user
/// had none and the instance offers them.
pub(crate) fn after_enrolling(
    work: &Work<'_>,
    session: &Session,
    before: &User,
) -> Result<Option<Vec<String>>, Refusal> {
    note_enrolment(work.db, work.now, before)?;
    if !before.two_factor_enabled() {
        store::sessions::set_second_verified(work.db, &session.id, Some(work.now))?;
    }
    if work.settings.attributes.backup_code && !before.has_backup_codes {
        return new_backup_codes(work, &before.id).map(Some);
    }
    Ok(None)
}

/// Notes that a user has a second factor, and ends the task `setup-mfa` in the user's sessions.
pub(crate) fn note_enrolment(
    db: &Connection,
    now: Timestamp,
    before: &User,
) -> rusqlite::Result<()> {
    if !before.two_factor_enabled() {
        store::users::set_mfa(db, &before.id, true, now)?;
    }
    sessions::end_task(db, now, &before.id, SETUP_MFA)
}

/// Completes a removal; `before` is the user with the factor. After the last one the backup codes are removed too, and
/// no session counts as verified by a second factor.
pub(crate) fn after_removing(
    db: &Connection,
    now: Timestamp,
    before: &User,
) -> rusqlite::Result<()> {
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

/// Removes all second factors of a user. The phone numbers stay.
pub(crate) fn remove_all(db: &Connection, now: Timestamp, user: &User) -> rusqlite::Result<()> {
    store::totps::delete(db, &user.id)?;
    for phone in &user.phones {
        let mut phone = phone.clone();
        phone.reserved_for_second_factor = false;
        phone.default_second_factor = false;
        store::phone_numbers::save(db, &phone, now)?;
    }
    after_removing(db, now, user)
}

/// Replaces the backup codes of a user. Only their digests are kept.
pub(crate) fn new_backup_codes(work: &Work<'_>, user_id: &str) -> Result<Vec<String>, Refusal> {
    let codes: Vec<String> = (0..BACKUP_CODES).map(|_| work.random.backup_code()).collect();
    let stored: Vec<StoredBackupCode> =
        codes.iter().map(|code| StoredBackupCode::new(code, work.random.salt())).collect();
    store::backup_codes::replace(work.db, user_id, &stored)?;
    Ok(codes)
}
