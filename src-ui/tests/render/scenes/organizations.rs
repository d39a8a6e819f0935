//! Organizations: their page, and the task that waits for one.

use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{
    Activity, AppView, CreateView, MembershipView, OfferView, OffersView, OrganizationsView,
    PersonalView, RowState, Screen, TaskView,
};

use super::{app, problem};

pub(super) fn all() -> Vec<(&'static str, AppView)> {
    let task = |view| app(Screen::Task(TaskView::ChooseOrganization(view)));
    let page = |view| app(Screen::Organizations(view));
    vec![
        ("organizations", page(organizations())),
        (
            "organizations-looking",
            page(OrganizationsView { offers: None, activity: Activity::Busy, ..organizations() }),
        ),
        ("task-choose-organization", task(waiting())),
        ("task-choose-organization-nothing", task(nothing())),
        (
            "task-choose-organization-failed",
            task(OrganizationsView {
                problem: Some(problem(ErrorCode::Unreachable, None)),
                offers: None,
                ..waiting()
            }),
        ),
    ]
}

fn membership(id: &str, name: &str, selected: bool) -> MembershipView {
    MembershipView {
        logo: None,
        id: id.to_owned(),
        name: name.to_owned(),
        role: Some("Member".to_owned()),
        selected,
        state: RowState::Idle,
    }
}

pub(crate) fn offer(id: &str, name: &str, requested: bool) -> OfferView {
    OfferView {
        logo: None,
        id: id.to_owned(),
        name: name.to_owned(),
        role: None,
        requested,
        state: RowState::Idle,
    }
}

/// The page of somebody who is in two, can join two and make another.
pub(crate) fn organizations() -> OrganizationsView {
    OrganizationsView {
        memberships: vec![
            membership("org_1", "Acme", true),
            membership("org_2", "Acme Labs", false),
        ],
        personal: Some(PersonalView { selected: false, state: RowState::Idle }),
        offers: Some(OffersView {
            invitations: vec![OfferView {
                role: Some("Admin".to_owned()),
                ..offer("orginv_1", "Northwind", false)
            }],
            suggestions: vec![
                offer("orgsug_1", "Globex", false),
                offer("orgsug_2", "Initech", true),
            ],
        }),
        create: Some(CreateView { slug: true, made: 0, state: RowState::Idle }),
        identifier: Some("all@example.com".to_owned()),
        signing_out: false,
        activity: Activity::Idle,
        problem: None,
    }
}

/// The task of the same person.
pub(crate) fn waiting() -> OrganizationsView {
    let mut view = organizations();
    view.memberships.iter_mut().for_each(|it| it.selected = false);
    OrganizationsView { personal: None, ..view }
}

/// The task of somebody who can do nothing about it here.
pub(crate) fn nothing() -> OrganizationsView {
    OrganizationsView {
        memberships: Vec::new(),
        offers: Some(OffersView { invitations: Vec::new(), suggestions: Vec::new() }),
        create: None,
        ..waiting()
    }
}
