//! Sessions that wait for a second factor.

use latchkey_emulator::{NewPhoneNumber, NewUser};
use reqwest::Method;
use serde_json::{Value, json};

use crate::account::{
    BACKUP_CODES, EMAIL, PHONES, RESERVE, TOTP, add_phone, another_client, codes, delete,
    enrol_totp, new_secret, patch, phone, phone_path, session_of, sign_in, signed_in_as,
    use_client, user, user_of, verified_phone,
};
use crate::api::{Api, Reply};
use crate::tokens::claims;

const NUMBER: &str = "+447700900150";

#[tokio::test]
async fn enrolling_an_app_lets_the_session_go_on() {
    let mut api = pending().await;
    assert_eq!(session(&mut api).await["status"], "pending");
    let reply = enrol_totp(&mut api).await;
    assert_active(&reply);
    assert_eq!(codes(&reply.body["response"]["backup_codes"]).len(), 10);
    let jwt = session_of(&reply)["last_active_token"]["jwt"].as_str().unwrap();
    let claims = claims(jwt);
    assert_eq!((&claims["sts"], &claims["fva"]), (&json!("active"), &json!([0, 0])));

    another_client(&mut api);
    api.sign_in(EMAIL).await.assert_sign_in("needs_second_factor");
}

#[tokio::test]
async fn a_number_lets_the_session_go_on_once_it_is_reserved() {
    let mut api = pending().await;
    let id = verified_phone(&mut api, NUMBER).await;
    let waiting = session(&mut api).await;
    assert_eq!(
        (&waiting["status"], &waiting["tasks"]),
        (&json!("pending"), &json!([{ "key": "setup-mfa" }]))
    );
    let reply = patch(&mut api, &format!("{PHONES}/{id}"), &RESERVE).await;
    assert_active(&reply);
    assert_eq!(codes(&reply.body["response"]["backup_codes"]).len(), 10);
}

#[tokio::test]
async fn a_number_that_is_verified_already_is_enough() {
    let forced = NewUser { phone_numbers: vec![phone(NUMBER)], ..forced() };
    let mut api = signed_in_as(&forced, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    assert_active(&patch(&mut api, &path, &RESERVE).await);
}

#[tokio::test]
async fn every_session_of_the_user_goes_on() {
    let mut api = pending().await;
    let first = another_client(&mut api);
    sign_in(&mut api, &forced()).await;
    assert_eq!(session(&mut api).await["status"], "pending");
    enrol_totp(&mut api).await;
    use_client(&mut api, &first);
    let other = session(&mut api).await;
    assert_eq!((&other["status"], &other["tasks"]), (&json!("active"), &json!(null)));
    // It did not prove the factor itself.
    assert_eq!(other["factor_verification_age"], json!([0, -1]));
}

#[tokio::test]
async fn enrolling_elsewhere_lets_the_session_go_on_too() {
    let mut api = pending().await;
    let id = api.get("/v1/me").await.body["response"]["id"].as_str().unwrap().to_owned();
    api.running.emulator().enable_totp(&id, crate::account::SECRET).unwrap();
    assert_eq!(session(&mut api).await["status"], "active");
}

#[tokio::test]
async fn until_then_it_may_manage_mfa_and_nothing_else() {
    let unverified = NewPhoneNumber { verified: false, ..phone("+447700900151") };
    let forced = NewUser { phone_numbers: vec![phone(NUMBER), unverified], ..forced() };
    let mut api = signed_in_as(&forced, json!({})).await;
    assert_eq!(api.get("/v1/me").await.status, 200);
    new_secret(&mut api).await;
    add_phone(&mut api, "+447700900152").await;
    let paths = [phone_path(&mut api, 0).await, phone_path(&mut api, 1).await];
    for path in paths {
        assert_eq!(delete(&mut api, &path).await.status, 200);
    }
    let reply = api.call(Method::PATCH, "/v1/me", &[("first_name", "Test")]).await;
    reply.assert_error(401, "authentication_invalid");
    assert_eq!(reply.body["meta"]["client"]["sessions"][0]["status"], "pending");
}

#[tokio::test]
async fn the_rules_of_managing_mfa_are_the_usual_ones() {
    let mut api = pending().await;
    new_secret(&mut api).await;
    assert_eq!(delete(&mut api, TOTP).await.status, 200);
    delete(&mut api, TOTP).await.assert_error(404, "resource_not_found");
    api.post(BACKUP_CODES, &[]).await.assert_error(400, "backup_codes_not_available");
    assert_eq!(session(&mut api).await["status"], "pending");

    let by_phone =
        NewUser { email_addresses: Vec::new(), phone_numbers: vec![phone(NUMBER)], ..forced() };
    let mut api = signed_in_as(&by_phone, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    delete(&mut api, &path).await.assert_error(400, "identification_deletion_failed");
}

#[tokio::test]
async fn a_session_that_waits_for_something_else_does_not_enrol() {
    let other = NewUser { tasks: vec!["choose-organization".to_owned()], ..user() };
    let mut api = signed_in_as(&other, json!({})).await;
    api.get(PHONES).await.assert_error(401, "authentication_invalid");
    api.post(TOTP, &[]).await.assert_error(401, "authentication_invalid");
    delete(&mut api, TOTP).await.assert_error(401, "authentication_invalid");
    api.post(BACKUP_CODES, &[]).await.assert_error(401, "authentication_invalid");
    assert_eq!(api.get("/v1/me").await.status, 200);
}

#[tokio::test]
async fn another_task_stays_when_this_one_is_done() {
    let both = NewUser { tasks: vec!["choose-organization".to_owned()], ..forced() };
    let mut api = signed_in_as(&both, json!({})).await;
    let reply = enrol_totp(&mut api).await;
    let session = session_of(&reply);
    assert_eq!(
        (&session["status"], &session["tasks"]),
        (&json!("pending"), &json!([{ "key": "choose-organization" }]))
    );
}

#[tokio::test]
async fn the_environment_says_that_mfa_is_forced() {
    let mut api = Api::start().await;
    for forced in [false, true] {
        api.settings(&json!({ "force_mfa": forced }));
        let settings = api.get("/v1/environment").await.body["user_settings"].clone();
        assert_eq!(settings["sign_up"]["mfa"]["required"], forced);
        assert_eq!(settings["sign_in"]["second_factor"]["required"], forced);
    }
}

fn forced() -> NewUser {
    NewUser { force_mfa: true, ..user() }
}

/// Signed in by a session that waits for a second factor.
async fn pending() -> Api {
    signed_in_as(&forced(), json!({})).await
}

async fn session(api: &mut Api) -> Value {
    api.get("/v1/client").await.body["response"]["sessions"][0].clone()
}

#[track_caller]
fn assert_active(reply: &Reply) {
    let session = session_of(reply);
    assert_eq!(
        (&session["status"], &session["tasks"]),
        (&json!("active"), &json!(null)),
        "{reply:?}"
    );
    assert_eq!(session["factor_verification_age"][1], 0);
    assert_eq!(user_of(reply)["two_factor_enabled"], true);
    assert_eq!(reply.body["client"]["last_active_session_id"], session["id"]);
}
