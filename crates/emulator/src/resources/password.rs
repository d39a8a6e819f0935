//! Changing and removing the password of the user who is signed in.

use crate::model::{RESET_PASSWORD, SessionStatus, User};
use crate::resources::me;
use crate::resources::reverification::require_fresh;
use crate::resources::sessions;
use crate::resources::verification::{check_password, set_password};
use crate::rules::password;
use crate::store;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Asks for a fresh verification before it reads the form (correction 14).
pub(crate) fn change(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (session, user) = work.session_for_task(call, RESET_PASSWORD)?;
    require_fresh(work, &session, &user)?;
    call.form.only(&["current_password", "new_password", "sign_out_of_other_sessions"])?;
    let new = call.form.required("new_password")?;
    let sign_out_others = call.form.flag("sign_out_of_other_sessions")?.unwrap_or(false);
    // The current password is not asked of a user who has none, or who has to reset it. A fresh verification
    // stands for it, but one that is given has to be right.
    let is_reset = session.tasks.iter().any(|task| task == RESET_PASSWORD);
    let is_given = call.form.optional("current_password")?.is_some();
    let is_wanted = !is_reset && !work.settings.reverification;
    if user.password_hash.is_some() && (is_wanted || (is_given && !is_reset)) {
        check_current(work, &user, call)?;
    }
    password::acceptable(new, user.password_hash.as_deref(), work.settings)
        .map_err(|error| error.about("new_password"))?;
    set_password(work, &user, new)?;
    store::users::remove_extra_task(work.db, &user, RESET_PASSWORD)?;
    sessions::end_task(work.db, work.now, &user.id, RESET_PASSWORD)?;
    if sign_out_others {
        sessions::close_all(work, &user.id, Some(&session.id), SessionStatus::Revoked)?;
    }
    me::get(work, call)
}

/// Asks for the current password instead of a fresh verification.
pub(crate) fn remove(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["current_password"])?;
    let (_, user) = work.current_session(call)?;
    if work.settings.password_required {
        return Err(ApiError::password_required().into());
    }
    if user.password_hash.is_none() {
        return Err(ApiError::no_password_set().into());
    }
    check_current(work, &user, call)?;
    store::users::remove_password(work.db, &user.id, work.now)?;
    me::get(work, call)
}

fn check_current(work: &Work<'_>, user: &User, call: &Call) -> Result<(), Refusal> {
    let current = call.form.required("current_password")?;
    check_password(work, user, current, ApiError::password_validation_failed("current_password"))
}
