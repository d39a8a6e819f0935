//! Views of the organizations of a person.

use latchkey_core::organizations::{self, Change, Organizations};
use latchkey_core::signed_in::{SignedIn, Waiting};
use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::id::OrganizationId;
use latchkey_fapi_types::organization::OrganizationMembership;
use latchkey_ipc::error::Problem;
use latchkey_ipc::view::{
    CreateView, MembershipView, OfferView, OffersView, OrganizationInUse, OrganizationsView,
    PersonalView, RowState,
};

use super::challenge;
use super::shown::Shown;
use crate::connection::{Connection, identifier};
use crate::{pictures, problem};

/// What the session is for; none where the instance has no organizations.
pub(super) fn in_use(Shown { connection, session, .. }: Shown<'_>) -> Option<OrganizationInUse> {
    let offered = connection.settings.environment.organizations.enabled;
    let selected = memberships(session).iter().find(|it| is_selected(it, session));
    offered.then(|| OrganizationInUse {
        name: selected.map(|it| it.organization.name.clone()),
        logo: selected.and_then(|it| pictures::of_organization(&it.organization, connection)),
    })
}

pub(super) fn organizations(shown: Shown<'_>) -> OrganizationsView {
    let Shown { connection, open, session, now, .. } = shown;
    let machine = &open.machine;
    let all = machine.organizations();
    let is_busy = machine.is_busy()
        || machine.is_account_busy()
        || all.is_listing()
        || all.unsettled().is_some();
    let of = |change: Change| state(machine, &change);
    let settings = &connection.settings.environment.organizations;
    let user = session.user.as_ref();
    OrganizationsView {
        memberships: membership_views(shown),
        personal: personal(shown),
        offers: offers(all, connection, of),
        create: user.filter(|user| user.create_organization_enabled).map(|_| CreateView {
            slug: !settings.slug.disabled,
            made: all.made_so_far(),
            state: creating(machine),
        }),
        identifier: user.and_then(identifier),
        signing_out: machine.is_signing_out(),
        activity: challenge::activity(is_busy, machine.hold(now.instant), now.instant),
        problem: all
            .failure()
            .map(problem::of_question)
            .or_else(|| rowless(all, session))
            .or_else(|| machine.account_failure().map(problem::of_account)),
    }
}

/// The organizations that the person is in.
pub(super) fn membership_views(
    Shown { connection, open, session, .. }: Shown<'_>,
) -> Vec<MembershipView> {
    let view = |it: &OrganizationMembership| {
        let id = &it.organization.id;
        let selecting = state(&open.machine, &Change::Select(Some(id.clone())));
        let leaving = state(&open.machine, &Change::Leave(id.clone()));
        MembershipView {
            id: id.as_str().to_owned(),
            name: it.organization.name.clone(),
            logo: pictures::of_organization(&it.organization, connection),
            role: it.role_name.clone(),
            selected: is_selected(it, session),
            state: if selecting == RowState::Idle { leaving } else { selecting },
        }
    };
    memberships(session).iter().map(view).collect()
}

/// The account of the person alone; none where the session always is for an organization.
pub(super) fn personal(shown: Shown<'_>) -> Option<PersonalView> {
    let Shown { connection, open, session, now, .. } = shown;
    let is_forced = organizations::is_forced(&connection.facts(session, now));
    (!is_forced).then(|| PersonalView {
        selected: session.last_active_organization_id.is_none(),
        state: state(&open.machine, &Change::Select(None)),
    })
}

/// Why the last change failed, where its row is not there any more.
fn rowless(all: &Organizations, session: &Session) -> Option<Problem> {
    let (change, failure) = all.failed()?;
    let is_in =
        |id: &OrganizationId| memberships(session).iter().any(|it| it.organization.id == *id);
    let has_row = match (change, all.offers()) {
        (Change::Select(Some(id)) | Change::Leave(id), _) => is_in(id),
        (Change::Join(id), Some(offers)) => offers.invitations.iter().any(|it| it.id == *id),
        (Change::Request(id), Some(offers)) => offers.suggestions.iter().any(|it| it.id == *id),
        (
            Change::Select(None) | Change::Create { .. } | Change::Join(_) | Change::Request(_),
            _,
        ) => true,
    };
    (!has_row).then(|| problem::of_account(failure))
}

fn offers(
    all: &Organizations,
    connection: &Connection,
    of: impl Fn(Change) -> RowState,
) -> Option<OffersView> {
    let offers = all.offers()?;
    Some(OffersView {
        invitations: offers
            .invitations
            .iter()
            .map(|it| OfferView {
                id: it.id.as_str().to_owned(),
                name: it.organization.name.clone(),
                logo: pictures::of_organization(&it.organization, connection),
                role: it.role_name.clone(),
                requested: false,
                state: of(Change::Join(it.id.clone())),
            })
            .collect(),
        suggestions: offers
            .suggestions
            .iter()
            .map(|it| OfferView {
                id: it.id.as_str().to_owned(),
                name: it.organization.name.clone(),
                logo: pictures::of_organization(&it.organization, connection),
                role: None,
                requested: it.is_requested(),
                state: of(Change::Request(it.id.clone())),
            })
            .collect(),
    })
}

fn memberships(session: &Session) -> &[OrganizationMembership] {
    session.user.as_ref().map(|user| &*user.organization_memberships).unwrap_or_default()
}

fn is_selected(membership: &OrganizationMembership, session: &Session) -> bool {
    session.last_active_organization_id.as_ref() == Some(&membership.organization.id)
}

/// Where a change stands.
fn state(machine: &SignedIn, change: &Change) -> RowState {
    state_if(machine, |it| it == change)
}

/// Where making an organization stands, whatever it is called.
fn creating(machine: &SignedIn) -> RowState {
    state_if(machine, |it| matches!(it, Change::Create { .. }))
}

fn state_if(machine: &SignedIn, is_it: impl Fn(&Change) -> bool) -> RowState {
    let all = machine.organizations();
    let waits = machine.step_up().is_some_and(
        |(_, waiting)| matches!(waiting, Waiting::Organizations(change) if is_it(&change)),
    );
    if waits || all.pending().is_some_and(&is_it) {
        return RowState::Busy;
    }
    if all.unsettled().is_some_and(&is_it) {
        return RowState::Unsettled;
    }
    match all.failed() {
        Some((change, failure)) if is_it(change) => RowState::Failed(problem::of_account(failure)),
        Some(_) | None => RowState::Idle,
    }
}
