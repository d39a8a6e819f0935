//! Signing up: by a provider, or by an address and a code. No phone numbers.
//!
//! ```text
//! create ──► missing_requirements ──► complete, with a session
//!   └─ provider, in a browser ──► either of these, or transferable to a sign-in
//! ```

pub(crate) mod by_provider;
pub(crate) mod create;
pub(crate) mod settle;
pub(crate) mod verify;

use crate::model::sign_up::SignUp;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// A sign-up of this client.
pub(crate) fn get(work: &Work<'_>, id: &str) -> Result<Answer, Refusal> {
    Ok(answer(work, &of_client(work, id)?))
}

fn of_client(work: &Work<'_>, id: &str) -> Result<SignUp, Refusal> {
    let client_id = work.client.as_ref().map_or("", |client| client.id.as_str());
    let found = store::sign_ups::load(work.db, id)?.filter(|it| it.client_id == client_id);
    found.ok_or_else(|| ApiError::not_found("sign up", id).into())
}

/// The sign-up that may still be changed: the client's newest one.
fn current(work: &Work<'_>, id: &str) -> Result<SignUp, Refusal> {
    let sign_up = of_client(work, id)?;
    let newest = work.client.as_ref().and_then(|client| client.sign_up_id.as_deref());
    if newest != Some(id) || sign_up.abandon_at <= work.now.millis() {
        return Err(ApiError::client_state("this action", "Start a new sign up.").into());
    }
    Ok(sign_up)
}

fn answer(work: &Work<'_>, sign_up: &SignUp) -> Answer {
    Answer::Wrapped(view::sign_up::view(work, sign_up))
}
