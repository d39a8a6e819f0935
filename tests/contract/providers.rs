//! Signing in at a provider, through a browser.

use reqwest::Method;
use serde_json::{Value, json};

use crate::account;
use crate::api::{Api, Reply};
use crate::control::control;

pub(crate) const CALLBACK: &str = "latchkey://callback";
const SIGN_INS: &str = "/v1/client/sign_ins";

/// Begins to sign in at a provider.
pub(crate) async fn begin(api: &mut Api, strategy: &str) -> Reply {
    let form = [
        ("strategy", strategy),
        ("redirect_url", CALLBACK),
        ("action_complete_redirect_url", CALLBACK),
    ];
    api.post(SIGN_INS, &form).await
}

/// Begins, and goes through the browser as somebody. Gives the attempt's id and the callback.
pub(crate) async fn walked(api: &mut Api, identity: &str) -> (String, String) {
    let begun = begin(api, "oauth_google").await;
    (begun.sign_in_id(), walk(api, &begun, identity))
}

/// Goes where the attempt in an answer leads to, as somebody.
pub(crate) fn walk(api: &Api, begun: &Reply, identity: &str) -> String {
    api.running.emulator().walk_provider(&url(begun), identity).unwrap()
}

pub(crate) fn url(begun: &Reply) -> String {
    let check = &begun.body["response"]["first_factor_verification"];
    check["external_verification_redirect_url"].as_str().expect("an address").to_owned()
}

/// A parameter of a callback.
pub(crate) fn told(callback: &str, name: &str) -> Option<String> {
    let callback = reqwest::Url::parse(callback).unwrap();
    let found = callback.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

/// Redeems the nonce of a callback by reading the attempt.
pub(crate) async fn redeem(api: &mut Api, id: &str, callback: &str) -> Reply {
    let nonce = told(callback, "rotating_token_nonce").expect("a nonce");
    api.get(&format!("{SIGN_INS}/{id}?rotating_token_nonce={nonce}")).await
}

#[tokio::test]
async fn the_providers_are_in_the_environment() {
    let off = json!({ "name": "X", "enabled": false });
    let mut api = Api::start_with(json!({ "social": {
        "oauth_github": { "logo_url": "https://logos.example/github.png", "authenticatable": false },
        "oauth_x": off,
    }}))
    .await;
    let social = api.get("/v1/environment").await.body["user_settings"]["social"].clone();
    let of = |strategy: &str| {
        let provider = &social[strategy];
        ["name", "strategy", "logo_url", "enabled", "authenticatable"]
            .map(|key| provider[key].clone())
    };
    let google = [json!("Google"), json!("oauth_google"), json!(null), json!(true), json!(true)];
    assert_eq!(of("oauth_google"), google);
    assert_eq!(
        of("oauth_github")[2..],
        [json!("https://logos.example/github.png"), json!(true), json!(false)]
    );
    assert_eq!(social["oauth_custom_mock"]["name"], "Latchkey Works");
    assert_eq!(social["oauth_x"], json!(null));
}

#[tokio::test]
async fn an_account_that_is_known_by_its_address_is_signed_in_and_connected() {
    let mut api = Api::start().await;
    let begun = begin(&mut api, "oauth_google").await;
    begun.assert_sign_in("needs_identifier");
    let check = &begun.body["response"]["first_factor_verification"];
    assert_eq!(check["object"], "verification_oauth");
    assert_eq!(
        (&check["status"], &check["strategy"]),
        (&json!("unverified"), &json!("oauth_google"))
    );

    let callback = walk(&api, &begun, "known");
    assert!(callback.starts_with("latchkey://callback?"), "{callback}");
    let token = api.token.clone();
    let reply = redeem(&mut api, &begun.sign_in_id(), &callback).await;
    reply.assert_sign_in("complete");
    assert_ne!(api.token, token);
    let session = told(&callback, "created_session_id");
    assert_eq!(reply.body["response"]["created_session_id"].as_str(), session.as_deref());
    assert_eq!(reply.body["response"]["first_factor_verification"]["status"], "verified");
    let client = &reply.body["client"];
    assert_eq!(client["last_active_session_id"].as_str(), session.as_deref());
    assert_eq!(client["last_authentication_strategy"], "oauth_google");

    let user = api.get("/v1/me").await.body["response"].clone();
    let account = &user["external_accounts"][0];
    assert_eq!(account["provider"], "oauth_google");
    assert_eq!(account["email_address"], "no-mfa@latchkey.example");
    let link = json!([{ "type": "oauth_google", "id": account["identification_id"] }]);
    assert_eq!(user["email_addresses"][0]["linked_to"], link);

    // The second time it is known by itself, and offered beside the other factors.
    account::another_client(&mut api);
    let (id, callback) = walked(&mut api, "known").await;
    redeem(&mut api, &id, &callback).await.assert_sign_in("complete");
    assert_eq!(api.get("/v1/me").await.body["response"]["external_accounts"][1], json!(null));
    account::another_client(&mut api);
    let reply = api.post(SIGN_INS, &[("identifier", "no-mfa@latchkey.example")]).await;
    assert!(reply.strategies("supported_first_factors").contains(&"oauth_google".to_owned()));
}

#[tokio::test]
async fn a_second_factor_is_asked_for_after_a_provider() {
    let mut api = Api::start().await;
    let (id, callback) = walked(&mut api, "known_with_mfa").await;
    assert_eq!(told(&callback, "created_session_id"), None);
    let reply = redeem(&mut api, &id, &callback).await;
    reply.assert_sign_in("needs_second_factor");
    let secret = "LATCHKEYDEMOTOTPSECRETBASE32ABCD";
    let code = api.running.totp_code(secret).unwrap();
    let form = [("strategy", "totp"), ("code", code.as_str())];
    let reply = api.attempt("second", &id, &form).await;
    reply.assert_sign_in("complete");
    assert_eq!(reply.body["client"]["sessions"][0]["factor_verification_age"], json!([0, 0]));
    assert_eq!(reply.body["client"]["last_authentication_strategy"], "oauth_google");
}

#[tokio::test]
async fn a_new_client_is_confirmed_after_a_provider_where_that_is_set() {
    let mut api = Api::start_with(json!({ "external": { "client_trust": true } })).await;
    let (id, callback) = walked(&mut api, "known").await;
    let reply = redeem(&mut api, &id, &callback).await;
    reply.assert_sign_in("needs_client_trust");
    api.prepare("second", &id, &[("strategy", "email_code")]).await;
    let code = api.code_for("no-mfa@latchkey.example");
    let form = [("strategy", "email_code"), ("code", code.as_str())];
    api.attempt("second", &id, &form).await.assert_sign_in("complete");
}

#[tokio::test]
async fn somebody_new_is_to_be_transferred_to_a_sign_up() {
    let mut api = Api::start().await;
    let (id, callback) = walked(&mut api, "new").await;
    assert_eq!(
        told(&callback, "__clerk_error_code").as_deref(),
        Some("external_account_not_found")
    );
    assert_eq!(told(&callback, "rotating_token_nonce"), None);
    let reply = api.get(&format!("{SIGN_INS}/{id}")).await;
    reply.assert_sign_in("needs_identifier");
    let check = &reply.body["response"]["first_factor_verification"];
    assert_eq!(check["status"], "transferable");
    assert_eq!(check["error"]["code"], "external_account_not_found");

    api.settings(&json!({ "external": { "nonce_on_transfer": true } }));
    let (id, callback) = walked(&mut api, "new").await;
    redeem(&mut api, &id, &callback).await.assert_sign_in("needs_identifier");
}

#[tokio::test]
async fn an_address_that_the_provider_has_not_verified_has_to_be_proved() {
    let mut api = Api::start().await;
    let (id, callback) = walked(&mut api, "unverified").await;
    let reply = redeem(&mut api, &id, &callback).await;
    reply.assert_sign_in("needs_first_factor");
    assert_eq!(reply.body["response"]["identifier"], "organizations@latchkey.example");
    api.prepare("first", &id, &[("strategy", "email_code")]).await;
    let code = api.code_for("organizations@latchkey.example");
    let form = [("strategy", "email_code"), ("code", code.as_str())];
    api.attempt("first", &id, &form).await.assert_sign_in("complete");
    assert_eq!(api.get("/v1/me").await.body["response"]["external_accounts"], json!([]));
}

#[tokio::test]
async fn the_nonce_is_redeemed_by_reading_the_client_too() {
    let mut api = Api::start().await;
    let (_, callback) = walked(&mut api, "known").await;
    let nonce = told(&callback, "rotating_token_nonce").unwrap();
    let reply = api.get(&format!("/v1/client?rotating_token_nonce={nonce}")).await;
    assert_eq!(reply.body["response"]["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(api.get("/v1/me").await.status, 200);
}

#[tokio::test]
async fn a_browser_takes_the_same_way() {
    let mut api = Api::start().await;
    let begun = begin(&mut api, "oauth_custom_mock").await;
    let page = browser().get(url(&begun)).send().await.unwrap();
    assert_eq!(page.headers()["content-security-policy"], "default-src 'none'");
    let page = page.text().await.unwrap();
    assert!(page.contains("<h1>Latchkey Works</h1>"), "{page}");
    for id in ["known", "known_with_mfa", "new", "unverified", "deny"] {
        assert!(page.contains(&format!("id=\"identity-{id}\"")), "{page}");
    }
    let link = page.split("id=\"identity-known\" href=\"").nth(1).unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let link = format!("{}{link}", api.running.base_url());
    let gone_on = browser().get(&link).send().await.unwrap();
    assert_eq!(gone_on.status(), 303);
    let callback = gone_on.headers()["location"].to_str().unwrap().to_owned();
    // The same way cannot be gone twice.
    let again = Reply::of(browser().get(&link)).await;
    again.assert_error(400, "oauth_callback_invalid");
    redeem(&mut api, &begun.sign_in_id(), &callback).await.assert_sign_in("complete");
}

#[tokio::test]
async fn the_answer_of_a_provider_may_be_posted() {
    let mut api = Api::start().await;
    let begun = begin(&mut api, "oauth_google").await;
    let state = told(&url(&begun), "state").unwrap();
    let callback = format!("{}/v1/oauth_callback", api.running.base_url());
    let form = [("state", state.as_str()), ("code", "known")];
    let posted = browser().post(callback).form(&form).send().await.unwrap();
    assert_eq!(posted.status(), 303);
    let on = posted.headers()["location"].to_str().unwrap();
    assert_eq!(on, format!("/v1/oauth_callback?state={state}&code=known"));
}

#[tokio::test]
async fn the_control_api_walks_too() {
    let mut api = Api::start().await;
    let begun = begin(&mut api, "oauth_google").await;
    let walk = json!({ "url": url(&begun), "identity": "known" });
    let reply = control(&api, Method::POST, "/control/walk_provider", &walk).await;
    let callback = reply.body["callback"].as_str().unwrap().to_owned();
    redeem(&mut api, &begun.sign_in_id(), &callback).await.assert_sign_in("complete");
    let again = control(&api, Method::POST, "/control/walk_provider", &walk).await;
    assert_eq!(again.status, 400);
    let why: Value = json!("there is no such way through a browser: oauth_callback_invalid");
    assert_eq!(again.body["error"], why);
}

/// One that shows where it is sent to.
fn browser() -> reqwest::Client {
    let stays = reqwest::redirect::Policy::none();
    latchkey_tests::http::builder().redirect(stays).build().unwrap()
}
