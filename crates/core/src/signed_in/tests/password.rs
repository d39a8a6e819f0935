//! The password: the one that the session task asks for, and that of the Account page.

use super::*;
use crate::password::{Call, Change as Which, Event as Does, NewPassword};

const TYPED: &str = "another-horse-battery";

pub(super) fn change_password(text: &str) -> Happens {
    let password = latchkey_fapi_types::secret::Password::new(text);
    Does::Set(NewPassword { current: None, password, sign_out_others: true }).into()
}

/// A session that is pending on the task.
fn pending() -> Bench {
    let mut bench = Bench::signed_in(user(with_totp()));
    bench.task = Some(TaskKey::ResetPassword);
    bench
}

/// With the password on its way.
fn sent() -> Bench {
    let mut bench = pending();
    assert!(bench.act(change_password(TYPED)));
    assert!(bench.signed_in.password().is_busy());
    bench
}

fn is_told(bench: &Bench) -> bool {
    bench.signed_in.notice() == Some(super::super::Notice::Password(Which::Reset))
}

fn failure(bench: &Bench) -> Option<&Failure> {
    bench.signed_in.password().problem().map(|(_, failure)| failure)
}

fn changes(bench: &Bench) -> usize {
    bench.calls().into_iter().filter(|call| matches!(call, Asked::Password(_))).count()
}

#[test]
fn a_password_ends_the_task_by_itself() {
    let mut bench = sent();
    let Asked::Password(Call::Set(new)) = bench.last() else { panic!("{:?}", bench.last()) };
    assert!(new.sign_out_others);
    // EXPOSE: compared in a test.
    assert_eq!(new.password.expose(), TYPED);
    bench.task = None;
    assert!(!bench.answer(Ok(Answer::PasswordChanged)), "one call, and no look at the client");
    assert!(is_told(&bench));
    assert!(!bench.signed_in.password().is_busy());
    bench.act(Happens::Stay);
    assert!(!is_told(&bench), "it is told once");
}

#[test]
fn the_next_task_has_its_turn() {
    let mut bench = sent();
    bench.user = user(plain());
    bench.task = Some(TaskKey::SetupMfa);
    assert!(!bench.answer(Ok(Answer::PasswordChanged)));
    assert!(is_told(&bench));
    assert!(!bench.act(change_password(TYPED)), "no password is asked for any more");
    assert!(bench.open(ADD_TOTP));
}

#[test]
fn none_is_sent_where_none_is_asked_for() {
    for task in [None, Some(TaskKey::SetupMfa), Some(TaskKey::Other("sign-a-waiver".to_owned()))] {
        let mut bench = pending();
        bench.task = task;
        assert!(!bench.act(change_password(TYPED)));
        assert_eq!(failure(&bench), None);
    }
    let mut bench = pending();
    bench.known_at = None;
    assert!(!bench.act(change_password(TYPED)), "not before the server has said how things stand");
    let mut bench = sent();
    assert!(!bench.act(change_password(TYPED)), "one at a time");
    assert_eq!(changes(&bench), 1);
}

#[test]
fn no_factor_is_set_up_before_the_password_is_set() {
    let mut bench = pending();
    for page in [OVERVIEW, ADD_TOTP, ADD_PHONE] {
        assert!(!bench.open(page));
        assert_eq!(bench.page(), Page::Account);
    }
}

#[test]
fn an_empty_one_is_told_and_not_sent() {
    let mut bench = pending();
    assert!(!bench.act(change_password("")));
    assert_eq!(failure(&bench), Some(&Failure::Input(InputError::PasswordEmpty)));
    assert!(bench.act(change_password(TYPED)));
    assert_eq!(failure(&bench), None);
}

#[test]
fn a_refusal_is_told_until_the_next_try_or_the_end_of_the_task() {
    for code in ["form_password_pwned", "form_password_length_too_short", "zzz_new"] {
        let mut bench = sent();
        assert!(!bench.refuse(code));
        assert_eq!(failure(&bench), Some(&refusal(code)));
        bench.act(Happens::Stay);
        assert_eq!(failure(&bench), Some(&refusal(code)), "it is read at leisure");
        assert!(bench.act(change_password(TYPED)));
        assert!(!bench.refuse(code));
        bench.task = None;
        bench.act(Happens::Stay);
        assert_eq!(failure(&bench), None, "the password was set elsewhere");
    }
}

#[test]
fn a_lost_answer_is_settled_by_the_client_and_never_sent_again() {
    let lost = [
        Failure::OutcomeUnknown,
        Failure::Server { status: 504, trace_id: None },
        Failure::BadAnswer(BadAnswer::Other),
    ];
    for failed in lost {
        for set in [true, false] {
            let mut bench = sent();
            assert!(bench.answer(Err(failed.clone())), "{failed:?}");
            assert_eq!(bench.last(), &Asked::AskClient);
            bench.task = (!set).then_some(TaskKey::ResetPassword);
            assert!(!bench.answer_client(&with_totp()));
            assert_eq!(is_told(&bench), set);
            assert_eq!(failure(&bench), (!set).then_some(&failed));
            assert_eq!(changes(&bench), 1);
        }
    }
}

#[test]
fn a_password_stays_unsettled_until_the_client_is_seen_and_no_other_is_sent_before() {
    for set in [true, false] {
        let mut bench = sent();
        bench.answer(Err(Failure::OutcomeUnknown));
        assert!(!bench.answer(Err(Failure::Unreachable(Unreachable::Offline))));
        assert_eq!(bench.signed_in.password().unsettled(), Some(Which::Reset));
        assert!(!bench.signed_in.password().is_busy() && failure(&bench).is_none());
        assert!(!bench.act(change_password(TYPED)), "not before it is known what became of it");
        bench.act(Happens::Seen);
        assert_eq!(bench.signed_in.password().unsettled(), Some(Which::Reset), "nothing was seen");
        bench.later(Duration::from_secs(1));
        bench.known_at = Some(bench.now);
        bench.task = (!set).then_some(TaskKey::ResetPassword);
        assert!(bench.signed_in.can_settle(&bench.facts()));
        bench.act(Happens::Seen);
        assert_eq!(is_told(&bench), set);
        assert_eq!(failure(&bench).is_some(), !set);
        assert!(set || bench.act(change_password(TYPED)), "it can be tried again");
    }
}

#[test]
fn a_refused_password_is_never_told_as_set() {
    for code in ["signed_out", "authentication_invalid"] {
        let mut bench = sent();
        assert!(bench.refuse(code));
        assert_eq!(bench.last(), &Asked::AskClient);
        bench.task = None;
        bench.answer_client(&with_totp());
        assert!(!is_told(&bench), "another was set elsewhere");
        assert_eq!(failure(&bench), None);
        let mut bench = sent();
        bench.refuse(code);
        bench.answer_client(&with_totp());
        assert_eq!(failure(&bench), Some(&refusal(code)));
    }
}

#[test]
fn an_answer_after_which_the_task_is_there_still_counts_as_lost() {
    let mut bench = sent();
    assert!(bench.answer(Ok(Answer::PasswordChanged)));
    assert_eq!(bench.last(), &Asked::AskClient);
    assert!(!bench.answer_client(&with_totp()));
    assert_eq!(failure(&bench), Some(&Failure::BadAnswer(BadAnswer::Other)));
    assert_eq!(changes(&bench), 1);
}

#[test]
fn the_very_same_password_goes_out_after_a_proof_and_only_once() {
    let mut bench = sent();
    let call = bench.last().clone();
    assert!(bench.refuse("session_reverification_required"));
    assert_eq!(bench.signed_in.step_up().unwrap().1, Waiting::Password(Which::Reset));
    assert!(!bench.act(change_password("something-else")), "one waits already");
    assert!(!bench.answer(Ok(verification("needs_second_factor"))));
    assert!(bench.prove("123456"));
    assert!(bench.answer(Ok(verification("complete"))));
    assert_eq!(bench.last(), &call);
    assert!(!bench.refuse("session_reverification_required"), "never a second proof");
    assert_eq!(failure(&bench), Some(&refusal("session_reverification_required")));
    assert_eq!(changes(&bench), 2);
}

#[test]
fn a_proof_that_is_given_up_tells_nothing() {
    let mut bench = sent();
    bench.refuse("session_reverification_required");
    bench.act(step_up::Event::Cancel);
    assert!(bench.signed_in.step_up().is_none());
    assert_eq!(failure(&bench), None);
    assert!(bench.act(change_password(TYPED)));
}

#[test]
fn a_proof_that_comes_when_the_task_is_gone_sends_nothing() {
    for task in [None, Some(TaskKey::SetupMfa)] {
        let mut bench = sent();
        bench.refuse("session_reverification_required");
        bench.answer(Ok(verification("needs_second_factor")));
        bench.prove("123456");
        bench.task = task;
        assert!(!bench.answer(Ok(verification("complete"))));
        assert!(bench.signed_in.step_up().is_none());
        assert_eq!(changes(&bench), 1);
    }
}

#[test]
fn a_change_of_the_factors_that_waited_for_a_proof_does_not_go_out_beside_the_task() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.refuse("session_reverification_required");
    bench.answer(Ok(verification("needs_second_factor")));
    bench.prove("123456");
    bench.task = Some(TaskKey::ResetPassword);
    assert!(!bench.answer(Ok(verification("complete"))));
    assert_eq!(bench.signed_in.pending(), None);
    assert!(bench.act(change_password(TYPED)), "the task has its turn");
}

#[test]
fn a_wait_holds_it_back() {
    let mut bench = sent();
    let wait = Duration::from_secs(7);
    assert!(!bench.answer(Err(refusal_after("too_many_requests", Some(wait)))));
    assert!(!bench.act(change_password(TYPED)));
    assert_eq!(bench.signed_in.hold(bench.now).unwrap().remaining(bench.now), Some(wait));
    bench.later(wait);
    assert!(bench.act(change_password(TYPED)));
}

#[test]
fn signing_out_gives_it_up() {
    let mut bench = sent();
    bench.refuse("form_password_pwned");
    bench.act(Happens::Open(Destination::SignOut));
    assert_eq!(bench.departed, Some(Destination::SignOut));
    assert_eq!(failure(&bench), None, "what ends the session is told alone");
    bench.answer(Ok(Answer::SignedOut { proven: true }));
    assert!(bench.signed_in.over().is_some());
}

#[test]
fn no_proof_is_asked_for_once_the_session_is_to_end() {
    let mut bench = sent();
    let ticket = bench.asked.last().unwrap().0;
    bench.act(Happens::Open(Destination::SignOut));
    let answer = Err(refusal("session_reverification_required"));
    bench.act(Happens::Answered { ticket, answer });
    assert!(bench.signed_in.step_up().is_none());
}
