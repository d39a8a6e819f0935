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
    assert!(!bench.answer(Ok(Answer::SignedOut { proven: true })));
    assert!(!bench.signed_in.is_account_busy());
    assert_eq!(bench.signed_in.over(), Some(Over::SignedOut { told: true }));
}

#[test]
fn a_sign_out_that_is_not_certain_is_answered_by_asking_for_the_client() {
    for failure in [
        Failure::OutcomeUnknown,
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
            let unanswered = client.is_err();
            assert!(!bench.answer(client));
            assert!(!bench.signed_in.is_account_busy());
            if unanswered && failure.is_lost() {
                assert_eq!(bench.signed_in.over(), Some(Over::SignedOut { told: false }));
            } else {
                // Where the session has ended, nobody is left to be told.
                assert_eq!(bench.signed_in.account_failure(), Some(&failure));
                assert_eq!(bench.signed_in.over(), None);
            }
        }
    }
}

#[test]
fn a_sign_out_that_the_server_cannot_be_told_of_ends_the_session_here() {
    let wait = Some(Duration::from_secs(7));
    for failure in [
        Failure::Unreachable(Unreachable::Offline),
        Failure::Unreachable(Unreachable::Tls),
        Failure::Unreachable(Unreachable::Deadline),
        Failure::Server { status: 503, trace_id: None },
        Failure::BadAnswer(BadAnswer::Html),
        refusal("too_many_requests"),
        Failure::Refused { errors: Vec::new(), trace_id: None, retry_after: wait },
    ] {
        let mut bench = Bench::signed_in(user(plain()));
        sign_out(&mut bench);
        assert!(!bench.answer(Err(failure.clone())), "{failure:?}");
        assert_eq!(bench.signed_in.over(), Some(Over::SignedOut { told: false }), "{failure:?}");
        assert_eq!(bench.signed_in.account_failure(), None);
        assert!(bench.signed_in.is_signing_out() && !bench.signed_in.is_account_busy());
    }
}

#[test]
fn a_success_that_proves_nothing_is_to_be_told_again() {
    for proven in [false, true] {
        let mut bench = Bench::signed_in(user(plain()));
        sign_out(&mut bench);
        assert!(!bench.answer(Ok(Answer::SignedOut { proven })));
        assert_eq!(bench.signed_in.over(), Some(Over::SignedOut { told: proven }));
    }
}

#[test]
fn an_answer_to_something_else_is_no_sign_out() {
    let mut bench = Bench::signed_in(user(plain()));
    sign_out(&mut bench);
    assert!(bench.answer(Ok(done())));
    assert_eq!((bench.last(), bench.signed_in.over()), (&Asked::AskClient, None));
}

#[test]
fn a_server_that_knows_no_such_client_needs_not_be_told() {
    let mut bench = Bench::signed_in(user(plain()));
    sign_out(&mut bench);
    bench.refuse("signed_out");
    assert!(bench.answer(Ok(Answer::Client(None))));
    assert_eq!(bench.last(), &Asked::Forget);
    assert!(!bench.signed_in.is_forgetting(), "it is the end of a session");
    assert!(!bench.answer(Ok(Answer::Forgotten)));
    assert_eq!(bench.signed_in.over(), Some(Over::SignedOut { told: true }));
}

#[test]
fn nothing_happens_after_the_end() {
    let mut bench = Bench::with_key(user(plain()));
    bench.act(Event::ResetTotp);
    let (key, _) = bench.asked.last().unwrap().clone();
    sign_out(&mut bench);
    bench.answer(Err(Failure::Unreachable(Unreachable::Offline)));
    assert!(!bench.signed_in.awaits(key) && !bench.signed_in.is_busy());
    let before = bench.signed_in.clone();
    assert!(!format!("{before:?}").contains("Key("), "the key is dropped");
    for event in [
        Happens::Open(Destination::SignOut),
        Happens::Open(Destination::Forget),
        Happens::Open(Destination::Page(Page::Devices)),
        Happens::Refresh,
        Happens::Focused,
        Happens::Answered { ticket: key, answer: Ok(new_key("KEY2")) },
    ] {
        let calls = bench.asked.len();
        bench.act(event);
        assert_eq!((&bench.signed_in, bench.asked.len()), (&before, calls));
    }
}

#[test]
fn forgetting_ends_all_sessions_and_then_drops_what_is_held_whatever_the_server_says() {
    for (answer, ended) in [
        (Ok(Answer::SignedOut { proven: true }), true),
        (Ok(Answer::SignedOut { proven: false }), false),
        (Ok(Answer::Client(None)), false),
        (Err(Failure::Unreachable(Unreachable::Offline)), false),
        (Err(Failure::OutcomeUnknown), false),
        (Err(refusal("zzz_new")), false),
    ] {
        let mut bench = Bench::signed_in(user(plain()));
        bench.open(Page::ThisDevice);
        bench.act(Happens::Open(Destination::Forget));
        for destination in [Destination::Forget, Destination::SignOut] {
            bench.act(Happens::Open(destination));
        }
        assert!(!bench.act(Happens::Refresh));
        assert_eq!(bench.calls(), [&Asked::SignOutAll], "a second click changes nothing");
        assert!(bench.signed_in.is_forgetting() && bench.signed_in.is_account_busy());
        assert!(bench.answer(answer));
        assert_eq!(bench.last(), &Asked::Forget);
        assert!(bench.signed_in.is_forgetting() && bench.signed_in.is_account_busy());
        assert_eq!(bench.signed_in.over(), None);
        bench.act(Happens::Open(Destination::Forget));
        assert_eq!(bench.calls().len(), 2);
        assert!(!bench.answer(Ok(Answer::Forgotten)));
        assert_eq!(bench.signed_in.over(), Some(Over::Forgotten { ended }));
        assert!(!bench.signed_in.is_forgetting() && !bench.signed_in.is_account_busy());
    }
}

#[test]
fn forgetting_takes_over_from_a_sign_out() {
    let mut bench = Bench::signed_in(user(plain()));
    sign_out(&mut bench);
    let (sign_out, _) = bench.asked[0].clone();
    bench.act(Happens::Open(Destination::Forget));
    assert!(!bench.signed_in.awaits(sign_out));
    assert_eq!(bench.calls(), [&Asked::SignOut, &Asked::SignOutAll]);
}

#[test]
fn a_sign_out_that_did_not_happen_is_told() {
    for failure in [refusal("zzz_new"), refusal("user_locked")] {
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
    bench.known_at = Some(bench.now);
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
fn a_background_refresh_does_not_hide_that_signing_out_failed() {
    let mut bench = Bench::signed_in(user(plain()));
    sign_out(&mut bench);
    bench.refuse("zzz_new");
    bench.later(Duration::from_mins(1));
    bench.act(Happens::Focused);
    bench.answer_client(&plain());
    assert_eq!(bench.signed_in.account_failure(), Some(&refusal("zzz_new")));

    let mut bench = Bench::signed_in(user(plain()));
    bench.act(Happens::Refresh);
    bench.answer(Err(Failure::Unreachable(Unreachable::Offline)));
    bench.later(Duration::from_mins(1));
    bench.act(Happens::Focused);
    bench.answer_client(&plain());
    assert_eq!(bench.signed_in.account_failure(), None, "that of a refresh is out of date");
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
