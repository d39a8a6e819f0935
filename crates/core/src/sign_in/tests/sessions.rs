//! Sign-ins on a client that has other sessions, and the session that a sign-in creates.

use super::*;

/// Answers the question for the client.
fn told(flow: SignIn, ask: &Sent, held: &Client, answer: Client) -> SignIn {
    assert_eq!(ask.call, Call::AskClient);
    let event = Event::ClientKnown { ticket: ask.ticket, answer: Ok(Some(answer)) };
    let (flow, sent) = applied(flow, event, Some(held), NOW);
    assert_eq!(sent, None);
    flow
}

/// A second sign-in on a client with a session, at the second factor; its code went out and failed.
fn failed_beside_a_session(failure: Failure) -> (SignIn, Sent, Client) {
    let held = with_sessions(&["sess_1"]);
    let (flow, effect) = applied(at_second_factor(), code("123456"), Some(&held), NOW);
    let answered = answer(effect.unwrap().ticket, Err(failure));
    let (flow, ask) = applied(flow, answered, Some(&held), NOW);
    (flow, ask.unwrap(), held)
}

#[test]
fn a_second_sign_in_does_not_complete_as_the_first() {
    for failure in [Failure::OutcomeUnknown, refusal("session_exists")] {
        let (flow, ask, held) = failed_beside_a_session(failure.clone());
        let mut same = held.clone();
        same.sign_in = Some(attempt("needs_second_factor", &all_factors()));
        let flow = told(flow, &ask, &held, same);
        assert_eq!(challenge(&flow).form.failure, Some(failure));
    }
    let lost = Failure::OutcomeUnknown;
    let (flow, effect) = applied(SignIn::default(), submit(), Some(&held()), NOW);
    let answered = answer(effect.unwrap().ticket, Err(lost.clone()));
    let (flow, ask) = applied(flow, answered, Some(&held()), NOW);
    let flow = told(flow, &ask.unwrap(), &held(), held());
    let Stage::Identify(identify) = flow.stage() else { panic!("{:?}", flow.stage()) };
    assert_eq!(identify.form.failure, Some(lost));
}

fn held() -> Client {
    with_sessions(&["sess_1"])
}

/// A sign-in that the server refused to begin, and the question for the client.
fn refused_to_begin(failure: Failure) -> (SignIn, Sent) {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    acting(flow, answer(effect.ticket, Err(failure)), NOW)
}

#[test]
fn a_sign_in_beside_a_running_session_leads_to_it() {
    for code in ["session_exists", "identifier_already_signed_in"] {
        let (flow, ask) = refused_to_begin(refusal(code));
        let flow = told(flow, &ask, &held(), held());
        assert_eq!(flow.stage(), &Stage::Complete("sess_1".into()), "{code}");
    }
    let mut named = refusal("identifier_already_signed_in");
    let Failure::Refused { errors, .. } = &mut named else { panic!() };
    errors[0].session_id = Some("sess_2".into());
    let both = with_sessions(&["sess_1", "sess_2"]);
    let (flow, ask) = refused_to_begin(named.clone());
    let flow = told(flow, &ask, &both, both.clone());
    assert_eq!(flow.stage(), &Stage::Complete("sess_2".into()), "the one that is named");
    let (flow, ask) = refused_to_begin(named);
    let flow = told(flow, &ask, &held(), held());
    assert_eq!(flow.stage(), &Stage::Complete("sess_1".into()), "or the one that is there");
}

#[test]
fn where_no_session_is_running_the_same_is_sent_once_more_and_no_more() {
    for known in [Some(with_sessions(&[])), None] {
        let (flow, effect) = acting(SignIn::default(), submit(), NOW);
        let call = effect.call;
        let (flow, ask) = acting(flow, answer(effect.ticket, Err(refusal("session_exists"))), NOW);
        let event = Event::ClientKnown { ticket: ask.ticket, answer: Ok(known.clone()) };
        let (flow, again) = acting(flow, event, NOW);
        assert_eq!(again.call, call);
        assert!(flow.is_busy());
        let (flow, ask) = acting(flow, answer(again.ticket, Err(refusal("session_exists"))), NOW);
        let event = Event::ClientKnown { ticket: ask.ticket, answer: Ok(known) };
        let flow = quiet(flow, event, NOW);
        let Stage::Identify(identify) = flow.stage() else { panic!("{:?}", flow.stage()) };
        assert_eq!(identify.form.failure, Some(refusal("session_exists")));
        assert_eq!(identify.sent, None, "what was typed is kept no longer");
        // The person may try again.
        acting(flow, submit(), NOW);
    }
}

#[test]
fn a_second_sign_in_completes_with_the_session_that_was_not_there() {
    for lost in [Failure::OutcomeUnknown, Failure::Server { status: 504, trace_id: None }] {
        let (flow, ask, held) = failed_beside_a_session(lost);
        let flow = told(flow, &ask, &held, with_sessions(&["sess_1", "sess_2"]));
        assert_eq!(flow.stage(), &Stage::Complete("sess_2".into()));
    }
}

#[test]
fn a_second_sign_in_completes_with_the_session_that_its_attempt_names() {
    let (flow, ask, held) = failed_beside_a_session(Failure::OutcomeUnknown);
    let mut both = with_sessions(&["sess_1", "sess_3", "sess_2"]);
    let mut done = attempt("complete", &json!(null));
    done.created_session_id = Some("sess_2".into());
    both.sign_in = Some(done);
    let flow = told(flow, &ask, &held, both);
    assert_eq!(flow.stage(), &Stage::Complete("sess_2".into()));
}

#[test]
fn a_session_that_the_client_does_not_show_yet_is_asked_for() {
    for (shown, found) in [(&["sess_9", "sess_1"][..], true), (&["sess_9"], false)] {
        let (flow, effect) = acting(at_second_factor(), code("123456"), NOW);
        let complete = Ok(attempt("complete", &json!(null)));
        let (flow, ask) = acting(flow, answer(effect.ticket, complete), NOW);
        assert!(matches!(flow.stage(), Stage::Arriving(_)) && flow.awaits(ask.ticket));
        let flow = told(flow, &ask, &with_sessions(&["sess_9"]), with_sessions(shown));
        if found {
            assert_eq!(flow.stage(), &Stage::Complete("sess_1".into()));
        } else {
            let Stage::Identify(page) = flow.stage() else { panic!("{:?}", flow.stage()) };
            assert_eq!(page.restarted, Some(Restarted::Gone), "and why is told");
        }
    }
}
