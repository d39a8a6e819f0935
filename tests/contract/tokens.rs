//! The client token that rotates, and the session tokens that anybody can check.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, Reply};

const EMAIL: &str = "no-mfa@latchkey.example";

#[tokio::test]
async fn a_completed_sign_in_rotates_the_token_and_the_old_one_is_refused() {
    let mut api = Api::start().await;
    api.post("/v1/client/sign_ins", &[("identifier", EMAIL)]).await;
    let old = api.token.clone();
    api.sign_in_fully(EMAIL).await;
    let new = api.token.clone();
    assert_ne!(old, new);
    assert_eq!(claims(&old)["id"], claims(&new)["id"]);
    assert_ne!(claims(&old)["rotating_token"], claims(&new)["rotating_token"]);

    api.token = old;
    let reply = api.get("/v1/client").await;
    reply.assert_error(400, "cookie_invalid");
    assert_eq!(reply.body["meta"], json!(null));
    api.token = new;
    assert_eq!(api.get("/v1/client").await.body["response"]["object"], "client");
}

#[tokio::test]
async fn only_answers_that_make_or_rotate_a_token_carry_one() {
    let mut api = Api::start().await;
    assert!(!api.get("/v1/client").await.headers.contains_key("authorization"));
    let first = api.post("/v1/client/sign_ins", &[("identifier", EMAIL)]).await;
    assert!(first.headers.contains_key("authorization"));
    let second = api.post("/v1/client/sign_ins", &[("identifier", EMAIL)]).await;
    assert!(!second.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_malformed_or_forged_token_is_refused() {
    let mut api = Api::start().await;
    api.token = "nonsense".to_owned();
    api.get("/v1/client").await.assert_error(400, "cookie_invalid");
    api.forget_client();
    api.call(Method::PUT, "/v1/client", &[]).await;
    let (head, signature) = api.token.rsplit_once('.').unwrap();
    let forged: String = signature.chars().rev().collect();
    api.token = format!("{head}.{forged}");
    api.get("/v1/client").await.assert_error(400, "cookie_invalid");
}

#[tokio::test]
async fn the_token_of_a_deleted_client_is_as_good_as_none() {
    let mut api = Api::start().await;
    api.call(Method::PUT, "/v1/client", &[]).await;
    let token = api.token.clone();
    let reply = api.call(Method::DELETE, "/v1/client", &[]).await;
    assert_eq!(reply.body, json!({ "response": null, "client": null }));
    assert_eq!(reply.headers["authorization"], "");
    api.token = token;
    assert_eq!(api.get("/v1/client").await.body, json!({ "response": null, "client": null }));
    assert_eq!(api.post("/v1/client/sign_ins", &[("identifier", EMAIL)]).await.status, 200);
}

#[tokio::test]
async fn a_session_token_is_signed_by_the_published_key() {
    let mut api = Api::start().await;
    let session = api.sign_in_fully(EMAIL).await;
    let reply = api.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await;
    assert_eq!(reply.body["object"], "token");
    let jwt = reply.body["jwt"].as_str().unwrap();

    let jwks = Reply::of(api.request(Method::GET, "/.well-known/jwks.json")).await.body;
    let jwks: JwkSet = serde_json::from_value(jwks).unwrap();
    let header = jsonwebtoken::decode_header(jwt).unwrap();
    let key = DecodingKey::from_jwk(jwks.find(&header.kid.unwrap()).unwrap()).unwrap();
    let claims = jsonwebtoken::decode::<Value>(jwt, &key, &Validation::new(Algorithm::RS256));
    let claims = claims.unwrap().claims;
    assert_eq!(claims["sid"], json!(session));
    assert_eq!(claims["iss"], api.running.base_url());
    assert_eq!(
        (&claims["sts"], &claims["fva"], &claims["v"]),
        (&json!("active"), &json!([0, -1]), &json!(2))
    );
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 60);
}

#[tokio::test]
async fn templates_and_the_fields_of_official_clients_are_accepted() {
    let mut api = Api::start_with(json!({ "jwt_templates": ["my-template"] })).await;
    let session = api.sign_in_fully(EMAIL).await;
    let path = format!("/v1/client/sessions/{session}/tokens");
    let form = [("organization_id", ""), ("tab_state", "focused")];
    assert_eq!(api.post(&path, &form).await.status, 200);
    assert_eq!(api.post(&format!("{path}/my-template"), &[]).await.status, 200);
    let reply = api.post(&path, &[("organization_id", "org_1")]).await;
    reply.assert_error(403, "not_a_member_in_organization");
}

#[tokio::test]
async fn a_token_of_an_unknown_template_is_not_found() {
    let mut api = Api::start_with(json!({ "jwt_templates": ["my-template"] })).await;
    let session = api.sign_in_fully(EMAIL).await;
    let of = |session: &str| format!("/v1/client/sessions/{session}/tokens/another");
    api.post(&of(&session), &[]).await.assert_error(404, "resource_not_found");
    let unknown = api.post(&of("sess_nothing"), &[]).await;
    unknown.assert_error(404, "resource_not_found");
}

#[tokio::test]
async fn the_token_in_the_client_is_ready_to_use() {
    let mut api = Api::start().await;
    let session = api.sign_in_fully(EMAIL).await;
    let client = api.get("/v1/client").await.body["response"].clone();
    let jwt = client["sessions"][0]["last_active_token"]["jwt"].as_str().unwrap();
    assert_eq!(claims(jwt)["sid"], json!(session));
}

/// What a token says, whoever signed it.
pub(crate) fn claims(jwt: &str) -> Value {
    jsonwebtoken::dangerous::insecure_decode::<Value>(jwt).unwrap().claims
}
