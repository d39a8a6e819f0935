//! The last step of a reset: the new password.

use super::*;

/// With the new password on its way.
fn sent() -> (SignIn, Sent) {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let next = attempt("needs_new_password", &json!(null));
    let flow = quiet(flow, answer(effect.ticket, Ok(next)), NOW);
    acting(flow, set(), NOW)
}

/// The client, with the sign-in as it stands.
fn told(ask: &Sent, attempt: &Value) -> Event {
    assert_eq!(ask.call, Call::AskClient);
    let client = client(json!({"id": "client_1", "sessions": [], "sign_in": attempt}));
    Event::ClientKnown { ticket: ask.ticket, answer: Ok(Some(client)) }
}

/// The sign-in in this status.
fn standing(status: &str) -> Value {
    json!({"id": "sia_1", "status": status, "supported_second_factors": [{"strategy": "totp"}]})
}

fn set() -> Event {
    Event::SetPassword { password: Password::new("a-new-one-1"), sign_out_others: false }
}

#[test]
fn a_new_password_that_did_not_arrive_is_not_counted() {
    for (failure, refusals) in
        [(Failure::Server { status: 500, trace_id: None }, 0), (refusal("form_password_pwned"), 1)]
    {
        let (flow, effect) = acting(SignIn::default(), submit(), NOW);
        let next = attempt("needs_new_password", &json!(null));
        let flow = quiet(flow, answer(effect.ticket, Ok(next)), NOW);
        let new =
            Event::SetPassword { password: Password::new("a-new-one-1"), sign_out_others: false };
        let (flow, effect) = acting(flow, new, NOW);
        let (mut flow, asked) = applied(flow, answer(effect.ticket, Err(failure)), None, NOW);
        if let Some(ask) = asked {
            let answer = Err(Failure::OutcomeUnknown);
            flow = quiet(flow, Event::ClientKnown { ticket: ask.ticket, answer }, NOW);
        }
        let Stage::NewPassword(step) = flow.stage() else { panic!("{:?}", flow.stage()) };
        assert_eq!(step.refusals, refusals);
    }
}

#[test]
fn a_lost_answer_is_settled_by_where_the_sign_in_stands() {
    for lost in [Failure::OutcomeUnknown, Failure::Server { status: 504, trace_id: None }] {
        let (flow, effect) = sent();
        let (flow, ask) = acting(flow, answer(effect.ticket, Err(lost.clone())), NOW);
        let flow = quiet(flow, told(&ask, &standing("needs_new_password")), NOW);
        let Stage::NewPassword(step) = flow.stage() else { panic!("{:?}", flow.stage()) };
        assert_eq!(step.failure, Some(lost.clone()));

        let (flow, effect) = acting(flow, set(), NOW);
        let (flow, ask) = acting(flow, answer(effect.ticket, Err(lost.clone())), NOW);
        let flow = quiet(flow, told(&ask, &standing("needs_second_factor")), NOW);
        assert_eq!(challenge(&flow).reason, Reason::SecondFactor);

        for (status, next) in [
            ("zzz_new", Stage::Unknown(Unknown::Status("zzz_new".to_owned()))),
            ("needs_first_factor", restarted()),
            ("abandoned", restarted()),
        ] {
            let (flow, effect) = sent();
            let (flow, ask) = acting(flow, answer(effect.ticket, Err(lost.clone())), NOW);
            assert_eq!(quiet(flow, told(&ask, &standing(status)), NOW).stage(), &next);
        }
    }
}

/// The password that was typed is of no more use, and that is told.
fn restarted() -> Stage {
    Stage::Identify(Identify { restarted: Some(Restarted::Gone), ..Identify::default() })
}
