//! Signing in at a provider, where something is wrong.

use reqwest::Method;
use serde_json::json;

use crate::account;
use crate::api::{Api, Reply};
use crate::providers::{CALLBACK, begin, redeem, told, url, walk, walked};

const SIGN_INS: &str = "/v1/client/sign_ins";

#[tokio::test]
async fn what_cannot_begin_is_refused() {
    let mut api = Api::start_with(json!({ "social": {
        "oauth_github": { "authenticatable": false },
        "oauth_x": { "name": "X", "enabled": false },
    }}))
    .await;
    begin(&mut api, "oauth_x").await.assert_error(400, "oauth_provider_not_enabled");
    begin(&mut api, "oauth_nowhere").await.assert_error(400, "oauth_provider_not_enabled");
    begin(&mut api, "oauth_github").await.assert_error(400, "oauth_non_authenticatable_provider");
    let google = ("strategy", "oauth_google");
    let missing = api.post(SIGN_INS, &[google]).await;
    missing.assert_field_error("form_param_missing", "redirect_url");
    for nonsense in ["callback", "/callback", "1a://b", "latchkey://a b"] {
        let reply = api.post(SIGN_INS, &[google, ("redirect_url", nonsense)]).await;
        reply.assert_field_error("invalid_redirect_url", "redirect_url");
    }
    let form = [google, ("redirect_url", CALLBACK), ("action_complete_redirect_url", "x")];
    let reply = api.post(SIGN_INS, &form).await;
    reply.assert_field_error("invalid_redirect_url", "action_complete_redirect_url");
    // None of it has made a client.
    assert_eq!(api.token, "");
}

#[tokio::test]
async fn an_address_that_is_not_listed_gets_no_nonce_or_is_refused() {
    let mut api = Api::start().await;
    for (unlisted, with_nonce) in [("no_nonce", false), ("allowed", true)] {
        api.forget_client();
        api.settings(&json!({ "external": { "unlisted_redirect_url": unlisted } }));
        let begun = elsewhere(&mut api).await;
        let callback = walk(&api, &begun, "known");
        assert!(callback.starts_with("other://callback?"), "{callback}");
        assert_eq!(told(&callback, "rotating_token_nonce").is_some(), with_nonce);
    }
    api.forget_client();
    api.settings(&json!({ "external": { "unlisted_redirect_url": "refused" } }));
    let refused = elsewhere(&mut api).await;
    refused.assert_field_error("prohibited_redirect_url", "redirect_url");
    begin(&mut api, "oauth_google").await.assert_sign_in("needs_identifier");
}

#[tokio::test]
async fn a_nonce_is_good_once_and_exactly_as_it_is() {
    let mut api = Api::start_with(json!({ "external": { "trailing_fragment": true } })).await;
    let (id, callback) = walked(&mut api, "known").await;
    assert!(callback.ends_with('#'), "{callback}");
    let stripped = callback.trim_end_matches('#');
    let nonce = told(stripped, "rotating_token_nonce").unwrap();
    assert!(stripped.ends_with(&nonce), "{stripped}");
    let spoilt = api.get(&format!("{SIGN_INS}/{id}?rotating_token_nonce={nonce}%23")).await;
    spoilt.assert_error(401, "signed_out");
    redeem(&mut api, &id, stripped).await.assert_sign_in("complete");
    redeem(&mut api, &id, stripped).await.assert_error(401, "signed_out");
    assert_eq!(api.get("/v1/me").await.status, 200);
}

#[tokio::test]
async fn a_nonce_is_for_its_client_and_its_attempt() {
    let mut api = Api::start().await;
    let (id, callback) = walked(&mut api, "known").await;
    let mine = account::another_client(&mut api);
    redeem(&mut api, &id, &callback).await.assert_error(401, "signed_out");
    let (other, _) = walked(&mut api, "known_with_mfa").await;
    redeem(&mut api, &id, &callback).await.assert_error(401, "signed_out");
    account::use_client(&mut api, &mine);
    redeem(&mut api, &other, &callback).await.assert_error(401, "signed_out");
    let nonce = told(&callback, "rotating_token_nonce").unwrap();
    let elsewhere = api.get(&format!("/v1/me?rotating_token_nonce={nonce}")).await;
    elsewhere.assert_error(401, "signed_out");
    redeem(&mut api, &id, &callback).await.assert_sign_in("complete");
}

#[tokio::test]
async fn a_nonce_expires() {
    let mut api = Api::start().await;
    let (id, callback) = walked(&mut api, "known").await;
    api.clock.advance_seconds(601);
    redeem(&mut api, &id, &callback).await.assert_error(401, "signed_out");
}

#[tokio::test]
async fn without_a_nonce_the_client_is_lost_unless_only_the_redemption_rotates() {
    let mut api = Api::start_with(json!({ "external": { "nonce": false } })).await;
    let (id, callback) = walked(&mut api, "known").await;
    assert_eq!(told(&callback, "rotating_token_nonce"), None);
    assert!(told(&callback, "created_session_id").is_some());
    api.get(&format!("{SIGN_INS}/{id}")).await.assert_error(400, "cookie_invalid");

    api.forget_client();
    api.settings(&json!({ "external": { "token_rotates_at_callback": false } }));
    let (id, _) = walked(&mut api, "known").await;
    api.get(&format!("{SIGN_INS}/{id}")).await.assert_sign_in("complete");

    api.forget_client();
    api.settings(&json!({ "external": { "nonce": true } }));
    let (id, callback) = walked(&mut api, "known").await;
    let before = account::another_client(&mut api);
    account::use_client(&mut api, &before);
    redeem(&mut api, &id, &callback).await.assert_sign_in("complete");
    assert_ne!(api.token, before);
}

#[tokio::test]
async fn a_browser_that_takes_too_long_comes_back_in_vain() {
    let mut api = Api::start().await;
    let begun = begin(&mut api, "oauth_google").await;
    api.clock.advance_seconds(601);
    assert_failed(&walk(&api, &begun, "known"), "verification_expired");
    let reply = api.get(&format!("{SIGN_INS}/{}", begun.sign_in_id())).await;
    assert_eq!(reply.body["response"]["first_factor_verification"]["status"], "expired");
}

#[tokio::test]
async fn who_denies_access_is_told_so_until_another_attempt_begins() {
    let mut api = Api::start().await;
    let (id, callback) = walked(&mut api, "deny").await;
    assert_failed(&callback, "oauth_access_denied");
    assert_error_of(&mut api, &id, "oauth_access_denied").await;
    let reset = api.post(SIGN_INS, &[]).await;
    reset.assert_sign_in("needs_identifier");
    assert_eq!(reset.body["response"]["first_factor_verification"], json!(null));
}

#[tokio::test]
async fn a_callback_fails_with_any_code() {
    let mut api = Api::start().await;
    for code in ["oauth_fetch_user_error", "something_new"] {
        api.settings(&json!({ "external": { "failed_callback": code } }));
        let (id, callback) = walked(&mut api, "known").await;
        assert_failed(&callback, code);
        assert_error_of(&mut api, &id, code).await;
    }
}

#[tokio::test]
async fn who_is_locked_or_banned_is_not_signed_in() {
    let mut api = Api::start_with(json!({ "lockout": { "max_attempts": 1 } })).await;
    let form = [("identifier", "no-mfa@latchkey.example"), ("password", "wrong")];
    api.post(SIGN_INS, &form).await.assert_error(403, "user_locked");
    let (id, callback) = walked(&mut api, "known").await;
    assert_failed(&callback, "user_locked");
    assert_error_of(&mut api, &id, "user_locked").await;

    api.add(&latchkey_emulator::NewUser { banned: true, ..account::user() });
    api.settings(&json!({ "external": { "identities": {
        "known": { "email_address": account::EMAIL },
    }}}));
    let (_, callback) = walked(&mut api, "known").await;
    assert_failed(&callback, "user_banned");
}

#[tokio::test]
async fn who_is_signed_in_already_is_told_the_session() {
    let mut api = Api::start_with(json!({ "single_session": false, "device_trust": false })).await;
    let session = api.sign_in_fully("no-mfa@latchkey.example").await;
    let (id, callback) = walked(&mut api, "known").await;
    assert_failed(&callback, "identifier_already_signed_in");
    let error = assert_error_of(&mut api, &id, "identifier_already_signed_in").await;
    assert_eq!(error["meta"]["session_id"], json!(session));

    api.settings(&json!({ "single_session": true }));
    begin(&mut api, "oauth_google").await.assert_error(400, "session_exists");
}

#[tokio::test]
async fn an_attempt_that_another_one_replaced_stays_as_it_is() {
    let mut api = Api::start().await;
    let first = begin(&mut api, "oauth_google").await;
    let second = begin(&mut api, "oauth_google").await;
    assert_failed(&walk(&api, &first, "known"), "resource_forbidden");
    let callback = walk(&api, &second, "known");
    redeem(&mut api, &second.sign_in_id(), &callback).await.assert_sign_in("complete");
}

#[tokio::test]
async fn a_callback_that_nobody_waits_for_is_refused() {
    let mut api = Api::start().await;
    let begun = begin(&mut api, "oauth_google").await;
    for query in ["", "state=nothing&code=known", "code=known"] {
        let request = api.request(Method::GET, &format!("/v1/oauth_callback?{query}"));
        Reply::of(request).await.assert_error(400, "oauth_callback_invalid");
    }
    // Somebody whom the provider does not know uses the way up no more than a stranger.
    let emulator = api.running.emulator();
    assert!(emulator.walk_provider(&url(&begun), "nobody").is_err());
    assert!(emulator.walk_provider(&url(&begun), "known").is_ok());
}

async fn elsewhere(api: &mut Api) -> Reply {
    let form = [("strategy", "oauth_google"), ("redirect_url", "other://callback")];
    api.post(SIGN_INS, &form).await
}

#[track_caller]
fn assert_failed(callback: &str, code: &str) {
    assert_eq!(told(callback, "__clerk_status").as_deref(), Some("failed"), "{callback}");
    assert_eq!(told(callback, "__clerk_error_code").as_deref(), Some(code), "{callback}");
    assert_eq!(told(callback, "rotating_token_nonce"), None);
}

/// The attempt has failed with this code. Gives the error.
async fn assert_error_of(api: &mut Api, id: &str, code: &str) -> serde_json::Value {
    let reply = api.get(&format!("{SIGN_INS}/{id}")).await;
    let check = &reply.body["response"]["first_factor_verification"];
    assert_eq!((&check["status"], &check["error"]["code"]), (&json!("failed"), &json!(code)));
    check["error"].clone()
}
