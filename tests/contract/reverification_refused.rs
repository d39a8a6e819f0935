//! Proving again to be there: everything that is refused on the way.

use serde_json::json;

use crate::api::{Api, PASSWORD, WRONG_CODE};
use crate::reverification::{
    account, attempt, is_fresh, path, prepare, signed_in, stale, totp, verify,
};

const NO_MFA: &str = "no-mfa@latchkey.example";
const TOTP: &str = "totp@latchkey.example";
const SMS: &str = "sms@latchkey.example";
const ALL: &str = "all-factors@latchkey.example";

#[tokio::test]
async fn nothing_can_be_done_before_a_verification_is_started() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, ALL).await;
    for (step, action, form) in [
        ("first", "prepare", vec![("strategy", "email_code")]),
        ("first", "attempt", vec![("strategy", "password"), ("password", PASSWORD)]),
        ("second", "prepare", vec![("strategy", "phone_code")]),
        ("second", "attempt", vec![("strategy", "totp"), ("code", WRONG_CODE)]),
    ] {
        let reply = api.post(&path(&me, &format!("/{action}_{step}_factor")), &form).await;
        reply.assert_error(400, "session_reverification_missing");
    }
}

#[tokio::test]
async fn a_factor_whose_turn_it_is_not_is_refused() {
    let mut api = Api::start().await;
    let me = stale(&mut api, ALL).await;
    let code = "invalid_action_for_session_reverification";
    verify(&mut api, &me, "second_factor").await;
    prepare(&mut api, &me, "first", &[("strategy", "email_code")]).await.assert_error(400, code);
    let password = [("strategy", "password"), ("password", PASSWORD)];
    attempt(&mut api, &me, "first", &password).await.assert_error(400, code);
    verify(&mut api, &me, "multi_factor").await;
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await.assert_error(400, code);
    let totp = [("strategy", "totp"), ("code", WRONG_CODE)];
    attempt(&mut api, &me, "second", &totp).await.assert_error(400, code);
    verify(&mut api, &me, "first_factor").await;
    assert_eq!(attempt(&mut api, &me, "first", &password).await.status, 200);
    attempt(&mut api, &me, "first", &password).await.assert_error(400, code);
}

#[tokio::test]
async fn a_wrong_password_is_told_in_one_of_two_ways() {
    let mut api = Api::start().await;
    let me = stale(&mut api, NO_MFA).await;
    verify(&mut api, &me, "first_factor").await;
    let wrong = [("strategy", "password"), ("password", "wrong")];
    let reply = attempt(&mut api, &me, "first", &wrong).await;
    reply.assert_field_error("form_password_incorrect", "password");
    api.settings(&json!({ "reverification_password_validation_failed": true }));
    let reply = attempt(&mut api, &me, "first", &wrong).await;
    reply.assert_field_error("form_password_validation_failed", "password");
    let right = [("strategy", "password"), ("password", PASSWORD)];
    assert_eq!(attempt(&mut api, &me, "first", &right).await.status, 200);
}

#[tokio::test]
async fn a_wrong_code_keeps_the_verification_open() {
    let mut api = Api::start().await;
    let me = stale(&mut api, SMS).await;
    verify(&mut api, &me, "second_factor").await;
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    let wrong = [("strategy", "phone_code"), ("code", WRONG_CODE)];
    let reply = attempt(&mut api, &me, "second", &wrong).await;
    reply.assert_field_error("form_code_incorrect", "code");
    assert!(!is_fresh(&mut api).await);
    let code = api.code_for(account(SMS).phone_numbers[0]);
    let right = [("strategy", "phone_code"), ("code", code.as_str())];
    assert_eq!(attempt(&mut api, &me, "second", &right).await.status, 200);
}

#[tokio::test]
async fn a_code_that_was_not_prepared_is_refused() {
    let mut api = Api::start().await;
    let me = stale(&mut api, ALL).await;
    verify(&mut api, &me, "multi_factor").await;
    let form = [("strategy", "email_code"), ("code", WRONG_CODE)];
    let reply = attempt(&mut api, &me, "first", &form).await;
    reply.assert_error(400, "verification_missing");
    prepare(&mut api, &me, "first", &[("strategy", "email_code")]).await;
    let form = [("strategy", "phone_code"), ("code", WRONG_CODE)];
    let reply = attempt(&mut api, &me, "first", &form).await;
    reply.assert_error(400, "verification_strategy_invalid");
}

#[tokio::test]
async fn a_code_expires_after_ten_minutes() {
    let mut api = Api::start().await;
    let me = stale(&mut api, SMS).await;
    verify(&mut api, &me, "second_factor").await;
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    let code = api.code_for(account(SMS).phone_numbers[0]);
    api.clock.advance_seconds(601);
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    let reply = attempt(&mut api, &me, "second", &form).await;
    reply.assert_error(400, "verification_expired");
}

#[tokio::test]
async fn too_many_wrong_codes_need_a_new_one() {
    let mut api = Api::start().await;
    let me = stale(&mut api, SMS).await;
    verify(&mut api, &me, "second_factor").await;
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    let wrong = [("strategy", "phone_code"), ("code", WRONG_CODE)];
    for _ in 0..5 {
        let reply = attempt(&mut api, &me, "second", &wrong).await;
        reply.assert_error(422, "form_code_incorrect");
    }
    let code = api.code_for(account(SMS).phone_numbers[0]);
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    let reply = attempt(&mut api, &me, "second", &form).await;
    reply.assert_error(400, "verification_failed");
    api.clock.advance_seconds(30);
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    let code = api.code_for(account(SMS).phone_numbers[0]);
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    assert_eq!(attempt(&mut api, &me, "second", &form).await.status, 200);
}

#[tokio::test]
async fn a_code_that_was_right_is_not_tried_again() {
    let mut api = Api::start().await;
    let me = stale(&mut api, SMS).await;
    verify(&mut api, &me, "second_factor").await;
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    let code = api.code_for(account(SMS).phone_numbers[0]);
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    assert_eq!(attempt(&mut api, &me, "second", &form).await.status, 200);
    let again = attempt(&mut api, &me, "second", &form).await;
    again.assert_error(400, "verification_already_verified");
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_code_is_sent_again_after_thirty_seconds() {
    let mut api = Api::start().await;
    let me = stale(&mut api, ALL).await;
    verify(&mut api, &me, "multi_factor").await;
    let by_email = [("strategy", "email_code")];
    assert_eq!(prepare(&mut api, &me, "first", &by_email).await.status, 200);
    let reply = prepare(&mut api, &me, "first", &by_email).await;
    reply.assert_error(429, "verification_code_too_many_requests");
    assert!((28..=30).contains(&reply.retry_after()));
    api.clock.advance_seconds(30);
    assert_eq!(prepare(&mut api, &me, "first", &by_email).await.status, 200);

    let password = [("strategy", "password"), ("password", PASSWORD)];
    attempt(&mut api, &me, "first", &password).await;
    let by_sms = [("strategy", "phone_code")];
    assert_eq!(prepare(&mut api, &me, "second", &by_sms).await.status, 200);
    let reply = prepare(&mut api, &me, "second", &by_sms).await;
    reply.assert_error(429, "verification_code_too_many_requests");
}

#[tokio::test]
async fn an_sms_goes_to_the_default_phone_unless_another_one_is_chosen() {
    let mut api = Api::start().await;
    let [default, other] = account(SMS).phone_numbers else { panic!() };
    let me = stale(&mut api, SMS).await;
    let reply = verify(&mut api, &me, "second_factor").await;
    let factors = reply.body["response"]["supported_second_factors"].clone();
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    api.code_for(default);
    let other_id = factors[1]["phone_number_id"].as_str().unwrap();
    let form = [("strategy", "phone_code"), ("phone_number_id", other_id)];
    prepare(&mut api, &me, "second", &form).await;
    let code = api.code_for(other);
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    assert_eq!(attempt(&mut api, &me, "second", &form).await.status, 200);
}

#[tokio::test]
async fn totp_and_backup_codes_work_once() {
    let mut api = Api::start().await;
    let me = stale(&mut api, TOTP).await;
    let code = totp(&api, TOTP);
    let [_, spare, ..] = account(TOTP).backup_codes else { panic!() };
    for (strategy, code) in [("totp", code.as_str()), ("backup_code", *spare)] {
        let form = [("strategy", strategy), ("code", code)];
        verify(&mut api, &me, "second_factor").await;
        assert_eq!(attempt(&mut api, &me, "second", &form).await.status, 200);
        verify(&mut api, &me, "second_factor").await;
        let again = attempt(&mut api, &me, "second", &form).await;
        again.assert_field_error("form_code_incorrect", "code");
    }
    // The code of a sign-in is used up as well, and the other way round.
    api.forget_client();
    let reply = api.sign_in(TOTP).await;
    let form = [("strategy", "totp"), ("code", code.as_str())];
    let reply = api.attempt("second", &reply.sign_in_id(), &form).await;
    reply.assert_field_error("form_code_incorrect", "code");
}

#[tokio::test]
async fn wrong_passwords_and_codes_lock_the_account_and_a_success_forgets_them() {
    let mut api = Api::start_with(json!({ "lockout": { "max_attempts": 2 } })).await;
    let me = stale(&mut api, TOTP).await;
    verify(&mut api, &me, "second_factor").await;
    let wrong = [("strategy", "totp"), ("code", WRONG_CODE)];
    let code = totp(&api, TOTP);
    let right = [("strategy", "totp"), ("code", code.as_str())];
    attempt(&mut api, &me, "second", &wrong).await.assert_error(422, "form_code_incorrect");
    assert_eq!(attempt(&mut api, &me, "second", &right).await.status, 200);
    verify(&mut api, &me, "multi_factor").await;
    let password = [("strategy", "password"), ("password", "wrong")];
    attempt(&mut api, &me, "first", &password).await.assert_error(422, "form_password_incorrect");
    let locked = attempt(&mut api, &me, "first", &password).await;
    locked.assert_error(403, "user_locked");
    assert_eq!(locked.body["errors"][0]["meta"]["lockout_expires_in_seconds"], 3600);

    // From now on nothing is looked at; starting is still possible, since nothing is tried by it.
    let email = [("strategy", "email_code")];
    prepare(&mut api, &me, "first", &email).await.assert_error(403, "user_locked");
    verify(&mut api, &me, "second_factor").await;
    attempt(&mut api, &me, "second", &wrong).await.assert_error(403, "user_locked");
    api.clock.advance_seconds(3600);
    let code = totp(&api, TOTP);
    let right = [("strategy", "totp"), ("code", code.as_str())];
    assert_eq!(attempt(&mut api, &me, "second", &right).await.status, 200);
}

#[tokio::test]
async fn a_phone_that_is_asked_of_a_locked_user_gets_nothing() {
    let mut api = Api::start_with(json!({ "lockout": { "max_attempts": 1 } })).await;
    let me = stale(&mut api, SMS).await;
    verify(&mut api, &me, "second_factor").await;
    let sms = [("strategy", "phone_code")];
    prepare(&mut api, &me, "second", &sms).await;
    let wrong = [("strategy", "phone_code"), ("code", WRONG_CODE)];
    attempt(&mut api, &me, "second", &wrong).await.assert_error(403, "user_locked");
    let sent = api.messages();
    api.clock.advance_seconds(30);
    prepare(&mut api, &me, "second", &sms).await.assert_error(403, "user_locked");
    assert_eq!(api.messages(), sent);
}

#[tokio::test]
async fn factors_that_the_user_lacks_are_refused() {
    let mut api = Api::start().await;
    let me = stale(&mut api, TOTP).await;
    verify(&mut api, &me, "second_factor").await;
    let sms = prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    sms.assert_error(400, "no_second_factors");
    let sms = attempt(&mut api, &me, "second", &[("strategy", "phone_code"), ("code", "1")]).await;
    sms.assert_error(400, "no_second_factors");
    verify(&mut api, &me, "first_factor").await;
    let sms = prepare(&mut api, &me, "first", &[("strategy", "phone_code")]).await;
    sms.assert_error(400, "strategy_for_user_invalid");
    let sms = attempt(&mut api, &me, "first", &[("strategy", "phone_code"), ("code", "1")]).await;
    sms.assert_error(400, "strategy_for_user_invalid");
}

#[tokio::test]
async fn addresses_and_numbers_of_others_and_of_nobody_are_refused() {
    let mut api = Api::start().await;
    let users = api.running.emulator().users().unwrap();
    let of_all =
        users.iter().find(|user| user["phone_numbers"][0]["phone_number"] == "+447700900103");
    let foreign = of_all.unwrap()["phone_numbers"][0]["id"].as_str().unwrap().to_owned();
    let me = stale(&mut api, SMS).await;
    verify(&mut api, &me, "second_factor").await;
    let form = [("strategy", "phone_code"), ("phone_number_id", foreign.as_str())];
    let reply = prepare(&mut api, &me, "second", &form).await;
    reply.assert_error(403, "resource_forbidden");
    let form = [("strategy", "phone_code"), ("phone_number_id", "idn_nothing")];
    let reply = prepare(&mut api, &me, "second", &form).await;
    reply.assert_field_error("form_resource_not_found", "phone_number_id");
    verify(&mut api, &me, "first_factor").await;
    let form = [("strategy", "email_code"), ("email_address_id", "idn_nothing")];
    let reply = prepare(&mut api, &me, "first", &form).await;
    reply.assert_field_error("form_resource_not_found", "email_address_id");
}

#[tokio::test]
async fn what_is_no_level_strategy_or_field_is_refused() {
    let mut api = Api::start().await;
    let me = stale(&mut api, ALL).await;
    let verify_path = path(&me, "");
    api.post(&verify_path, &[]).await.assert_field_error("form_param_missing", "level");
    let reply = api.post(&verify_path, &[("level", "secondFactor")]).await;
    reply.assert_field_error("form_param_value_invalid", "level");
    let reply = api.post(&verify_path, &[("level", "first_factor"), ("max_age", "1")]).await;
    reply.assert_field_error("form_param_unknown", "max_age");

    verify(&mut api, &me, "multi_factor").await;
    for (step, action, strategy) in [
        ("first", "prepare", "password"),
        ("first", "attempt", "totp"),
        ("second", "prepare", "email_code"),
        ("second", "attempt", "email_code"),
    ] {
        let at = path(&me, &format!("/{action}_{step}_factor"));
        let reply = api.post(&at, &[("strategy", strategy)]).await;
        reply.assert_field_error("form_param_value_invalid", "strategy");
        api.post(&at, &[]).await.assert_field_error("form_param_missing", "strategy");
        let reply = api.post(&at, &[("strategy", strategy), ("identifier", "x")]).await;
        reply.assert_field_error("form_param_unknown", "identifier");
    }
    let reply = attempt(&mut api, &me, "first", &[("strategy", "password")]).await;
    reply.assert_field_error("form_param_missing", "password");
    prepare(&mut api, &me, "first", &[("strategy", "email_code")]).await;
    let reply = attempt(&mut api, &me, "first", &[("strategy", "email_code"), ("code", "")]).await;
    reply.assert_field_error("form_param_nil", "code");
    verify(&mut api, &me, "second_factor").await;
    let reply = attempt(&mut api, &me, "second", &[("strategy", "totp")]).await;
    reply.assert_field_error("form_param_missing", "code");
}

#[tokio::test]
async fn only_a_session_of_this_client_can_be_verified() {
    let mut api = Api::start().await;
    let form = [("level", "first_factor")];
    api.post(&path("sess_nothing", ""), &form).await.assert_error(401, "signed_out");
    let other = signed_in(&mut api, NO_MFA).await;
    api.forget_client();
    let mine = signed_in(&mut api, TOTP).await;
    api.post(&path(&other, ""), &form).await.assert_error(401, "authentication_invalid");
    api.post(&format!("/v1/client/sessions/{mine}/remove"), &[]).await;
    api.post(&path(&mine, ""), &form).await.assert_error(401, "signed_out");
}
