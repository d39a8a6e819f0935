//! Another password, and none.

use latchkey_emulator::{NewEmailAddress, NewUser};
use serde_json::json;

use crate::api::{Api, PASSWORD, Reply};
use crate::reverification::{signed_in, stale};

const EMAIL: &str = "no-mfa@latchkey.example";
const NEW: &str = "another-horse-battery";

#[tokio::test]
async fn the_current_password_allows_another_one() {
    let mut api = Api::start().await;
    signed_in(&mut api, EMAIL).await;
    let before = api.get("/v1/me").await.body["response"]["password_last_updated_at"].clone();
    api.clock.advance_seconds(60);
    let reply = change(&mut api, &[("current_password", PASSWORD), ("new_password", NEW)]).await;
    assert_eq!(reply.status, 200);
    let user = &reply.body["response"];
    assert_eq!(user["password_enabled"], true);
    assert!(user["password_last_updated_at"].as_i64() > before.as_i64());
    assert_eq!(reply.body["client"]["sessions"][0]["user"], *user);
    api.forget_client();
    api.sign_in(EMAIL).await.assert_error(422, "form_password_incorrect");
    let form = [("identifier", EMAIL), ("password", NEW)];
    assert_eq!(api.post("/v1/client/sign_ins", &form).await.status, 200);
}

#[tokio::test]
async fn a_stale_session_is_refused_before_anything_else() {
    let mut api = Api::start().await;
    stale(&mut api, EMAIL).await;
    for form in
        [&[][..], &[("nonsense", "1")], &[("current_password", "wrong"), ("new_password", NEW)]]
    {
        change(&mut api, form).await.assert_error(403, "session_reverification_required");
    }
}

#[tokio::test]
async fn the_wrong_current_password_is_refused_and_counted() {
    let mut api = Api::start_with(json!({ "lockout": { "max_attempts": 2 } })).await;
    signed_in(&mut api, EMAIL).await;
    let wrong = [("current_password", "wrong"), ("new_password", NEW)];
    let reply = change(&mut api, &wrong).await;
    reply.assert_field_error("form_password_validation_failed", "current_password");
    change(&mut api, &wrong).await.assert_error(403, "user_locked");
    let right = [("current_password", PASSWORD), ("new_password", NEW)];
    change(&mut api, &right).await.assert_error(403, "user_locked");
}

#[tokio::test]
async fn a_password_that_cannot_be_set_is_refused() {
    let mut api = Api::start().await;
    signed_in(&mut api, EMAIL).await;
    let long = "x".repeat(73);
    for (new, code) in [
        ("short", "form_password_length_too_short"),
        (&long, "form_password_length_too_long"),
        ("password123", "form_password_pwned"),
        (PASSWORD, "form_new_password_matches_current"),
    ] {
        let form = [("current_password", PASSWORD), ("new_password", new)];
        change(&mut api, &form).await.assert_field_error(code, "new_password");
    }
    api.forget_client();
    signed_in(&mut api, EMAIL).await;
}

#[tokio::test]
async fn a_fresh_verification_stands_for_the_current_password() {
    let mut api = Api::start().await;
    signed_in(&mut api, EMAIL).await;
    assert_eq!(change(&mut api, &[("new_password", NEW)]).await.status, 200);
    let wrong = [("current_password", PASSWORD), ("new_password", PASSWORD)];
    let reply = change(&mut api, &wrong).await;
    reply.assert_field_error("form_password_validation_failed", "current_password");
}

#[tokio::test]
async fn fields_that_lack_or_do_not_belong_are_refused() {
    let mut api = Api::start_with(json!({ "reverification": false })).await;
    signed_in(&mut api, EMAIL).await;
    let reply = change(&mut api, &[("current_password", PASSWORD)]).await;
    reply.assert_field_error("form_param_missing", "new_password");
    let reply = change(&mut api, &[("new_password", NEW)]).await;
    reply.assert_field_error("form_param_missing", "current_password");
    let reply = change(&mut api, &[("current_password", ""), ("new_password", NEW)]).await;
    reply.assert_field_error("form_param_nil", "current_password");
    let reply = change(&mut api, &[("password", NEW)]).await;
    reply.assert_field_error("form_param_unknown", "password");
    let form = [("new_password", NEW), ("sign_out_of_other_sessions", "maybe")];
    let reply = change(&mut api, &form).await;
    reply.assert_field_error("form_param_value_invalid", "sign_out_of_other_sessions");
}

#[tokio::test]
async fn other_sessions_end_when_asked_to_and_only_then() {
    let mut api = Api::start().await;
    signed_in(&mut api, EMAIL).await;
    let other = api.token.clone();
    api.forget_client();
    signed_in(&mut api, EMAIL).await;
    change(&mut api, &[("current_password", PASSWORD), ("new_password", NEW)]).await;
    let here = std::mem::replace(&mut api.token, other);
    assert_eq!(api.get("/v1/me").await.status, 200);
    let other = std::mem::replace(&mut api.token, here);
    let form = [
        ("current_password", NEW),
        ("new_password", PASSWORD),
        ("sign_out_of_other_sessions", "true"),
    ];
    assert_eq!(change(&mut api, &form).await.status, 200);
    assert_eq!(api.get("/v1/me").await.status, 200);
    api.token = other;
    api.get("/v1/me").await.assert_error(401, "signed_out");
}

#[tokio::test]
async fn who_has_none_sets_a_password_without_a_current_one() {
    let mut api = Api::start_with(json!({ "password_required": false })).await;
    signed_in(&mut api, EMAIL).await;
    assert_eq!(remove(&mut api, PASSWORD).await.body["response"]["password_enabled"], false);
    let reply = change(&mut api, &[("new_password", NEW)]).await;
    assert_eq!(reply.body["response"]["password_enabled"], true);
}

#[tokio::test]
async fn a_session_that_waits_for_another_password_goes_on_with_it() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let email = "reset@latchkey.example";
    api.add(&NewUser {
        password: Some(PASSWORD.to_owned()),
        email_addresses: vec![NewEmailAddress { email_address: email.to_owned(), verified: true }],
        tasks: vec!["reset-password".to_owned()],
        ..NewUser::default()
    });
    let reply = api.sign_in(email).await;
    assert_eq!(reply.body["client"]["sessions"][0]["tasks"], json!([{ "key": "reset-password" }]));
    let form = [("new_password", NEW), ("sign_out_of_other_sessions", "true")];
    let reply = change(&mut api, &form).await;
    let session = &reply.body["client"]["sessions"][0];
    assert_eq!((&session["status"], &session["tasks"]), (&json!("active"), &json!(null)));
    api.forget_client();
    let form = [("identifier", email), ("password", NEW)];
    let reply = api.post("/v1/client/sign_ins", &form).await;
    assert_eq!(reply.body["client"]["sessions"][0]["status"], "active");
}

#[tokio::test]
async fn a_session_that_waits_for_more_goes_on_to_the_next_task() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let email = "reset@latchkey.example";
    api.add(&NewUser {
        password: Some(PASSWORD.to_owned()),
        email_addresses: vec![NewEmailAddress { email_address: email.to_owned(), verified: true }],
        tasks: vec!["reset-password".to_owned(), "sign-a-waiver".to_owned()],
        ..NewUser::default()
    });
    api.sign_in(email).await;
    let reply = change(&mut api, &[("new_password", NEW)]).await;
    let session = &reply.body["client"]["sessions"][0];
    assert_eq!(session["status"], "pending");
    assert_eq!(session["tasks"], json!([{ "key": "sign-a-waiver" }]));
}

#[tokio::test]
async fn a_session_that_waits_for_something_else_cannot_change_the_password() {
    let mut api = Api::start().await;
    signed_in(&mut api, "forced-mfa@latchkey.example").await;
    let form = [("current_password", PASSWORD), ("new_password", NEW)];
    change(&mut api, &form).await.assert_error(401, "authentication_invalid");
    remove(&mut api, PASSWORD).await.assert_error(401, "authentication_invalid");
}

#[tokio::test]
async fn a_password_is_removed_by_itself_and_not_twice() {
    let mut api = Api::start_with(json!({ "password_required": false })).await;
    // No fresh verification is asked for: the password is one.
    stale(&mut api, EMAIL).await;
    let reply = remove(&mut api, "wrong").await;
    reply.assert_field_error("form_password_validation_failed", "current_password");
    let reply = api.post("/v1/me/remove_password", &[]).await;
    reply.assert_field_error("form_param_missing", "current_password");
    let reply = api.post("/v1/me/remove_password", &[("password", PASSWORD)]).await;
    reply.assert_field_error("form_param_unknown", "password");
    let reply = remove(&mut api, PASSWORD).await;
    assert_eq!(reply.body["response"]["password_enabled"], false);
    assert_eq!(reply.body["response"]["password_last_updated_at"], json!(null));
    remove(&mut api, PASSWORD).await.assert_error(400, "no_password_set");
    api.forget_client();
    let reply = api.post("/v1/client/sign_ins", &[("identifier", EMAIL)]).await;
    assert_eq!(reply.strategies("supported_first_factors"), ["email_code"]);
}

#[tokio::test]
async fn an_instance_that_wants_passwords_does_not_let_go_of_them() {
    let mut api = Api::start().await;
    signed_in(&mut api, EMAIL).await;
    remove(&mut api, PASSWORD).await.assert_error(400, "password_required");
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["user_settings"]["attributes"]["password"]["required"], true);
    api.settings(&json!({ "password_required": false }));
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["user_settings"]["attributes"]["password"]["required"], false);
}

#[tokio::test]
async fn nobody_signed_in_has_no_password_to_change() {
    let mut api = Api::start().await;
    change(&mut api, &[]).await.assert_error(401, "signed_out");
    remove(&mut api, PASSWORD).await.assert_error(401, "signed_out");
}

async fn change(api: &mut Api, form: &[(&str, &str)]) -> Reply {
    api.post("/v1/me/change_password", form).await
}

async fn remove(api: &mut Api, current: &str) -> Reply {
    api.post("/v1/me/remove_password", &[("current_password", current)]).await
}
