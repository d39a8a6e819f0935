//! Invitations to organizations, by the verified addresses of the user.

use super::page::{Page, statuses};
use crate::model::User;
use crate::model::organizations::{Invitation, InvitationStatus};
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(crate) fn list(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.organizations_session(call)?;
    let page = Page::of(call)?;
    let wanted = statuses(call, InvitationStatus::parse)?;
    let invitations = of_user(work, &user)?
        .into_iter()
        .filter(|invitation| wanted.is_empty() || wanted.contains(&invitation.status_at(work.now)));
    let views = invitations.map(|one| view::organization::invitation(work, &one)).collect();
    Ok(Answer::Wrapped(page.cut(views)))
}

pub(crate) fn accept(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (_, user) = work.organizations_session(call)?;
    let mut invitation = of_user(work, &user)?
        .into_iter()
        .find(|invitation| invitation.id == id)
        .ok_or_else(ApiError::invitation_not_found)?;
    if invitation.status_at(work.now) != InvitationStatus::Pending {
        return Err(ApiError::invitation_not_pending().into());
    }
    super::join(work, &invitation.organization, &user, invitation.role)?;
    invitation.status = InvitationStatus::Accepted;
    invitation.updated_at = work.now;
    store::invitations::set_status(work.db, id, invitation.status, work.now)?;
    Ok(Answer::Wrapped(view::organization::invitation(work, &invitation)))
}

fn of_user(work: &Work<'_>, user: &User) -> Result<Vec<Invitation>, Refusal> {
    let mut invitations = Vec::new();
    for email in user.emails.iter().filter(|email| email.verified) {
        invitations.extend(store::invitations::to(work.db, &email.address)?);
    }
    Ok(invitations)
}
