//! Signing in where the company of an address does.

use serde_json::{Value, json};

use crate::api::{Api, PASSWORD, Reply};
use crate::providers::{CALLBACK, redeem, told, walk};

const SIGN_INS: &str = "/v1/client/sign_ins";
const EMAIL: &str = "person@works.example";

#[tokio::test]
async fn an_address_leads_to_the_connection_of_its_domain() {
    let mut api = with_connections(&["saml"]).await;
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["user_settings"]["enterprise_sso"]["enabled"], true);
    let begun = begin(&mut api, EMAIL, &[]).await;
    begun.assert_sign_in("needs_identifier");
    let check = &begun.body["response"]["first_factor_verification"];
    assert_eq!(
        (&check["object"], &check["strategy"]),
        (&json!("verification_saml"), &json!("saml"))
    );
    let callback = walk(&api, &begun, "employee");
    let reply = redeem(&mut api, &begun.sign_in_id(), &callback).await;
    reply.assert_sign_in("complete");
    assert_eq!(reply.body["client"]["last_authentication_strategy"], "enterprise_sso");
    assert_eq!(api.get("/v1/me").await.body["response"]["external_accounts"], json!([]));
}

#[tokio::test]
async fn a_connection_may_speak_oauth() {
    let mut api = with_connections(&["oauth_custom_works"]).await;
    let begun = begin(&mut api, EMAIL, &[]).await;
    let check = &begun.body["response"]["first_factor_verification"];
    assert_eq!(check["object"], "verification_oauth");
    assert_eq!(check["strategy"], "oauth_custom_works");
    let page = crate::api::http().get(crate::providers::url(&begun)).send().await.unwrap();
    assert!(page.text().await.unwrap().contains("<h1>Works 0</h1>"));
    let callback = walk(&api, &begun, "employee");
    redeem(&mut api, &begun.sign_in_id(), &callback).await.assert_sign_in("complete");
}

#[tokio::test]
async fn neither_password_nor_code_signs_in_at_that_domain() {
    let mut api = with_connections(&["saml"]).await;
    for address in [EMAIL, "nobody@works.example"] {
        let form = [("identifier", address), ("password", PASSWORD)];
        let reply = api.post(SIGN_INS, &form).await;
        reply.assert_sign_in("needs_first_factor");
        let factor = json!([{
            "strategy": "enterprise_sso",
            "enterprise_connection_id": "ent_0",
            "enterprise_connection_name": "Works 0",
        }]);
        assert_eq!(reply.body["response"]["supported_first_factors"], factor);
        let id = reply.sign_in_id();
        let form = [("strategy", "password"), ("password", PASSWORD)];
        api.attempt("first", &id, &form).await.assert_error(400, "strategy_for_user_invalid");
        let code = api.prepare("first", &id, &[("strategy", "email_code")]).await;
        code.assert_error(400, "strategy_for_user_invalid");
    }
}

#[tokio::test]
async fn one_of_several_connections_is_named() {
    let mut api = with_connections(&["saml", "saml"]).await;
    let error = "enterprise_connection_id_is_required_with_multiple_connections";
    begin(&mut api, EMAIL, &[]).await.assert_error(422, error);
    let reply = api.post(SIGN_INS, &[("identifier", EMAIL)]).await;
    assert_eq!(reply.strategies("supported_first_factors"), ["enterprise_sso", "enterprise_sso"]);
    let id = reply.sign_in_id();
    let form = [
        ("strategy", "enterprise_sso"),
        ("redirect_url", CALLBACK),
        ("enterprise_connection_id", "ent_1"),
    ];
    let prepared = api.prepare("first", &id, &form).await;
    let callback = walk(&api, &prepared, "employee");
    redeem(&mut api, &id, &callback).await.assert_sign_in("complete");
}

#[tokio::test]
async fn who_is_of_another_domain_is_refused_and_who_is_new_is_transferred() {
    let mut api = with_connections(&["saml"]).await;
    let begun = begin(&mut api, EMAIL, &[]).await;
    let code = told(&walk(&api, &begun, "known"), "__clerk_error_code");
    assert_eq!(code.as_deref(), Some("enterprise_sso_email_address_domain_mismatch"));
    let begun = begin(&mut api, EMAIL, &[]).await;
    let code = told(&walk(&api, &begun, "recruit"), "__clerk_error_code");
    assert_eq!(code.as_deref(), Some("external_account_not_found"));
    let reply = api.post("/v1/client/sign_ups", &[("transfer", "true")]).await;
    assert_eq!(reply.body["response"]["status"], "complete", "{reply:?}");
}

#[tokio::test]
async fn an_address_of_no_connection_is_refused() {
    let mut api = with_connections(&["saml"]).await;
    let missing = begin(&mut api, "no-mfa@latchkey.example", &[]).await;
    missing.assert_error(422, "enterprise_sso_sign_in_connection_missing");
    let unknown = begin(&mut api, EMAIL, &[("enterprise_connection_id", "ent_9")]).await;
    unknown.assert_error(422, "enterprise_sso_sign_in_connection_missing");
    let form = [("strategy", "enterprise_sso"), ("redirect_url", CALLBACK)];
    let nobody = api.post(SIGN_INS, &form).await;
    nobody.assert_field_error("form_param_missing", "identifier");
}

/// A company with these connections, and somebody who works there.
async fn with_connections(strategies: &[&str]) -> Api {
    let connections: Vec<Value> = strategies
        .iter()
        .enumerate()
        .map(|(number, strategy)| {
            let (id, name) = (format!("ent_{number}"), format!("Works {number}"));
            json!({ "id": id, "name": name, "domain": "works.example", "strategy": strategy })
        })
        .collect();
    let api = Api::start_with(json!({
        "enterprise_connections": connections,
        "external": { "identities": {
            "employee": { "email_address": EMAIL },
            "recruit": { "email_address": "recruit@works.example" },
        }},
    }))
    .await;
    let mut person = crate::account::user();
    EMAIL.clone_into(&mut person.email_addresses[0].email_address);
    api.add(&person);
    api
}

async fn begin(api: &mut Api, address: &str, more: &[(&str, &str)]) -> Reply {
    let form =
        [("strategy", "enterprise_sso"), ("identifier", address), ("redirect_url", CALLBACK)];
    api.post(SIGN_INS, &[form.as_slice(), more].concat()).await
}
