//! Enrolling and removing an authenticator app.

use reqwest::Method;
use serde_json::json;

use crate::account::{
    BACKUP_CODES, EMAIL, PHONES, SECRET, TOTP, another_client, attempt_totp, codes, delete,
    enrol_totp, mfa_phone, new_secret, session_of, sign_in, signed_in, signed_in_as, totp_code,
    use_client, user, user_of,
};
use crate::api::WRONG_CODE;

#[tokio::test]
async fn the_secret_is_shown_once_with_its_uri() {
    let mut api = signed_in().await;
    let reply = api.post(TOTP, &[]).await;
    let totp = &reply.body["response"];
    let secret = totp["secret"].as_str().unwrap();
    assert_eq!(secret.len(), 32);
    assert_eq!(
        totp["uri"].as_str().unwrap(),
        format!(
            "otpauth://totp/Latchkey%20Emulator%20%28development%29:{EMAIL}?algorithm=SHA1&digits=6\
             &issuer=Latchkey+Emulator+%28development%29&period=30&secret={secret}"
        )
    );
    assert_eq!((&totp["verified"], &totp["backup_codes"]), (&json!(false), &json!(null)));
    assert_eq!(user_of(&reply)["totp_enabled"], false);
    let code = totp_code(&api, secret);
    let reply = attempt_totp(&mut api, &code).await;
    let totp = &reply.body["response"];
    assert_eq!((&totp["secret"], &totp["uri"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn a_call_that_names_no_session_is_refused_unless_a_setting_allows_it() {
    for (settings, status) in [(json!({}), 401), (json!({ "mfa_session_id_required": false }), 200)]
    {
        let mut api = signed_in_as(&user(), settings).await;
        for (method, path) in [
            (Method::POST, TOTP.to_owned()),
            (Method::POST, format!("{TOTP}/attempt_verification")),
            (Method::DELETE, TOTP.to_owned()),
            (Method::POST, BACKUP_CODES.to_owned()),
        ] {
            // The query keeps the session from being named.
            let reply = api.call(method, &format!("{path}?unnamed"), &[]).await;
            if status == 401 {
                reply.assert_error(401, "authentication_invalid");
            } else {
                assert_ne!(reply.status, 401, "{path}: {:?}", reply.body);
            }
        }
    }
}

#[tokio::test]
async fn the_right_code_turns_mfa_on_and_brings_backup_codes_once() {
    let mut api = signed_in().await;
    let reply = enrol_totp(&mut api).await;
    assert_eq!(reply.body["response"]["verified"], true);
    let new = codes(&reply.body["response"]["backup_codes"]);
    assert_eq!(new.len(), 10);
    let user = user_of(&reply);
    for key in ["totp_enabled", "two_factor_enabled", "backup_code_enabled"] {
        assert_eq!(user[key], true, "{key}");
    }
    assert!(user["mfa_enabled_at"].is_i64());
    assert_eq!(session_of(&reply)["factor_verification_age"], json!([0, 0]));
    for path in ["/v1/me", "/v1/client"] {
        let later = api.get(path).await.body.to_string();
        assert!(new.iter().all(|code| !later.contains(code)), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_code_keeps_the_enrolment_open() {
    let mut api = signed_in_as(&user(), json!({ "lockout": { "max_attempts": 1 } })).await;
    let secret = new_secret(&mut api).await;
    for wrong in [WRONG_CODE, "12345", "abcdef"] {
        let reply = attempt_totp(&mut api, wrong).await;
        reply.assert_field_error("form_code_incorrect", "code");
    }
    let path = format!("{TOTP}/attempt_verification");
    api.post(&path, &[]).await.assert_field_error("form_param_missing", "code");
    let code = totp_code(&api, &secret);
    assert_eq!(attempt_totp(&mut api, &code).await.status, 200);
}

#[tokio::test]
async fn a_reset_gives_another_secret_and_forgets_the_first() {
    let mut api = signed_in().await;
    let [old, new] = [new_secret(&mut api).await, new_secret(&mut api).await];
    assert_ne!(old, new);
    let code = totp_code(&api, &old);
    let reply = attempt_totp(&mut api, &code).await;
    reply.assert_field_error("form_code_incorrect", "code");
    let code = totp_code(&api, &new);
    assert_eq!(attempt_totp(&mut api, &code).await.status, 200);
}

#[tokio::test]
async fn a_clock_may_be_one_step_off_and_not_two() {
    for (seconds, right) in [(30, true), (60, false), (-30, true), (-60, false)] {
        let mut api = signed_in().await;
        let secret = new_secret(&mut api).await;
        let code = totp_code(&api, &secret);
        api.clock.advance_seconds(seconds);
        let status = attempt_totp(&mut api, &code).await.status;
        assert_eq!(status == 200, right, "{seconds}");
    }
}

#[tokio::test]
async fn the_code_that_enrolled_signs_nobody_in() {
    let mut api = signed_in().await;
    let secret = new_secret(&mut api).await;
    let code = totp_code(&api, &secret);
    attempt_totp(&mut api, &code).await;
    another_client(&mut api);
    let reply = api.sign_in(EMAIL).await;
    assert_eq!(reply.strategies("supported_second_factors"), ["totp", "backup_code"]);
    let form = [("strategy", "totp"), ("code", code.as_str())];
    let again = api.attempt("second", &reply.sign_in_id(), &form).await;
    again.assert_field_error("form_code_incorrect", "code");
    api.clock.advance_seconds(30);
    let code = totp_code(&api, &secret);
    let form = [("strategy", "totp"), ("code", code.as_str())];
    api.attempt("second", &reply.sign_in_id(), &form).await.assert_sign_in("complete");
}

#[tokio::test]
async fn an_app_that_was_never_verified_is_no_factor() {
    let mut api = signed_in().await;
    new_secret(&mut api).await;
    let client = another_client(&mut api);
    api.sign_in(EMAIL).await.assert_sign_in("complete");
    use_client(&mut api, &client);
    let reply = delete(&mut api, TOTP).await;
    assert_eq!(reply.body["response"]["deleted"], true);
    assert_eq!(user_of(&reply)["mfa_disabled_at"], json!(null));
    attempt_totp(&mut api, WRONG_CODE).await.assert_error(404, "resource_not_found");
}

#[tokio::test]
async fn a_second_app_is_refused() {
    let mut api = signed_in().await;
    enrol_totp(&mut api).await;
    api.clock.advance_seconds(601);
    api.post(TOTP, &[]).await.assert_error(400, "totp_already_enabled");
    let again = attempt_totp(&mut api, WRONG_CODE).await;
    again.assert_error(400, "verification_already_verified");
}

#[tokio::test]
async fn without_an_app_there_is_nothing_to_verify_or_remove() {
    let mut api = signed_in().await;
    api.clock.advance_seconds(601);
    attempt_totp(&mut api, WRONG_CODE).await.assert_error(404, "resource_not_found");
    delete(&mut api, TOTP).await.assert_error(404, "resource_not_found");
}

#[tokio::test]
async fn removing_the_last_factor_takes_mfa_away() {
    let mut api = signed_in().await;
    enrol_totp(&mut api).await;
    let reply = delete(&mut api, TOTP).await;
    let removed = &reply.body["response"];
    assert_eq!((&removed["object"], &removed["deleted"]), (&json!("totp"), &json!(true)));
    assert!(removed["id"].as_str().unwrap().starts_with("totp_"));
    let user = user_of(&reply);
    for key in ["totp_enabled", "two_factor_enabled", "backup_code_enabled"] {
        assert_eq!(user[key], false, "{key}");
    }
    assert!(user["mfa_disabled_at"].is_i64());
    assert_eq!(session_of(&reply)["factor_verification_age"], json!([0, -1]));
    another_client(&mut api);
    api.sign_in(EMAIL).await.assert_sign_in("complete");
}

#[tokio::test]
async fn another_factor_keeps_mfa_and_the_backup_codes() {
    let mut user = user();
    user.totp_secret = Some(SECRET.to_owned());
    user.backup_codes = vec!["7q2m4k9p".to_owned()];
    user.phone_numbers = vec![mfa_phone("+447700900150")];
    let mut api = signed_in_as(&user, json!({ "force_mfa": true })).await;
    let reply = delete(&mut api, TOTP).await;
    let shown = user_of(&reply);
    assert_eq!(
        (&shown["two_factor_enabled"], &shown["backup_code_enabled"], &shown["mfa_disabled_at"]),
        (&json!(true), &json!(true), &json!(null))
    );
    assert_eq!(api.get(PHONES).await.body[0]["default_second_factor"], true);
}

#[tokio::test]
async fn forced_mfa_keeps_the_last_app() {
    let mut user = user();
    user.totp_secret = Some(SECRET.to_owned());
    user.force_mfa = true;
    let mut api = signed_in_as(&user, json!({})).await;
    api.clock.advance_seconds(601);
    delete(&mut api, TOTP).await.assert_error(400, "second_factor_deletion_not_allowed");
}

#[tokio::test]
async fn enrolling_and_removing_are_sensitive_and_the_code_is_not() {
    let mut api = signed_in().await;
    let secret = new_secret(&mut api).await;
    api.clock.advance_seconds(601);
    api.post(TOTP, &[]).await.assert_error(403, "session_reverification_required");
    let code = totp_code(&api, &secret);
    let reply = attempt_totp(&mut api, &code).await;
    assert_eq!(session_of(&reply)["factor_verification_age"], json!([10, 0]));
    api.clock.advance_seconds(601);
    delete(&mut api, TOTP).await.assert_error(403, "session_reverification_required");
}

#[tokio::test]
async fn a_factor_from_elsewhere_makes_the_other_sessions_stale() {
    let mut api = signed_in().await;
    let first = another_client(&mut api);
    sign_in(&mut api, &user()).await;
    enrol_totp(&mut api).await;
    assert_eq!(api.post("/v1/me/backup_codes", &[]).await.status, 200);
    use_client(&mut api, &first);
    let client = api.get("/v1/client").await.body;
    let session = &client["response"]["sessions"][0];
    assert_eq!(session["factor_verification_age"], json!([0, -1]));
    assert_eq!(session["user"]["totp_enabled"], true);
    let reply = api.post("/v1/me/backup_codes", &[]).await;
    reply.assert_error(403, "session_reverification_required");
}

#[tokio::test]
async fn backup_codes_come_only_where_the_instance_has_them_and_the_user_none() {
    let settings = json!({ "attributes": { "backup_code": false } });
    let mut api = signed_in_as(&user(), settings).await;
    let reply = enrol_totp(&mut api).await;
    assert_eq!(reply.body["response"]["backup_codes"], json!(null));

    let mut user = user();
    user.phone_numbers = vec![mfa_phone("+447700900150")];
    user.backup_codes = vec!["7q2m4k9p".to_owned()];
    let mut api = signed_in_as(&user, json!({})).await;
    let reply = enrol_totp(&mut api).await;
    assert_eq!(reply.body["response"]["backup_codes"], json!(null));
    assert_eq!(user_of(&reply)["backup_code_enabled"], true);
}

#[tokio::test]
async fn an_instance_without_apps_enrols_none() {
    let mut api = signed_in_as(&user(), json!({ "attributes": { "totp": false } })).await;
    let environment = api.get("/v1/environment").await.body;
    let attribute = &environment["user_settings"]["attributes"]["authenticator_app"];
    assert_eq!(
        (&attribute["enabled"], &attribute["used_for_second_factor"]),
        (&json!(false), &json!(false))
    );
    api.post(TOTP, &[]).await.assert_error(403, "feature_not_enabled");
    another_client(&mut api);
    api.post(TOTP, &[]).await.assert_error(401, "signed_out");
}
