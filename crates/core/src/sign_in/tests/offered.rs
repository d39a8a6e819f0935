//! What an account has, and what is done where it lacks what was asked for.

use latchkey_fapi_types::enums::Strategy;

use super::*;

#[test]
fn a_code_is_asked_for_once_the_account_is_known_to_have_it() {
    let by_email = Event::SubmitForCode {
        identifier: Identifier::of("sms@latchkey.example"),
        channel: Channel::Email,
    };
    let (flow, effect) = acting(SignIn::default(), by_email, NOW);
    assert!(matches!(effect.call, Call::Create { password: None, .. }));
    let mut first = attempt("needs_first_factor", &json!(null));
    let (with_email, effect_of_email) =
        acting(flow.clone(), answer(effect.ticket, Ok(first.clone())), NOW);
    assert!(matches!(effect_of_email.call, Call::PrepareFirst { .. }));
    assert_eq!(challenge(&with_email).method().kind, MethodKind::EmailCode);
    first.supported_first_factors.retain(|factor| factor.strategy == Strategy::Password);
    let flow = quiet(flow, answer(effect.ticket, Ok(first)), NOW);
    assert_eq!(challenge(&flow).method().kind, MethodKind::Password, "what it has instead");
}

#[test]
fn an_account_without_a_password_shows_what_it_has() {
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let refused = answer(effect.ticket, Err(refusal("strategy_for_user_invalid")));
    let (flow, effect) = acting(flow, refused, NOW);
    assert!(matches!(effect.call, Call::Create { password: None, .. }));
    let mut first = attempt("needs_first_factor", &json!(null));
    first.supported_first_factors = serde_json::from_value(json!([
        {"strategy": "oauth_google"}, {"strategy": "passkey"}, {"strategy": "oauth_google"},
        {"strategy": "reset_password_email_code"},
    ]))
    .unwrap();
    let answered = quiet(flow.clone(), answer(effect.ticket, Ok(first.clone())), NOW);
    let google = Strategy::from("oauth_google");
    let unknown = Unknown::FirstFactors(vec![google.clone(), Strategy::Passkey]);
    assert_eq!(answered.stage(), &Stage::Unknown(unknown));
    let email = json!({"strategy": "email_code", "email_address_id": "idn_e"});
    first.supported_first_factors.push(serde_json::from_value(email).unwrap());
    let (flow, _) = acting(flow, answer(effect.ticket, Ok(first)), NOW);
    assert_eq!(challenge(&flow).unusable, [google, Strategy::Passkey]);
    assert_eq!(kinds(&flow), [MethodKind::EmailCode]);
    // A refusal of the second is told.
    let (flow, effect) = acting(SignIn::default(), submit(), NOW);
    let refused = || Err(refusal("strategy_for_user_invalid"));
    let (flow, effect) = acting(flow, answer(effect.ticket, refused()), NOW);
    let flow = quiet(flow, answer(effect.ticket, refused()), NOW);
    assert!(matches!(flow.stage(), Stage::Identify(page) if page.form.failure.is_some()));
}

#[test]
fn a_password_that_may_not_be_used_any_more_leads_to_its_reset_with_the_reason() {
    for code in ["form_password_pwned", "form_password_compromised", "password_reset_required"] {
        let (flow, effect) = acting(SignIn::default(), submit(), NOW);
        let (flow, effect) = acting(flow, answer(effect.ticket, Err(refusal(code))), NOW);
        assert!(matches!(effect.call, Call::Create { password: None, .. }));
        let mut first = attempt("needs_first_factor", &json!(null));
        let (reset, _) = acting(flow.clone(), answer(effect.ticket, Ok(first.clone())), NOW);
        assert_eq!(challenge(&reset).reason, Reason::ResetPassword);
        assert_eq!(reset.demanded(), Some(&refusal(code)));
        let reset = quiet(reset, Event::StartOver, NOW);
        assert_eq!(reset.demanded(), None);
        // Where nothing resets it, the reason is told where the password was typed.
        first.supported_first_factors.retain(|factor| factor.strategy == Strategy::Password);
        let flow = quiet(flow, answer(effect.ticket, Ok(first)), NOW);
        let Stage::Identify(identify) = flow.stage() else { panic!("{:?}", flow.stage()) };
        assert_eq!(identify.form.failure, Some(refusal(code)));
    }
}
