//! More than one session on a device: leaving one for another, coming back, and ending all.

use super::organizations::member;
use super::*;
use crate::organizations::{Call as Organization, Change as Wish, Event as Does};

fn other() -> SessionId {
    SessionId::new("sess_2")
}

fn turn(bench: &mut Bench) {
    bench.act(Happens::Open(Destination::Switch(other())));
    assert_eq!(bench.departed, Some(Destination::Switch(other())));
}

#[test]
fn a_session_that_is_left_for_another_shows_its_account_when_one_comes_back() {
    for page in [Page::Devices, Page::ThisDevice, OVERVIEW, ADD_PHONE] {
        let mut bench = Bench::signed_in(user(with_totp()));
        bench.open(page);
        turn(&mut bench);
        assert_eq!(bench.page(), Page::Account, "{page:?}");
    }
}

#[test]
fn a_change_goes_on_while_another_session_is_shown_and_asks_for_no_proof() {
    let mut bench = Bench::of(user(with_totp()));
    assert!(bench.act(Event::Ask(Change::RemoveTotp)));
    turn(&mut bench);
    assert_eq!(bench.signed_in.pending(), Some(Change::RemoveTotp));
    bench.refuse("session_reverification_required");
    assert_eq!(bench.signed_in.step_up(), None, "nobody would see the question");
    assert_eq!(bench.signed_in.pending(), None);
    // The next time it asks.
    bench.open(OVERVIEW);
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.refuse("session_reverification_required");
    assert!(bench.signed_in.step_up().is_some());
}

#[test]
fn a_proof_that_is_asked_for_is_given_up_with_the_session() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.refuse("session_reverification_required");
    bench.act(Happens::Open(Destination::AddAccount));
    assert_eq!(bench.departed, Some(Destination::AddAccount));
    assert_eq!((bench.signed_in.step_up(), bench.signed_in.pending()), (None, None));
}

#[test]
fn the_server_is_told_which_session_is_used_by_one_call() {
    let mut bench = Bench::signed_in(user(plain()));
    assert!(bench.act(Happens::Selected));
    assert_eq!(bench.calls(), [&Asked::Select]);
    assert!(!bench.signed_in.is_account_busy() && !bench.signed_in.is_busy());
    assert!(!bench.answer(Ok(Answer::Selected)));
    assert_eq!(bench.calls(), [&Asked::Select]);
}

#[test]
fn a_session_that_the_server_refuses_to_turn_to_is_asked_about() {
    for (failure, asks) in [
        (refusal("resource_not_found"), true),
        (refusal("signed_out"), true),
        (refusal("zzz_new"), false),
        (Failure::Unreachable(Unreachable::Offline), false),
        (Failure::OutcomeUnknown, false),
    ] {
        let mut bench = Bench::signed_in(user(plain()));
        bench.act(Happens::Selected);
        assert_eq!(bench.answer(Err(failure.clone())), asks, "{failure:?}");
        assert_eq!(bench.signed_in.account_failure(), None, "nobody asked for anything");
        if asks {
            assert_eq!(bench.last(), &Asked::AskClient);
        }
    }
}

#[test]
fn nothing_is_told_before_the_server_has_said_how_things_stand() {
    let mut bench = Bench::signed_in(user(plain()));
    bench.known_at = None;
    assert!(!bench.act(Happens::Selected));
}

#[test]
fn all_sessions_end_by_one_call_and_what_is_held_stays() {
    let mut bench = Bench::signed_in(user(plain()));
    bench.act(Happens::Open(Destination::SignOutAll));
    assert_eq!(bench.calls(), [&Asked::SignOutAll]);
    assert!(bench.signed_in.is_signing_out_all() && !bench.signed_in.is_forgetting());
    bench.act(Happens::Open(Destination::SignOutAll));
    bench.act(Happens::Open(Destination::SignOut));
    assert_eq!(bench.calls(), [&Asked::SignOutAll], "once");
    assert!(!bench.answer(Ok(Answer::SignedOut { proven: true })));
    assert_eq!(bench.signed_in.over(), Some(Over::SignedOut { told: true }));
}

#[test]
fn all_sessions_that_could_not_be_ended_are_told_like_one() {
    let mut bench = Bench::signed_in(user(plain()));
    bench.act(Happens::Open(Destination::SignOutAll));
    bench.answer(Err(Failure::OutcomeUnknown));
    assert_eq!(bench.last(), &Asked::AskClient);
    assert!(bench.signed_in.is_signing_out_all());
    bench.answer(Err(Failure::OutcomeUnknown));
    assert_eq!(bench.signed_in.over(), Some(Over::SignedOut { told: false }));
    let mut bench = Bench::signed_in(user(plain()));
    bench.act(Happens::Open(Destination::SignOutAll));
    bench.refuse("zzz_new");
    assert_eq!(bench.signed_in.account_failure(), Some(&refusal("zzz_new")));
    assert!(!bench.signed_in.is_signing_out_all());
}

#[test]
fn a_session_can_be_used_for_another_organization_from_any_page() {
    let to = || Does::Ask(Wish::Select(Some("org_2".into())));
    for page in [Page::Account, OVERVIEW, Page::Devices] {
        let mut bench = Bench::signed_in(user(member(&["org_1", "org_2"])));
        bench.environment.organizations.enabled = true;
        bench.organization = Some("org_1".into());
        bench.open(page);
        let before = bench.asked.len();
        assert!(bench.act(to()));
        let sent = Asked::Organizations(Organization::Select(Some("org_2".into())));
        assert_eq!(bench.last(), &sent, "{page:?}");
        assert_eq!(bench.asked.len(), before + 1, "and nothing is asked beside it");
        bench.refuse("zzz_new");
        let failed = bench.signed_in.organizations().failed();
        assert_eq!(failed.map(|(_, failure)| failure), Some(&refusal("zzz_new")));
        bench.act(Happens::Focused);
        assert!(bench.signed_in.organizations().failed().is_some(), "until another page is shown");
        bench.open(Page::ThisDevice);
        assert_eq!(bench.signed_in.organizations().failed(), None);
        // Anything else belongs on their page.
        assert!(!bench.act(Does::Ask(Wish::Leave("org_2".into()))));
        bench.environment.organizations.enabled = false;
        assert!(!bench.act(to()), "where there are none");
    }
}
