//! The user who is signed in.

use latchkey_emulator::{NewEmailAddress, NewUser};
use reqwest::Method;
use serde_json::json;

use crate::account::phone;
use crate::api::{Api, PASSWORD, Reply};
use crate::reverification::stale;

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

#[tokio::test]
async fn another_verified_address_or_number_becomes_the_primary_one() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    api.add(&NewUser {
        password: Some(PASSWORD.to_owned()),
        email_addresses: ["first@latchkey.example", "second@latchkey.example"]
            .map(|address| NewEmailAddress { email_address: address.to_owned(), verified: true })
            .to_vec(),
        phone_numbers: vec![phone("+447700900170"), phone("+447700900171")],
        ..NewUser::default()
    });
    api.sign_in_fully("first@latchkey.example").await;
    let before = api.get("/v1/me").await.body["response"].clone();
    let email = before["email_addresses"][1]["id"].as_str().unwrap();
    let number = before["phone_numbers"][1]["id"].as_str().unwrap();
    let form = [("primary_email_address_id", email), ("primary_phone_number_id", number)];
    let reply = update(&mut api, &form).await;
    let user = &reply.body["response"];
    assert_eq!(
        (&user["primary_email_address_id"], &user["primary_phone_number_id"]),
        (&json!(email), &json!(number))
    );
    let session = &reply.body["client"]["sessions"][0];
    assert_eq!(session["public_user_data"]["identifier"], "second@latchkey.example");
    // Each by its own kind.
    let reply = update(&mut api, &[("primary_phone_number_id", email)]).await;
    reply.assert_field_error("form_resource_not_found", "primary_phone_number_id");
}

#[tokio::test]
async fn a_primary_address_needs_a_fresh_verification_and_a_name_none() {
    let mut api = Api::start().await;
    stale(&mut api, EMAIL).await;
    assert_eq!(update(&mut api, &[("first_name", "Test")]).await.status, 200);
    let user = api.get("/v1/me").await.body["response"].clone();
    let email = user["primary_email_address_id"].as_str().unwrap();
    for form in
        [[("primary_email_address_id", email)], [("primary_phone_number_id", "idn_nothing")]]
    {
        update(&mut api, &form).await.assert_error(403, "session_reverification_required");
    }
    // What is wrong with the form is said first, and nothing of it is carried out.
    let reply = update(&mut api, &[("primary_email_address_id", "")]).await;
    reply.assert_field_error("form_param_nil", "primary_email_address_id");
    let form = [("first_name", "Other"), ("primary_email_address_id", email)];
    update(&mut api, &form).await.assert_error(403, "session_reverification_required");
    assert_eq!(api.get("/v1/me").await.body["response"]["first_name"], "Test");
}

#[tokio::test]
async fn addresses_that_are_unverified_of_others_or_of_nobody_cannot_be_primary() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let users = api.running.emulator().users().unwrap();
    let theirs = users[0]["email_addresses"][0]["id"].as_str().unwrap().to_owned();
    crate::email_addresses::add_with_two(&api);
    api.sign_in_fully("test@latchkey.example").await;
    let user = api.get("/v1/me").await.body["response"].clone();
    let unverified = user["email_addresses"][1]["id"].as_str().unwrap();
    let reply = update(&mut api, &[("primary_email_address_id", unverified)]).await;
    reply.assert_field_error("form_verification_needed", "primary_email_address_id");
    let reply = update(&mut api, &[("primary_email_address_id", &theirs)]).await;
    reply.assert_error(403, "resource_forbidden");
    let reply = update(&mut api, &[("primary_email_address_id", "idn_nothing")]).await;
    reply.assert_field_error("form_resource_not_found", "primary_email_address_id");
    assert_eq!(api.get("/v1/me").await.body["response"], user);
}

#[tokio::test]
async fn an_instance_without_usernames_knows_no_such_field() {
    let mut api = Api::start().await;
    api.sign_in_fully(EMAIL).await;
    let reply = update(&mut api, &[("username", "test")]).await;
    reply.assert_field_error("form_param_unknown", "username");
}

async fn update(api: &mut Api, form: &[(&str, &str)]) -> Reply {
    api.call(Method::PATCH, "/v1/me", form).await
}
