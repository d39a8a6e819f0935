//! Organizations: the task that waits for one, and their page. What a person does there is one call, and no look beside it.

use latchkey_emulator::{FaultKind, NewEmailAddress, NewOrganization, NewUser, Role};
use latchkey_ipc::command::{AccountRequest, OrganizationsRequest};
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{
    Activity, AppView, Notice, OrganizationsView, Page, RowState, Screen, TaskView,
};
use serde_json::json;

use super::calls::Call;
use super::run::{Memory, Run};
use crate::api::{Api, PASSWORD};

const EMAIL: &str = "works@latchkey.example";

/// An organization that is there, and what the person has to do with it.
#[derive(Clone, Copy)]
enum There {
    Member,
    Only,
    Invited,
    Suggested,
}

/// Somebody who has just signed in, with these organizations around.
async fn signed_in(settings: serde_json::Value, there: &[(&str, There)]) -> (Run, Vec<String>) {
    signed_in_at(Api::start_with(settings).await, there).await
}

async fn signed_in_at(api: Api, there: &[(&str, There)]) -> (Run, Vec<String>) {
    let mut run = Run::on(api, Memory::default());
    let emulator = run.api.running.emulator();
    let user = emulator
        .add_user(&NewUser {
            password: Some(PASSWORD.to_owned()),
            email_addresses: vec![NewEmailAddress {
                email_address: EMAIL.to_owned(),
                verified: true,
            }],
            ..NewUser::default()
        })
        .unwrap()
        .id;
    let mut ids = Vec::new();
    for (name, how) in there {
        let organization = NewOrganization {
            name: (*name).to_owned(),
            slug: None,
            exclusive_membership: matches!(how, There::Only),
            max_allowed_memberships: None,
        };
        let id = emulator.add_organization(&organization).unwrap();
        match how {
            There::Member | There::Only => emulator.add_member(&id, &user, Role::Member).unwrap(),
            There::Invited => drop(emulator.invite(&id, EMAIL, Role::Member).unwrap()),
            There::Suggested => drop(emulator.suggest(&id, &user).unwrap()),
        }
        ids.push(id);
    }
    run.submit(EMAIL, PASSWORD).await;
    run.at_code().await;
    let code = run.newest_code();
    run.verify(&code).await;
    run.until("the session", |view| matches!(view.screen, Screen::Account(_) | Screen::Task(_)))
        .await;
    (run, ids)
}

fn forced() -> serde_json::Value {
    json!({ "organizations": { "force_selection": true } })
}

fn of(view: &AppView) -> Option<&OrganizationsView> {
    if let Screen::Organizations(page) | Screen::Task(TaskView::ChooseOrganization(page)) =
        &view.screen
    {
        Some(page)
    } else {
        None
    }
}

impl Run {
    /// The lists, with what there is to join.
    pub(super) async fn lists(&mut self) -> OrganizationsView {
        let view = self
            .until("what there is to join", |view| {
                of(view)
                    .is_some_and(|page| page.offers.is_some() && page.activity == Activity::Idle)
            })
            .await;
        of(&view).unwrap().clone()
    }

    async fn organizations(&mut self, request: OrganizationsRequest) {
        self.ask(AccountRequest::Organizations(request)).await;
    }

    /// The account, and what it is used for.
    async fn used_for(&mut self, name: Option<&str>) -> AppView {
        self.until("the account", |view| {
            matches!(&view.screen, Screen::Account(page)
                if page.organization.as_ref().is_some_and(|it| it.name.as_deref() == name))
        })
        .await
    }

    fn since(&self, before: usize) -> Vec<String> {
        self.requests().split_off(before)
    }
}

fn select(id: &str) -> OrganizationsRequest {
    OrganizationsRequest::Select { organization: Some(id.to_owned()) }
}

#[tokio::test]
async fn the_task_is_done_by_a_choice_with_one_call_and_no_look_beside_it() {
    let (mut run, ids) =
        signed_in(forced(), &[("Acme", There::Member), ("Northwind", There::Member)]).await;
    let page = run.lists().await;
    assert_eq!(page.personal, None, "nobody acts for themselves");
    let names: Vec<_> = page.memberships.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Acme", "Northwind"]);
    let before = run.requests().len();
    run.organizations(select(&ids[1])).await;
    let view = run.used_for(Some("Northwind")).await;
    assert_eq!(view.notice, Some(Notice::OrganizationSelected));
    let asked = run.since(before);
    assert!(matches!(&asked[..], [one] if one.ends_with("/touch")), "{asked:?}");
}

#[tokio::test]
async fn the_only_organization_that_allows_no_other_is_taken_by_itself() {
    let (mut run, _) = signed_in(forced(), &[("Acme", There::Only)]).await;
    run.used_for(Some("Acme")).await;
    assert!(!run.requests().iter().any(|it| it.contains("organization_invitations")));
}

#[tokio::test]
async fn an_invitation_leads_out_of_the_task() {
    let (mut run, _) = signed_in(forced(), &[("Acme", There::Invited)]).await;
    let page = run.lists().await;
    assert_eq!(page.memberships, []);
    let invitation = page.offers.unwrap().invitations[0].id.clone();
    run.organizations(OrganizationsRequest::Join { invitation }).await;
    let view = run.used_for(Some("Acme")).await;
    assert_eq!(view.notice, Some(Notice::OrganizationJoined));
}

#[tokio::test]
async fn a_new_organization_leads_out_of_the_task() {
    let (mut run, _) = signed_in(forced(), &[]).await;
    let page = run.lists().await;
    assert!(!page.create.unwrap().slug, "the instance has no slugs");
    let create =
        |name: &str| OrganizationsRequest::Create { name: name.to_owned(), slug: String::new() };
    run.organizations(create(" ")).await;
    let page = run.lists().await;
    let RowState::Failed(problem) = page.create.unwrap().state else { panic!("no problem") };
    assert_eq!(problem.code, ErrorCode::OrganizationNameEmpty);
    run.organizations(create("Acme")).await;
    run.used_for(Some("Acme")).await;
}

#[tokio::test]
async fn the_page_switches_joins_asks_and_leaves() {
    let there =
        [("Acme", There::Member), ("Northwind", There::Invited), ("Globex", There::Suggested)];
    let (mut run, ids) = signed_in(json!({}), &there).await;
    run.used_for(None).await;
    run.open(Page::Organizations).await;
    let offers = run.lists().await.offers.unwrap();
    run.organizations(select(&ids[0])).await;
    run.until("the choice", |view| view.notice == Some(Notice::OrganizationSelected)).await;
    let invitation = offers.invitations[0].id.clone();
    run.organizations(OrganizationsRequest::Join { invitation }).await;
    run.until("the membership", |view| view.notice == Some(Notice::OrganizationJoined)).await;
    let suggestion = offers.suggestions[0].id.clone();
    run.organizations(OrganizationsRequest::Request { suggestion }).await;
    run.until("the request", |view| view.notice == Some(Notice::OrganizationRequested)).await;
    let page = run.lists().await;
    assert_eq!(page.memberships.len(), 2);
    assert!(page.memberships[0].selected, "who joins another stays where they are");
    let left = page.offers.unwrap();
    assert!(left.invitations.is_empty() && left.suggestions[0].requested);
    let organization = ids[0].clone();
    run.organizations(OrganizationsRequest::Leave { organization }).await;
    run.until("the end of it", |view| view.notice == Some(Notice::OrganizationLeft)).await;
    let page = run.lists().await;
    assert_eq!(page.memberships.len(), 1);
    assert!(page.personal.unwrap().selected);
}

#[tokio::test]
async fn a_choice_whose_answer_is_lost_is_settled_by_asking_once() {
    for kind in [
        FaultKind::RespondAfter { status: 504, body: json!({ "errors": [] }) },
        FaultKind::DropAfter,
        FaultKind::Truncate,
    ] {
        // A gateway's answer is in no description.
        let api = Api::unchecked().await;
        api.settings(&forced());
        let there = [("Acme", There::Member), ("Northwind", There::Member)];
        let (mut run, ids) = signed_in_at(api, &there).await;
        run.lists().await;
        let before = run.requests().len();
        run.fail_next(Call::SelectOrganization, kind.clone());
        run.organizations(select(&ids[0])).await;
        run.used_for(Some("Acme")).await;
        let touched = run.since(before).iter().filter(|it| it.ends_with("/touch")).count();
        assert_eq!(touched, 1, "{kind:?}");
    }
}

#[tokio::test]
async fn who_was_removed_elsewhere_is_told_beside_the_row() {
    let (mut run, ids) =
        signed_in(json!({}), &[("Acme", There::Member), ("Northwind", There::Member)]).await;
    run.open(Page::Organizations).await;
    run.lists().await;
    let emulator = run.api.running.emulator();
    let user = emulator.user_id(EMAIL).unwrap().unwrap();
    emulator.remove_member(&ids[0], &user).unwrap();
    run.organizations(select(&ids[0])).await;
    let page = run.lists().await;
    // The refusal brought no client; what there is to join was asked for again, and with it the client came.
    assert_eq!(page.memberships.len(), 1, "{page:?}");
}

#[tokio::test]
async fn an_instance_without_organizations_shows_nothing_of_them() {
    let (mut run, _) = signed_in(json!({ "organizations": { "enabled": false } }), &[]).await;
    let view = run.account().await;
    assert!(matches!(&view.screen, Screen::Account(page) if page.organization.is_none()));
    let before = run.requests().len();
    run.open(Page::Organizations).await;
    assert!(matches!(run.ask(AccountRequest::Stay).await.screen, Screen::Account(_)));
    assert_eq!(run.since(before), Vec::<String>::new());
}
