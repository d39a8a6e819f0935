//! Organizations that are suggested to the user. Accepting one asks to join: an admin of it lets the user in.

use super::page::{Page, statuses};
use crate::model::organizations::SuggestionStatus;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(crate) fn list(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.organizations_session(call)?;
    let page = Page::of(call)?;
    let wanted = statuses(call, SuggestionStatus::parse)?;
    let suggestions = store::suggestions::to(work.db, &user.id)?;
    let wanted = suggestions
        .iter()
        .filter(|suggestion| wanted.is_empty() || wanted.contains(&suggestion.status));
    Ok(Answer::Wrapped(
        page.cut(wanted.map(|one| view::organization::suggestion(work, one)).collect()),
    ))
}

pub(crate) fn accept(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (_, user) = work.organizations_session(call)?;
    let mut suggestion = store::suggestions::load(work.db, id)?
        .filter(|suggestion| suggestion.user_id == user.id)
        .ok_or_else(|| ApiError::not_found("organization suggestion", id))?;
    if suggestion.status != SuggestionStatus::Pending {
        return Err(ApiError::suggestion_already_accepted().into());
    }
    suggestion.status = SuggestionStatus::Accepted;
    suggestion.updated_at = work.now;
    store::suggestions::set_status(work.db, id, suggestion.status, work.now)?;
    Ok(Answer::Wrapped(view::organization::suggestion(work, &suggestion)))
}
