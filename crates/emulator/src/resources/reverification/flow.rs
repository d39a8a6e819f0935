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
    check_password, choose_target, refuse_lacking, refuse_locked, send_code, strategy, try_code,
    try_second_factor,
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

/// A session, its user, and how far the reverification is.
struct Running {
    session: Session,
    user: User,
    reverification: Reverification,
}

/// `POST …/verify`: a new one, which takes the place of the one before.
pub(crate) fn start(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["level"])?;
    let level = call.form.required("level")?;
    let level = Level::parse(level).ok_or_else(|| ApiError::value("level", level))?;
    let (session, user) = work.session(Some(id))?;
    let has_second_factor = !factors::second_again(&user, work.settings).is_empty();
    let reverification =
        Reverification::new(work.random.id("sver"), session.id.clone(), level, has_second_factor);
    store::reverifications::save(work.db, &reverification)?;
    answer(work, &Running { session, user, reverification })
}

pub(crate) fn prepare_first(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "email_address_id", "phone_number_id", "proof_token"])?;
    let strategy = strategy(&call.form, &[Strategy::EmailCode, Strategy::PhoneCode])?;
    let mut running = running(work, id)?;
    expect(&running, Status::NeedsFirstFactor, "prepare the first factor")?;
    refuse_locked(work, &running.user)?;
    let offered = factors::first_again(&running.user, work.settings);
    let lacking = ApiError::strategy_for_user();
    running.reverification.first =
        Some(send(work, &running, &offered, strategy, &call.form, lacking)?);
    store::reverifications::save(work.db, &running.reverification)?;
    answer(work, &running)
}

pub(crate) fn attempt_first(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "code", "password", "public_key_credential"])?;
    let allowed = [Strategy::Password, Strategy::EmailCode, Strategy::PhoneCode];
    let strategy = strategy(&call.form, &allowed)?;
    let mut running = running(work, id)?;
    refuse_verified(running.reverification.first.as_ref(), strategy)?;
    expect(&running, Status::NeedsFirstFactor, "attempt the first factor")?;
    refuse_locked(work, &running.user)?;
    let offered = factors::first_again(&running.user, work.settings);
    refuse_lacking(&offered, strategy, ApiError::strategy_for_user())?;
    if strategy == Strategy::Password {
        let wrong = if work.settings.reverification_password_validation_failed {
            ApiError::password_validation_failed("password")
        } else {
            ApiError::password_incorrect()
        };
        check_password(work, &running.user, call.form.required("password")?, wrong)?;
        running.reverification.first = Some(Verification::Proved { strategy });
    } else {
        let code = call.form.required("code")?;
        let Running { user, reverification, .. } = &mut running;
        let outcome = try_code(work, Some(user), &mut reverification.first, strategy, code);
        store::reverifications::save(work.db, reverification)?;
        outcome?;
    }
    running.session.first_verified_at = work.now;
    go_on(work, running)
}

pub(crate) fn prepare_second(
    work: &mut Work<'_>,
    id: &str,
    call: &Call,
) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "phone_number_id", "proof_token"])?;
    let strategy = strategy(&call.form, &[Strategy::PhoneCode])?;
    let mut running = running(work, id)?;
    expect(&running, Status::NeedsSecondFactor, "prepare the second factor")?;
    refuse_locked(work, &running.user)?;
    let offered = factors::second_again(&running.user, work.settings);
    let lacking = ApiError::no_second_factors(strategy.as_str());
    running.reverification.second =
        Some(send(work, &running, &offered, strategy, &call.form, lacking)?);
    store::reverifications::save(work.db, &running.reverification)?;
    answer(work, &running)
}

pub(crate) fn attempt_second(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "code"])?;
    let allowed = [Strategy::PhoneCode, Strategy::Totp, Strategy::BackupCode];
    let strategy = strategy(&call.form, &allowed)?;
    let mut running = running(work, id)?;
    refuse_verified(running.reverification.second.as_ref(), strategy)?;
    expect(&running, Status::NeedsSecondFactor, "attempt the second factor")?;
    refuse_locked(work, &running.user)?;
    let code = call.form.required("code")?;
    let offered = factors::second_again(&running.user, work.settings);
    refuse_lacking(&offered, strategy, ApiError::no_second_factors(strategy.as_str()))?;
    let Running { user, reverification, .. } = &mut running;
    let outcome = try_second_factor(work, user, &mut reverification.second, strategy, code);
    store::reverifications::save(work.db, reverification)?;
    outcome?;
    running.session.second_verified_at = Some(work.now);
    go_on(work, running)
}

fn running(work: &Work<'_>, id: &str) -> Result<Running, Refusal> {
    let (session, user) = work.session(Some(id))?;
    let reverification = store::reverifications::of_session(work.db, &session.id)?
        .ok_or_else(ApiError::session_reverification_missing)?;
    Ok(Running { session, user, reverification })
}

fn expect(running: &Running, status: Status, action: &str) -> Result<(), ApiError> {
    if running.reverification.status == status {
        return Ok(());
    }
    Err(ApiError::session_reverification_action(action, running.reverification.status.as_str()))
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
    running: &Running,
    offered: &[Factor],
    strategy: Strategy,
    form: &Form,
    lacking: ApiError,
) -> Result<Verification, Refusal> {
    let target = choose_target(work, Some(&running.user), offered, strategy, form, lacking)?;
    let owner_id = &running.reverification.id;
    send_code(work, owner_id, Some(&running.user.id), strategy, &target)
}

/// Keeps what was verified. The last factor forgets the failures, as a completed sign-in does.
fn go_on(work: &Work<'_>, mut running: Running) -> Result<Answer, Refusal> {
    store::sessions::set_verified(work.db, &running.session, work.now)?;
    running.reverification.go_on();
    store::reverifications::save(work.db, &running.reverification)?;
    if running.reverification.status == Status::Complete {
        store::users::set_failures(work.db, &running.user.id, Failures::default())?;
    }
    let (session, user) = work.session(Some(&running.session.id))?;
    answer(work, &Running { session, user, ..running })
}

fn answer(work: &Work<'_>, running: &Running) -> Result<Answer, Refusal> {
    let Running { session, user, reverification } = running;
    Ok(Answer::Wrapped(view::reverification::view(work, reverification, session, user)?))
}
