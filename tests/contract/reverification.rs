//! Proving again to be there: when it is asked for, and what each level and factor does.

use latchkey_emulator::{DemoAccount, demo_accounts};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, PASSWORD, Reply, WRONG_CODE, user_with_phone};
use crate::control::control;

const NO_MFA: &str = "no-mfa@latchkey.example";
const TOTP: &str = "totp@latchkey.example";
const SMS: &str = "sms@latchkey.example";
const ALL: &str = "all-factors@latchkey.example";

#[tokio::test]
async fn a_session_is_fresh_for_ten_minutes() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, NO_MFA).await;
    api.clock.advance_seconds(9 * 60 + 50);
    assert!(is_fresh(&mut api).await);
    api.clock.advance_seconds(10);
    let reply = sensitive(&mut api).await;
    reply.assert_error(403, "session_reverification_required");
    assert_eq!(reply.body["errors"][0]["meta"], json!(null));
    verify(&mut api, &me, "first_factor").await;
    let done = attempt(&mut api, &me, "first", &[("strategy", "password"), ("password", PASSWORD)]);
    assert_eq!(done.await.body["response"]["status"], "complete");
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn an_aged_verification_is_stale_at_once_and_the_clock_stays() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, TOTP).await;
    assert!(is_fresh(&mut api).await);
    assert_eq!(age(&api, &me, 10), 1);
    assert!(!is_fresh(&mut api).await);
    assert_eq!(ages(&mut api).await, json!([10, 10]));
}

#[tokio::test]
async fn an_instance_may_not_ask_at_all() {
    let mut api = Api::start_with(json!({ "reverification": false })).await;
    let me = signed_in(&mut api, NO_MFA).await;
    age(&api, &me, 1000);
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn how_long_a_verification_is_fresh_is_a_setting() {
    let mut api = Api::start_with(json!({ "reverification_minutes": 60 })).await;
    let me = signed_in(&mut api, NO_MFA).await;
    age(&api, &me, 59);
    assert!(is_fresh(&mut api).await);
    age(&api, &me, 1);
    assert!(!is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_session_that_is_pending_on_a_task_is_fresh() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, "forced-mfa@latchkey.example").await;
    age(&api, &me, 1000);
    let form = [("phone_number", "+447700900190")];
    assert_eq!(api.post("/v1/me/phone_numbers", &form).await.status, 200);
}

#[tokio::test]
async fn only_the_second_factor_of_a_user_who_has_one_makes_fresh() {
    let mut api = Api::start().await;
    let me = stale(&mut api, TOTP).await;
    verify(&mut api, &me, "first_factor").await;
    let form = [("strategy", "password"), ("password", PASSWORD)];
    let done = attempt(&mut api, &me, "first", &form).await;
    assert_eq!(done.body["response"]["session"]["factor_verification_age"], json!([0, 10]));
    assert!(!is_fresh(&mut api).await);
    verify(&mut api, &me, "second_factor").await;
    let code = totp(&api, TOTP);
    attempt(&mut api, &me, "second", &[("strategy", "totp"), ("code", &code)]).await;
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_second_factor_enrolled_elsewhere_makes_the_session_stale() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, NO_MFA).await;
    let here = api.token.clone();
    api.forget_client();
    signed_in(&mut api, NO_MFA).await;
    let created = api.post("/v1/me/totp", &[]).await;
    let secret = created.body["response"]["secret"].as_str().unwrap().to_owned();
    let code = api.running.totp_code(&secret).unwrap();
    let enrolled = api.post("/v1/me/totp/attempt_verification", &[("code", &code)]).await;
    assert_eq!(enrolled.status, 200);
    assert!(is_fresh(&mut api).await);

    api.token = here;
    assert_eq!(ages(&mut api).await, json!([0, -1]));
    assert!(!is_fresh(&mut api).await);
    verify(&mut api, &me, "second_factor").await;
    api.clock.advance_seconds(30);
    let code = api.running.totp_code(&secret).unwrap();
    attempt(&mut api, &me, "second", &[("strategy", "totp"), ("code", &code)]).await;
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_verification_begins_at_the_factor_of_its_level_and_offers_all() {
    let mut api = Api::start().await;
    let me = stale(&mut api, ALL).await;
    for (level, status) in [
        ("first_factor", "needs_first_factor"),
        ("second_factor", "needs_second_factor"),
        ("multi_factor", "needs_first_factor"),
    ] {
        let reply = verify(&mut api, &me, level).await;
        let response = &reply.body["response"];
        assert_eq!((&response["level"], &response["status"]), (&json!(level), &json!(status)));
        assert_eq!(response["object"], "session_reverification");
        let first = ["password", "email_code", "phone_code"];
        assert_eq!(reply.strategies("supported_first_factors"), first);
        let second = ["totp", "phone_code", "backup_code"];
        assert_eq!(reply.strategies("supported_second_factors"), second);
        assert_eq!(
            response["supported_first_factors"][1]["safe_identifier"],
            "a***@latchkey.example"
        );
        assert_eq!(response["supported_second_factors"][1]["default"], true);
        assert_eq!(response["first_factor_verification"], json!(null));
        assert_eq!(response["second_factor_verification"], json!(null));
        let session = &response["session"];
        assert_eq!((&session["id"], &session["user"]["totp_enabled"]), (&json!(me), &json!(true)));
        // Asking for a verification makes nothing fresh, and nothing staler.
        assert_eq!(session["factor_verification_age"], json!([10, 10]));
        assert_eq!(reply.body["client"]["sessions"][0]["id"], json!(me));
    }
}

#[tokio::test]
async fn without_a_second_factor_every_level_is_the_first() {
    let mut api = Api::start().await;
    let me = stale(&mut api, NO_MFA).await;
    for level in ["first_factor", "second_factor", "multi_factor"] {
        let reply = verify(&mut api, &me, level).await;
        assert_eq!(reply.body["response"]["level"], "first_factor");
        assert_eq!(reply.body["response"]["status"], "needs_first_factor");
        assert_eq!(reply.body["response"]["supported_second_factors"], json!(null));
    }
}

#[tokio::test]
async fn factors_that_the_instance_took_away_are_not_asked_for() {
    let mut api = Api::start().await;
    let me = stale(&mut api, TOTP).await;
    api.settings(&json!({ "attributes": { "totp": false } }));
    let reply = verify(&mut api, &me, "second_factor").await;
    assert_eq!(reply.body["response"]["level"], "first_factor");
    attempt(&mut api, &me, "first", &[("strategy", "password"), ("password", PASSWORD)]).await;
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_code_by_email_or_sms_proves_the_first_factor() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let (email, phone) = ("phone@latchkey.example", "+447700900170");
    api.add(&user_with_phone(email, phone));
    let me = signed_in(&mut api, email).await;
    for (strategy, to) in [("email_code", email), ("phone_code", phone)] {
        age(&api, &me, 10);
        verify(&mut api, &me, "first_factor").await;
        let prepared = prepare(&mut api, &me, "first", &[("strategy", strategy)]).await;
        let verification = &prepared.body["response"]["first_factor_verification"];
        assert_eq!(
            (&verification["object"], &verification["status"], &verification["strategy"]),
            (&json!("verification_otp"), &json!("unverified"), &json!(strategy))
        );
        let code = api.code_for(to);
        let done =
            attempt(&mut api, &me, "first", &[("strategy", strategy), ("code", &code)]).await;
        let response = &done.body["response"];
        assert_eq!(response["status"], "complete");
        assert_eq!(response["first_factor_verification"]["status"], "verified");
        assert_eq!(response["session"]["factor_verification_age"], json!([0, -1]));
        assert!(is_fresh(&mut api).await);
    }
}

#[tokio::test]
async fn each_second_factor_proves_the_second_and_leaves_the_first() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, ALL).await;
    let [_, spare, ..] = account(ALL).backup_codes else { panic!() };
    let codes = [
        ("totp", totp(&api, ALL), "verification_totp"),
        ("backup_code", (*spare).to_owned(), "verification_backup_code"),
        ("phone_code", String::new(), "verification_otp"),
    ];
    for (round, (strategy, code, object)) in codes.into_iter().enumerate() {
        age(&api, &me, 10);
        verify(&mut api, &me, "second_factor").await;
        let code = if strategy == "phone_code" {
            prepare(&mut api, &me, "second", &[("strategy", strategy)]).await;
            api.code_for(account(ALL).phone_numbers[0])
        } else {
            code
        };
        let form = [("strategy", strategy), ("code", code.as_str())];
        let done = attempt(&mut api, &me, "second", &form).await;
        let response = &done.body["response"];
        assert_eq!(response["status"], "complete", "{strategy}");
        let verification = &response["second_factor_verification"];
        assert_eq!(
            (&verification["object"], &verification["status"]),
            (&json!(object), &json!("verified"))
        );
        let first = i64::try_from(round + 1).unwrap() * 10;
        assert_eq!(response["session"]["factor_verification_age"], json!([first, 0]));
        assert!(is_fresh(&mut api).await);
    }
}

#[tokio::test]
async fn several_factors_are_proved_one_after_the_other() {
    let mut api = Api::start().await;
    let me = stale(&mut api, TOTP).await;
    verify(&mut api, &me, "multi_factor").await;
    let form = [("strategy", "password"), ("password", PASSWORD)];
    let half = attempt(&mut api, &me, "first", &form).await;
    assert_eq!(half.body["response"]["status"], "needs_second_factor");
    assert_eq!(half.body["response"]["first_factor_verification"]["status"], "verified");
    assert_eq!(half.body["response"]["session"]["factor_verification_age"], json!([0, 10]));
    let code = totp(&api, TOTP);
    let done = attempt(&mut api, &me, "second", &[("strategy", "totp"), ("code", &code)]).await;
    assert_eq!(done.body["response"]["status"], "complete");
    assert_eq!(done.body["response"]["session"]["factor_verification_age"], json!([0, 0]));
    let jwt = done.body["client"]["sessions"][0]["last_active_token"]["jwt"].as_str().unwrap();
    assert_eq!(crate::tokens::claims(jwt)["fva"], json!([0, 0]));
}

#[tokio::test]
async fn a_new_verification_takes_the_place_of_the_one_before() {
    let mut api = Api::start().await;
    let me = stale(&mut api, SMS).await;
    verify(&mut api, &me, "second_factor").await;
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    let code = api.code_for(account(SMS).phone_numbers[0]);
    let again = verify(&mut api, &me, "second_factor").await;
    assert_eq!(again.body["response"]["second_factor_verification"], json!(null));
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    let reply = attempt(&mut api, &me, "second", &form).await;
    reply.assert_error(400, "verification_missing");
}

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

#[tokio::test]
async fn verifications_are_aged_by_the_control_api() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, NO_MFA).await;
    let user = user_of(&mut api).await;
    let at = format!("/control/users/{user}/age_verification");
    let aged = control(&api, Method::POST, &at, &json!({ "minutes": 10 })).await;
    assert_eq!(aged.body, json!({ "aged": 1 }));
    assert!(!is_fresh(&mut api).await);
    let wrong = control(&api, Method::POST, &at, &json!({ "minutes": -1 })).await;
    assert_eq!(wrong.status, 400);
    let nobody = "/control/users/user_x/age_verification";
    let nobody = control(&api, Method::POST, nobody, &json!({ "minutes": 10 })).await;
    assert_eq!(nobody.status, 404);
    verify(&mut api, &me, "first_factor").await;
}

/// A call that needs a fresh verification and changes nothing.
pub(crate) async fn sensitive(api: &mut Api) -> Reply {
    api.post("/v1/me/change_password", &[]).await
}

/// Whether a sensitive call gets as far as its form.
async fn is_fresh(api: &mut Api) -> bool {
    let reply = sensitive(api).await;
    match reply.status {
        403 => reply.assert_error(403, "session_reverification_required"),
        _ => reply.assert_field_error("form_param_missing", "new_password"),
    }
    reply.status != 403
}

/// Signs somebody in, by a backup code or SMS where there is MFA. Gives the session's id.
pub(crate) async fn signed_in(api: &mut Api, identifier: &str) -> String {
    let Some(account) = demo_accounts().iter().find(|account| account.identifier == identifier)
    else {
        return api.sign_in_fully(identifier).await;
    };
    let (strategy, code) = match (account.backup_codes, account.phone_numbers) {
        ([], []) => return api.sign_in_fully(identifier).await,
        ([code, ..], _) => ("backup_code", (*code).to_owned()),
        ([], [phone, ..]) => {
            let id = api.sign_in(identifier).await.sign_in_id();
            api.prepare("second", &id, &[("strategy", "phone_code")]).await;
            let code = api.code_for(phone);
            return second(api, &id, "phone_code", &code).await;
        }
    };
    let id = api.sign_in(identifier).await.sign_in_id();
    second(api, &id, strategy, &code).await
}

async fn second(api: &mut Api, id: &str, strategy: &str, code: &str) -> String {
    let reply = api.attempt("second", id, &[("strategy", strategy), ("code", code)]).await;
    reply.assert_sign_in("complete");
    reply.body["response"]["created_session_id"].as_str().unwrap().to_owned()
}

/// Somebody whose factors were verified ten minutes ago.
pub(crate) async fn stale(api: &mut Api, identifier: &str) -> String {
    let me = signed_in(api, identifier).await;
    age(api, &me, 10);
    me
}

fn age(api: &Api, session: &str, minutes: u32) -> usize {
    let emulator = api.running.emulator();
    let users = emulator.users().unwrap();
    let ids = users.iter().map(|user| user["id"].as_str().unwrap());
    // Only one of them is signed in.
    let aged: usize = ids.map(|id| emulator.age_verification(id, minutes).unwrap()).sum();
    assert!(aged > 0, "{session}");
    aged
}

async fn user_of(api: &mut Api) -> String {
    api.get("/v1/me").await.body["response"]["id"].as_str().unwrap().to_owned()
}

async fn ages(api: &mut Api) -> Value {
    api.get("/v1/client").await.body["response"]["sessions"][0]["factor_verification_age"].clone()
}

fn path(session: &str, step: &str) -> String {
    format!("/v1/client/sessions/{session}/verify{step}")
}

async fn verify(api: &mut Api, session: &str, level: &str) -> Reply {
    let reply = api.post(&path(session, ""), &[("level", level)]).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply
}

async fn prepare(api: &mut Api, session: &str, step: &str, form: &[(&str, &str)]) -> Reply {
    api.post(&path(session, &format!("/prepare_{step}_factor")), form).await
}

async fn attempt(api: &mut Api, session: &str, step: &str, form: &[(&str, &str)]) -> Reply {
    api.post(&path(session, &format!("/attempt_{step}_factor")), form).await
}

fn totp(api: &Api, identifier: &str) -> String {
    api.running.totp_code(account(identifier).totp_secret.unwrap()).unwrap()
}

fn account(identifier: &str) -> &'static DemoAccount {
    demo_accounts().iter().find(|account| account.identifier == identifier).unwrap()
}
