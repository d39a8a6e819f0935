//! The machine, event by event.

use std::time::Duration;

use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::reverification::Reverification;
use latchkey_fapi_types::secret::Password;
use serde_json::{Value, json};

use super::*;
use crate::challenge::{Delivery, MethodKind, Typed};
use crate::context::Facts;
use crate::hold::{RESEND_WAIT, UserHold};
use crate::testing::{NOW, WALL, client, refusal, refusal_after};

struct Bench {
    step_up: StepUp,
    tickets: Tickets,
    hold: UserHold,
    now: Instant,
    /// What was asked last.
    asked: (Ticket, Ask<Call>),
}

impl Bench {
    fn start() -> Self {
        let mut tickets = Tickets::default();
        let (step_up, asked) = StepUp::start(&mut tickets);
        Self { step_up, tickets, hold: UserHold::default(), now: NOW, asked }
    }

    fn with(&mut self, act: impl FnOnce(&mut StepUp, &mut Context<'_>) -> Next) -> bool {
        let (session, environment) = (SessionId::from("sess_1"), Environment::default());
        let facts = Facts {
            session: &session,
            organization: None,
            user: None,
            environment: &environment,
            task: None,
            age: None,
            known_at: None,
            wall: WALL,
        };
        let mut cx = Context {
            facts: &facts,
            now: self.now,
            tickets: &mut self.tickets,
            hold: &mut self.hold,
            blocked: true,
        };
        let next = act(&mut self.step_up, &mut cx);
        let acts = next.is_some();
        self.asked = next.unwrap_or_else(|| self.asked.clone());
        acts
    }

    /// One that the server answered.
    fn at(verification: Reverification) -> Self {
        let mut bench = Self::start();
        bench.answer(Ok(verification));
        bench
    }

    /// Whether the event led to a call.
    fn act(&mut self, event: Event) -> bool {
        self.with(|step_up, cx| step_up.act(event, cx))
    }

    fn type_in(&mut self, text: &str) -> bool {
        self.act(Event::Verify { secret: Typed::new(text) })
    }

    /// Whether the answer to the last call led to another call.
    fn answer(&mut self, answer: Result<Reverification, Failure>) -> bool {
        let answer = answer.map(|it| Answer::Reply(Box::new(it)));
        let ticket = self.asked.0;
        self.with(|step_up, cx| step_up.answered(ticket, answer, cx))
    }

    /// Answers the question for the client with one in which the factors of the session have this
    /// age.
    fn answer_client(&mut self, age: &Value) -> bool {
        let session = json!({"id": "sess_1", "status": "active", "factor_verification_age": age});
        self.answer_clients(&[session])
    }

    fn answer_clients(&mut self, sessions: &[Value]) -> bool {
        let client = client(json!({"id": "client_1", "sessions": sessions}));
        let ticket = self.asked.0;
        let answer = Ok(Answer::Client(Some(Box::new(client))));
        self.with(|step_up, cx| step_up.answered(ticket, answer, cx))
    }

    fn challenge(&self) -> &Challenge {
        let Stage::Proving(proving) = self.step_up.stage() else {
            panic!("{:?}", self.step_up.stage())
        };
        &proving.challenge
    }
}

fn verification(level: &str, status: &str) -> Reverification {
    serde_json::from_value(json!({
        "level": level, "status": status,
        "supported_first_factors": [
            {"strategy": "email_code", "email_address_id": "idn_e", "safe_identifier": "t***@latchkey.example"},
            {"strategy": "phone_code", "phone_number_id": "idn_1", "safe_identifier": "+1*****0101"},
            {"strategy": "passkey"},
            {"strategy": "password"},
        ],
        "supported_second_factors": [
            {"strategy": "backup_code"},
            {"strategy": "phone_code", "phone_number_id": "idn_2", "safe_identifier": "+1*****0102"},
            {"strategy": "totp"},
        ],
    }))
    .unwrap()
}

fn second() -> Reverification {
    verification("second_factor", "needs_second_factor")
}

fn only(second_factors: &Value) -> Reverification {
    serde_json::from_value(json!({
        "level": "second_factor", "status": "needs_second_factor",
        "supported_second_factors": second_factors,
    }))
    .unwrap()
}

#[test]
fn the_second_factor_is_asked_for_first() {
    let bench = Bench::start();
    assert_eq!(bench.asked.1, Ask::Call(Call::Start(ReverificationLevel::SecondFactor)));
    assert!(matches!(bench.step_up.stage(), Stage::Starting(_)));
    let bench = Bench::at(second());
    assert_eq!(bench.challenge().reason, Reason::StepUpSecond);
    let kinds: Vec<_> = bench.challenge().methods.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [MethodKind::Totp, MethodKind::PhoneCode, MethodKind::BackupCode]);
}

#[test]
fn a_right_code_ends_it() {
    let mut bench = Bench::at(second());
    assert!(bench.type_in("123456"));
    assert!(matches!(bench.asked.1, Ask::Call(Call::AttemptSecond { .. })));
    assert!(!bench.answer(Ok(verification("second_factor", "complete"))));
    assert_eq!(bench.step_up.stage(), &Stage::Done);
}

#[test]
fn without_a_second_factor_the_first_one_is_asked_for() {
    let mut bench = Bench::at(verification("first_factor", "needs_first_factor"));
    assert_eq!(bench.challenge().reason, Reason::StepUpFirst);
    let kinds: Vec<_> = bench.challenge().methods.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [MethodKind::Password, MethodKind::PhoneCode, MethodKind::EmailCode]);
    assert!(bench.type_in("correct-horse"));
    assert_eq!(bench.asked.1, Ask::Call(Call::AttemptPassword(Password::new("correct-horse"))));
    bench.answer(Ok(verification("first_factor", "complete")));
    assert_eq!(bench.step_up.stage(), &Stage::Done);
}

#[test]
fn both_factors_are_asked_for_where_the_server_wants_both() {
    let mut bench = Bench::at(verification("multi_factor", "needs_first_factor"));
    bench.type_in("correct-horse");
    bench.answer(Ok(verification("multi_factor", "needs_second_factor")));
    assert_eq!(bench.challenge().reason, Reason::StepUpSecond);
    bench.type_in("123456");
    bench.answer(Ok(verification("multi_factor", "complete")));
    assert_eq!(bench.step_up.stage(), &Stage::Done);
}

#[test]
fn a_code_is_sent_at_once_only_where_the_first_method_needs_one() {
    let phone = json!({"strategy": "phone_code", "phone_number_id": "idn_2"});
    let mut bench = Bench::start();
    assert!(!bench.answer(Ok(second())));
    let mut bench = Bench::start();
    assert!(bench.answer(Ok(only(&json!([{"strategy": "backup_code"}, phone])))));
    assert!(matches!(bench.asked.1, Ask::Call(Call::PrepareSecond(_))));
    assert_eq!(bench.challenge().delivery(NOW), Delivery::Sending);
    bench.answer(Ok(second()));
    assert_eq!(bench.challenge().delivery(NOW), Delivery::Sent { resend_in: RESEND_WAIT });
}

#[test]
fn a_resend_waits_thirty_seconds() {
    let mut bench = Bench::at(second());
    assert!(bench.act(Event::ChooseMethod(1)));
    bench.answer(Ok(second()));
    bench.now = NOW.plus(Duration::from_secs(29));
    assert!(!bench.act(Event::Resend));
    bench.now = NOW.plus(RESEND_WAIT);
    assert!(bench.act(Event::Resend));
}

#[test]
fn a_wrong_password_is_told_alike_in_both_wordings() {
    for code in ["form_password_incorrect", "form_password_validation_failed"] {
        let mut bench = Bench::at(verification("first_factor", "needs_first_factor"));
        bench.type_in("wrong");
        assert!(!bench.answer(Err(refusal(code))));
        assert_eq!(bench.challenge().form.failure, Some(refusal(code)));
        assert_eq!(bench.challenge().form.refusals, 1);
        assert!(bench.type_in("right"));
    }
}

#[test]
fn a_lock_and_a_rate_limit_hold_back_what_is_typed() {
    for (failure, wait) in [
        (refusal("user_locked"), Duration::from_mins(30)),
        (refusal_after("too_many_requests", Some(Duration::from_secs(7))), Duration::from_secs(7)),
    ] {
        let mut bench = Bench::at(second());
        bench.type_in("000000");
        assert!(!bench.answer(Err(failure)));
        assert!(bench.hold.current(NOW).is_some());
        assert!(!bench.type_in("123456"));
        bench.now = NOW.plus(wait);
        assert!(bench.type_in("123456"));
    }
}

#[test]
fn an_expired_code_can_be_sent_again() {
    let mut bench = Bench::at(second());
    bench.act(Event::ChooseMethod(1));
    bench.answer(Ok(second()));
    bench.now = NOW.plus(Duration::from_mins(11));
    bench.type_in("123456");
    bench.answer(Err(refusal("verification_expired")));
    let none = Delivery::NotSent { resend_in: Duration::ZERO };
    assert_eq!(bench.challenge().delivery(bench.now), none);
    assert!(bench.act(Event::Resend));
}

#[test]
fn a_lost_answer_that_was_taken_ends_it() {
    let mut bench = Bench::at(second());
    bench.type_in("123456");
    bench.now = NOW.plus(Duration::from_secs(20));
    assert!(bench.answer(Err(Failure::OutcomeUnknown)));
    assert_eq!(bench.asked.1, Ask::Client);
    assert!(bench.step_up.is_busy());
    assert!(!bench.answer_client(&json!([42, 0])));
    assert_eq!(bench.step_up.stage(), &Stage::Done);
}

#[test]
fn a_lost_answer_that_was_not_taken_is_told_and_never_repeated() {
    for age in [json!([0, 42]), json!([0, 1]), json!([0, -1]), Value::Null] {
        let mut bench = Bench::at(second());
        bench.type_in("123456");
        bench.answer(Err(Failure::OutcomeUnknown));
        assert!(!bench.answer_client(&age));
        assert_eq!(bench.challenge().form.failure, Some(Failure::OutcomeUnknown));
        assert!(!bench.step_up.is_busy());
    }
}

#[test]
fn an_attempt_that_a_server_error_answered_was_taken_where_the_client_shows_it() {
    let mut bench = Bench::at(second());
    bench.type_in("123456");
    assert!(bench.answer(Err(Failure::Server { status: 504, trace_id: None })));
    assert_eq!(bench.asked.1, Ask::Client);
    assert!(!bench.answer_client(&json!([42, 0])));
    assert_eq!(bench.step_up.stage(), &Stage::Done);
}

#[test]
fn the_client_is_read_for_its_own_session_alone() {
    let mut bench = Bench::at(second());
    bench.type_in("123456");
    bench.answer(Err(Failure::OutcomeUnknown));
    bench.answer_clients(&[
        json!({"id": "sess_2", "status": "active", "factor_verification_age": [0, 0]}),
        json!({"id": "sess_1", "status": "active", "factor_verification_age": [42, 42]}),
    ]);
    assert_eq!(bench.challenge().form.failure, Some(Failure::OutcomeUnknown));
}

#[test]
fn a_step_up_that_the_server_lost_starts_again_and_says_why() {
    for code in ["session_reverification_missing", "invalid_action_for_session_reverification"] {
        let mut bench = Bench::at(second());
        bench.type_in("123456");
        assert!(bench.answer(Err(refusal(code))));
        assert_eq!(bench.asked.1, Ask::Call(Call::Start(ReverificationLevel::SecondFactor)));
        assert!(!bench.answer(Ok(second())));
        assert_eq!(bench.challenge().form.failure, Some(refusal(code)));
    }
}

#[test]
fn half_a_proof_whose_answer_was_lost_starts_again() {
    let mut bench = Bench::at(verification("multi_factor", "needs_first_factor"));
    bench.type_in("correct-horse");
    bench.answer(Err(Failure::OutcomeUnknown));
    assert!(bench.answer_client(&json!([0, 42])));
    assert_eq!(bench.asked.1, Ask::Call(Call::Start(ReverificationLevel::SecondFactor)));
    bench.answer(Ok(second()));
    assert_eq!(bench.challenge().form.failure, Some(Failure::OutcomeUnknown));
}

#[test]
fn a_session_that_may_be_gone_is_asked_about() {
    for code in ["signed_out", "authentication_invalid"] {
        let mut bench = Bench::start();
        assert!(bench.answer(Err(refusal(code))));
        assert_eq!(bench.asked.1, Ask::Client);
        assert!(!bench.answer_client(&Value::Null));
        assert_eq!(bench.step_up.stage(), &Stage::Failed(refusal(code)));
        let mut bench = Bench::at(second());
        bench.type_in("123456");
        assert!(bench.answer(Err(refusal(code))));
        assert_eq!(bench.asked.1, Ask::Client);
        assert!(!bench.answer_client(&Value::Null));
        assert_eq!(bench.challenge().form.failure, Some(refusal(code)));
    }
}

#[test]
fn a_code_that_is_refused_because_of_the_session_is_asked_about() {
    for code in ["signed_out", "authentication_invalid"] {
        let mut bench = Bench::at(second());
        assert!(bench.act(Event::ChooseMethod(1)));
        assert!(bench.answer(Err(refusal(code))));
        assert_eq!(bench.asked.1, Ask::Client);
        assert!(bench.step_up.is_busy());
        // The age says nothing of a code that was not even sent.
        assert!(!bench.answer_client(&json!([0, 0])));
        assert!(!bench.step_up.is_busy());
        assert_eq!(bench.challenge().form.failure, Some(refusal(code)));
        assert_eq!(bench.challenge().form.refusals, 0);
        assert!(bench.act(Event::Resend));
    }
}

#[test]
fn what_did_not_arrive_is_not_counted() {
    use crate::failure::Unreachable;
    for failure in [
        Failure::Unreachable(Unreachable::Deadline),
        Failure::Server { status: 503, trace_id: None },
        Failure::BadAnswer(BadAnswer::Html),
        refusal("user_locked"),
        refusal_after("too_many_requests", Some(Duration::from_secs(7))),
    ] {
        let mut bench = Bench::at(second());
        bench.type_in("123456");
        if bench.answer(Err(failure.clone())) {
            assert_eq!((&bench.asked.1, failure.is_lost()), (&Ask::Client, true));
            bench.answer_client(&Value::Null);
        }
        assert_eq!(bench.challenge().form.refusals, 0, "{failure:?}");
    }
    let mut bench = Bench::at(second());
    bench.type_in("123456");
    bench.answer(Err(Failure::OutcomeUnknown));
    bench.answer_client(&Value::Null);
    assert_eq!(bench.challenge().form.refusals, 1);
}

#[test]
fn it_starts_again_by_itself_only_once() {
    let phone = json!([{"strategy": "phone_code", "phone_number_id": "idn_2"}]);
    let mut bench = Bench::start();
    let gone = refusal("session_reverification_missing");
    assert!(bench.answer(Ok(only(&phone))));
    assert!(bench.answer(Err(gone.clone())));
    assert!(bench.answer(Ok(only(&phone))));
    assert!(!bench.answer(Err(gone.clone())));
    assert_eq!(bench.step_up.stage(), &Stage::Failed(gone));
    assert!(bench.act(Event::Retry));
}

#[test]
fn a_server_that_cannot_be_asked_is_asked_again_at_the_persons_wish() {
    let mut bench = Bench::start();
    let failure = Failure::Server { status: 503, trace_id: None };
    assert!(!bench.answer(Err(failure.clone())));
    assert_eq!(bench.step_up.stage(), &Stage::Failed(failure));
    assert!(!bench.type_in("123456"));
    assert!(bench.act(Event::Retry));
    bench.answer(Ok(second()));
    assert_eq!(bench.challenge().method().kind, MethodKind::Totp);
}

#[test]
fn what_is_not_known_is_named() {
    let bench = Bench::at(verification("second_factor", "zzz_new"));
    assert_eq!(bench.step_up.stage(), &Stage::Unknown("zzz_new".to_owned()));
    let bench = Bench::at(only(&json!([{"strategy": "passkey"}, {"strategy": "zzz"}])));
    assert_eq!(bench.step_up.stage(), &Stage::Unknown("passkey, zzz".to_owned()));
    let bench = Bench::at(only(&json!([])));
    assert_eq!(bench.step_up.stage(), &Stage::Unknown("needs_second_factor".to_owned()));
}

#[test]
fn an_outdated_answer_changes_nothing() {
    let mut bench = Bench::at(second());
    bench.type_in("123456");
    let old = bench.asked.0;
    bench.answer(Err(refusal("form_code_incorrect")));
    let before = bench.step_up.clone();
    let answer = Ok(Answer::Reply(Box::new(verification("second_factor", "complete"))));
    assert!(!bench.with(|step_up, cx| step_up.answered(old, answer, cx)));
    assert_eq!(bench.step_up, before);
}
