//! Limits: how often, how long, how many.

use serde_json::json;

use crate::api::{Api, WRONG_CODE};

const SIGN_INS: &str = "/v1/client/sign_ins";
const TOTP: &str = "totp@latchkey.example";

#[tokio::test]
async fn five_sign_ins_may_be_created_in_ten_seconds() {
    let mut api = Api::start_with(json!({ "rate_limits": { "enabled": true } })).await;
    for _ in 0..5 {
        assert_eq!(api.post(SIGN_INS, &[("identifier", TOTP)]).await.status, 200);
    }
    let reply = api.post(SIGN_INS, &[("identifier", TOTP)]).await;
    reply.assert_error(429, "too_many_requests");
    assert!((1..=10).contains(&reply.retry_after()));
    api.clock.advance_seconds(10);
    assert_eq!(api.post(SIGN_INS, &[("identifier", TOTP)]).await.status, 200);
}

#[tokio::test]
async fn three_factors_may_be_attempted_in_ten_seconds() {
    let mut api = Api::start_with(json!({ "rate_limits": { "enabled": true } })).await;
    let id = api.sign_in(TOTP).await.sign_in_id();
    let form = [("strategy", "totp"), ("code", WRONG_CODE)];
    for _ in 0..3 {
        api.attempt("second", &id, &form).await.assert_error(422, "form_code_incorrect");
    }
    let reply = api.attempt("second", &id, &form).await;
    reply.assert_error(429, "too_many_requests");
    let wait = i64::try_from(reply.retry_after()).unwrap();
    api.clock.advance_seconds(wait);
    api.attempt("second", &id, &form).await.assert_error(422, "form_code_incorrect");
}

#[tokio::test]
async fn first_factors_are_limited_alike() {
    let mut api = Api::start_with(json!({ "rate_limits": { "enabled": true } })).await;
    let id = api.post(SIGN_INS, &[("identifier", TOTP)]).await.sign_in_id();
    let form = [("strategy", "password"), ("password", "wrong")];
    for _ in 0..3 {
        api.attempt("first", &id, &form).await.assert_error(422, "form_password_incorrect");
    }
    api.attempt("first", &id, &form).await.assert_error(429, "too_many_requests");
}

#[tokio::test]
async fn a_code_is_sent_again_after_thirty_seconds() {
    let mut api = Api::start().await;
    let id = api.sign_in("sms@latchkey.example").await.sign_in_id();
    let form = [("strategy", "phone_code")];
    assert_eq!(api.prepare("second", &id, &form).await.status, 200);
    let reply = api.prepare("second", &id, &form).await;
    reply.assert_error(429, "verification_code_too_many_requests");
    assert!((28..=30).contains(&reply.retry_after()));
    assert_eq!(api.messages(), 1);
    api.clock.advance_seconds(30);
    assert_eq!(api.prepare("second", &id, &form).await.status, 200);
    assert_eq!(api.messages(), 2);
}

#[tokio::test]
async fn resending_a_first_factor_is_limited_alike() {
    let mut api = Api::start().await;
    let id = api.post(SIGN_INS, &[("identifier", TOTP)]).await.sign_in_id();
    let form = [("strategy", "email_code")];
    assert_eq!(api.prepare("first", &id, &form).await.status, 200);
    let reply = api.prepare("first", &id, &form).await;
    reply.assert_error(429, "verification_code_too_many_requests");
}

#[tokio::test]
async fn a_code_expires_after_ten_minutes() {
    let mut api = Api::start().await;
    let id = api.sign_in("sms@latchkey.example").await.sign_in_id();
    api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    let code = api.code_for("+447700900101");
    api.clock.advance_seconds(601);
    let reply = api.attempt("second", &id, &[("strategy", "phone_code"), ("code", &code)]).await;
    reply.assert_error(400, "verification_expired");
    let verification = &reply.body["meta"]["client"]["sign_in"]["second_factor_verification"];
    assert_eq!(verification["status"], "expired");
    api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    let code = api.code_for("+447700900101");
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    api.attempt("second", &id, &form).await.assert_sign_in("complete");
}

#[tokio::test]
async fn too_many_wrong_codes_need_a_new_one() {
    let mut api = Api::start().await;
    let id = api.sign_in("sms@latchkey.example").await.sign_in_id();
    api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    let form = [("strategy", "phone_code"), ("code", WRONG_CODE)];
    for _ in 0..5 {
        api.attempt("second", &id, &form).await.assert_error(422, "form_code_incorrect");
    }
    let code = api.code_for("+447700900101");
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    api.attempt("second", &id, &form).await.assert_error(400, "verification_failed");
    api.clock.advance_seconds(30);
    api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    let code = api.code_for("+447700900101");
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    api.attempt("second", &id, &form).await.assert_sign_in("complete");
}

#[tokio::test]
async fn ten_wrong_passwords_lock_the_account_for_an_hour() {
    let mut api = Api::start().await;
    let wrong = [("identifier", TOTP), ("password", "wrong")];
    for _ in 0..9 {
        api.post(SIGN_INS, &wrong).await.assert_error(422, "form_password_incorrect");
    }
    let locked = api.post(SIGN_INS, &wrong).await;
    locked.assert_error(403, "user_locked");
    assert_eq!(locked.body["errors"][0]["meta"]["lockout_expires_in_seconds"], 3600);
    // The right password does not help, and is not looked at.
    api.sign_in(TOTP).await.assert_error(403, "user_locked");

    let reply = api.post(SIGN_INS, &[("identifier", TOTP)]).await;
    reply.assert_sign_in("needs_first_factor");
    let id = reply.sign_in_id();
    let email = api.prepare("first", &id, &[("strategy", "email_code")]).await;
    email.assert_error(403, "user_locked");

    api.clock.advance_seconds(3600);
    api.sign_in(TOTP).await.assert_sign_in("needs_second_factor");
}

#[tokio::test]
async fn wrong_second_factors_lock_as_well() {
    let mut api = Api::start_with(json!({ "lockout": { "max_attempts": 3 } })).await;
    let id = api.sign_in(TOTP).await.sign_in_id();
    for strategy in ["totp", "backup_code"] {
        let form = [("strategy", strategy), ("code", WRONG_CODE)];
        api.attempt("second", &id, &form).await.assert_error(422, "form_code_incorrect");
    }
    let form = [("strategy", "totp"), ("code", WRONG_CODE)];
    api.attempt("second", &id, &form).await.assert_error(403, "user_locked");
    api.attempt("second", &id, &form).await.assert_error(403, "user_locked");
    let sms = api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    sms.assert_error(403, "user_locked");
}

#[tokio::test]
async fn the_last_tries_are_told_where_the_setting_says() {
    for (place, told) in [("beside", 1), ("instead", 0), ("never", 9)] {
        let lockout = json!({ "lockout": { "max_attempts": 4 }, "lockout_warning": place });
        let mut api = Api::start_with(lockout).await;
        let wrong = [("identifier", TOTP), ("password", "wrong")];
        for left in [3, 2, 1] {
            let reply = api.post(SIGN_INS, &wrong).await;
            assert_eq!(reply.status, 422);
            let warning = &reply.body["errors"][told];
            if told == 9 || left == 3 {
                assert_eq!(reply.body["errors"].as_array().map(Vec::len), Some(1));
                reply.assert_error(422, "form_password_incorrect");
                continue;
            }
            assert_eq!(warning["code"], "account_lockout_warning", "{place}");
            let text = warning["long_message"].as_str().unwrap();
            assert!(text.contains(&format!("{left} attempt")), "{text}");
        }
        api.post(SIGN_INS, &wrong).await.assert_error(403, "user_locked");
    }
}

#[tokio::test]
async fn a_completed_sign_in_forgets_the_failures() {
    let mut api =
        Api::start_with(json!({ "lockout": { "max_attempts": 2 }, "device_trust": false })).await;
    let email = "no-mfa@latchkey.example";
    let wrong = [("identifier", email), ("password", "wrong")];
    for _ in 0..3 {
        api.post(SIGN_INS, &wrong).await.assert_error(422, "form_password_incorrect");
        let reply = api.sign_in(email).await;
        let user = &reply.body["client"]["sessions"][0]["user"];
        assert_eq!(user["verification_attempts_remaining"], 2);
        api.forget_client();
    }
}
