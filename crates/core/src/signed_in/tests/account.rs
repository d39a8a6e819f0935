//! The end of the session, and how its account stands.

use super::*;

fn sign_out(bench: &mut Bench) {
    bench.act(Happens::Open(Destination::SignOut));
    assert_eq!(bench.last(), &Asked::SignOut);
    assert!(bench.signed_in.is_signing_out() && bench.signed_in.is_account_busy());
}

/// A client in which the session has ended, and another one goes on.
fn ended() -> Answer {
    let session = json!({"id": "sess_2", "status": "active"});
    Answer::Client(Some(Box::new(client(json!({"id": "client_1", "sessions": [session]})))))
}

#[test]
fn signing_out_is_one_call() {
    let mut bench = Bench::signed_in(user(plain()));
    sign_out(&mut bench);
    bench.act(Happens::Open(Destination::SignOut));
    assert_eq!(bench.calls(), [&Asked::SignOut], "a second click changes nothing");
    assert!(!bench.answer(Ok(Answer::SignedOut)));
    assert!(!bench.signed_in.is_account_busy());
}

#[test]
fn a_sign_out_that_is_not_certain_is_answered_by_asking_for_the_client() {
    for failure in [
        Failure::OutcomeUnknown,
        Failure::Server { status: 504, trace_id: None },
        Failure::BadAnswer(BadAnswer::Other),
        refusal("signed_out"),
        refusal("authentication_invalid"),
        refusal("resource_not_found"),
        refusal("invalid_action_for_session"),
        refusal("action_for_session_not_authorized"),
    ] {
        for client in [Ok(signed_in(&plain())), Ok(ended()), Err(Failure::OutcomeUnknown)] {
            let mut bench = Bench::signed_in(user(plain()));
            sign_out(&mut bench);
            assert!(bench.answer(Err(failure.clone())), "{failure:?}");
            assert_eq!(bench.last(), &Asked::AskClient);
            let ended_here = bench.signed_in.is_signing_out();
            assert_eq!(ended_here, failure.is_lost(), "a refusal: it was ended elsewhere");
            assert!(bench.signed_in.is_account_busy());
            assert_eq!(bench.signed_in.account_failure(), None);
            assert!(!bench.answer(client));
            // Where the session has ended, nobody is left to be told.
            assert_eq!(bench.signed_in.account_failure(), Some(&failure));
            assert!(!bench.signed_in.is_account_busy());
        }
    }
}

#[test]
fn a_sign_out_that_did_not_happen_is_told() {
    for failure in [refusal("zzz_new"), Failure::Unreachable(Unreachable::Offline)] {
        let mut bench = Bench::signed_in(user(plain()));
        sign_out(&mut bench);
        assert!(!bench.answer(Err(failure.clone())));
        assert_eq!(bench.signed_in.account_failure(), Some(&failure));
        sign_out(&mut bench);
        assert_eq!(bench.signed_in.account_failure(), None);
    }
}

#[test]
fn a_refresh_is_one_call_and_its_failure_is_told() {
    let mut bench = Bench::signed_in(user(plain()));
    assert!(bench.act(Happens::Refresh));
    assert!(!bench.act(Happens::Refresh));
    assert!(bench.signed_in.is_account_busy() && !bench.signed_in.is_signing_out());
    assert!(!bench.answer(Err(Failure::Unreachable(Unreachable::Offline))));
    let offline = Failure::Unreachable(Unreachable::Offline);
    assert_eq!(bench.signed_in.account_failure(), Some(&offline));
    bench.refresh();
    assert_eq!(bench.signed_in.account_failure(), None);
}

#[test]
fn a_background_refresh_is_made_where_what_is_known_is_old() {
    let mut bench = Bench::signed_in(user(plain()));
    bench.later(Duration::from_secs(9));
    assert!(!bench.act(Happens::Focused));
    bench.later(Duration::from_secs(1));
    assert!(bench.act(Happens::Focused));
    assert_eq!(bench.calls(), [&Asked::AskClient]);
    assert!(!bench.act(Happens::Focused), "one at a time");
    assert!(!bench.signed_in.is_account_busy());
    assert!(!bench.answer_client(&plain()));
    bench.known_at = bench.now;
    assert!(!bench.act(Happens::Focused));
}

#[test]
fn nothing_is_told_of_a_background_refresh_that_failed() {
    let mut bench = Bench::signed_in(user(plain()));
    bench.later(Duration::from_mins(1));
    bench.act(Happens::Focused);
    bench.answer(Err(Failure::Unreachable(Unreachable::Offline)));
    assert_eq!(bench.signed_in.account_failure(), None);
    assert!(bench.act(Happens::Focused));
}

#[test]
fn a_background_refresh_blocks_nothing() {
    let mut bench = Bench::signed_in(user(plain()));
    bench.later(Duration::from_mins(1));
    bench.act(Happens::Focused);
    let (background, _) = bench.asked[0].clone();
    sign_out(&mut bench);
    assert!(bench.signed_in.awaits(background));
    bench.act(Happens::Answered { ticket: background, answer: Ok(signed_in(&plain())) });
    assert!(bench.signed_in.is_signing_out());
    bench.later(Duration::from_mins(1));
    assert!(!bench.act(Happens::Focused), "the session ends");
}

#[test]
fn a_refresh_does_not_block_a_sign_out() {
    let mut bench = Bench::signed_in(user(plain()));
    bench.act(Happens::Refresh);
    let (refresh, _) = bench.asked[0].clone();
    sign_out(&mut bench);
    assert!(!bench.signed_in.awaits(refresh), "it is given up");
}
