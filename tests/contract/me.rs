//! The user who is signed in.

use reqwest::Method;
use serde_json::json;

use crate::api::Api;

const EMAIL: &str = "no-mfa@latchkey.example";

#[tokio::test]
async fn the_user_comes_with_everything_that_protects_the_account() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    api.sign_in_fully(EMAIL).await;
    let user = api.get("/v1/me").await.body["response"].clone();
    assert_eq!((&user["first_name"], &user["last_name"]), (&json!("No MFA"), &json!("Demo")));
    assert_eq!(user["primary_email_address_id"], user["email_addresses"][0]["id"]);
    for key in ["two_factor_enabled", "totp_enabled", "backup_code_enabled", "locked", "banned"] {
        assert_eq!(user[key], false, "{key}");
    }
    assert_eq!(user["verification_attempts_remaining"], 10);
}

#[tokio::test]
async fn names_are_changed_and_taken_away() {
    let mut api = Api::start().await;
    api.sign_in_fully(EMAIL).await;
    let form = [("first_name", "Test"), ("last_name", "")];
    let reply = api.call(Method::PATCH, "/v1/me", &form).await;
    let user = &reply.body["response"];
    assert_eq!((&user["first_name"], &user["last_name"]), (&json!("Test"), &json!(null)));
    assert_eq!(reply.body["client"]["sessions"][0]["user"], *user);
    let long = "x".repeat(257);
    let reply = api.call(Method::PATCH, "/v1/me", &[("first_name", &long)]).await;
    reply.assert_field_error("form_param_max_length_exceeded", "first_name");
    let reply = api.call(Method::PATCH, "/v1/me", &[("unsafe_metadata", "{}")]).await;
    reply.assert_field_error("form_param_unknown", "unsafe_metadata");
}

#[tokio::test]
async fn the_session_may_be_named_in_the_query() {
    let mut api = Api::start_with(json!({ "single_session": false, "device_trust": false })).await;
    let first = api.sign_in_fully(EMAIL).await;
    api.sign_in_fully("forced-mfa@latchkey.example").await;
    let me = api.get("/v1/me").await;
    assert_eq!(me.body["response"]["first_name"], "Forced MFA");
    let me = api.get(&format!("/v1/me?_clerk_session_id={first}")).await;
    assert_eq!(me.body["response"]["first_name"], "No MFA");
    let me = api.get("/v1/me?_clerk_session_id=sess_nothing").await;
    me.assert_error(401, "authentication_invalid");
}

#[tokio::test]
async fn nobody_signed_in_is_signed_out() {
    let mut api = Api::start().await;
    api.get("/v1/me").await.assert_error(401, "signed_out");
    api.call(Method::PATCH, "/v1/me", &[]).await.assert_error(401, "signed_out");
}
