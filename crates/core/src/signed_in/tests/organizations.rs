//! Organizations: the task that waits for one, and their page.

use latchkey_fapi_types::organization::{OrganizationInvitation, OrganizationSuggestion};
use proptest::prelude::{Strategy, prop};

use super::*;
use crate::organizations::{
    Call as Sent, Change as Wish, Event as Does, Notice as Told, Reply as Came,
};

/// A user in these organizations. One whose name begins with `only` allows no other.
pub(super) fn member(organizations: &[&str]) -> Value {
    let all = organizations.iter().map(|id| {
        let organization =
            json!({"id": id, "name": id, "exclusive_membership": id.starts_with("only")});
        json!({"organization": organization, "role": "org:member", "role_name": "Member"})
    });
    json!({
        "id": "user_1", "password_enabled": true, "create_organization_enabled": true,
        "organization_memberships": all.collect::<Vec<_>>(),
    })
}

/// A session that waits for an organization.
fn pending(organizations: &[&str]) -> Bench {
    let mut bench = Bench::signed_in(user(member(organizations)));
    bench.environment.organizations.enabled = true;
    bench.task = Some(TaskKey::ChooseOrganization);
    bench
}

/// The page of somebody who is in these organizations, and uses the first.
fn page(organizations: &[&str]) -> Bench {
    let mut bench = pending(organizations);
    bench.task = None;
    bench.organization = organizations.first().map(|&id| id.into());
    bench.open(Page::Organizations);
    bench
}

fn invitation(id: &str, to: &str) -> OrganizationInvitation {
    serde_json::from_value(json!({
        "id": id, "status": "pending", "public_organization_data": {"id": to, "name": to},
    }))
    .unwrap()
}

fn suggestion(id: &str, to: &str) -> OrganizationSuggestion {
    serde_json::from_value(json!({
        "id": id, "status": "pending", "public_organization_data": {"id": to, "name": to},
    }))
    .unwrap()
}

/// What there is to join comes: an invitation to `org_new`, and `org_near`.
fn listed(mut bench: Bench) -> Bench {
    assert!(bench.act(Happens::Look));
    assert_eq!(sent(&bench), &Sent::Invitations);
    assert!(bench.reply(Came::Invitations(vec![invitation("orginv_1", "org_new")])));
    assert_eq!(sent(&bench), &Sent::Suggestions);
    assert!(!bench.reply(Came::Suggestions(vec![suggestion("orgsug_1", "org_near")])));
    bench
}

pub(super) fn organizations_event() -> impl Strategy<Value = Does> {
    let ask = Does::Ask;
    prop::sample::select(vec![
        Does::Refresh,
        ask(select("org_1")),
        ask(select("org_new")),
        ask(Wish::Select(None)),
        ask(Wish::Join("orginv_1".into())),
        ask(Wish::Request("orgsug_1".into())),
        ask(create("Acme", None)),
        ask(create("", None)),
        ask(Wish::Leave("org_1".into())),
    ])
}

/// What the server answers where all goes well.
pub(super) fn organizations_reply(call: &Sent) -> Answer {
    Answer::Organizations(match call {
        Sent::Invitations => Came::Invitations(vec![invitation("orginv_1", "org_new")]),
        Sent::Suggestions => Came::Suggestions(vec![suggestion("orgsug_1", "org_near")]),
        Sent::Create { name, .. } => {
            Came::Created(serde_json::from_value(json!({"id": "org_9", "name": name})).unwrap())
        }
        Sent::Select(_) | Sent::Join(_) | Sent::Request(_) | Sent::Leave(_) => Came::Done,
    })
}

fn sent(bench: &Bench) -> &Sent {
    let Asked::Organizations(call) = bench.last() else { panic!("{:?}", bench.last()) };
    call
}

impl Bench {
    fn reply(&mut self, reply: Came) -> bool {
        self.answer(Ok(Answer::Organizations(reply)))
    }

    fn wish(&mut self, wish: Wish) -> bool {
        self.act(Does::Ask(wish))
    }

    /// The client says that the session is used for this organization, and waits for none.
    fn uses(&mut self, organization: Option<&str>) {
        self.organization = organization.map(Into::into);
        self.task = None;
    }

    fn told(&self) -> Option<Told> {
        match self.signed_in.notice()? {
            super::super::Notice::Organizations(told) => Some(told),
            super::super::Notice::Factors(_)
            | super::super::Notice::Password(_)
            | super::super::Notice::Profile(_) => None,
        }
    }

    fn failed(&self) -> Option<(&Wish, &Failure)> {
        self.signed_in.organizations().failed()
    }
}

fn select(id: &str) -> Wish {
    Wish::Select(Some(id.into()))
}

fn create(name: &str, slug: Option<&str>) -> Wish {
    Wish::Create { name: name.to_owned(), slug: slug.map(str::to_owned) }
}

#[test]
fn a_choice_ends_the_task_with_one_call() {
    let mut bench = listed(pending(&["org_1", "org_2"]));
    assert!(bench.wish(select("org_2")));
    assert_eq!(sent(&bench), &Sent::Select(Some("org_2".into())));
    bench.uses(Some("org_2"));
    assert!(!bench.reply(Came::Done));
    assert_eq!(bench.told(), Some(Told::Selected));
    assert!(!bench.act(Happens::Look), "nothing shows organizations any more");
    assert_eq!(bench.told(), None, "it is told once");
    assert_eq!(bench.asked.len(), 3);
}

#[test]
fn the_only_organization_that_allows_no_other_is_taken_without_asking_and_once() {
    let mut bench = pending(&["only_1"]);
    assert!(bench.act(Happens::Look));
    assert_eq!(sent(&bench), &Sent::Select(Some("only_1".into())));
    assert!(!bench.refuse("zzz_new"));
    assert_eq!(bench.failed().unwrap().0, &select("only_1"));
    let bench = listed(bench);
    assert_eq!(bench.asked.len(), 3, "it is not tried again");

    for organizations in [&["org_1"][..], &["only_1", "org_2"], &[]] {
        let bench = listed(pending(organizations));
        assert_eq!(bench.asked.len(), 2, "{organizations:?}");
    }
    let mut bench = pending(&["only_1"]);
    bench.known_at = None;
    assert!(!bench.act(Happens::Look), "not before the server has said how things stand");
}

#[test]
fn an_invitation_is_accepted_and_then_used_where_the_session_waits_for_one() {
    let mut bench = listed(pending(&[]));
    assert!(bench.wish(Wish::Join("orginv_1".into())));
    assert_eq!(sent(&bench), &Sent::Join("orginv_1".into()));
    bench.user = user(member(&["org_new"]));
    assert!(bench.reply(Came::Done));
    assert_eq!(sent(&bench), &Sent::Select(Some("org_new".into())));
    bench.uses(Some("org_new"));
    assert!(!bench.reply(Came::Done));
    assert_eq!(bench.told(), Some(Told::Joined));

    let mut bench = listed(page(&["org_1"]));
    assert!(bench.wish(Wish::Join("orginv_1".into())));
    bench.user = user(member(&["org_1", "org_new"]));
    assert!(!bench.reply(Came::Done), "the one in use stays");
    assert_eq!(bench.told(), Some(Told::Joined));
    assert_eq!(bench.signed_in.organizations().offers().unwrap().invitations, []);
}

#[test]
fn whoever_asks_to_join_waits_and_cannot_ask_twice() {
    let mut bench = listed(pending(&[]));
    assert!(bench.wish(Wish::Request("orgsug_1".into())));
    assert!(!bench.reply(Came::Done));
    assert_eq!(bench.told(), Some(Told::Requested));
    assert!(bench.signed_in.organizations().offers().unwrap().suggestions[0].is_requested());
    assert!(!bench.wish(Wish::Request("orgsug_1".into())));
}

#[test]
fn a_new_organization_is_used_at_once() {
    let mut bench = listed(pending(&[]));
    assert!(bench.wish(create("  Acme ", Some(" acme "))));
    let named = Sent::Create { name: "Acme".to_owned(), slug: Some("acme".to_owned()) };
    assert_eq!(sent(&bench), &named);
    let made = serde_json::from_value(json!({"id": "org_9", "name": "Acme"})).unwrap();
    assert!(bench.reply(Came::Created(made)));
    assert_eq!(sent(&bench), &Sent::Select(Some("org_9".into())));
    bench.uses(Some("org_9"));
    assert!(!bench.reply(Came::Done));
    assert_eq!(bench.told(), Some(Told::Selected));
}

#[test]
fn what_was_typed_is_checked_before_anything_is_sent() {
    for (name, slug, error) in [
        ("  ", None, InputError::OrganizationNameEmpty),
        ("Acme", Some("Acme Inc"), InputError::OrganizationSlugInvalid),
        ("Acme", Some("a_b"), InputError::OrganizationSlugInvalid),
    ] {
        let mut bench = listed(pending(&[]));
        assert!(!bench.wish(create(name, slug)));
        let wish = create(name, slug);
        assert_eq!(bench.failed(), Some((&wish, &Failure::Input(error))));
        assert!(bench.wish(create("Acme", Some(""))), "mended");
        assert_eq!(bench.failed(), None);
    }
}

#[test]
fn a_lost_answer_is_settled_by_the_client_and_never_sent_again() {
    let lost = [
        Failure::OutcomeUnknown,
        Failure::BadAnswer(BadAnswer::Other),
        Failure::Server { status: 502, trace_id: None },
    ];
    for failure in lost {
        // The choice.
        let mut bench = listed(pending(&["org_1", "org_2"]));
        bench.wish(select("org_1"));
        assert!(bench.answer(Err(failure.clone())));
        let mut not_made =
            Bench { signed_in: bench.signed_in.clone(), ..listed(pending(&["org_1"])) };
        not_made.asked = bench.asked.clone();
        bench.uses(Some("org_1"));
        assert!(!bench.answer_client(&plain()));
        assert_eq!(bench.told(), Some(Told::Selected));
        assert!(!not_made.answer_client(&plain()));
        assert_eq!(not_made.failed(), Some((&select("org_1"), &failure)));

        // The invitation: what comes after it goes on.
        let mut bench = listed(pending(&[]));
        bench.wish(Wish::Join("orginv_1".into()));
        assert!(bench.answer(Err(failure.clone())));
        bench.user = user(member(&["org_new"]));
        assert!(bench.answer_client(&plain()));
        assert_eq!(sent(&bench), &Sent::Select(Some("org_new".into())));

        // The new one is found by its name, and not taken for one that was there before.
        for (organizations, goes_on) in [(&["Acme", "org_9"][..], false), (&["Acme", "New"], true)]
        {
            let mut bench = listed(pending(&["Acme"]));
            bench.wish(create("New", None));
            assert!(bench.answer(Err(failure.clone())));
            bench.user = user(member(organizations));
            assert_eq!(bench.answer_client(&plain()), goes_on, "{organizations:?}");
            assert_eq!(bench.failed().is_none(), goes_on);
        }

        // The request shows in no client: it is told as it is, and what there is to join is asked for again.
        let mut bench = listed(pending(&[]));
        bench.wish(Wish::Request("orgsug_1".into()));
        assert!(bench.answer(Err(failure.clone())));
        assert!(!bench.answer_client(&plain()));
        assert_eq!(bench.failed().unwrap().1, &failure);
        assert!(bench.act(Happens::Look));
        assert_eq!(sent(&bench), &Sent::Invitations);
    }
}

#[test]
fn a_change_stays_unsettled_until_the_client_is_seen() {
    for left in [true, false] {
        let mut bench = listed(page(&["org_1", "org_2"]));
        bench.wish(Wish::Leave("org_2".into()));
        bench.answer(Err(Failure::OutcomeUnknown));
        assert!(!bench.answer(Err(Failure::Unreachable(Unreachable::Offline))));
        let wish = Wish::Leave("org_2".into());
        assert_eq!(bench.signed_in.organizations().unsettled(), Some(&wish));
        assert_eq!(bench.signed_in.organizations().pending(), None);
        assert_eq!(bench.failed(), None);
        assert!(!bench.wish(wish.clone()), "it is not sent again");
        assert!(!bench.act(Happens::Seen), "the client was not seen");

        bench.later(Duration::from_secs(1));
        bench.known_at = Some(bench.now);
        if left {
            bench.user = user(member(&["org_1"]));
        }
        assert!(bench.signed_in.can_settle(&bench.facts()));
        assert!(!bench.act(Happens::Seen));
        assert_eq!(bench.told(), left.then_some(Told::Left));
        assert_eq!(bench.failed().is_some(), !left);
        assert!(left || bench.wish(wish), "it can be tried again");
    }
}

#[test]
fn leaving_needs_a_proof_where_the_server_wants_one() {
    let mut bench = listed(page(&["org_1", "org_2"]));
    assert!(bench.wish(Wish::Leave("org_2".into())));
    assert!(bench.refuse("session_reverification_required"));
    assert_eq!(
        bench.signed_in.step_up().unwrap().1,
        Waiting::Organizations(Wish::Leave("org_2".into()))
    );
    assert!(!bench.wish(Wish::Leave("org_1".into())), "one at a time");
    bench.answer(Ok(verification("needs_second_factor")));
    bench.prove("123456");
    assert!(bench.answer(Ok(verification("complete"))));
    assert_eq!(sent(&bench), &Sent::Leave("org_2".into()));
    assert!(!bench.refuse("session_reverification_required"), "it is asked for once");
    assert!(bench.failed().is_some());

    bench.wish(Wish::Leave("org_2".into()));
    bench.user = user(member(&["org_1"]));
    assert!(!bench.reply(Came::Done));
    assert_eq!(bench.told(), Some(Told::Left));
}

#[test]
fn a_proof_that_is_given_up_changes_nothing_and_tells_nothing() {
    let mut bench = listed(page(&["org_1", "org_2"]));
    bench.wish(Wish::Leave("org_2".into()));
    bench.refuse("session_reverification_required");
    bench.act(step_up::Event::Cancel);
    assert_eq!(bench.failed(), None);
    assert!(bench.wish(Wish::Leave("org_2".into())), "it can be asked for again");
}

#[test]
fn what_makes_no_sense_is_not_sent() {
    let mut bench = listed(page(&["org_1", "org_2"]));
    for wish in [
        select("org_1"),
        select("org_9"),
        Wish::Join("orginv_9".into()),
        Wish::Request("orgsug_9".into()),
        Wish::Leave("org_9".into()),
    ] {
        assert!(!bench.wish(wish.clone()), "{wish:?}");
    }
    bench.environment.organizations.force_organization_selection = true;
    assert!(!bench.wish(Wish::Select(None)), "there is no personal account");
    bench.environment.organizations.force_organization_selection = false;
    assert!(bench.wish(Wish::Select(None)));
    assert!(!bench.wish(select("org_2")), "one at a time");
    bench.uses(None);
    assert!(!bench.reply(Came::Done));
    assert_eq!(bench.told(), Some(Told::Selected));
    bench.user.create_organization_enabled = false;
    assert!(!bench.wish(create("Acme", None)));
    bench.known_at = None;
    assert!(!bench.wish(select("org_2")));
}

#[test]
fn a_wait_holds_changes_back_and_looks_are_told_why_they_failed() {
    let mut bench = pending(&["org_1"]);
    assert!(bench.act(Happens::Look));
    assert!(!bench.answer(Err(refusal_after("too_many_requests", Some(Duration::from_secs(7))))));
    assert!(bench.signed_in.organizations().failure().is_some());
    assert!(!bench.wish(select("org_1")));
    assert!(!bench.act(Happens::Look), "it is not asked for again by itself");
    bench.later(Duration::from_secs(8));
    assert!(bench.wish(select("org_1")), "the choice needs no list");

    let mut bench = pending(&["org_1"]);
    bench.act(Happens::Look);
    assert!(bench.refuse("resource_not_found"));
    assert_eq!(bench.last(), &Asked::AskClient, "the session may be gone");
    assert!(!bench.answer_client(&plain()));
    assert!(bench.act(Does::Refresh));
}

#[test]
fn the_page_is_there_where_the_instance_has_organizations_and_forgets_when_it_is_left() {
    let mut bench = page(&["org_1"]);
    assert_eq!(bench.page(), Page::Organizations);
    bench = listed(bench);
    bench.open(Page::Account);
    assert_eq!(bench.signed_in.organizations().offers(), None);
    bench.environment.organizations.enabled = false;
    bench.open(Page::Organizations);
    assert_eq!(bench.page(), Page::Account);
    assert!(!bench.wish(select("org_1")), "there is no page to ask on");
}

#[test]
fn what_was_made_or_joined_is_not_told_as_failed_where_it_cannot_be_used_at_once() {
    let mut bench = listed(pending(&[]));
    bench.wish(create("Acme", None));
    let made = serde_json::from_value(json!({"id": "org_9", "name": "Acme"})).unwrap();
    bench.user = user(member(&["org_9"]));
    bench.reply(Came::Created(made));
    assert!(!bench.refuse("zzz_new"));
    assert_eq!(bench.failed().unwrap().0, &select("org_9"), "it is there, and can be chosen");
    assert_eq!(bench.signed_in.organizations().made_so_far(), 1);

    let mut bench = listed(pending(&[]));
    bench.wish(Wish::Join("orginv_1".into()));
    bench.user = user(member(&["org_new"]));
    bench.reply(Came::Done);
    assert!(!bench.refuse("zzz_new"));
    assert_eq!(bench.failed().unwrap().0, &select("org_new"));
    assert_eq!(bench.signed_in.organizations().offers().unwrap().invitations, []);
}

#[test]
fn nothing_is_used_any_more_once_the_person_signs_out() {
    let mut bench = listed(pending(&[]));
    bench.wish(create("Acme", None));
    let ticket = bench.asked.last().unwrap().0;
    bench.act(Happens::Open(Destination::SignOut));
    let made = serde_json::from_value(json!({"id": "org_9", "name": "Acme"})).unwrap();
    let answer = Ok(Answer::Organizations(Came::Created(made)));
    assert!(!bench.act(Happens::Answered { ticket, answer }));
}

#[test]
fn a_lock_holds_back_changes_and_no_look() {
    let mut bench = pending(&["only_1"]);
    bench.act(Happens::Refresh);
    bench.refuse("user_locked");
    assert!(bench.act(Happens::Look));
    assert_eq!(sent(&bench), &Sent::Invitations);
}

#[test]
fn a_request_that_was_lost_and_taken_is_not_told_as_failed() {
    let mut bench = listed(pending(&[]));
    bench.wish(Wish::Request("orgsug_1".into()));
    bench.answer(Err(Failure::OutcomeUnknown));
    assert!(!bench.answer_client(&plain()));
    assert!(bench.failed().is_some());
    bench.act(Happens::Look);
    bench.reply(Came::Invitations(Vec::new()));
    let mut asked = suggestion("orgsug_1", "org_near");
    asked.status = Some("accepted".to_owned());
    bench.reply(Came::Suggestions(vec![asked]));
    assert_eq!(bench.failed(), None);
}
