//! Sessions: get, touch, end, remove, and what a dead one answers.

use reqwest::Method;
use serde_json::json;

use crate::api::Api;
use crate::tokens::claims;

const EMAIL: &str = "no-mfa@latchkey.example";
const OTHER: &str = "forced-mfa@latchkey.example";

#[tokio::test]
async fn a_session_is_read_and_touched() {
    let mut api = Api::start().await;
    let id = api.sign_in_fully(EMAIL).await;
    let reply = api.get(&format!("/v1/client/sessions/{id}")).await;
    assert_eq!(reply.body["response"]["user"]["email_addresses"][0]["email_address"], EMAIL);
    api.clock.advance_seconds(60);
    let form = [("active_organization_id", ""), ("intent", "select_session")];
    let touched = api.post(&format!("/v1/client/sessions/{id}/touch"), &form).await;
    assert_eq!(touched.body["client"]["last_active_session_id"], json!(id));
    assert!(
        touched.body["response"]["last_active_at"].as_i64()
            > reply.body["response"]["last_active_at"].as_i64()
    );
    assert_eq!(touched.body["response"]["factor_verification_age"], json!([1, -1]));
}

#[tokio::test]
async fn touching_into_an_organization_or_for_nothing_known_is_refused() {
    let mut api = Api::start().await;
    let id = api.sign_in_fully(EMAIL).await;
    let path = format!("/v1/client/sessions/{id}/touch");
    let reply = api.post(&path, &[("active_organization_id", "org_1")]).await;
    reply.assert_error(403, "not_a_member_in_organization");
    let reply = api.post(&path, &[("intent", "wander")]).await;
    reply.assert_field_error("form_param_value_invalid", "intent");
}

#[tokio::test]
async fn removing_one_session_leaves_the_other() {
    let mut api = Api::start_with(json!({ "single_session": false })).await;
    let first = api.sign_in_fully(EMAIL).await;
    let second = api.sign_in_fully(OTHER).await;
    let reply = api.post(&format!("/v1/client/sessions/{second}/remove"), &[]).await;
    assert_eq!(reply.body["response"]["status"], "removed");
    assert_eq!(reply.body["client"]["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(reply.body["client"]["last_active_session_id"], json!(first));

    let again = api.post(&format!("/v1/client/sessions/{second}/remove"), &[]).await;
    again.assert_error(400, "invalid_action_for_session");
    let touch = api.post(&format!("/v1/client/sessions/{second}/touch"), &[]).await;
    touch.assert_error(404, "resource_not_found");
    let reply = api.post(&format!("/v1/client/sessions/{first}/end"), &[]).await;
    assert_eq!(reply.body["response"]["status"], "ended");
}

#[tokio::test]
async fn after_the_last_session_the_caller_is_signed_out() {
    let mut api = Api::start().await;
    let id = api.sign_in_fully(EMAIL).await;
    api.post(&format!("/v1/client/sessions/{id}/remove"), &[]).await;
    for path in
        [format!("/v1/client/sessions/{id}/tokens"), format!("/v1/client/sessions/{id}/touch")]
    {
        let reply = api.post(&path, &[]).await;
        reply.assert_error(401, "signed_out");
        assert_eq!(reply.body["meta"]["client"]["sessions"], json!([]));
    }
    api.get("/v1/me").await.assert_error(401, "signed_out");
}

#[tokio::test]
async fn signing_everybody_out_keeps_the_client() {
    let mut api = Api::start().await;
    api.sign_in_fully(EMAIL).await;
    let before = api.get("/v1/client").await.body["response"]["id"].clone();
    let reply = api.call(Method::DELETE, "/v1/client/sessions", &[]).await;
    assert_eq!(reply.body["response"]["sessions"], json!([]));
    assert_eq!(reply.body["client"], json!(null));
    assert_eq!(api.get("/v1/client").await.body["response"]["id"], before);
}

#[tokio::test]
async fn sessions_of_nobody_and_of_another_client_are_refused() {
    let mut api = Api::start().await;
    let id = api.sign_in_fully(EMAIL).await;
    api.get("/v1/client/sessions/sess_nothing").await.assert_error(404, "resource_not_found");
    api.forget_client();
    let path = format!("/v1/client/sessions/{id}");
    api.get(&path).await.assert_error(401, "signed_out");
    api.call(Method::PUT, "/v1/client", &[]).await;
    api.get(&path).await.assert_error(401, "action_for_session_not_authorized");
}

#[tokio::test]
async fn a_session_lasts_seven_days() {
    let mut api = Api::start().await;
    let id = api.sign_in_fully(EMAIL).await;
    api.clock.advance_seconds(7 * 86_400);
    api.get("/v1/me").await.assert_error(401, "signed_out");
    let reply = api.get(&format!("/v1/client/sessions/{id}")).await;
    assert_eq!(reply.body["response"]["status"], "expired");
}

#[tokio::test]
async fn without_a_client_there_is_nothing_to_end() {
    let mut api = Api::start().await;
    for path in ["/v1/client", "/v1/client/sessions"] {
        let reply = api.call(Method::DELETE, path, &[]).await;
        reply.assert_error(404, "resource_not_found");
    }
}

#[tokio::test]
async fn a_session_that_is_pending_still_gets_tokens_and_says_so_in_them() {
    let mut api = Api::start().await;
    let id = api.sign_in_fully(OTHER).await;
    let reply = api.post(&format!("/v1/client/sessions/{id}/tokens"), &[]).await;
    let jwt = reply.body["jwt"].as_str().unwrap();
    assert_eq!(claims(jwt)["sts"], "pending");
    assert_eq!(api.get("/v1/me").await.status, 200);
}
