//! Changes of the profile that wait for a proof, and those whose answers were lost.

use super::*;

#[test]
fn each_change_waits_for_a_step_up_and_is_made_once_after_it() {
    for (form, event) in changes() {
        let mut bench = sent(form.as_ref(), event);
        let call = asked(&bench).clone();
        assert!(bench.refuse("session_reverification_required"));
        assert!(bench.signed_in.step_up().is_some());
        bench.answer(Ok(verification("needs_second_factor")));
        bench.prove("123456");
        assert!(bench.answer(Ok(verification("complete"))));
        assert_eq!(asked(&bench), &call, "the very same call");
        assert!(!bench.refuse("session_reverification_required"), "there is never a second proof");
        assert!(problem(&bench).is_some());
        assert!(!bench.signed_in.is_busy());
    }
}

#[test]
fn a_code_to_an_address_waits_for_a_step_up_too_and_is_asked_for_once_after_it() {
    let wants_proof = |bench: &mut Bench| {
        assert!(bench.act(Event::VerifyEmail(id("idn_3"))));
        assert!(bench.refuse("session_reverification_required"));
        let waiting = Waiting::Profile(Change::VerifyEmail(id("idn_3")));
        assert_eq!(bench.signed_in.step_up().unwrap().1, waiting);
        assert_eq!(problem(bench), None, "it is offered, not told");
        bench.answer(Ok(verification("needs_second_factor")));
    };
    for refused_again in [false, true] {
        let mut bench = bench();
        wants_proof(&mut bench);
        bench.prove("123456");
        assert!(bench.answer(Ok(verification("complete"))));
        assert_eq!(asked(&bench), &Call::PrepareEmail(id("idn_3")));
        if refused_again {
            assert!(!bench.refuse("session_reverification_required"), "never a second proof");
            assert!(problem(&bench).is_some());
            bench.later(RESEND_WAIT);
            assert!(bench.act(Event::ResendCode));
            assert!(bench.refuse("session_reverification_required"), "the next is another");
        } else {
            assert!(!bench.answer(Ok(email("idn_3"))));
            let delivery = bench.signed_in.profile().delivery(bench.now);
            assert!(matches!(delivery, Some(Delivery::Sent { .. })), "{delivery:?}");
        }
    }
    let mut bench = bench();
    wants_proof(&mut bench);
    bench.act(step_up::Event::Cancel);
    assert_eq!(problem(&bench), None, "cancelled, nothing is told");
    assert!(bench.act(Event::ResendCode), "and it can be asked for again");
}

#[test]
fn a_step_up_that_is_cancelled_changes_and_tells_nothing() {
    let mut bench = sent(Some(&Form::Username), username("byron"));
    assert!(bench.refuse("session_reverification_required"));
    bench.act(step_up::Event::Cancel);
    assert!(bench.signed_in.step_up().is_none());
    assert_eq!(bench.signed_in.profile().form(), Some(&Form::Username), "what was typed stays");
    assert_eq!(problem(&bench), None);
}

#[test]
fn a_lost_answer_is_settled_by_the_client_and_no_change_is_sent_again() {
    for (form, event) in changes() {
        for made in [true, false] {
            let mut bench = sent(form.as_ref(), event.clone());
            let call = asked(&bench).clone();
            assert!(bench.answer(Err(Failure::OutcomeUnknown)));
            let after = if made { changed_account() } else { account() };
            let again = bench.answer_client(&after);
            let shows = made && call != Call::DeleteUser;
            let told = told(&bench).is_some() || again;
            assert_eq!(told, shows, "{call:?}");
            assert_eq!(problem(&bench).is_some(), !shows, "{call:?}");
            let again = again.then(|| asked(&bench) == &Call::PrepareEmail(id("idn_7")));
            assert!(again.is_none_or(|code| code), "only the code of the new address is asked for");
        }
    }
}

#[test]
fn a_change_stays_unsettled_until_the_client_is_seen_and_is_not_sent_again_before() {
    for (form, event) in changes() {
        for made in [true, false] {
            let mut bench = sent(form.as_ref(), event.clone());
            let call = asked(&bench).clone();
            bench.answer(Err(Failure::OutcomeUnknown));
            assert!(!bench.answer(Err(Failure::Unreachable(Unreachable::Offline))));
            let profile = bench.signed_in.profile();
            assert!(profile.pending().is_none() && profile.unsettled().is_some());
            assert_eq!(problem(&bench), None, "nobody knows whether it failed");
            assert_eq!(profile.is_deleting(), call == Call::DeleteUser);
            assert!(!bench.signed_in.is_busy() && !bench.signed_in.can_settle(&bench.facts()));
            assert!(!bench.act(Happens::Seen), "it was not");
            assert!(!bench.act(event.clone()), "{call:?} is not sent again");
            assert!(!bench.act(Event::Ask(Change::PrimaryPhone(id("idn_9")))), "nor another");

            bench.later(Duration::from_secs(1));
            bench.known_at = Some(bench.now);
            if made {
                bench.user = user(changed_account());
            }
            assert!(bench.signed_in.can_settle(&bench.facts()));
            let shows = made && call != Call::DeleteUser;
            let again = bench.act(Happens::Seen);
            assert_eq!(told(&bench).is_some() || again, shows, "{call:?}");
            assert_eq!(problem(&bench).is_some(), !shows, "{call:?}");
            assert_eq!(bench.signed_in.profile().unsettled(), None);
            assert!(again || made || bench.act(event.clone()), "{call:?} can be tried again");
        }
    }
}

#[test]
fn what_was_refused_is_not_unsettled_although_the_client_could_not_be_had() {
    let mut bench = sent(None, Event::Ask(Change::Delete));
    assert!(bench.refuse("signed_out"));
    assert!(!bench.answer(Err(Failure::Unreachable(Unreachable::Offline))));
    assert_eq!(bench.signed_in.profile().unsettled(), None);
    assert_eq!(problem(&bench), Some((&Target::Account, &refusal("signed_out"))));
}
