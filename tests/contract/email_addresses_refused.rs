//! What is refused of adding, verifying and removing email addresses.

use reqwest::Method;
use serde_json::json;

use crate::account::{EMAIL, another_client, delete, phone, signed_in, signed_in_as, user};
use crate::api::Api;
use crate::control::control;
use crate::email_addresses::{EMAILS, add, attempt, prepare, verified};
use crate::reverification::stale;

const NEW: &str = "new@latchkey.example";

#[tokio::test]
async fn what_is_no_address_or_one_already_is_refused() {
    let mut api = signed_in().await;
    for (address, code) in [
        ("nonsense", "form_param_format_invalid"),
        ("+447700900150", "form_param_format_invalid"),
        ("", "form_param_nil"),
        (EMAIL, "form_identifier_exists"),
        ("totp@latchkey.example", "form_identifier_exists"),
    ] {
        let reply = api.post(EMAILS, &[("email_address", address)]).await;
        reply.assert_field_error(code, "email_address");
    }
    api.post(EMAILS, &[]).await.assert_field_error("form_param_missing", "email_address");
    let reply = api.post(EMAILS, &[("email_address", NEW), ("verified", "true")]).await;
    reply.assert_field_error("form_param_unknown", "verified");
    api.settings(&json!({ "blocked_identifiers": [NEW] }));
    let reply = api.post(EMAILS, &[("email_address", NEW)]).await;
    reply.assert_error(403, "not_allowed_access");
    assert_eq!(reply.body["errors"][0]["meta"], json!({ "identifiers": [NEW] }));
}

#[tokio::test]
async fn too_many_unverified_ones_are_refused() {
    let mut api = signed_in().await;
    for index in 0..5 {
        add(&mut api, &format!("n{index}@latchkey.example")).await;
    }
    let reply = api.post(EMAILS, &[("email_address", NEW)]).await;
    reply.assert_error(400, "too_many_unverified_identifications");
}

#[tokio::test]
async fn adding_and_removing_need_a_fresh_verification_and_verifying_none() {
    let mut api = Api::start().await;
    stale(&mut api, "no-mfa@latchkey.example").await;
    let reply = api.post(EMAILS, &[("email_address", NEW)]).await;
    reply.assert_error(403, "session_reverification_required");
    api.settings(&json!({ "reverification": false }));
    let id = add(&mut api, NEW).await;
    api.settings(&json!({ "reverification": true }));
    prepare(&mut api, &id).await;
    let code = api.code_for(NEW);
    assert_eq!(attempt(&mut api, &id, &code).await.status, 200);
    let reply = delete(&mut api, &format!("{EMAILS}/{id}")).await;
    reply.assert_error(403, "session_reverification_required");
}

#[tokio::test]
async fn a_code_is_sent_before_it_is_given_and_works_once() {
    let mut api = signed_in().await;
    let id = add(&mut api, NEW).await;
    attempt(&mut api, &id, "123456").await.assert_error(400, "verification_not_sent");
    let path = format!("{EMAILS}/{id}/prepare_verification");
    let reply = api.post(&path, &[("strategy", "phone_code")]).await;
    reply.assert_field_error("form_param_value_invalid", "strategy");
    prepare(&mut api, &id).await;
    prepare(&mut api, &id).await.assert_error(429, "verification_code_too_many_requests");
    api.clock.advance_seconds(601);
    let code = api.code_for(NEW);
    attempt(&mut api, &id, &code).await.assert_error(400, "verification_expired");
    api.settings(&json!({ "reverification": false }));
    let other = verified(&mut api, "other@latchkey.example").await;
    prepare(&mut api, &other).await.assert_error(400, "verification_already_verified");
    attempt(&mut api, &other, &code).await.assert_error(400, "verification_already_verified");
}

#[tokio::test]
async fn an_address_that_somebody_else_verified_meanwhile_is_taken() {
    let mut api = signed_in().await;
    let id = add(&mut api, NEW).await;
    prepare(&mut api, &id).await;
    let code = api.code_for(NEW);
    let mut other = user();
    other.email_addresses[0].email_address = NEW.to_owned();
    api.add(&other);
    let reply = attempt(&mut api, &id, &code).await;
    reply.assert_field_error("form_identifier_exists", "email_address");
    let email = api.get(&format!("{EMAILS}/{id}")).await;
    assert_eq!(email.body["response"]["verification"]["status"], "unverified");
}

#[tokio::test]
async fn the_last_address_and_a_linked_one_stay() {
    let mut api = signed_in().await;
    let me = api.get("/v1/me").await.body["response"].clone();
    let only = format!("{EMAILS}/{}", me["email_addresses"][0]["id"].as_str().unwrap());
    let reply = delete(&mut api, &only).await;
    reply.assert_error(400, "last_required_identification_deletion_failed");
    api.settings(&json!({ "attributes": { "email_required": false } }));
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["user_settings"]["attributes"]["email_address"]["required"], false);
    delete(&mut api, &only).await.assert_error(400, "identification_deletion_failed");

    let linked = verified(&mut api, NEW).await;
    let path = format!("/control/users/{}/link_email_address", me["id"].as_str().unwrap());
    let link = json!({ "email_address": NEW, "provider": "oauth_google" });
    assert_eq!(control(&api, Method::POST, &path, &link).await.status, 200);
    let linked = format!("{EMAILS}/{linked}");
    let email = api.get(&linked).await.body["response"].clone();
    assert_eq!(email["linked_to"][0]["type"], "oauth_google");
    delete(&mut api, &linked).await.assert_error(400, "delete_linked_identification_disallowed");
    assert_eq!(delete(&mut api, &only).await.status, 200);
}

#[tokio::test]
async fn without_a_required_address_a_number_is_enough() {
    let mut user = user();
    user.phone_numbers = vec![phone("+447700900150")];
    let settings = json!({ "attributes": { "email_required": false } });
    let mut api = signed_in_as(&user, settings).await;
    let list = api.get(EMAILS).await.body;
    let only = format!("{EMAILS}/{}", list[0]["id"].as_str().unwrap());
    let reply = delete(&mut api, &only).await;
    assert_eq!(reply.body["response"]["deleted"], true);
    let user = &reply.body["client"]["sessions"][0]["user"];
    assert_eq!(user["primary_email_address_id"], json!(null));
}

#[tokio::test]
async fn those_of_others_and_of_nobody_cannot_be_touched() {
    let mut api = signed_in().await;
    let users = api.running.emulator().users().unwrap();
    let theirs = users[1]["email_addresses"][0]["id"].as_str().unwrap().to_owned();
    for id in [theirs.as_str(), "idn_nothing"] {
        prepare(&mut api, id).await.assert_error(404, "resource_not_found");
        attempt(&mut api, id, "123456").await.assert_error(404, "resource_not_found");
        let reply = delete(&mut api, &format!("{EMAILS}/{id}")).await;
        reply.assert_error(404, "resource_not_found");
    }
    another_client(&mut api);
    api.post(EMAILS, &[("email_address", NEW)]).await.assert_error(401, "signed_out");
}
