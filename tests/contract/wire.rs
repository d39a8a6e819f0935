//! What is refused before a call is looked at (contract: native rules).

use reqwest::Method;
use serde_json::json;

use crate::api::{Api, Reply, header, native};

const SIGN_INS: &str = "/v1/client/sign_ins";

#[tokio::test]
async fn an_origin_beside_authorization_is_refused() {
    let api = Api::start().await;
    let request = api
        .request(Method::GET, &native("/v1/client"))
        .header("origin", "tauri://localhost")
        .header("authorization", "");
    Reply::of(request).await.assert_error(400, "origin_authorization_headers_conflict");
}

#[tokio::test]
async fn a_caller_that_is_not_native_is_told_so() {
    let api = Api::start().await;
    let reply = Reply::of(api.request(Method::GET, "/v1/client")).await;
    reply.assert_error(401, "dev_browser_unauthenticated");
}

#[tokio::test]
async fn the_native_flag_may_be_1_and_the_token_may_be_absent_or_bearer() {
    let api = Api::start().await;
    let absent = api.request(Method::GET, "/v1/client?_is_native=1");
    assert_eq!(Reply::of(absent).await.body, json!({ "response": null, "client": null }));
    let bearer = api.request(Method::GET, &native("/v1/client")).header("authorization", "Bearer");
    assert_eq!(Reply::of(bearer).await.status, 200);
}

#[tokio::test]
async fn a_bearer_token_is_as_good_as_a_raw_one() {
    let mut api = Api::start().await;
    api.call(Method::PUT, "/v1/client", &[]).await;
    let request = api
        .request(Method::GET, &native("/v1/client"))
        .header("authorization", format!("Bearer {}", api.token));
    assert_eq!(Reply::of(request).await.body["response"]["object"], "client");
}

#[tokio::test]
async fn the_native_api_can_be_off() {
    let mut api = Api::start_with(json!({ "native_api": false })).await;
    api.get("/v1/client").await.assert_error(400, "native_api_disabled");
}

#[tokio::test]
async fn the_authorization_header_can_be_made_compulsory() {
    let mut api = Api::start_with(json!({ "require_authorization_header": true })).await;
    let reply = Reply::of(api.request(Method::GET, &native("/v1/client"))).await;
    reply.assert_error(400, "request_header_missing");
    assert_eq!(api.get("/v1/client").await.status, 200);
}

#[tokio::test]
async fn two_authorization_values_are_refused() {
    let api = Api::start().await;
    let (name, value) = header("authorization", "");
    let request = api
        .request(Method::GET, &native("/v1/client"))
        .header(name.clone(), value.clone())
        .header(name, value);
    Reply::of(request).await.assert_error(400, "multiple_authorization_header_values_forbidden");
}

#[tokio::test]
async fn another_authorization_scheme_is_refused() {
    let api = Api::start().await;
    let request =
        api.request(Method::GET, &native("/v1/client")).header("authorization", "Basic YTpi");
    Reply::of(request).await.assert_error(401, "authorization_header_format_invalid");
}

#[tokio::test]
async fn a_version_is_given_once_and_is_a_date() {
    let api = Api::start().await;
    for (header, query, ok) in [
        (Some("2026-05-12"), "", true),
        (None, "&__clerk_api_version=2026-08-20", true),
        (Some("2026-05-12"), "&__clerk_api_version=2026-05-12", false),
        (Some("soon"), "", false),
        (Some("2019-01-01"), "", false),
    ] {
        let path = format!("{}{query}", native("/v1/client"));
        let mut request = api.request(Method::GET, &path);
        if let Some(version) = header {
            request = request.header("clerk-api-version", version);
        }
        let reply = Reply::of(request).await;
        if ok {
            assert_eq!(reply.status, 200, "{header:?} {query}");
        } else {
            reply.assert_error(400, "api_version_invalid");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused() {
    let api = Api::start().await;
    let request = api
        .request(Method::POST, &native(SIGN_INS))
        .header("content-type", "application/json")
        .body(r#"{"identifier":"totp@latchkey.example"}"#);
    Reply::of(request).await.assert_error(415, "unsupported_content_type");
}

#[tokio::test]
async fn unknown_and_repeated_fields_are_refused() {
    let mut api = Api::start().await;
    let reply = api.post(SIGN_INS, &[("identifier", "a@b.example"), ("remember", "true")]).await;
    reply.assert_field_error("form_param_unknown", "remember");
    let reply =
        api.post(SIGN_INS, &[("identifier", "a@b.example"), ("identifier", "a@b.example")]).await;
    reply.assert_field_error("form_param_duplicate", "identifier");
    api.post("/v1/client", &[("a", "b")]).await.assert_field_error("form_param_unknown", "a");
}

#[tokio::test]
async fn fields_that_official_clients_add_are_allowed() {
    let mut api = Api::start().await;
    let form =
        [("identifier", "totp@latchkey.example"), ("locale", "en-US"), ("timezone", "Europe/Oslo")];
    api.post(SIGN_INS, &form).await.assert_sign_in("needs_first_factor");
    let form = [("identifier", "totp@latchkey.example"), ("locale", "english please")];
    api.post(SIGN_INS, &form).await.assert_field_error("form_param_format_invalid", "locale");
}

#[tokio::test]
async fn the_verb_may_be_in_the_query_and_the_path_may_end_in_a_slash() {
    let mut api = Api::start().await;
    let reply = api.post("/v1/client/?_method=PUT", &[]).await;
    assert_eq!((reply.status, &reply.body["response"]["object"]), (200, &json!("client")));
    let reply = api.post("/v1/environment?_method=PATCH", &[]).await;
    assert_eq!(reply.status, 200);
    let reply = api.post("/v1/client/sessions?_method=DELETE", &[]).await;
    assert_eq!((reply.status, &reply.body["response"]["sessions"]), (200, &json!([])));
}

#[tokio::test]
async fn names_that_are_not_this_machine_are_refused() {
    let api = Api::start().await;
    for path in [native("/v1/client"), "/control/settings".to_owned()] {
        let request = api.request(Method::GET, &path).header("host", "rebound.example");
        Reply::of(request).await.assert_error(421, "host_invalid");
    }
}

#[tokio::test]
async fn a_path_that_is_not_there_is_an_error_like_any_other() {
    let api = Api::start().await;
    let reply = Reply::of(api.request(Method::GET, "/v2/nothing")).await;
    reply.assert_error(404, "resource_not_found");
}

#[tokio::test]
async fn the_date_of_an_answer_is_the_emulators() {
    let mut api = Api::start().await;
    let before = api.get("/v1/environment").await.headers["date"].clone();
    api.clock.advance_seconds(86_400);
    assert_ne!(api.get("/v1/environment").await.headers["date"], before);
}
