//! The email addresses of the user.

use latchkey_emulator::{NewEmailAddress, NewUser};
use reqwest::Method;
use serde_json::json;

use crate::account;
use crate::api::{Api, PASSWORD, Reply, WRONG_CODE};
use crate::control::control;
use crate::reverification::signed_in;

pub(crate) const EMAILS: &str = "/v1/me/email_addresses";
const NEW: &str = "new@latchkey.example";

#[tokio::test]
async fn all_of_them_are_listed_and_each_can_be_read() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    add_with_two(&api);
    signed_in(&mut api, "test@latchkey.example").await;
    let list = api.get("/v1/me/email_addresses").await.body;
    assert_eq!(list, api.get("/v1/me").await.body["response"]["email_addresses"]);
    assert_eq!(list[0]["email_address"], "test@latchkey.example");
    assert_eq!(list[0]["verification"]["status"], "verified");
    assert_eq!(list[1]["verification"], json!(null));
    for email in list.as_array().unwrap() {
        let id = email["id"].as_str().unwrap();
        let one = api.get(&format!("/v1/me/email_addresses/{id}")).await;
        assert_eq!(one.body["response"], *email);
        assert_eq!(one.body["client"]["object"], "client");
    }
}

#[tokio::test]
async fn those_of_others_and_of_nobody_do_not_exist() {
    let mut api = Api::start().await;
    let users = api.running.emulator().users().unwrap();
    let theirs = users[1]["email_addresses"][0]["id"].as_str().unwrap().to_owned();
    api.get("/v1/me/email_addresses").await.assert_error(401, "signed_out");
    api.get("/v1/me/email_addresses/idn_nothing").await.assert_error(401, "signed_out");
    signed_in(&mut api, "no-mfa@latchkey.example").await;
    for id in [theirs.as_str(), "idn_nothing"] {
        let reply = api.get(&format!("/v1/me/email_addresses/{id}")).await;
        reply.assert_error(404, "resource_not_found");
    }
}

#[tokio::test]
async fn an_address_is_added_and_verified_by_the_code_that_is_sent_to_it() {
    let mut api = account::signed_in().await;
    let added = api.post(EMAILS, &[("email_address", "New@Latchkey.Example")]).await;
    let email = &added.body["response"];
    assert_eq!((added.status, &email["email_address"]), (200, &json!(NEW)));
    assert_eq!(email["verification"], json!(null));
    let id = email["id"].as_str().unwrap().to_owned();
    assert_ne!(account::user_of(&added)["primary_email_address_id"], json!(id));

    let prepared = prepare(&mut api, &id).await;
    assert_eq!(prepared.body["response"]["verification"]["status"], "unverified");
    assert_eq!(prepared.body["response"]["verification"]["strategy"], "email_code");
    attempt(&mut api, &id, WRONG_CODE).await.assert_field_error("form_code_incorrect", "code");
    let code = api.code_for(NEW);
    let verified = attempt(&mut api, &id, &code).await;
    assert_eq!(verified.body["response"]["verification"]["status"], "verified");
    assert_eq!(account::user_of(&verified)["email_addresses"][1], verified.body["response"]);

    account::another_client(&mut api);
    api.sign_in_fully(NEW).await;
}

#[tokio::test]
async fn removing_the_primary_address_makes_the_other_verified_one_primary() {
    let mut api = account::signed_in().await;
    let other = verified(&mut api, NEW).await;
    let list = api.get(EMAILS).await.body;
    let first = list[0]["id"].as_str().unwrap();
    let removed = account::delete(&mut api, &format!("{EMAILS}/{first}")).await;
    assert_eq!(
        removed.body["response"],
        json!({ "object": "email_address", "id": first, "deleted": true })
    );
    let user = account::user_of(&removed);
    assert_eq!(user["primary_email_address_id"], json!(other));
    assert_eq!(user["email_addresses"].as_array().unwrap().len(), 1);
    // It is free for somebody else.
    api.add(&account::user());
}

#[tokio::test]
async fn an_unverified_address_is_removed_whatever_else_there_is() {
    let mut api = account::signed_in().await;
    let id = add(&mut api, NEW).await;
    assert_eq!(account::delete(&mut api, &format!("{EMAILS}/{id}")).await.status, 200);
    assert_eq!(api.get(EMAILS).await.body.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_address_can_be_verified_elsewhere() {
    let mut api = account::signed_in().await;
    let id = add(&mut api, NEW).await;
    prepare(&mut api, &id).await;
    let user = api.get("/v1/me").await.body["response"]["id"].as_str().unwrap().to_owned();
    let path = format!("/control/users/{user}/verify_email_address");
    let reply = control(&api, Method::POST, &path, &json!({ "email_address": NEW })).await;
    assert_eq!(reply.body, json!({ "ok": true }));
    let email = api.get(&format!("{EMAILS}/{id}")).await.body["response"].clone();
    assert_eq!(email["verification"]["status"], "verified");
    let reply = control(&api, Method::POST, &path, &json!({ "email_address": "no@b.c" })).await;
    assert_eq!(reply.status, 404);
}

/// Adds an address and gives its id.
pub(crate) async fn add(api: &mut Api, address: &str) -> String {
    let reply = api.post(EMAILS, &[("email_address", address)]).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.body["response"]["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn prepare(api: &mut Api, id: &str) -> Reply {
    let form = [("strategy", "email_code")];
    api.post(&format!("{EMAILS}/{id}/prepare_verification"), &form).await
}

pub(crate) async fn attempt(api: &mut Api, id: &str, code: &str) -> Reply {
    api.post(&format!("{EMAILS}/{id}/attempt_verification"), &[("code", code)]).await
}

/// Adds an address, verifies it and gives its id.
pub(crate) async fn verified(api: &mut Api, address: &str) -> String {
    let id = add(api, address).await;
    prepare(api, &id).await;
    let code = api.code_for(address);
    assert_eq!(attempt(api, &id, &code).await.status, 200);
    id
}

/// Somebody with a verified address and one that is not.
pub(crate) fn add_with_two(api: &Api) {
    let email =
        |address: &str, verified| NewEmailAddress { email_address: address.to_owned(), verified };
    api.add(&NewUser {
        password: Some(PASSWORD.to_owned()),
        email_addresses: vec![
            email("test@latchkey.example", true),
            email("unverified@latchkey.example", false),
        ],
        ..NewUser::default()
    });
}
