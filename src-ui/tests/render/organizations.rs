//! What the page of organizations and the task that waits for one show.

use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Page as Rendered, page};
use crate::scenes::organizations::*;
use crate::scenes::*;

async fn shown(view: OrganizationsView) -> Rendered {
    page(app(Screen::Organizations(view))).await
}

async fn task(view: OrganizationsView) -> Rendered {
    page(app(Screen::Task(TaskView::ChooseOrganization(view)))).await
}

#[tokio::test]
async fn the_one_in_use_is_marked_and_the_others_can_be_used() {
    let page = shown(organizations()).await;
    let rows = page.all(ORGANIZATION);
    assert_eq!(rows[0].get("data-id"), Some("org_1"));
    assert!(rows[0].text().contains("Acme") && rows[0].text().contains("In use"));
    assert!(rows[0].text().contains("Member"));
    assert_eq!(page.all(ORGANIZATION_SELECT).len(), 1);
    assert_eq!(page.only(ORGANIZATION_SELECT).get("aria-label"), Some("Use: Acme Labs"));
    assert_eq!(page.all(ORGANIZATION_LEAVE).len(), 2);
    assert!(page.has(ORGANIZATION_PERSONAL));
    assert!(page.only(INVITATION).text().contains("Northwind"));
    assert_eq!(page.all(SUGGESTION_REQUEST).len(), 1, "whoever asked cannot ask again");
    assert!(page.all(SUGGESTION)[1].text().contains("Asked"));
    assert!(page.has(ORGANIZATION_CREATE) && !page.has(ORGANIZATION_NAME));
    assert_eq!(page.only(NAV_ACCOUNT).get("aria-current"), Some("page"));
}

#[tokio::test]
async fn in_the_task_there_is_no_personal_account_and_nothing_can_be_left() {
    let page = task(waiting()).await;
    assert!(page.has(TASK_CHOOSE_ORGANIZATION));
    assert_eq!(page.only(TASK_NAME).text(), "choose an organization");
    assert_eq!(page.all(ORGANIZATION_SELECT).len(), 2);
    assert!(!page.has(ORGANIZATION_LEAVE) && !page.has(PERSONAL_ACCOUNT));
    assert!(page.has(SIGN_OUT) && page.has(RETRY));
    assert!(!page.text().contains("can’t make one here"));
}

#[tokio::test]
async fn whoever_can_do_nothing_is_told_what_to_do() {
    let page = task(nothing()).await;
    assert!(page.text().contains("Ask somebody in yours to invite you"));
    assert!(!page.has(ORGANIZATION_CREATE) && page.has(SIGN_OUT));
}

#[tokio::test]
async fn a_change_is_busy_and_fails_on_its_own_row() {
    let mut view = organizations();
    view.memberships[1].state = RowState::Busy;
    view.activity = Activity::Busy;
    let page_busy = shown(view).await;
    let rows = page_busy.all(ORGANIZATION);
    assert_eq!(rows[1].get("aria-busy"), Some("true"));
    assert_eq!(rows[0].get("aria-busy"), None);

    let failed = problem(ErrorCode::OrganizationFull, None);
    let mut view = organizations();
    view.offers.as_mut().unwrap().invitations[0].state = RowState::Failed(failed);
    let page = shown(view).await;
    assert!(page.only(INVITATION).text().contains("takes no more members"));
    assert_eq!(page.all(ROW_ERROR).len(), 1);

    let mut view = organizations();
    view.memberships[1].state = RowState::Unsettled;
    view.activity = Activity::Busy;
    let page = shown(view).await;
    assert!(page.all(ORGANIZATION)[1].text().contains("don’t know yet"));
    assert_eq!(page.only(CHECK_AGAIN).get("aria-disabled"), None);
}

#[tokio::test]
async fn the_account_says_what_it_is_used_for() {
    for (name, text) in [(Some("Acme".to_owned()), "Acme"), (None, "Your own account")] {
        let organization = Some(OrganizationInUse { name, logo: None });
        let page = page(app(Screen::Account(AccountView { organization, ..account() }))).await;
        assert_eq!(page.only(ORGANIZATION_IN_USE).text(), text);
        assert!(page.has(ORGANIZATION_SWITCH));
    }
    let page = page(app(Screen::Account(account()))).await;
    assert!(!page.has(ORGANIZATION_SWITCH), "the instance has no organizations");
}

#[tokio::test]
async fn a_form_that_was_refused_is_open() {
    let page = task(refused(Field::OrganizationName)).await;
    assert!(page.only(FORM_ERROR).text().contains("Give the organization a name."));
}

/// The name of the new one was refused.
fn refused(field: Field) -> OrganizationsView {
    let state = RowState::Failed(problem(ErrorCode::OrganizationNameEmpty, Some(field)));
    OrganizationsView { create: Some(CreateView { slug: true, made: 0, state }), ..waiting() }
}

/// Everything in it has this name.
pub(crate) fn named(name: &str) -> OrganizationsView {
    let mut view = organizations();
    for it in &mut view.memberships {
        (it.name, it.role) = (name.to_owned(), Some(name.to_owned()));
    }
    let offers = view.offers.iter_mut();
    for it in offers.flat_map(|all| all.invitations.iter_mut().chain(&mut all.suggestions)) {
        (it.name, it.role) = (name.to_owned(), Some(name.to_owned()));
    }
    view
}
