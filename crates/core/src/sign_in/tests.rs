//! The machine, event by event, and under any sequence of events.

mod new_password;
mod offered;
mod resuming;
mod sequences;
mod sessions;

use std::cell::RefCell;
use std::time::Duration;

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::secret::Password;
use latchkey_fapi_types::sign_in::SignIn as Attempt;
use serde_json::{Value, json};

use super::*;
use crate::challenge::{Delivery, Typed};
use crate::hold::RESEND_WAIT;
use crate::testing::{NOW, client, refusal, refusal_after};

fn attempt(status: &str, second_factors: &Value) -> Attempt {
    serde_json::from_value(json!({
        "id": "sia_1", "status": status,
        "supported_first_factors": [
            {"strategy": "email_code", "email_address_id": "idn_e", "safe_identifier": "t***@latchkey.example"},
            {"strategy": "password"},
            {"strategy": "reset_password_email_code", "email_address_id": "idn_e"},
        ],
        "supported_second_factors": second_factors,
        "created_session_id": (status == "complete").then_some("sess_1"),
    }))
    .unwrap()
}

fn all_factors() -> Value {
    json!([
        {"strategy": "backup_code"},
        {"strategy": "phone_code", "phone_number_id": "idn_2", "safe_identifier": "+1*****0102"},
        {"strategy": "phone_code", "phone_number_id": "idn_1", "safe_identifier": "+1*****0101", "default": true},
        {"strategy": "totp"},
        {"strategy": "zzz_new"},
    ])
}

fn submit() -> Event {
    Event::Submit {
        identifier: Identifier::of(" totp@latchkey.example "),
        password: Some(Password::new("correct-horse-battery")),
    }
}

fn code(text: &str) -> Event {
    Event::Verify { secret: Typed::new(text) }
}

/// A call that was asked for.
#[derive(Clone, Debug, PartialEq)]
struct Sent {
    ticket: Ticket,
    call: Call,
}

/// Applies an event while the client is held; what it led to.
fn applied(
    flow: SignIn,
    event: Event,
    held: Option<&Client>,
    now: Instant,
) -> (SignIn, Option<Sent>) {
    // The tickets of all flows of a test.
    thread_local!(static TICKETS: RefCell<Tickets> = RefCell::default());
    let (flow, effect) = TICKETS.with_borrow_mut(|tickets| flow.apply(event, held, now, tickets));
    let sent = effect.map(|effect| match effect {
        Effect::Call { ticket, call } => Sent { ticket, call },
        Effect::Platform(platform) => panic!("{platform:?}"),
    });
    (flow, sent)
}

/// Applies an event that must lead to a call.
fn acting(flow: SignIn, event: Event, now: Instant) -> (SignIn, Sent) {
    let (flow, sent) = applied(flow, event, None, now);
    (flow, sent.expect("a call"))
}

/// Applies an event that must lead to none.
fn quiet(flow: SignIn, event: Event, now: Instant) -> SignIn {
    let (flow, sent) = applied(flow, event, None, now);
    assert_eq!(sent, None);
    flow
}

/// A client with these sessions, all of them signed in.
fn with_sessions(ids: &[&str]) -> Client {
    let sessions: Vec<_> = ids.iter().map(|id| json!({"id": id, "status": "active"})).collect();
    client(json!({"id": "client_1", "sessions": sessions}))
}

fn answer(ticket: Ticket, answer: Result<Attempt, Failure>) -> Event {
    Event::Answered { ticket, answer }
}

/// A sign-in that stands at the second factor, at the authenticator app.
fn at_second_factor() -> SignIn {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let next = attempt("needs_second_factor", &all_factors());
    quiet(flow, answer(effect.ticket, Ok(next)), NOW)
}

fn challenge(flow: &SignIn) -> &Challenge {
    let Stage::Challenge(challenge) = flow.stage() else { panic!("{:?}", flow.stage()) };
    challenge
}

fn kinds(flow: &SignIn) -> Vec<MethodKind> {
    challenge(flow).methods.iter().map(|method| method.kind).collect()
}

#[test]
fn password_and_totp_take_two_calls() {
    let flow = at_second_factor();
    assert_eq!(challenge(&flow).method().kind, MethodKind::Totp);
    let (flow, effect) = acting(flow, code("123456"), NOW);
    assert!(matches!(effect.call, Call::AttemptSecond { .. }));
    let complete = answer(effect.ticket, Ok(attempt("complete", &json!(null))));
    let (flow, sent) = applied(flow, complete, Some(&with_sessions(&["sess_1"])), NOW);
    assert_eq!((flow.stage(), sent), (&Stage::Complete("sess_1".into()), None));
}

#[test]
fn methods_are_offered_with_the_default_number_before_others_and_backup_codes_last() {
    let flow = at_second_factor();
    let expected =
        [MethodKind::Totp, MethodKind::PhoneCode, MethodKind::PhoneCode, MethodKind::BackupCode];
    assert_eq!(kinds(&flow), expected);
    assert_eq!(challenge(&flow).methods[1].destination(), Some("+1*****0101"));
}

#[test]
fn nothing_is_sent_without_an_identifier_or_a_password() {
    let empty = Event::Submit { identifier: Identifier::of("  "), password: None };
    let flow = quiet(SignIn::default(), empty, NOW);
    let Stage::Identify(identify) = flow.stage() else { panic!() };
    assert_eq!(identify.form.failure, Some(Failure::Input(InputError::IdentifierEmpty)));
    let no_password =
        Event::Submit { identifier: Identifier::of("a"), password: Some(Password::new("")) };
    let flow = quiet(flow, no_password, NOW);
    let Stage::Identify(identify) = flow.stage() else { panic!() };
    assert_eq!(identify.form.failure, Some(Failure::Input(InputError::PasswordEmpty)));
}

#[test]
fn a_second_click_while_busy_changes_nothing() {
    let (flow, _) = acting(SignIn::default(), submit(), NOW);
    assert_eq!(quiet(flow.clone(), submit(), NOW), flow);
    let (flow, _) = acting(at_second_factor(), code("123456"), NOW);
    let again = quiet(flow.clone(), code("123456"), NOW);
    assert_eq!(again.stage(), flow.stage());
}

#[test]
fn a_stale_answer_changes_nothing() {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let flow = quiet(flow, Event::StartOver, NOW);
    let after = quiet(
        flow.clone(),
        answer(effect.ticket, Ok(attempt("needs_second_factor", &all_factors()))),
        NOW,
    );
    assert_eq!(after, flow);
}

#[test]
fn a_wrong_password_keeps_the_identifier() {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let flow = quiet(flow, answer(effect.ticket, Err(refusal("form_password_incorrect"))), NOW);
    assert_eq!(flow.identifier(), "totp@latchkey.example");
    let Stage::Identify(identify) = flow.stage() else { panic!() };
    assert_eq!(identify.form.failure, Some(refusal("form_password_incorrect")));
    assert!(!flow.is_busy());
}

#[test]
fn a_wrong_code_keeps_the_step_and_counts_one_refusal() {
    let (flow, effect) = acting(at_second_factor(), code("000000"), NOW);
    let flow = quiet(flow, answer(effect.ticket, Err(refusal("form_code_incorrect"))), NOW);
    assert_eq!(challenge(&flow).form.refusals, 1);
    assert!(!flow.is_busy());
    acting(flow, code("123456"), NOW);
}

#[test]
fn a_code_that_cannot_be_right_is_not_sent() {
    for typed in ["", "12345", "1234567", "12345a"] {
        let flow = quiet(at_second_factor(), code(typed), NOW);
        assert!(challenge(&flow).form.failure.is_some(), "{typed:?}");
    }
}

#[test]
fn going_back_to_a_method_sends_no_new_code() {
    let (flow, effect) = acting(at_second_factor(), Event::ChooseMethod(1), NOW);
    assert!(matches!(effect.call, Call::PrepareSecond { .. }));
    let sent = attempt("needs_second_factor", &all_factors());
    let flow = quiet(flow, answer(effect.ticket, Ok(sent)), NOW);
    let flow = quiet(flow, Event::ChooseMethod(0), NOW);
    let flow = quiet(flow, Event::ChooseMethod(1), NOW);
    assert_eq!(challenge(&flow).delivery(NOW), Delivery::Sent { resend_in: RESEND_WAIT });
}

#[test]
fn a_code_sent_elsewhere_since_is_said_to_be_gone_and_is_not_sent_by_itself() {
    let (flow, effect) = acting(at_second_factor(), Event::ChooseMethod(1), NOW);
    let sent = attempt("needs_second_factor", &all_factors());
    let flow = quiet(flow, answer(effect.ticket, Ok(sent.clone())), NOW);
    let (flow, effect) = acting(flow, Event::ChooseMethod(2), NOW);
    let flow = quiet(flow, answer(effect.ticket, Ok(sent)), NOW);
    let flow = quiet(flow, Event::ChooseMethod(1), NOW);
    assert_eq!(challenge(&flow).delivery(NOW), Delivery::NotSent { resend_in: RESEND_WAIT });
}

#[test]
fn a_resend_waits_thirty_seconds() {
    let (flow, effect) = acting(at_second_factor(), Event::ChooseMethod(1), NOW);
    let sent = attempt("needs_second_factor", &all_factors());
    let flow = quiet(flow, answer(effect.ticket, Ok(sent)), NOW);
    let flow = quiet(flow, Event::Resend, NOW.plus(Duration::from_secs(29)));
    acting(flow, Event::Resend, NOW.plus(RESEND_WAIT));
}

#[test]
fn a_code_that_was_sent_already_is_not_asked_for_again() {
    let event = Event::SubmitForCode {
        identifier: Identifier::of("sms@latchkey.example"),
        channel: Channel::Email,
    };
    let (flow, effect) = acting(SignIn::default(), event, NOW);
    let mut prepared = attempt("needs_first_factor", &json!(null));
    prepared.first_factor_verification =
        serde_json::from_value(json!({"status": "unverified", "strategy": "email_code"})).unwrap();
    let flow = quiet(flow, answer(effect.ticket, Ok(prepared)), NOW);
    assert_eq!(challenge(&flow).method().kind, MethodKind::EmailCode);
    assert!(matches!(challenge(&flow).delivery(NOW), Delivery::Sent { .. }));
}

#[test]
fn a_new_device_is_sent_its_code_at_once() {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let new_device = attempt(
        "needs_client_trust",
        &json!([{"strategy": "email_code", "email_address_id": "idn_e", "primary": true}]),
    );
    let (flow, effect) = acting(flow, answer(effect.ticket, Ok(new_device)), NOW);
    assert!(matches!(effect.call, Call::PrepareSecond { .. }));
    assert_eq!(challenge(&flow).reason, Reason::NewDevice);
    assert_eq!(challenge(&flow).delivery(NOW), Delivery::Sending);
}

#[test]
fn a_lock_holds_its_account_until_it_ends_and_no_other() {
    let (flow, effect) = acting(at_second_factor(), code("000000"), NOW);
    let flow = quiet(flow, answer(effect.ticket, Err(refusal("user_locked"))), NOW);
    assert!(flow.hold(NOW).is_some_and(Hold::is_lock));
    let flow = quiet(flow, code("123456"), NOW);
    let flow = quiet(flow, Event::StartOver, NOW);
    let flow = quiet(flow, submit(), NOW);
    let other =
        Event::Submit { identifier: Identifier::of("sms@latchkey.example"), password: None };
    acting(flow.clone(), other, NOW);
    acting(flow, submit(), NOW.plus(Duration::from_mins(30)));
}

#[test]
fn a_rate_limit_gives_the_button_back() {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let limited = refusal_after("too_many_requests", Some(Duration::from_secs(7)));
    let flow = quiet(flow, answer(effect.ticket, Err(limited)), NOW);
    let flow = quiet(flow, submit(), NOW.plus(Duration::from_secs(6)));
    acting(flow, submit(), NOW.plus(Duration::from_secs(7)));
}

#[test]
fn an_expired_code_asks_for_a_new_one() {
    let (flow, effect) = acting(at_second_factor(), Event::ChooseMethod(1), NOW);
    let sent = attempt("needs_second_factor", &all_factors());
    let flow = quiet(flow, answer(effect.ticket, Ok(sent)), NOW);
    let later = NOW.plus(Duration::from_mins(15));
    let (flow, effect) = acting(flow, code("123456"), later);
    let flow = quiet(flow, answer(effect.ticket, Err(refusal("verification_expired"))), later);
    assert_eq!(challenge(&flow).delivery(later), Delivery::NotSent { resend_in: Duration::ZERO });
    acting(flow, Event::Resend, later);
}

#[test]
fn a_lost_answer_is_resolved_by_asking_and_never_by_repeating() {
    let (flow, effect) = acting(at_second_factor(), code("123456"), NOW);
    let (flow, ask) = acting(flow, answer(effect.ticket, Err(Failure::OutcomeUnknown)), NOW);
    assert_eq!(ask.call, Call::AskClient);
    assert!(flow.is_busy());
    let signed_in =
        client(json!({"id": "client_1", "sessions": [{"id": "sess_9", "status": "active"}]}));
    let known = Event::ClientKnown { ticket: ask.ticket, answer: Ok(Some(signed_in)) };
    let flow = quiet(flow, known, NOW);
    assert_eq!(flow.stage(), &Stage::Complete("sess_9".into()));
}

#[test]
fn a_lost_answer_that_took_the_client_with_it_says_so() {
    let (flow, effect) = acting(at_second_factor(), code("123456"), NOW);
    let (flow, ask) = acting(flow, answer(effect.ticket, Err(Failure::OutcomeUnknown)), NOW);
    let known = Event::ClientKnown { ticket: ask.ticket, answer: Err(refusal("cookie_invalid")) };
    let flow = quiet(flow, known, NOW);
    let Stage::Identify(identify) = flow.stage() else { panic!() };
    assert_eq!(identify.restarted, Some(Restarted::AnswerLost));
    assert_eq!(flow.identifier(), "totp@latchkey.example");
}

#[test]
fn a_server_failure_or_no_network_keeps_the_step() {
    use crate::failure::Unreachable;
    for failure in [
        Failure::Server { status: 503, trace_id: None },
        Failure::Unreachable(Unreachable::Offline),
        Failure::Unreachable(Unreachable::Deadline),
    ] {
        let (flow, effect) = acting(at_second_factor(), code("123456"), NOW);
        let mut flow = applied(flow, answer(effect.ticket, Err(failure.clone())), None, NOW);
        if let (asking, Some(ask)) = flow {
            // Whether a server that failed did it all the same is in the client.
            assert_eq!((&ask.call, failure.is_lost()), (&Call::AskClient, true));
            let answer = Err(Failure::OutcomeUnknown);
            let known = Event::ClientKnown { ticket: ask.ticket, answer };
            flow = (quiet(asking, known, NOW), None);
        }
        let (flow, _) = flow;
        assert_eq!(challenge(&flow).form.failure, Some(failure));
        assert_eq!(challenge(&flow).form.refusals, 0, "what was typed may be sent again");
    }
}

#[test]
fn a_wait_or_a_web_page_is_no_judgement_of_what_was_typed() {
    use crate::failure::BadAnswer;
    for failure in [
        refusal("user_locked"),
        refusal_after("too_many_requests", Some(Duration::from_secs(7))),
        Failure::BadAnswer(BadAnswer::Html),
    ] {
        let (flow, effect) = acting(at_second_factor(), code("123456"), NOW);
        let flow = quiet(flow, answer(effect.ticket, Err(failure)), NOW);
        assert_eq!(challenge(&flow).form.refusals, 0);
        assert!(!flow.is_busy());
    }
}

#[test]
fn a_code_that_may_have_been_used_is_counted() {
    let (flow, effect) = acting(at_second_factor(), code("123456"), NOW);
    let (flow, ask) = acting(flow, answer(effect.ticket, Err(Failure::OutcomeUnknown)), NOW);
    let known = Event::ClientKnown { ticket: ask.ticket, answer: Err(Failure::OutcomeUnknown) };
    let flow = quiet(flow, known, NOW);
    assert_eq!(challenge(&flow).form.refusals, 1);
    assert_eq!(challenge(&flow).form.failure, Some(Failure::OutcomeUnknown));
}

#[test]
fn an_unknown_status_is_named() {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let flow = quiet(flow, answer(effect.ticket, Ok(attempt("zzz_new", &json!(null)))), NOW);
    assert_eq!(flow.stage(), &Stage::Unknown(Unknown::Status("zzz_new".to_owned())));
    let flow = quiet(flow, Event::StartOver, NOW);
    assert!(matches!(flow.stage(), Stage::Identify(_)));
}

#[test]
fn factors_of_which_none_is_known_are_named() {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let only_passkey = attempt("needs_second_factor", &json!([{"strategy": "passkey"}]));
    let flow = quiet(flow, answer(effect.ticket, Ok(only_passkey)), NOW);
    assert_eq!(flow.stage(), &Stage::Unknown(Unknown::SecondFactors(vec![Strategy::Passkey])));
}

#[test]
fn an_older_sign_in_starts_again() {
    let (flow, effect) = acting(at_second_factor(), code("123456"), NOW);
    let flow = quiet(flow, answer(effect.ticket, Err(refusal("resource_forbidden"))), NOW);
    let Stage::Identify(identify) = flow.stage() else { panic!() };
    assert_eq!(identify.restarted, Some(Restarted::Gone));
}

#[test]
fn a_forgotten_password_ends_in_a_new_one() {
    let event = Event::ForgotPassword { identifier: Identifier::of("totp@latchkey.example") };
    let (flow, effect) = acting(SignIn::default(), event, NOW);
    let first = attempt("needs_first_factor", &json!(null));
    let (flow, effect) = acting(flow, answer(effect.ticket, Ok(first.clone())), NOW);
    assert!(matches!(effect.call, Call::PrepareFirst { .. }));
    let flow = quiet(flow, answer(effect.ticket, Ok(first)), NOW);
    let (flow, effect) = acting(flow, code("123456"), NOW);
    let flow =
        quiet(flow, answer(effect.ticket, Ok(attempt("needs_new_password", &json!(null)))), NOW);
    let new = Event::SetPassword { password: Password::new("a-new-one-1"), sign_out_others: true };
    let (flow, effect) = acting(flow, new, NOW);
    let next = attempt("needs_second_factor", &all_factors());
    let flow = quiet(flow, answer(effect.ticket, Ok(next)), NOW);
    assert_eq!(challenge(&flow).reason, Reason::SecondFactor);
}

#[test]
fn after_starting_over_nothing_is_awaited() {
    let (flow, create) = acting(SignIn::default(), submit(), NOW);
    assert!(flow.awaits(create.ticket));
    assert!(!quiet(flow, Event::StartOver, NOW).awaits(create.ticket));
    let (flow, sms) = acting(at_second_factor(), Event::ChooseMethod(1), NOW);
    let (flow, verify) = acting(quiet(flow, Event::ChooseMethod(0), NOW), code("123456"), NOW);
    assert!(flow.awaits(sms.ticket) && flow.awaits(verify.ticket));
    let flow = quiet(flow, Event::StartOver, NOW);
    assert!(!flow.awaits(sms.ticket) && !flow.awaits(verify.ticket));
    let complete = Ok(attempt("complete", &json!(null)));
    assert_eq!(quiet(flow.clone(), answer(verify.ticket, complete), NOW), flow);
}

#[test]
fn an_answer_for_an_earlier_sign_in_reaches_no_later_one() {
    let (_, create) = acting(SignIn::default(), submit(), NOW);
    let (later, _) = acting(SignIn::default(), submit(), NOW);
    let late = answer(create.ticket, Ok(attempt("needs_second_factor", &all_factors())));
    assert_eq!(quiet(later.clone(), late, NOW), later);
}

#[test]
fn a_code_that_a_server_error_did_not_send_can_be_asked_for_again_at_once() {
    let (flow, effect) = acting(at_second_factor(), Event::ChooseMethod(1), NOW);
    let failed = Failure::Server { status: 503, trace_id: None };
    let flow = quiet(flow, answer(effect.ticket, Err(failed)), NOW);
    acting(flow, Event::Resend, NOW);
}

#[test]
fn a_wait_from_an_earlier_run_holds_back_its_account() {
    let hold = Hold::resumed(true, Duration::from_mins(5), "totp@latchkey.example", NOW);
    let flow = quiet(SignIn::held(hold), submit(), NOW);
    assert_eq!(flow.identifier(), "totp@latchkey.example");
    acting(flow, submit(), NOW.plus(Duration::from_mins(5)));
}

#[test]
fn debug_output_hides_what_was_typed() {
    let (flow, effect) = acting(at_second_factor(), code("424242"), NOW);
    let shown = format!("{flow:?} {effect:?} {:?} {:?}", submit(), code("424242"));
    assert!(!shown.contains("424242") && !shown.contains("correct-horse"), "{shown}");
}
