//! The accounts at providers that the user has connected.

use reqwest::Method;
use serde_json::{Value, json};

use crate::account::{self, EMAIL};
use crate::api::{Api, Reply};
use crate::providers::{CALLBACK, redeem, told, walked};

const ACCOUNTS: &str = "/v1/me/external_accounts";

#[tokio::test]
async fn an_account_is_connected_through_a_browser_and_signs_in() {
    let mut api = account::signed_in().await;
    let begun = connect(&mut api, "oauth_github").await;
    let account = &begun.body["response"];
    assert_eq!((begun.status, &account["provider"]), (200, &json!("oauth_github")), "{begun:?}");
    assert_eq!(account["verification"]["status"], "unverified");
    let callback = walk(&api, &begun, "new");
    let user = redeem_user(&mut api, &callback).await;
    let connected = &user["external_accounts"][0];
    assert_eq!(connected["id"], account["id"]);
    assert_eq!(connected["verification"]["status"], "verified");
    assert_eq!(connected["email_address"], "new@latchkey.example");
    // The address that the provider has verified came with it.
    let email = &user["email_addresses"][1];
    assert_eq!(email["email_address"], "new@latchkey.example");
    assert_eq!(email["linked_to"][0]["id"], connected["identification_id"]);
    connect(&mut api, "oauth_github").await.assert_error(400, "oauth_account_already_connected");

    account::another_client(&mut api);
    let form = [("strategy", "oauth_github"), ("redirect_url", CALLBACK)];
    let begun = api.post("/v1/client/sign_ins", &form).await;
    let callback = crate::providers::walk(&api, &begun, "new");
    redeem(&mut api, &begun.sign_in_id(), &callback).await.assert_sign_in("complete");
    assert_eq!(api.get("/v1/me").await.body["response"]["id"], user["id"]);
}

#[tokio::test]
async fn the_nonce_of_a_connection_is_redeemed_by_reading_the_user_alone() {
    let mut api = account::signed_in().await;
    let begun = connect(&mut api, "oauth_google").await;
    let nonce = told(&walk(&api, &begun, "new"), "rotating_token_nonce").unwrap();
    let elsewhere = api.get(&format!("/v1/client?rotating_token_nonce={nonce}")).await;
    elsewhere.assert_error(401, "signed_out");
    let token = api.token.clone();
    assert_eq!(api.get(&format!("/v1/me?rotating_token_nonce={nonce}")).await.status, 200);
    assert_ne!(api.token, token);
}

#[tokio::test]
async fn what_failed_is_told_on_the_account_and_can_be_tried_again() {
    let mut api = account::signed_in().await;
    for (identity, code) in
        [("deny", "oauth_access_denied"), ("known", "oauth_identification_claimed")]
    {
        let begun = connect(&mut api, "oauth_google").await;
        let callback = walk(&api, &begun, identity);
        assert_eq!(told(&callback, "__clerk_error_code").as_deref(), Some(code));
        let accounts = api.get("/v1/me").await.body["response"]["external_accounts"].clone();
        assert_eq!(accounts.as_array().unwrap().len(), 1);
        assert_eq!(accounts[0]["verification"]["status"], "failed");
        assert_eq!(accounts[0]["verification"]["error"]["code"], code);
    }
    // Nobody is signed in by it meanwhile.
    account::another_client(&mut api);
    let reply = api.post("/v1/client/sign_ins", &[("identifier", EMAIL)]).await;
    assert!(!reply.strategies("supported_first_factors").contains(&"oauth_google".to_owned()));
}

#[tokio::test]
async fn an_account_of_somebody_else_is_claimed() {
    let mut api = account::signed_in().await;
    let mine = account::another_client(&mut api);
    let (id, callback) = walked(&mut api, "known").await;
    redeem(&mut api, &id, &callback).await.assert_sign_in("complete");
    account::use_client(&mut api, &mine);
    api.settings(&json!({ "external": { "identities": {
        "known": { "email_address": "free@latchkey.example" },
    }}}));
    let begun = connect(&mut api, "oauth_google").await;
    let callback = walk(&api, &begun, "known");
    let code = told(&callback, "__clerk_error_code");
    assert_eq!(code.as_deref(), Some("oauth_identification_claimed"));
}

#[tokio::test]
async fn an_account_is_authorized_again_by_the_same_person() {
    let mut api = account::signed_in().await;
    let id = connected(&mut api).await;
    let path = format!("{ACCOUNTS}/{id}/reauthorize");
    let form = [("redirect_url", CALLBACK), ("additional_scope", "a"), ("additional_scope", "b")];
    let me = me(&mut api).await;
    api.running.emulator().age_verification(&me, 60).unwrap();
    let begun = account::patch(&mut api, &path, &form).await;
    assert_eq!(begun.body["response"]["verification"]["status"], "unverified");
    let callback = walk(&api, &begun, "unverified");
    let code = told(&callback, "__clerk_error_code");
    assert_eq!(code.as_deref(), Some("external_account_not_found"));
    let begun = account::patch(&mut api, &path, &form).await;
    let callback = walk(&api, &begun, "new");
    let user = redeem_user(&mut api, &callback).await;
    assert_eq!(user["external_accounts"][0]["verification"]["status"], "verified");
    assert_eq!(user["email_addresses"][1]["linked_to"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_account_is_removed_and_its_address_can_be_removed_then() {
    let mut api = account::signed_in().await;
    let id = connected(&mut api).await;
    let email = api.get("/v1/me").await.body["response"]["email_addresses"][1].clone();
    let email = format!("/v1/me/email_addresses/{}", email["id"].as_str().unwrap());
    let linked = account::delete(&mut api, &email).await;
    linked.assert_error(400, "delete_linked_identification_disallowed");
    let removed = account::delete(&mut api, &format!("{ACCOUNTS}/{id}")).await;
    let deleted = json!({ "object": "external_account", "id": id, "deleted": true });
    assert_eq!(removed.body["response"], deleted);
    assert_eq!(account::delete(&mut api, &email).await.status, 200);
    let again = account::delete(&mut api, &format!("{ACCOUNTS}/{id}")).await;
    again.assert_error(404, "resource_not_found");
}

#[tokio::test]
async fn connecting_and_removing_need_a_fresh_verification() {
    let mut api = account::signed_in().await;
    let id = connected(&mut api).await;
    let me = me(&mut api).await;
    api.running.emulator().age_verification(&me, 60).unwrap();
    let required = "session_reverification_required";
    connect(&mut api, "oauth_github").await.assert_error(403, required);
    account::delete(&mut api, &format!("{ACCOUNTS}/{id}")).await.assert_error(403, required);
    // What cannot be at all is refused without asking.
    connect(&mut api, "oauth_nowhere").await.assert_error(400, "oauth_provider_not_enabled");
}

#[tokio::test]
async fn what_cannot_be_connected_is_refused() {
    let mut api = Api::start().await;
    connect(&mut api, "oauth_google").await.assert_error(401, "signed_out");
    let mut api = account::signed_in().await;
    let password = api.post(ACCOUNTS, &[("strategy", "password"), ("redirect_url", "a://b")]).await;
    password.assert_field_error("form_param_value_invalid", "strategy");
    let missing = api.post(ACCOUNTS, &[("strategy", "oauth_google")]).await;
    missing.assert_field_error("form_param_missing", "redirect_url");
    api.settings(&json!({ "immutable": ["email_address"] }));
    let blocked = connect(&mut api, "oauth_google").await;
    blocked.assert_error(403, "oauth_connection_blocked_by_immutable_attribute");
    // One that signs nobody in can be connected all the same.
    api.settings(
        &json!({ "immutable": [], "social": { "oauth_google": { "authenticatable": false } } }),
    );
    assert_eq!(connect(&mut api, "oauth_google").await.status, 200);
}

async fn connect(api: &mut Api, strategy: &str) -> Reply {
    let form = [
        ("strategy", strategy),
        ("redirect_url", CALLBACK),
        ("action_complete_redirect_url", CALLBACK),
    ];
    api.call(Method::POST, ACCOUNTS, &form).await
}

/// Connects an account and gives its id.
async fn connected(api: &mut Api) -> String {
    let begun = connect(api, "oauth_google").await;
    let callback = walk(api, &begun, "new");
    redeem_user(api, &callback).await;
    begun.body["response"]["id"].as_str().unwrap().to_owned()
}

fn walk(api: &Api, begun: &Reply, identity: &str) -> String {
    let check = &begun.body["response"]["verification"];
    let url = check["external_verification_redirect_url"].as_str().unwrap();
    api.running.emulator().walk_provider(url, identity).unwrap()
}

async fn redeem_user(api: &mut Api, callback: &str) -> Value {
    let nonce = told(callback, "rotating_token_nonce").unwrap();
    let reply = api.get(&format!("/v1/me?rotating_token_nonce={nonce}")).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.body["response"].clone()
}

async fn me(api: &mut Api) -> String {
    api.get("/v1/me").await.body["response"]["id"].as_str().unwrap().to_owned()
}
