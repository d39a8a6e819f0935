//! Sending codes and checking factors, for sign-ins, reverifications and phone numbers. Counts failures.

use crate::model::User;
use crate::model::factors::{Factor, Target};
use crate::rules::code::{CodeCheck, CodeOutcome, TEST_CODE, Verification};
use crate::rules::identifier::Identifier;
use crate::rules::password;
use crate::rules::strategy::{Channel, Strategy};
use crate::rules::totp::{self, TotpOutcome};
use crate::settings::LockoutWarning;
use crate::store;
use crate::wire::call::Form;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

const SECONDS_OF_A_MONTH: i64 = 30 * 86_400;

pub(crate) fn refuse_locked(work: &Work<'_>, user: &User) -> Result<(), ApiError> {
    match user.failures.locked(work.now) {
        Some(until) => Err(ApiError::user_locked(work.now, until)),
        None => Ok(()),
    }
}

/// The catalogue: the warning is for who has so many tries left, or fewer.
const WARNED_FROM: u32 = 2;

/// Counts a failure. Gives `wrong`, or `user_locked` if this failure locks the account. Few tries before that the warning
/// comes with it.
pub(crate) fn count_failure(
    work: &Work<'_>,
    user: &User,
    wrong: ApiError,
) -> Result<Refusal, Refusal> {
    let failures = user.failures.plus_one(work.now, &work.settings.lockout);
    store::users::set_failures(work.db, &user.id, failures)?;
    if let Some(until) = failures.locked(work.now) {
        return Ok(ApiError::user_locked(work.now, until).into());
    }
    let left = failures.remaining(work.now, &work.settings.lockout);
    let warned = work.settings.lockout.enabled && left <= WARNED_FROM;
    Ok(match work.settings.lockout_warning {
        LockoutWarning::Beside if warned => wrong.and(ApiError::lockout_warning(left)).into(),
        LockoutWarning::Instead if warned => ApiError::lockout_warning(left).into(),
        LockoutWarning::Beside | LockoutWarning::Instead | LockoutWarning::Never => wrong.into(),
    })
}

/// The strategy of a form, refused unless it is one of `allowed`.
pub(crate) fn strategy(form: &Form, allowed: &[Strategy]) -> Result<Strategy, ApiError> {
    let name = form.required("strategy")?;
    Strategy::parse(name)
        .filter(|strategy| allowed.contains(strategy))
        .ok_or_else(|| ApiError::value("strategy", name))
}

/// Refuses a strategy that is not among the factors offered, with the error `not_offered`.
pub(crate) fn refuse_unless_offered(
    offered: &[Factor],
    strategy: Strategy,
    not_offered: ApiError,
) -> Result<(), ApiError> {
    if offered.iter().any(|factor| factor.strategy == strategy) { Ok(()) } else { Err(not_offered) }
}

/// Chooses where a code goes: the id in the form, else the default or primary one, else the first.
pub(crate) fn choose_target(
    work: &Work<'_>,
    user: Option<&User>,
    offered: &[Factor],
    strategy: Strategy,
    form: &Form,
    not_offered: ApiError,
) -> Result<Target, Refusal> {
    let param = match strategy.channel() {
        Some(Channel::Sms) => "phone_number_id",
        Some(Channel::Email) | None => "email_address_id",
    };
    let targets: Vec<&Target> = offered
        .iter()
        .filter(|factor| factor.strategy == strategy)
        .filter_map(|factor| factor.target.as_ref())
        .collect();
    if targets.is_empty() {
        return Err(not_offered.into());
    }
    let Some(id) = form.optional(param)? else {
        let chosen = targets
            .iter()
            .find(|target| target.default == Some(true) || target.primary == Some(true))
            .or(targets.first());
        return chosen.map(|target| (*target).clone()).ok_or_else(|| not_offered.into());
    };
    if let Some(target) = targets.iter().find(|target| target.id == id) {
        return Ok((*target).clone());
    }
    let owner = store::users::owner_of_identification(work.db, id)?;
    Err(match (owner, user) {
        (Some(owner), Some(user)) if owner == user.id => not_offered.into(),
        (Some(_), _) => ApiError::foreign_identification().into(),
        (None, _) => ApiError::identification_not_found(param).into(),
    })
}

/// Sends a code on behalf of `owner_id`, unless it sent one to the same target a moment ago. Without a user (an
/// identifier that no user has) no message goes out.
pub(crate) fn send_code(
    work: &mut Work<'_>,
    owner_id: &str,
    user_id: Option<&str>,
    strategy: Strategy,
    target: &Target,
) -> Result<Verification, Refusal> {
    let last = store::messages::last_sent(work.db, owner_id, &target.id)?;
    let free_at = last.map(|at| at.plus_seconds(work.settings.resend_seconds));
    if let Some(free_at) = free_at.filter(|&at| at > work.now) {
        return Err(ApiError::resend_too_soon(work.now.seconds_until(free_at)).into());
    }
    let for_tests = work.settings.test_mode && target.identifier.is_for_tests();
    if let (false, Identifier::Phone(number)) = (for_tests, &target.identifier) {
        refuse_beyond_sms_limit(work, number)?;
    }
    store::messages::note_sent(work.db, owner_id, &target.id, work.now)?;
    let code = if for_tests { TEST_CODE.to_owned() } else { work.random.code() };
    if let (false, Some(_), Some(channel)) = (for_tests, user_id, strategy.channel()) {
        let to = target.identifier.as_str();
        let kind = strategy.as_str();
        store::messages::add(work.db, channel.as_str(), to, &code, kind, work.now)?;
        work.message_sent = true;
    }
    let lifetime = work.settings.code_seconds;
    Ok(Verification::Code(CodeCheck::new(strategy, &target.id, code, work.now, lifetime)))
}

/// Keeps to the monthly SMS limit of a development instance. SMS to North America do not count (contract §11).
fn refuse_beyond_sms_limit(work: &Work<'_>, number: &str) -> Result<(), Refusal> {
    let Some(limit) = work.settings.monthly_sms_limit else { return Ok(()) };
    let a_month_ago = work.now.plus_seconds(-SECONDS_OF_A_MONTH);
    if number.starts_with("+1") || store::messages::counted_sms(work.db, a_month_ago)? < limit {
        return Ok(());
    }
    Err(ApiError::monthly_sms_limit(limit).into())
}

/// Tries a code. The caller saves the verification whether the code was right or wrong.
pub(crate) fn try_code(
    work: &Work<'_>,
    user: Option<&User>,
    verification: &mut Option<Verification>,
    strategy: Strategy,
    code: &str,
) -> Result<(), Refusal> {
    let check = match verification {
        Some(Verification::Code(check)) => check,
        Some(Verification::Proved { .. } | Verification::External(_)) | None => {
            return Err(ApiError::verification_missing().into());
        }
    };
    if check.strategy != strategy {
        return Err(ApiError::verification_strategy().into());
    }
    // No code is right for an identifier that no user has.
    let given = if user.is_some() { code } else { "" };
    let outcome = check.attempt(given, work.now, work.settings.code_attempts);
    match (refuse_unless_right(outcome), user) {
        (Err(wrong), Some(user)) if outcome == CodeOutcome::Wrong => {
            Err(count_failure(work, user, wrong)?)
        }
        (verdict, _) => Ok(verdict?),
    }
}

/// The error of an attempt that was not right.
pub(crate) fn refuse_unless_right(outcome: CodeOutcome) -> Result<(), ApiError> {
    match outcome {
        CodeOutcome::Right => Ok(()),
        CodeOutcome::Wrong => Err(ApiError::code_incorrect()),
        CodeOutcome::Expired => Err(ApiError::verification_expired()),
        CodeOutcome::Failed => Err(ApiError::verification_failed()),
        CodeOutcome::AlreadyVerified => Err(ApiError::verification_already_verified()),
    }
}

/// Tries the code of a second factor, sent or not. The caller saves the verification whether it was right or wrong.
pub(crate) fn try_second_factor(
    work: &Work<'_>,
    user: &User,
    verification: &mut Option<Verification>,
    strategy: Strategy,
    code: &str,
) -> Result<(), Refusal> {
    match strategy {
        Strategy::Totp => try_totp(work, user, code)?,
        Strategy::BackupCode => try_backup_code(work, user, code)?,
        Strategy::Password
        | Strategy::EmailCode
        | Strategy::PhoneCode
        | Strategy::ResetPasswordEmailCode
        | Strategy::ResetPasswordPhoneCode => {
            return try_code(work, Some(user), verification, strategy, code);
        }
    }
    *verification = Some(Verification::Proved { strategy });
    Ok(())
}

/// Checks the user's password. A wrong one is counted and refused with the error `wrong`.
pub(crate) fn check_password(
    work: &Work<'_>,
    user: &User,
    given: &str,
    wrong: ApiError,
) -> Result<(), Refusal> {
    refuse_locked(work, user)?;
    let hash = user.password_hash.as_ref().ok_or_else(ApiError::strategy_for_user)?;
    if password::matches(given, hash) {
        return Ok(());
    }
    Err(count_failure(work, user, wrong)?)
}

/// Sets a new password, which the caller has found acceptable.
pub(crate) fn set_password(work: &Work<'_>, user: &User, new: &str) -> Result<(), Refusal> {
    let hash = password::hash(new, &work.random.salt(), work.cost)
        .ok_or_else(|| Refusal::Internal("the password cost is out of range".into()))?;
    store::users::set_password(work.db, &user.id, &hash, work.now)?;
    Ok(())
}

fn try_totp(work: &Work<'_>, user: &User, code: &str) -> Result<(), Refusal> {
    let outcome = user.totp.as_ref().map_or(TotpOutcome::Refused, |totp| {
        totp::check(&totp.secret, code, work.now, totp.last_step)
    });
    match outcome {
        TotpOutcome::Accepted { step } => {
            store::totps::set_step(work.db, &user.id, step)?;
            Ok(())
        }
        TotpOutcome::Refused => Err(count_failure(work, user, ApiError::code_incorrect())?),
    }
}

fn try_backup_code(work: &Work<'_>, user: &User, code: &str) -> Result<(), Refusal> {
    let left = store::backup_codes::unused(work.db, &user.id)?;
    match left.iter().find(|stored| stored.matches(code)) {
        Some(stored) => {
            store::backup_codes::mark_used(work.db, &user.id, stored, work.now)?;
            Ok(())
        }
        None => Err(count_failure(work, user, ApiError::code_incorrect())?),
    }
}
