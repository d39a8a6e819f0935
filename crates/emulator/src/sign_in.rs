//! Signing in: from an identifier to a session.
//!
//! ```text
//! create ──► needs_first_factor ──► complete
//!   │               │ reset code ──► needs_new_password ──► …
//!   │               ├── MFA on ──────────────► needs_second_factor ──► complete
//!   └───────────────┴── password, new client ► needs_client_trust ───► complete
//! ```

mod complete;
mod create;
mod first_factor;
mod second_factor;

pub(crate) use create::create;
pub(crate) use first_factor::{attempt as attempt_first, prepare as prepare_first, reset_password};
pub(crate) use second_factor::{attempt as attempt_second, prepare as prepare_second};

use serde_json::Value;

use crate::answer::Answer;
use crate::call::Form;
use crate::error::{ApiError, Refusal};
use crate::model::{SignIn, SignInStatus, User};
use crate::rules::code::{CodeCheck, CodeOutcome, TEST_CODE, Verification};
use crate::rules::factors::{self, Factor, Target};
use crate::rules::strategy::{Channel, Strategy};
use crate::settings::Settings;
use crate::store;
use crate::view;
use crate::work::Work;

/// One attempt, whatever its state.
pub(crate) fn get(work: &Work<'_>, id: &str) -> Result<Answer, Refusal> {
    let sign_in = store::sign_ins::load(work.db, id)?.filter(|sign_in| {
        work.client.as_ref().is_some_and(|client| client.id == sign_in.client_id)
    });
    let sign_in = sign_in.ok_or_else(|| ApiError::not_found("sign in", id))?;
    Ok(Answer::Wrapped(view::sign_in::view(work, &sign_in)?))
}

/// The factors of the second step; without MFA they are those that make a client trusted.
pub(crate) fn second_factors(
    settings: &Settings,
    status: SignInStatus,
    user: &User,
) -> Vec<Factor> {
    if status == SignInStatus::NeedsClientTrust {
        factors::client_trust(user)
    } else {
        factors::second(user, settings)
    }
}

/// The attempt that may still be changed: the client's newest one.
fn current(work: &Work<'_>, id: &str) -> Result<SignIn, Refusal> {
    let client = work.client.as_ref().ok_or_else(ApiError::client_expected)?;
    let sign_in = store::sign_ins::load(work.db, id)?
        .filter(|sign_in| sign_in.client_id == client.id)
        .ok_or_else(|| ApiError::not_found("sign in", id))?;
    if sign_in.status == SignInStatus::Complete {
        return Err(ApiError::client_state("this action", "The sign in is complete.").into());
    }
    if client.sign_in_id.as_deref() != Some(id) {
        return Err(ApiError::older_sign_in().into());
    }
    if sign_in.abandon_at <= work.now {
        return Err(ApiError::client_state("this action", "Start a new sign in.").into());
    }
    Ok(sign_in)
}

/// The user of an attempt; None for an identifier that nobody has.
fn owner(work: &Work<'_>, sign_in: &SignIn) -> Result<Option<User>, Refusal> {
    match &sign_in.user_id {
        None => Ok(None),
        Some(id) => store::users::load(work.db, id)?
            .map(Some)
            .ok_or_else(|| ApiError::user_deleted().into()),
    }
}

fn expect_status(sign_in: &SignIn, allowed: &[SignInStatus], action: &str) -> Result<(), ApiError> {
    if allowed.contains(&sign_in.status) {
        return Ok(());
    }
    let resolution = format!("The sign in is in status {}.", sign_in.status.as_str());
    Err(ApiError::client_state(action, &resolution))
}

fn refuse_locked(work: &Work<'_>, user: &User) -> Result<(), ApiError> {
    match user.failures.locked(work.now) {
        Some(until) => Err(ApiError::user_locked(work.now, until)),
        None => Ok(()),
    }
}

/// Counts a failure; the one that locks says so instead of what was wrong.
fn count_failure(work: &Work<'_>, user: &User, wrong: ApiError) -> Result<Refusal, Refusal> {
    let failures = user.failures.plus_one(work.now, &work.settings.lockout);
    store::users::set_failures(work.db, &user.id, failures)?;
    Ok(match failures.locked(work.now) {
        Some(until) => ApiError::user_locked(work.now, until).into(),
        None => wrong.into(),
    })
}

/// The strategy of a form, refused unless it is one of `allowed`.
fn strategy(form: &Form, allowed: &[Strategy]) -> Result<Strategy, ApiError> {
    let name = form.required("strategy")?;
    Strategy::parse(name)
        .filter(|strategy| allowed.contains(strategy))
        .ok_or_else(|| ApiError::value("strategy", name))
}

/// Where a code goes: to the id given, else to the default, the primary, or the first there is.
fn choose_target(
    work: &Work<'_>,
    user: Option<&User>,
    offered: &[Factor],
    strategy: Strategy,
    form: &Form,
    lacking: ApiError,
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
        return Err(lacking.into());
    }
    let Some(id) = form.optional(param)? else {
        let chosen = targets
            .iter()
            .find(|target| target.default == Some(true) || target.primary == Some(true))
            .or(targets.first());
        return chosen.map(|target| (*target).clone()).ok_or_else(|| lacking.into());
    };
    if let Some(target) = targets.iter().find(|target| target.id == id) {
        return Ok((*target).clone());
    }
    let owner = store::users::owner_of_identification(work.db, id)?;
    Err(match (owner, user) {
        (Some(owner), Some(user)) if owner == user.id => lacking.into(),
        (Some(_), _) => ApiError::foreign_identification().into(),
        (None, _) => ApiError::identification_not_found(param).into(),
    })
}

/// Sends a code for an attempt, unless one went to the same place a moment ago.
fn send_code(
    work: &mut Work<'_>,
    sign_in: &SignIn,
    strategy: Strategy,
    target: &Target,
) -> Result<Verification, Refusal> {
    let last = store::messages::last_sent(work.db, &sign_in.id, &target.id)?;
    let free_at = last.map(|at| at.plus_seconds(work.settings.resend_seconds));
    if let Some(free_at) = free_at.filter(|&at| at > work.now) {
        return Err(ApiError::resend_too_soon(work.now.seconds_until(free_at)).into());
    }
    store::messages::note_sent(work.db, &sign_in.id, &target.id, work.now)?;
    let for_tests = work.settings.test_mode && target.identifier.is_for_tests();
    let code = if for_tests { TEST_CODE.to_owned() } else { work.random.code() };
    // Nobody gets a message for an identifier that nobody has.
    if let (false, Some(_), Some(channel)) = (for_tests, &sign_in.user_id, strategy.channel()) {
        let to = target.identifier.as_str();
        let kind = strategy.as_str();
        store::messages::add(work.db, channel.as_str(), to, &code, kind, work.now)?;
        work.sent = true;
    }
    let lifetime = work.settings.code_seconds;
    Ok(Verification::Code(CodeCheck::new(strategy, &target.id, code, work.now, lifetime)))
}

/// Tries a code on the verification of an attempt. The caller saves the attempt whatever comes out.
fn try_code(
    work: &Work<'_>,
    user: Option<&User>,
    verification: &mut Option<Verification>,
    strategy: Strategy,
    code: &str,
) -> Result<(), Refusal> {
    let check = match verification {
        Some(Verification::Code(check)) => check,
        Some(Verification::Proved { .. }) | None => {
            return Err(ApiError::verification_missing().into());
        }
    };
    if check.strategy != strategy {
        return Err(ApiError::verification_strategy().into());
    }
    // An identifier that nobody has never gets a right code, whatever was guessed.
    let given = if user.is_some() { code } else { "" };
    match check.attempt(given, work.now, work.settings.code_attempts) {
        CodeOutcome::Right => Ok(()),
        CodeOutcome::Wrong => match user {
            Some(user) => Err(count_failure(work, user, ApiError::code_incorrect())?),
            None => Err(ApiError::code_incorrect().into()),
        },
        CodeOutcome::Expired => Err(ApiError::verification_expired().into()),
        CodeOutcome::Failed => Err(ApiError::verification_failed().into()),
        CodeOutcome::AlreadyVerified => Err(ApiError::verification_already_verified().into()),
    }
}

fn answer(work: &Work<'_>, sign_in: &SignIn) -> Result<Answer, Refusal> {
    let view: Value = view::sign_in::view(work, sign_in)?;
    Ok(Answer::Wrapped(view))
}
