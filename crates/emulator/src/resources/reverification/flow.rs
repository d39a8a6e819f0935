//! The endpoints under `/v1/client/sessions/{id}/verify` (contract §6.3).
//!
//! ```text
//! first_factor   needs_first_factor ─────────────────────────► complete
//! second_factor                        needs_second_factor ──► complete
//! multi_factor   needs_first_factor ─► needs_second_factor ──► complete
//! ```

use crate::model::factors::{self, Factor};
use crate::model::reverification::{Level, Reverification, Status, is_verified_by_code};
use crate::model::{Session, User};
use crate::resources::verification::{
    check_password, choose_target, refuse_locked, refuse_unless_offered, send_code, strategy,
    try_code, try_second_factor,
};
use crate::rules::code::Verification;
use crate::rules::lockout::Failures;
use crate::rules::strategy::Strategy;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::{Call, Form};
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// A session, its user, and its reverification.
struct Current {
    session: Session,
    user: User,
    reverification: Reverification,
}

/// `POST …/verify`: a new reverification, which replaces the earlier one of the session.
pub(crate) fn start(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["level"])?;
    let level = call.form.required("level")?;
    let level = Level::parse(level).ok_or_else(|| ApiError::value("level", level))?;
    let (session, user) = work.session(Some(id))?;
    let has_second_factor = !factors::second_for_reverification(&user, work.settings).is_empty();
    let reverification =
        Reverification::new(work.random.id("sver"), session.id.clone(), level, has_second_factor);
    store::reverifications::save(work.db, &reverification)?;
    answer(work, &Current { session, user, reverification })
}

pub(crate) fn prepare_first(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "email_address_id", "phone_number_id", "proof_token"])?;
    let strategy = strategy(&call.form, &[Strategy::EmailCode, Strategy::PhoneCode])?;
    let mut current = load(work, id)?;
    expect(&current, Status::NeedsFirstFactor, "prepare the first factor")?;
    refuse_locked(work, &current.user)?;
    let offered = factors::first_for_reverification(&current.user, work.settings);
    let not_offered = ApiError::strategy_for_user();
    current.reverification.first =
        Some(send(work, &current, &offered, strategy, &call.form, not_offered)?);
    store::reverifications::save(work.db, &current.reverification)?;
    answer(work, &current)
}

pub(crate) fn attempt_first(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "code", "password", "public_key_credential"])?;
    let allowed = [Strategy::Password, Strategy::EmailCode, Strategy::PhoneCode];
    let strategy = strategy(&call.form, &allowed)?;
    let mut current = load(work, id)?;
    refuse_verified(current.reverification.first.as_ref(), strategy)?;
    expect(&current, Status::NeedsFirstFactor, "attempt the first factor")?;
    refuse_locked(work, &current.user)?;
    let offered = factors::first_for_reverification(&current.user, work.settings);
    refuse_unless_offered(&offered, strategy, ApiError::strategy_for_user())?;
    if strategy == Strategy::Password {
        let wrong = if work.settings.reverification_password_validation_failed {
            ApiError::password_validation_failed("password")
        } else {
            ApiError::password_incorrect()
        };
        check_password(work, &current.user, call.form.required("password")?, wrong)?;
        current.reverification.first = Some(Verification::Proved { strategy });
    } else {
        let code = call.form.required("code")?;
        let Current { user, reverification, .. } = &mut current;
        let outcome = try_code(work, Some(user), &mut reverification.first, strategy, code);
        store::reverifications::save(work.db, reverification)?;
        outcome?;
    }
    current.session.first_verified_at = work.now;
    advance(work, current)
}

pub(crate) fn prepare_second(
    work: &mut Work<'_>,
    id: &str,
    call: &Call,
) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "phone_number_id", "proof_token"])?;
    let strategy = strategy(&call.form, &[Strategy::PhoneCode])?;
    let mut current = load(work, id)?;
    expect(&current, Status::NeedsSecondFactor, "prepare the second factor")?;
    refuse_locked(work, &current.user)?;
    let offered = factors::second_for_reverification(&current.user, work.settings);
    let not_offered = ApiError::no_second_factors(strategy.as_str());
    current.reverification.second =
        Some(send(work, &current, &offered, strategy, &call.form, not_offered)?);
    store::reverifications::save(work.db, &current.reverification)?;
    answer(work, &current)
}

pub(crate) fn attempt_second(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "code"])?;
    let allowed = [Strategy::PhoneCode, Strategy::Totp, Strategy::BackupCode];
    let strategy = strategy(&call.form, &allowed)?;
    let mut current = load(work, id)?;
    refuse_verified(current.reverification.second.as_ref(), strategy)?;
    expect(&current, Status::NeedsSecondFactor, "attempt the second factor")?;
    refuse_locked(work, &current.user)?;
    let code = call.form.required("code")?;
    let offered = factors::second_for_reverification(&current.user, work.settings);
    refuse_unless_offered(&offered, strategy, ApiError::no_second_factors(strategy.as_str()))?;
    let Current { user, reverification, .. } = &mut current;
    let outcome = try_second_factor(work, user, &mut reverification.second, strategy, code);
    store::reverifications::save(work.db, reverification)?;
    outcome?;
    current.session.second_verified_at = Some(work.now);
    advance(work, current)
}

fn load(work: &Work<'_>, id: &str) -> Result<Current, Refusal> {
    let (session, user) = work.session(Some(id))?;
    let reverification = store::reverifications::of_session(work.db, &session.id)?
        .ok_or_else(ApiError::session_reverification_missing)?;
    Ok(Current { session, user, reverification })
}

fn expect(current: &Current, status: Status, action: &str) -> Result<(), ApiError> {
    if current.reverification.status == status {
        return Ok(());
    }
    Err(ApiError::session_reverification_action(action, current.reverification.status.as_str()))
}

fn refuse_verified(
    verification: Option<&Verification>,
    strategy: Strategy,
) -> Result<(), ApiError> {
    if is_verified_by_code(verification, strategy) {
        return Err(ApiError::verification_already_verified());
    }
    Ok(())
}

fn send(
    work: &mut Work<'_>,
    current: &Current,
    offered: &[Factor],
    strategy: Strategy,
    form: &Form,
    not_offered: ApiError,
) -> Result<Verification, Refusal> {
    let target = choose_target(work, Some(&current.user), offered, strategy, form, not_offered)?;
    let owner_id = &current.reverification.id;
    send_code(work, owner_id, Some(&current.user.id), strategy, &target)
}

/// Saves what was verified. A completed reverification forgets the failures, as a completed sign-in does.
fn advance(work: &Work<'_>, mut current: Current) -> Result<Answer, Refusal> {
    store::sessions::set_verified(work.db, &current.session, work.now)?;
    current.reverification.advance();
    store::reverifications::save(work.db, &current.reverification)?;
    if current.reverification.status == Status::Complete {
        store::users::set_failures(work.db, &current.user.id, Failures::default())?;
    }
    let (session, user) = work.session(Some(&current.session.id))?;
    answer(work, &Current { session, user, ..current })
}

fn answer(work: &Work<'_>, current: &Current) -> Result<Answer, Refusal> {
    let Current { session, user, reverification } = current;
    Ok(Answer::Wrapped(view::reverification::view(work, reverification, session, user)?))
}
