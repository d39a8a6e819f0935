//! The sessions of the user, here and elsewhere.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, USER_AGENT};
use serde_json::{Value, json};

use crate::api::{Api, PASSWORD, Reply, native};
use crate::reverification::{signed_in, stale};

const EMAIL: &str = "no-mfa@latchkey.example";
const OTHER: &str = "totp@latchkey.example";

#[tokio::test]
async fn active_sessions_say_from_which_device_they_are() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let phone = sign_in_from(&mut api, "Example/2.1 (iPhone; iOS 26)").await;
    api.forget_client();
    let here = sign_in_from(&mut api, "Latchkey/1.2.3 (linux; x86_64)").await;
    let sessions = api.get("/v1/me/sessions/active").await.body;
    assert_eq!(ids(&sessions), [phone.as_str(), here.as_str()]);
    let activity = &sessions[1]["latest_activity"];
    let id = here.replace("sess_", "sess_activity_");
    assert_eq!(
        *activity,
        json!({
            "object": "session_activity",
            "id": id,
            "browser_name": "Latchkey",
            "browser_version": "1.2.3",
            "device_type": "linux",
            "is_mobile": false,
            "ip_address": "127.0.0.1",
        })
    );
    assert_eq!(sessions[0]["latest_activity"]["is_mobile"], true);
    assert_eq!(sessions[0]["status"], "active");
    // The list is about devices; the user and the tokens of other devices are none of its business.
    assert!(sessions[0].get("user").is_none());
    assert_eq!(sessions[0]["last_active_token"], json!(null));
}

#[tokio::test]
async fn only_the_sessions_of_the_user_are_listed_and_ended_ones_only_in_the_list_of_all() {
    let mut api = Api::start().await;
    signed_in(&mut api, OTHER).await;
    api.forget_client();
    let ended = signed_in(&mut api, EMAIL).await;
    api.post(&format!("/v1/client/sessions/{ended}/end"), &[]).await;
    let here = signed_in(&mut api, EMAIL).await;
    let active = api.get("/v1/me/sessions/active").await.body;
    assert_eq!(ids(&active), [here.as_str()]);
    let all = api.get("/v1/me/sessions").await.body;
    assert_eq!(ids(&all), [ended.as_str(), here.as_str()]);
    assert_eq!((&all[0]["status"], &all[1]["status"]), (&json!("ended"), &json!("active")));
    assert_eq!(all[1]["user"]["email_addresses"][0]["email_address"], EMAIL);
    assert_eq!(all[1]["last_active_token"], json!(null));
}

#[tokio::test]
async fn a_session_elsewhere_is_revoked_and_is_signed_out_there() {
    let mut api = Api::start().await;
    let there = signed_in(&mut api, EMAIL).await;
    let token_there = api.token.clone();
    api.forget_client();
    let here = signed_in(&mut api, EMAIL).await;
    let reply = revoke(&mut api, &there).await;
    assert_eq!(reply.body["response"]["status"], "revoked");
    assert_eq!(reply.body["response"]["last_active_token"], json!(null));
    assert_eq!(reply.body["client"]["last_active_session_id"], json!(here));
    assert_eq!(ids(&api.get("/v1/me/sessions/active").await.body), [here.as_str()]);

    api.token = token_there;
    api.get("/v1/me").await.assert_error(401, "signed_out");
    let client = api.get("/v1/client").await.body["response"].clone();
    assert_eq!(
        (&client["sessions"], &client["last_active_session_id"]),
        (&json!([]), &json!(null))
    );
    let tokens = api.post(&format!("/v1/client/sessions/{there}/tokens"), &[]).await;
    tokens.assert_error(401, "signed_out");
}

#[tokio::test]
async fn a_client_that_loses_one_session_of_two_turns_to_the_other() {
    let mut api = Api::start_with(json!({ "single_session": false })).await;
    let other = signed_in(&mut api, OTHER).await;
    let there = signed_in(&mut api, EMAIL).await;
    let token_there = api.token.clone();
    api.forget_client();
    signed_in(&mut api, EMAIL).await;
    assert_eq!(revoke(&mut api, &there).await.status, 200);
    api.token = token_there;
    let client = api.get("/v1/client").await.body["response"].clone();
    assert_eq!(client["last_active_session_id"], json!(other));
    assert_eq!(api.get("/v1/me").await.body["response"]["first_name"], "TOTP");
}

#[tokio::test]
async fn revoking_needs_a_fresh_verification() {
    let mut api = Api::start().await;
    let there = signed_in(&mut api, EMAIL).await;
    api.forget_client();
    stale(&mut api, EMAIL).await;
    revoke(&mut api, &there).await.assert_error(403, "session_reverification_required");
    assert_eq!(api.get("/v1/me/sessions/active").await.body.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_session_in_use_and_a_dead_one_cannot_be_revoked() {
    let mut api = Api::start().await;
    let there = signed_in(&mut api, EMAIL).await;
    api.forget_client();
    let here = signed_in(&mut api, EMAIL).await;
    revoke(&mut api, &here).await.assert_error(400, "invalid_action_for_session");
    assert_eq!(revoke(&mut api, &there).await.status, 200);
    revoke(&mut api, &there).await.assert_error(400, "invalid_action_for_session");
}

#[tokio::test]
async fn sessions_of_others_and_of_nobody_do_not_exist() {
    let mut api = Api::start().await;
    let theirs = signed_in(&mut api, OTHER).await;
    api.forget_client();
    signed_in(&mut api, EMAIL).await;
    revoke(&mut api, &theirs).await.assert_error(404, "resource_not_found");
    revoke(&mut api, "sess_nothing").await.assert_error(404, "resource_not_found");
}

#[tokio::test]
async fn nobody_signed_in_has_no_sessions() {
    let mut api = Api::start().await;
    api.get("/v1/me/sessions").await.assert_error(401, "signed_out");
    api.get("/v1/me/sessions/active").await.assert_error(401, "signed_out");
    revoke(&mut api, "sess_nothing").await.assert_error(401, "signed_out");
}

async fn revoke(api: &mut Api, id: &str) -> Reply {
    api.post(&format!("/v1/me/sessions/{id}/revoke"), &[]).await
}

fn ids(sessions: &Value) -> Vec<&str> {
    sessions.as_array().unwrap().iter().map(|session| session["id"].as_str().unwrap()).collect()
}

/// Signs in as a program that names itself.
async fn sign_in_from(api: &mut Api, user_agent: &str) -> String {
    let request = api
        .request(Method::POST, &native("/v1/client/sign_ins"))
        .header(AUTHORIZATION, &api.token)
        .header(USER_AGENT, user_agent)
        .form(&[("identifier", EMAIL), ("password", PASSWORD)]);
    let reply = Reply::of(request).await;
    reply.assert_sign_in("complete");
    reply.headers[AUTHORIZATION].to_str().unwrap().clone_into(&mut api.token);
    reply.body["response"]["created_session_id"].as_str().unwrap().to_owned()
}
