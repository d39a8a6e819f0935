//! Signing in: from an identifier to a session.
//!
//! ```text
//! create ──► provider, in a browser ──► any of these, or transferable to a sign-up
//!   │
//!   ├──────► needs_first_factor ──► complete
//!   │               │ reset code ──► needs_new_password ──► …
//!   │               ├── MFA on ──────────────► needs_second_factor ──► complete
//!   └───────────────┴── password, new client ► needs_client_trust ───► complete
//! ```

pub(crate) mod by_provider;
pub(crate) mod complete;
pub(crate) mod create;
pub(crate) mod first_factor;
pub(crate) mod second_factor;

use serde_json::Value;

use crate::model::factors::Target;
use crate::model::{SignIn, SignInStatus, User};
use crate::resources::verification;
use crate::rules::code::Verification;
use crate::rules::strategy::Strategy;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// An attempt of this client, in any status.
pub(crate) fn get(work: &Work<'_>, id: &str) -> Result<Answer, Refusal> {
    let sign_in = store::sign_ins::load(work.db, id)?.filter(|sign_in| {
        work.client.as_ref().is_some_and(|client| client.id == sign_in.client_id)
    });
    let sign_in = sign_in.ok_or_else(|| ApiError::not_found("sign in", id))?;
    Ok(Answer::Wrapped(view::sign_in::view(work, &sign_in)?))
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

/// The user of an attempt. None for an identifier that no user has.
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

/// Sends a code for an attempt.
fn send_code(
    work: &mut Work<'_>,
    sign_in: &SignIn,
    strategy: Strategy,
    target: &Target,
) -> Result<Verification, Refusal> {
    verification::send_code(work, &sign_in.id, sign_in.user_id.as_deref(), strategy, target)
}

fn answer(work: &Work<'_>, sign_in: &SignIn) -> Result<Answer, Refusal> {
    let view: Value = view::sign_in::view(work, sign_in)?;
    Ok(Answer::Wrapped(view))
}
