//! The email addresses of the user.

use serde_json::Value;

use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(crate) fn list(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.current_session(call)?;
    Ok(Answer::Bare(
        user.emails.iter().map(view::user::email_address).collect::<Vec<Value>>().into(),
    ))
}

pub(crate) fn get(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.current_session(call)?;
    let email = user
        .emails
        .iter()
        .find(|email| email.id == id)
        .ok_or_else(|| ApiError::not_found("email address", id))?;
    Ok(Answer::Wrapped(view::user::email_address(email)))
}
