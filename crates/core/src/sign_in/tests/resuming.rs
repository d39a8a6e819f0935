//! Going on after the app began anew.

use super::*;
use crate::testing::WALL;
use crate::time::Timestamp;

fn in_ten_minutes() -> i64 {
    WALL.plus(Duration::from_mins(10)).as_millis()
}

fn verification(strategy: &str) -> Value {
    json!({"status": "unverified", "strategy": strategy, "expire_at": in_ten_minutes()})
}

/// The client's own attempt, in this status, with this verification of its factor.
pub(super) fn kept(status: &str, verification: &Value) -> Attempt {
    let mut attempt = attempt(status, &all_factors());
    attempt.identifier = Some("totp@latchkey.example".to_owned());
    let verification = serde_json::from_value(verification.clone()).unwrap();
    if status == "needs_first_factor" {
        attempt.first_factor_verification = verification;
    } else {
        attempt.second_factor_verification = verification;
    }
    attempt
}

fn resumed_at(attempt: Attempt, wall: Timestamp) -> SignIn {
    let event = Event::Resume { attempt: Box::new(attempt), wall };
    quiet(SignIn::default(), event, NOW)
}

fn resumed(attempt: Attempt) -> SignIn {
    resumed_at(attempt, WALL)
}

fn begins(flow: &SignIn) -> bool {
    *flow == SignIn::default()
}

#[test]
fn a_code_that_still_counts_is_asked_for_and_not_sent_again() {
    for (status, strategy, reason, kind) in [
        ("needs_first_factor", "email_code", Reason::FirstFactor, MethodKind::EmailCode),
        ("needs_second_factor", "phone_code", Reason::SecondFactor, MethodKind::PhoneCode),
        ("needs_client_trust", "phone_code", Reason::NewDevice, MethodKind::PhoneCode),
        (
            "needs_first_factor",
            "reset_password_email_code",
            Reason::ResetPassword,
            MethodKind::EmailCode,
        ),
    ] {
        let flow = resumed(kept(status, &verification(strategy)));
        assert_eq!((challenge(&flow).reason, challenge(&flow).method().kind), (reason, kind));
        assert_eq!(challenge(&flow).delivery(NOW), Delivery::Sent { resend_in: RESEND_WAIT });
        assert_eq!(flow.identifier(), "totp@latchkey.example");
        let flow = quiet(flow, Event::Resend, NOW);
        acting(flow.clone(), Event::Resend, NOW.plus(RESEND_WAIT));
        let (_, sent) = acting(flow, code("424242"), NOW);
        let attempt = "sia_1".into();
        let (strategy, code) = (strategy.into(), latchkey_fapi_types::secret::Code::new("424242"));
        let expected = if reason.is_second() {
            Call::AttemptSecond { attempt, strategy, code }
        } else {
            Call::AttemptFirst { attempt, strategy, code }
        };
        assert_eq!(sent.call, expected);
    }
}

#[test]
fn where_no_code_counts_the_first_method_is_shown_and_nothing_is_sent() {
    let ended = WALL.as_millis();
    for verification in [
        json!(null),
        json!({"status": "unverified", "strategy": "phone_code", "expire_at": ended}),
        json!({"status": "unverified", "strategy": "phone_code"}),
        json!({"status": "expired", "strategy": "phone_code", "expire_at": in_ten_minutes()}),
        json!({"status": "failed", "strategy": "phone_code", "expire_at": in_ten_minutes()}),
        json!({"status": "unverified", "strategy": "zzz_new", "expire_at": in_ten_minutes()}),
    ] {
        let flow = resumed(kept("needs_second_factor", &verification));
        assert_eq!(challenge(&flow).method().kind, MethodKind::Totp, "{verification}");
        assert_eq!(challenge(&flow).delivery(NOW), Delivery::NotNeeded);
    }
    let mut trust = kept("needs_client_trust", &json!(null));
    let email = json!([{"strategy": "email_code", "email_address_id": "idn_e"}]);
    trust.supported_second_factors = serde_json::from_value(email).unwrap();
    let flow = resumed(trust);
    let none = Delivery::NotSent { resend_in: Duration::ZERO };
    assert_eq!(challenge(&flow).delivery(NOW), none);
    let (_, sent) = acting(flow, Event::Resend, NOW);
    assert!(matches!(sent.call, Call::PrepareSecond { .. }), "once the person wants it");
}

#[test]
fn a_password_is_typed_anew() {
    let flow = resumed(kept("needs_first_factor", &json!(null)));
    assert_eq!(challenge(&flow).method().kind, MethodKind::Password);
    let (_, sent) = acting(flow, code("correct-horse-battery"), NOW);
    assert!(matches!(sent.call, Call::AttemptPassword { .. }));
    let flow = resumed(kept("needs_new_password", &json!(null)));
    assert!(matches!(flow.stage(), Stage::NewPassword(form) if !form.is_busy()));
    let password = Password::new("new");
    let (_, sent) = acting(flow, Event::SetPassword { password, sign_out_others: false }, NOW);
    assert!(matches!(sent.call, Call::ResetPassword { .. }));
}

#[test]
fn what_is_over_or_unknown_begins_on_the_first_page() {
    for status in ["needs_identifier", "abandoned", "complete", "needs_protect_check", "zzz_new"] {
        assert!(begins(&resumed(kept(status, &json!(null)))), "{status}");
    }
    let mut unknown = kept("needs_second_factor", &json!(null));
    unknown.supported_second_factors =
        serde_json::from_value(json!([{"strategy": "zzz_new"}])).unwrap();
    assert!(begins(&resumed(unknown)));
    let mut abandoned = kept("needs_second_factor", &json!(null));
    abandoned.abandon_at = Some(in_ten_minutes());
    assert!(!begins(&resumed(abandoned.clone())));
    assert!(begins(&resumed_at(abandoned, Timestamp::from_millis(in_ten_minutes()))));
}

#[test]
fn a_sign_in_that_has_begun_is_not_replaced() {
    let resume = || Event::Resume {
        attempt: Box::new(kept("needs_second_factor", &json!(null))),
        wall: WALL,
    };
    let (busy, _) = acting(SignIn::default(), submit(), NOW);
    assert_eq!(quiet(busy.clone(), resume(), NOW), busy);
    let challenged = at_second_factor();
    assert_eq!(quiet(challenged.clone(), resume(), NOW), challenged);
}

#[test]
fn a_wait_from_the_earlier_run_still_holds() {
    let hold = Hold::resumed(false, Duration::from_secs(7), "", NOW);
    let attempt = Box::new(kept("needs_second_factor", &json!(null)));
    let flow = quiet(SignIn::held(hold), Event::Resume { attempt, wall: WALL }, NOW);
    let flow = quiet(flow, code("123456"), NOW);
    acting(flow, code("123456"), NOW.plus(Duration::from_secs(7)));
}

#[test]
fn a_lost_answer_is_settled_as_ever() {
    let flow = resumed(kept("needs_second_factor", &json!(null)));
    let (flow, sent) = acting(flow, code("123456"), NOW);
    let (flow, ask) = acting(flow, answer(sent.ticket, Err(Failure::OutcomeUnknown)), NOW);
    let known = with_sessions(&["sess_1"]);
    let known = Event::ClientKnown { ticket: ask.ticket, answer: Ok(Some(known)) };
    assert_eq!(quiet(flow, known, NOW).stage(), &Stage::Complete("sess_1".into()));
}
