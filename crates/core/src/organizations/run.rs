//! The change under way.

use latchkey_fapi_types::enums::TaskKey;
use latchkey_fapi_types::id::{InvitationId, OrganizationId};
use latchkey_fapi_types::user::User;

use super::event::{Call, Change, Notice};
use super::offers::Offers;
use crate::context::Facts;
use crate::settling::WaitsFor;
use crate::ticket::Ticket;

/// A change under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) plan: Plan,
    pub(super) waits_for: WaitsFor,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) change: Change,
    /// The call that has its turn.
    pub(super) call: Call,
    /// What is told once it is done.
    pub(super) notice: Notice,
    /// The organizations that the user was in when the change began.
    pub(super) before: Vec<OrganizationId>,
    /// Whether a step-up was made for it. There is never a second one.
    pub(super) proven: bool,
}

/// A change that goes on once a factor is proven.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deferred(pub(super) Plan);

impl Deferred {
    /// The change that waits for the proof.
    pub(crate) fn change(&self) -> Change {
        self.0.change.clone()
    }
}

impl Run {
    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        self.waits_for.awaits(ticket)
    }
}

impl Plan {
    /// A change, if there is anything of this kind to be changed.
    pub(super) fn of(change: Change, facts: &Facts<'_>, offers: Option<&Offers>) -> Option<Self> {
        let user = facts.user?;
        let call = match &change {
            Change::Select(Some(id)) if !is_in(user, id) || facts.organization == Some(id) => {
                return None;
            }
            Change::Select(None) if facts.organization.is_none() || is_forced(facts) => {
                return None;
            }
            Change::Select(to) => Call::Select(to.clone()),
            Change::Join(id) => {
                offers?.invitation(id)?;
                Call::Join(id.clone())
            }
            Change::Request(id) if offers?.suggestion(id)?.is_requested() => return None,
            Change::Request(id) => Call::Request(id.clone()),
            Change::Create { .. } if !user.create_organization_enabled => return None,
            Change::Create { name, slug } => {
                let slug = slug.as_deref().map(str::trim).filter(|slug| !slug.is_empty());
                Call::Create { name: name.trim().to_owned(), slug: slug.map(str::to_owned) }
            }
            Change::Leave(id) if !is_in(user, id) => return None,
            Change::Leave(id) => Call::Leave(id.clone()),
        };
        let before = memberships(user).cloned().collect();
        let notice = match change {
            Change::Select(_) | Change::Create { .. } => Notice::Selected,
            Change::Join(_) => Notice::Joined,
            Change::Request(_) => Notice::Requested,
            Change::Leave(_) => Notice::Left,
        };
        Some(Self { change, call, notice, before, proven: false })
    }

    /// Whether things are as the call was to make them. What was asked of whoever runs an organization shows in no client.
    pub(super) fn is_done(&self, facts: &Facts<'_>, offers: Option<&Offers>) -> bool {
        match &self.call {
            Call::Select(to) => facts.organization == to.as_ref() && !is_wanted(facts),
            Call::Join(id) => joined(id, facts, offers).is_some(),
            Call::Create { name, .. } => self.created(name, facts).is_some(),
            Call::Leave(id) => facts.user.is_some_and(|user| !is_in(user, id)),
            Call::Request(_) | Call::Invitations | Call::Suggestions => false,
        }
    }

    /// The organization that the call brought the user into, and that the session is to be used for next.
    pub(super) fn brought(
        &self,
        facts: &Facts<'_>,
        offers: Option<&Offers>,
    ) -> Option<OrganizationId> {
        match &self.call {
            Call::Join(id) if is_wanted(facts) => joined(id, facts, offers),
            Call::Create { name, .. } => self.created(name, facts),
            Call::Join(_)
            | Call::Select(_)
            | Call::Request(_)
            | Call::Leave(_)
            | Call::Invitations
            | Call::Suggestions => None,
        }
    }

    /// The organization of this name that the user was not in before.
    fn created(&self, name: &str, facts: &Facts<'_>) -> Option<OrganizationId> {
        let mut all = facts.user?.organization_memberships.iter().map(|it| &it.organization);
        let new = all.find(|it| it.name == name && !self.before.contains(&it.id));
        new.map(|it| it.id.clone())
    }
}

/// The organization of this invitation, once the user is in it.
fn joined(id: &InvitationId, facts: &Facts<'_>, offers: Option<&Offers>) -> Option<OrganizationId> {
    let to = &offers?.invitation(id)?.organization.id;
    is_in(facts.user?, to).then(|| to.clone())
}

/// Whether the session waits for an organization.
pub(crate) fn is_wanted(facts: &Facts<'_>) -> bool {
    facts.task == Some(&TaskKey::ChooseOrganization)
}

/// Whether the session cannot be used for the person alone.
pub fn is_forced(facts: &Facts<'_>) -> bool {
    facts.environment.organizations.force_organization_selection || is_wanted(facts)
}

pub(super) fn is_in(user: &User, id: &OrganizationId) -> bool {
    memberships(user).any(|it| it == id)
}

fn memberships(user: &User) -> impl Iterator<Item = &OrganizationId> {
    user.organization_memberships.iter().map(|it| &it.organization.id)
}
