//! Which session is shown, and when.

use latchkey_ipc::command::{AccountRequest, SignInRequest};
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{Activity, Notice, Page, Screen, Strategy};

use serde_json::json;

use super::bench::*;
use crate::input::Reply;

#[test]
fn nobody_is_signed_in_while_the_sign_in_waits() {
    let mut bench = Bench::at_code();
    bench.verify();
    // The client comes before the answer that brought it.
    bench.hold(Some(&client(&[session("sess_1", &user())])));
    let view = bench.view();
    assert!(matches!(&view.screen, Screen::Verify(it) if it.activity == Activity::Busy));
    assert!(view.navigation.is_none());
    bench.answer_sign_in(&attempt("complete", Some("sess_1")));
    assert!(matches!(bench.view().screen, Screen::Account(_)));
    assert_eq!(bench.view().notice, None);
}

#[test]
fn a_sign_in_that_was_given_up_and_came_to_a_session_says_so() {
    let mut bench = Bench::at_code();
    bench.verify();
    let ticket = bench.sign_in_ticket();
    let view = bench.ask(SignInRequest::StartOver);
    assert!(matches!(view.screen, Screen::SignIn(_)));
    assert!(!bench.model.awaits(ticket), "the call is given up if it was not sent yet");
    bench.hold(Some(&client(&[session("sess_1", &user())])));
    let view = bench.view();
    assert!(matches!(view.screen, Screen::Account(_)));
    assert_eq!(view.notice, Some(Notice::SignedInMeanwhile));
}

#[test]
fn a_session_of_a_sign_in_that_was_given_up_is_not_taken_for_the_next_ones() {
    let mut bench = Bench::at_code();
    bench.verify();
    bench.ask(SignInRequest::StartOver);
    // Another person begins before the first one's answer is there.
    bench.submit();
    let ticket = bench.sign_in_ticket();
    bench.hold(Some(&client(&[session("sess_1", &user())])));
    assert_eq!(bench.session_shown().as_deref(), Some("sess_1"));
    assert_eq!(bench.view().notice, Some(Notice::SignedInMeanwhile));
    assert!(!bench.model.awaits(ticket), "the second is given up: somebody is signed in");
}

#[test]
fn once_the_next_sign_in_is_answered_the_one_given_up_has_ended() {
    let mut bench = Bench::at_code();
    bench.verify();
    bench.ask(SignInRequest::StartOver);
    bench.submit();
    bench.answer_sign_in(&attempt("needs_second_factor", None));
    bench.verify();
    bench.hold(Some(&client(&[session("sess_2", &user())])));
    assert_eq!(bench.session_shown(), None, "its own answer is waited for");
    bench.answer_sign_in(&attempt("complete", Some("sess_2")));
    assert_eq!(bench.view().notice, None);
}

#[test]
fn a_sign_out_at_a_server_that_knows_no_such_client_ends_here() {
    use latchkey_core::signed_in::{Call, Reply};
    let mut bench = Bench::signed_in();
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&Call::SignOut, Err(refused("signed_out")));
    bench.answer_session(&Call::AskClient, Ok(Reply::Client(None)));
    bench.ticket_of(|call| matches!(call, crate::work::Call::Session(_, Call::Forget)));
    bench.hold(None);
    assert_eq!(bench.view().notice, Some(Notice::SignedOut));
}

#[test]
fn a_token_alone_makes_nothing_look_fresh() {
    let mut bench = Bench::signed_in();
    let shown = |bench: &Bench| {
        let Screen::Account(page) = bench.view().screen else { panic!("another page") };
        page.refreshed_at
    };
    let before = shown(&bench);
    bench.later(std::time::Duration::from_mins(5));
    bench.hold(Some(&client(&[session("sess_1", &user())])));
    assert_eq!(shown(&bench), before);
}

#[test]
fn an_answer_to_an_earlier_sign_in_is_no_answer_to_this_one() {
    let mut bench = Bench::signed_out();
    bench.submit();
    let earlier = bench.sign_in_ticket();
    bench.ask(SignInRequest::StartOver);
    bench.submit();
    let refusal = Reply::SignIn(Err(refused("form_password_incorrect")));
    bench.answer(earlier, refusal);
    let Screen::SignIn(page) = bench.view().screen else { panic!("another page") };
    assert_eq!((page.activity, page.problem), (Activity::Busy, None));
}

#[test]
fn a_lost_answer_for_a_second_account_does_not_end_as_the_first() {
    let first = session("sess_1", &user());
    let mut bench = Bench::signed_in();
    bench.submit();
    let ticket = bench.sign_in_ticket();
    bench.answer(ticket, Reply::SignIn(Err(lost())));
    bench.answer_sign_in_client(&client(std::slice::from_ref(&first)));
    assert_eq!(bench.session_shown().as_deref(), Some("sess_1"));

    bench.submit();
    let both = client(&[first, session("sess_2", &user())]);
    let ticket = bench.sign_in_ticket();
    bench.hold(Some(&both));
    bench.answer(ticket, Reply::SignIn(Err(refused("session_exists"))));
    bench.answer_sign_in_client(&both);
    assert_eq!(bench.session_shown().as_deref(), Some("sess_2"));
}

#[test]
fn a_sign_in_beside_a_running_session_shows_that_session_or_its_task() {
    for (status, is_task) in [("active", false), ("pending", true)] {
        let mut running = session("sess_1", &user());
        running["status"] = status.into();
        running["tasks"] = if is_task { json!([{ "key": "setup-mfa" }]) } else { json!([]) };
        let mut bench = Bench::signed_out();
        bench.submit();
        let ticket = bench.sign_in_ticket();
        bench.answer(ticket, Reply::SignIn(Err(refused("session_exists"))));
        let found = client(&[running]);
        bench.hold(Some(&found));
        bench.answer_sign_in_client(&found);
        assert_eq!(bench.session_shown().as_deref(), Some("sess_1"));
        assert_eq!(matches!(bench.view().screen, Screen::Task(_)), is_task);
    }
}

#[test]
fn a_session_that_was_signed_out_here_is_nothing_to_go_to() {
    let mut bench = Bench::signed_in();
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&latchkey_core::signed_in::Call::SignOut, Err(offline()));
    assert_eq!(bench.view().notice, Some(Notice::SignedOutHere));
    bench.submit();
    let ticket = bench.sign_in_ticket();
    bench.answer(ticket, Reply::SignIn(Err(refused("session_exists"))));
    let found = client(&[session("sess_1", &user())]);
    bench.hold(Some(&found));
    bench.answer_sign_in_client(&found);
    assert_eq!(bench.session_shown(), None);
    let Screen::SignIn(page) = bench.view().screen else { panic!("another page") };
    assert_eq!(page.activity, Activity::Busy, "the same is tried once more");
}

#[test]
fn who_signed_in_with_a_backup_code_is_told_until_they_look_at_the_factors() {
    for by_backup_code in [true, false] {
        let mut bench = Bench::signed_out();
        bench.submit();
        bench.answer_sign_in(&attempt("needs_second_factor", None));
        let Screen::Verify(page) = bench.view().screen else { panic!("another page") };
        let backup = page.others.iter().find(|it| it.strategy == Strategy::BackupCode).unwrap();
        if by_backup_code {
            bench.ask(SignInRequest::ChooseMethod { method: backup.id });
        }
        bench.verify();
        bench.hold(Some(&client(&[session("sess_1", &user())])));
        bench.answer_sign_in(&attempt("complete", Some("sess_1")));
        let told = |bench: &Bench| matches!(bench.view().screen, Screen::Account(page) if page.by_backup_code);
        assert_eq!(told(&bench), by_backup_code);
        bench.open(Page::Devices);
        bench.open(Page::Account);
        assert_eq!(told(&bench), by_backup_code);
        bench.open(Page::ManageMfa);
        bench.open(Page::Account);
        assert!(!told(&bench));
    }
}

#[test]
fn a_session_stays_in_front_when_another_one_is_used_last() {
    let mut bench = Bench::signed_in();
    let mut both = client(&[session("sess_1", &user()), session("sess_2", &user())]);
    both["last_active_session_id"] = "sess_2".into();
    bench.hold(Some(&both));
    assert_eq!(bench.session_shown().as_deref(), Some("sess_1"));
}

#[test]
fn a_session_that_goes_says_who_ended_it() {
    let mut bench = Bench::signed_in();
    bench.hold(Some(&client(&[])));
    assert_eq!(bench.view().notice, Some(Notice::SessionEnded));
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));

    let mut bench = Bench::signed_in();
    bench.ask(AccountRequest::SignOut);
    bench.hold(Some(&client(&[])));
    assert_eq!(bench.view().notice, Some(Notice::SignedOut));
}

#[test]
fn a_failure_signs_nobody_out() {
    for failure in [lost(), offline(), refused("too_many_requests"), refused("zzz_new")] {
        let mut bench = Bench::signed_in();
        bench.ask(AccountRequest::Refresh);
        let asked = latchkey_core::signed_in::Call::AskClient;
        bench.answer_session(&asked, Err(failure));
        let Screen::Account(page) = bench.view().screen else { panic!("another page") };
        assert!(page.problem.is_some());
    }
}

#[test]
fn a_kept_client_is_shown_at_once_and_asked_for_anew() {
    let mut bench = Bench::opening(crate::ports::Saved::default());
    let mut loaded = kept(&client(&[session("sess_1", &user())]));
    loaded.environment.as_mut().unwrap().known_at = latchkey_core::time::Timestamp::from_millis(0);
    bench.opened(loaded);
    assert!(matches!(bench.view().screen, Screen::Account(_)));
    assert_eq!(bench.view().instance.unwrap().name.as_deref(), Some("Acme"));
    bench.ticket_of(|call| matches!(call, crate::work::Call::Client));
    bench.ticket_of(|call| matches!(call, crate::work::Call::Environment));
}

#[test]
fn a_proof_is_told_as_wrong_beside_its_field() {
    let mut bench = Bench::at_code();
    bench.verify();
    let ticket = bench.sign_in_ticket();
    bench.answer(ticket, Reply::SignIn(Err(refused("form_code_incorrect"))));
    let Screen::Verify(page) = bench.view().screen else { panic!("another page") };
    assert_eq!(page.problem.unwrap().code, ErrorCode::FormCodeIncorrect);
    assert_eq!(page.attempt, 1);
}
