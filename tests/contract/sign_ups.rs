//! Making an account, above all after a provider told somebody whom nobody knows.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, PASSWORD, Reply, WRONG_CODE};
use crate::providers::{CALLBACK, told, walked};

const SIGN_UPS: &str = "/v1/client/sign_ups";
const TRANSFER: [(&str, &str); 1] = [("transfer", "true")];

#[tokio::test]
async fn a_transfer_makes_an_account_of_what_the_provider_told() {
    let mut api = Api::start().await;
    walked(&mut api, "new").await;
    let reply = api.post(SIGN_UPS, &TRANSFER).await;
    let sign_up = &reply.body["response"];
    assert_eq!((reply.status, &sign_up["status"]), (200, &json!("complete")), "{reply:?}");
    let verifications = &sign_up["verifications"];
    assert_eq!(verifications["email_address"]["strategy"], "from_oauth_google");
    assert_eq!(verifications["external_account"]["status"], "verified");
    let client = &reply.body["client"];
    assert_eq!(client["last_active_session_id"], sign_up["created_session_id"]);
    assert_eq!((&client["sign_in"], &client["sign_up"]), (&json!(null), &json!(null)));
    let user = api.get("/v1/me").await.body["response"].clone();
    assert_eq!(user["id"], sign_up["created_user_id"]);
    assert_eq!(user["first_name"], "Test");
    assert_eq!(user["password_enabled"], false);
    assert_eq!(user["email_addresses"][0]["email_address"], "new@latchkey.example");
    assert_eq!(user["email_addresses"][0]["linked_to"][0]["type"], "oauth_google");

    // From now on the provider signs in.
    api.forget_client();
    let (id, callback) = walked(&mut api, "new").await;
    crate::providers::redeem(&mut api, &id, &callback).await.assert_sign_in("complete");
}

#[tokio::test]
async fn what_is_missing_is_asked_for() {
    let mut api = Api::start_with(json!({
        "attributes": { "username": "required" },
        "sign_up": { "legal_consent": true, "terms_url": "https://terms.example" },
    }))
    .await;
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["user_settings"]["sign_up"]["legal_consent_enabled"], true);
    assert_eq!(environment["display_config"]["terms_url"], "https://terms.example");
    walked(&mut api, "new").await;
    let begun = api.post(SIGN_UPS, &TRANSFER).await;
    let sign_up = &begun.body["response"];
    assert_eq!(sign_up["status"], "missing_requirements");
    assert_eq!(sign_up["missing_fields"], json!(["username", "legal_accepted"]));
    assert_eq!(begun.body["client"]["sign_up"], *sign_up);
    let path = format!("{SIGN_UPS}/{}", sign_up["id"].as_str().unwrap());

    let reply = patch(&mut api, &path, &[("legal_accepted", "false")]).await;
    reply.assert_field_error("legal_not_accepted", "legal_accepted");
    let reply = patch(&mut api, &path, &[("username", "a b")]).await;
    reply.assert_field_error("form_username_invalid_length", "username");
    let reply = patch(&mut api, &path, &[("legal_accepted", "true")]).await;
    assert_eq!(reply.body["response"]["missing_fields"], json!(["username"]));
    assert_eq!(api.get(&path).await.body["response"], reply.body["response"]);
    let reply = patch(&mut api, &path, &[("username", "somebody")]).await;
    assert_eq!(reply.body["response"]["status"], "complete");
    assert_eq!(api.get("/v1/me").await.body["response"]["username"], "somebody");
    let late = patch(&mut api, &path, &[("first_name", "Late")]).await;
    late.assert_error(400, "client_state_invalid");
}

#[tokio::test]
async fn an_address_that_the_provider_has_not_verified_is_verified_by_a_code() {
    let mut api = Api::start_with(json!({ "external": { "identities": {
        "new": { "email_address": "other@latchkey.example", "email_verified": false },
    }}}))
    .await;
    walked(&mut api, "new").await;
    let sign_up = api.post(SIGN_UPS, &TRANSFER).await.body["response"].clone();
    assert_eq!(sign_up["unverified_fields"], json!(["email_address"]));
    assert_eq!(next(&sign_up), "needs_prepare");
    let path = format!("{SIGN_UPS}/{}", sign_up["id"].as_str().unwrap());
    let early = attempt(&mut api, &path, WRONG_CODE).await;
    early.assert_error(400, "verification_not_sent");
    let prepared = prepare(&mut api, &path).await;
    assert_eq!(next(&prepared.body["response"]), "needs_attempt");
    let wrong = attempt(&mut api, &path, WRONG_CODE).await;
    wrong.assert_field_error("form_code_incorrect", "code");
    let code = api.code_for("other@latchkey.example");
    let right = attempt(&mut api, &path, &code).await;
    assert_eq!(right.body["response"]["status"], "complete");
}

#[tokio::test]
async fn an_account_is_made_without_a_provider_too() {
    let mut api = Api::start().await;
    let form = [("email_address", "other@latchkey.example"), ("locale", "en-US")];
    let sign_up = api.post(SIGN_UPS, &form).await.body["response"].clone();
    assert_eq!(sign_up["missing_fields"], json!(["password"]));
    let path = format!("{SIGN_UPS}/{}", sign_up["id"].as_str().unwrap());
    prepare(&mut api, &path).await;
    let code = api.code_for("other@latchkey.example");
    attempt(&mut api, &path, &code).await;
    let reply = patch(&mut api, &path, &[("password", PASSWORD)]).await;
    assert_eq!(reply.body["response"]["status"], "complete");
    api.forget_client();
    api.sign_in_fully("other@latchkey.example").await;
}

#[tokio::test]
async fn who_has_an_account_is_transferred_to_a_sign_in() {
    let mut api = Api::start().await;
    let form = [("strategy", "oauth_google"), ("redirect_url", CALLBACK)];
    let begun = api.post(SIGN_UPS, &form).await.body["response"].clone();
    let callback = walk(&api, &begun, "known");
    let code = told(&callback, "__clerk_error_code");
    assert_eq!(code.as_deref(), Some("external_account_exists"));
    let path = format!("{SIGN_UPS}/{}", begun["id"].as_str().unwrap());
    let sign_up = api.get(&path).await.body["response"].clone();
    let check = &sign_up["verifications"]["external_account"];
    assert_eq!(check["status"], "transferable");
    assert_eq!(check["error"]["code"], "external_account_exists");
    api.post("/v1/client/sign_ins", &TRANSFER).await.assert_sign_in("complete");
    let again = api.post("/v1/client/sign_ins", &TRANSFER).await;
    again.assert_error(400, "session_exists");
}

#[tokio::test]
async fn a_sign_up_that_began_at_the_provider_is_redeemed() {
    let mut api = Api::start().await;
    let form = [("strategy", "oauth_google"), ("redirect_url", CALLBACK)];
    let begun = api.post(SIGN_UPS, &form).await.body["response"].clone();
    assert_eq!(begun["status"], "missing_requirements");
    let nonce = told(&walk(&api, &begun, "new"), "rotating_token_nonce").unwrap();
    let path = format!("{SIGN_UPS}/{}", begun["id"].as_str().unwrap());
    let reply = api.get(&format!("{path}?rotating_token_nonce={nonce}")).await;
    assert_eq!(reply.body["response"]["status"], "complete");

    api.forget_client();
    let begun = api.post(SIGN_UPS, &form).await.body["response"].clone();
    let callback = walk(&api, &begun, "deny");
    assert_eq!(told(&callback, "__clerk_error_code").as_deref(), Some("oauth_access_denied"));
}

#[tokio::test]
async fn nothing_is_transferred_where_nothing_waits_for_it() {
    let mut api = Api::start().await;
    for path in [SIGN_UPS, "/v1/client/sign_ins"] {
        api.post(path, &TRANSFER).await.assert_error(400, "account_transfer_invalid");
        walked(&mut api, "deny").await;
        api.post(path, &TRANSFER).await.assert_error(400, "account_transfer_invalid");
    }
    api.get(&format!("{SIGN_UPS}/sua_nothing")).await.assert_error(404, "resource_not_found");
    let taken = api.post(SIGN_UPS, &[("email_address", "totp@latchkey.example")]).await;
    taken.assert_field_error("form_identifier_exists", "email_address");
}

#[tokio::test]
async fn where_signing_up_is_closed_nobody_is_transferred() {
    let mut api = Api::start().await;
    for (mode, code) in
        [("restricted", "sign_up_mode_restricted"), ("waitlist", "sign_up_restricted_waitlist")]
    {
        api.settings(&json!({ "sign_up": { "mode": mode } }));
        let environment = api.get("/v1/environment").await.body;
        assert_eq!(environment["user_settings"]["sign_up"]["mode"], mode);
        walked(&mut api, "new").await;
        api.post(SIGN_UPS, &TRANSFER).await.assert_error(403, code);
    }
}

fn walk(api: &Api, sign_up: &Value, identity: &str) -> String {
    let check = &sign_up["verifications"]["external_account"];
    let url = check["external_verification_redirect_url"].as_str().unwrap();
    api.running.emulator().walk_provider(url, identity).unwrap()
}

fn next(sign_up: &Value) -> &Value {
    &sign_up["verifications"]["email_address"]["next_action"]
}

async fn patch(api: &mut Api, path: &str, form: &[(&str, &str)]) -> Reply {
    api.call(Method::PATCH, path, form).await
}

async fn prepare(api: &mut Api, path: &str) -> Reply {
    api.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await
}

async fn attempt(api: &mut Api, path: &str, code: &str) -> Reply {
    let form = [("strategy", "email_code"), ("code", code)];
    api.post(&format!("{path}/attempt_verification"), &form).await
}
