//! Username and names, by the rules of the instance.

use latchkey_emulator::NewUser;
use reqwest::Method;
use serde_json::json;

use crate::account::{self, delete, signed_in_as, user};
use crate::api::{Api, Reply};
use crate::email_addresses::EMAILS;
use crate::reverification::stale;

#[tokio::test]
async fn a_username_is_set_changed_and_removed() {
    let mut api = with_usernames().await;
    let reply = update(&mut api, "username", "Some_Name").await;
    assert_eq!(reply.body["response"]["username"], "some_name");
    let session = account::session_of(&reply);
    assert_eq!(session["public_user_data"]["username"], "some_name");
    // The own one in other letters is no other one.
    assert_eq!(update(&mut api, "username", "SOME_NAME").await.status, 200);
    let reply = update(&mut api, "username", "").await;
    assert_eq!(reply.body["response"]["username"], json!(null));
}

#[tokio::test]
async fn a_username_keeps_to_the_rules_and_is_nobody_elses() {
    let mut api = with_usernames().await;
    api.add(&NewUser {
        username: Some("Taken".to_owned()),
        phone_numbers: vec![account::phone("+447700900190")],
        ..NewUser::default()
    });
    for (username, code) in [
        ("abc", "form_username_invalid_length"),
        ("some name", "form_username_invalid_character"),
        ("12345", "form_username_needs_non_number_char"),
        ("+447700900150", "form_username_cannot_be_phone_number"),
        ("tAken", "form_identifier_exists"),
    ] {
        update(&mut api, "username", username).await.assert_field_error(code, "username");
    }
    let rules = json!({ "min_length": 2, "max_length": 5, "allow_numeric_usernames": true });
    api.settings(&json!({ "username_rules": rules }));
    let settings = api.get("/v1/environment").await.body["user_settings"].clone();
    assert_eq!(settings["username_settings"]["max_length"], 5);
    assert_eq!(update(&mut api, "username", "12345").await.status, 200);
}

#[tokio::test]
async fn what_is_required_cannot_be_emptied_and_what_is_off_is_no_field() {
    let attributes =
        json!({ "username": "required", "first_name": "required", "last_name": "off" });
    let mut api = signed_in_as(&user(), json!({ "attributes": attributes })).await;
    for name in ["username", "first_name"] {
        update(&mut api, name, "").await.assert_field_error("form_param_nil", name);
    }
    let reply = update(&mut api, "last_name", "Test").await;
    reply.assert_field_error("form_param_unknown", "last_name");
    let environment = api.get("/v1/environment").await.body;
    let offered = &environment["user_settings"]["attributes"];
    for (name, how) in [("username", "required"), ("first_name", "required"), ("last_name", "off")]
    {
        assert_eq!(environment["auth_config"][name], how);
        assert_eq!(offered[name]["enabled"], json!(how != "off"), "{name}");
        assert_eq!(offered[name]["required"], json!(how == "required"), "{name}");
    }
}

#[tokio::test]
async fn a_username_needs_a_fresh_verification() {
    let mut api = Api::start_with(json!({ "attributes": { "username": "on" } })).await;
    stale(&mut api, "no-mfa@latchkey.example").await;
    let reply = update(&mut api, "username", "x").await;
    reply.assert_field_error("form_username_invalid_length", "username");
    for username in ["some_name", ""] {
        let reply = update(&mut api, "username", username).await;
        reply.assert_error(403, "session_reverification_required");
    }
}

#[tokio::test]
async fn what_is_immutable_stays_as_it_is() {
    let mut somebody = user();
    somebody.first_name = Some("Test".to_owned());
    somebody.phone_numbers = vec![account::phone("+447700900150")];
    let immutable = ["email_address", "phone_number", "username", "first_name"];
    let settings = json!({ "attributes": { "username": "on" }, "immutable": immutable });
    let mut api = signed_in_as(&somebody, settings).await;
    let before = api.get("/v1/me").await.body["response"].clone();
    let email = before["primary_email_address_id"].as_str().unwrap();
    let phone = before["primary_phone_number_id"].as_str().unwrap();
    let refused = "immutable_attribute_modification_not_allowed";
    for (name, value) in [
        ("username", "some_name"),
        ("first_name", "Other"),
        ("first_name", ""),
        ("primary_email_address_id", email),
        ("primary_phone_number_id", phone),
    ] {
        update(&mut api, name, value).await.assert_error(403, refused);
    }
    let reply = api.post(EMAILS, &[("email_address", "new@latchkey.example")]).await;
    reply.assert_error(403, refused);
    delete(&mut api, &format!("{EMAILS}/{email}")).await.assert_error(403, refused);
    let reply = api.post(account::PHONES, &[("phone_number", "+447700900151")]).await;
    reply.assert_error(403, refused);
    delete(&mut api, &format!("{}/{phone}", account::PHONES)).await.assert_error(403, refused);
    assert_eq!(api.get("/v1/me").await.body["response"], before);
    assert_eq!(update(&mut api, "first_name", "Test").await.status, 200);
    assert_eq!(update(&mut api, "last_name", "Test").await.status, 200);
    let environment = api.get("/v1/environment").await.body;
    let offered = &environment["user_settings"]["attributes"];
    assert_eq!(offered["email_address"]["immutable"], true);
    assert_eq!(offered["last_name"]["immutable"], false);
}

async fn with_usernames() -> Api {
    signed_in_as(&user(), json!({ "attributes": { "username": "on" } })).await
}

async fn update(api: &mut Api, name: &str, value: &str) -> Reply {
    api.call(Method::PATCH, "/v1/me", &[(name, value)]).await
}
