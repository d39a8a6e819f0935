//! Deleting one's own account.

use latchkey_emulator::{NewUser, Role};
use serde_json::json;

use crate::account::{
    EMAIL, another_client, delete, phone, sign_in, signed_in_as, use_client, user,
};
use crate::api::{Api, PASSWORD, Reply};
use crate::organizations::{MEMBERSHIPS, me, member_of};
use crate::reverification::stale;

const ME: &str = "/v1/me";
const NUMBER: &str = "+447700900150";

#[tokio::test]
async fn a_deleted_account_is_gone_and_signed_out_everywhere() {
    let mut api = with_a_number().await;
    let elsewhere = another_client(&mut api);
    sign_in(&mut api, &somebody()).await;
    let id = api.get(ME).await.body["response"]["id"].clone();

    let reply = delete(&mut api, ME).await;
    assert_eq!(reply.body["response"], json!({ "object": "user", "id": id, "deleted": true }));
    assert_nobody_is_signed_in(&reply);
    api.get(ME).await.assert_error(401, "signed_out");
    let client = api.get("/v1/client").await;
    assert_eq!(client.body["response"]["id"], reply.body["client"]["id"]);

    use_client(&mut api, &elsewhere);
    api.get(ME).await.assert_error(401, "signed_out");
    let reply = api.get("/v1/client").await;
    assert_eq!(reply.body["response"]["sessions"], json!([]));
    assert_eq!(reply.body["response"]["last_active_session_id"], json!(null));

    for identifier in [EMAIL, NUMBER] {
        let form = [("identifier", identifier), ("password", PASSWORD)];
        let reply = api.post("/v1/client/sign_ins", &form).await;
        reply.assert_field_error("form_identifier_not_found", "identifier");
    }
    // Somebody else may have them now.
    api.add(&somebody());
    sign_in(&mut api, &somebody()).await;
    assert_ne!(api.get(ME).await.body["response"]["id"], id);
}

#[tokio::test]
async fn the_picture_and_the_memberships_go_with_the_account() {
    let mut api = with_a_number().await;
    let organization = member_of(&mut api, "Some Works", Role::Member).await;
    let me = me(&mut api).await;
    api.running.emulator().set_picture(&me, b"GIF89a and the rest").unwrap();
    let picture = api.get(ME).await.body["response"]["image_url"].as_str().unwrap().to_owned();
    assert_eq!(crate::api::http().get(&picture).send().await.unwrap().status(), 200);
    assert_eq!(delete(&mut api, ME).await.status, 200);
    assert_eq!(crate::api::http().get(&picture).send().await.unwrap().status(), 404);

    api.sign_in_fully("no-mfa@latchkey.example").await;
    let other = crate::organizations::me(&mut api).await;
    api.running.emulator().add_member(&organization, &other, Role::Member).unwrap();
    let membership = api.get(MEMBERSHIPS).await.body["response"][0].clone();
    assert_eq!(membership["organization"]["members_count"], 1);
}

#[tokio::test]
async fn others_on_the_same_client_stay_signed_in() {
    let mut api = Api::start_with(json!({ "single_session": false, "device_trust": false })).await;
    let other = api.sign_in_fully("no-mfa@latchkey.example").await;
    api.add(&somebody());
    sign_in(&mut api, &somebody()).await;
    let reply = delete(&mut api, ME).await;
    let sessions = reply.body["client"]["sessions"].as_array().unwrap();
    assert_eq!((sessions.len(), &sessions[0]["id"]), (1, &json!(other)));
    assert_eq!(reply.body["client"]["last_active_session_id"], json!(other));
    assert_eq!(api.get(ME).await.body["response"]["first_name"], "No MFA");
}

#[tokio::test]
async fn a_sign_in_under_way_ends_with_the_account() {
    let mut api = with_a_number().await;
    let here = another_client(&mut api);
    let started = api.post("/v1/client/sign_ins", &[("identifier", EMAIL)]).await;
    let id = started.sign_in_id();
    let there = use_client(&mut api, &here);
    assert_eq!(delete(&mut api, ME).await.status, 200);
    use_client(&mut api, &there);
    assert_eq!(api.get("/v1/client").await.body["response"]["sign_in"], json!(null));
    let form = [("strategy", "password"), ("password", PASSWORD)];
    api.attempt("first", &id, &form).await.assert_error(404, "resource_not_found");
}

#[tokio::test]
async fn deleting_needs_a_fresh_verification() {
    let mut api = Api::start().await;
    stale(&mut api, "no-mfa@latchkey.example").await;
    delete(&mut api, ME).await.assert_error(403, "session_reverification_required");
    assert_eq!(api.get(ME).await.status, 200);
}

#[tokio::test]
async fn an_instance_may_keep_its_users() {
    let mut api = with_a_number().await;
    for allowed in [true, false] {
        api.settings(&json!({ "delete_self_enabled": allowed }));
        let environment = api.get("/v1/environment").await.body;
        assert_eq!(environment["user_settings"]["actions"]["delete_self"], allowed);
        assert_eq!(api.get(ME).await.body["response"]["delete_self_enabled"], allowed);
    }
    // It says so before it asks for a verification.
    api.clock.advance_seconds(601);
    delete(&mut api, ME).await.assert_error(403, "user_delete_self_not_enabled");
    assert_eq!(api.get(ME).await.status, 200);
}

#[tokio::test]
async fn only_who_is_signed_in_has_an_account_to_delete() {
    let mut api = Api::start().await;
    delete(&mut api, ME).await.assert_error(401, "signed_out");
    let mut api = signed_in_as(&NewUser { force_mfa: true, ..user() }, json!({})).await;
    delete(&mut api, ME).await.assert_error(401, "authentication_invalid");
}

fn somebody() -> NewUser {
    NewUser { phone_numbers: vec![phone(NUMBER)], ..user() }
}

async fn with_a_number() -> Api {
    signed_in_as(&somebody(), json!({})).await
}

#[track_caller]
fn assert_nobody_is_signed_in(reply: &Reply) {
    assert_eq!(reply.status, 200, "{reply:?}");
    let client = &reply.body["client"];
    assert_eq!(
        (&client["sessions"], &client["last_active_session_id"], &client["sign_in"]),
        (&json!([]), &json!(null), &json!(null))
    );
}
