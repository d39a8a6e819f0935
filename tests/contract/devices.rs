//! Sessions on other devices, and what ends a session without its device's doing, as a test orders it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, Reply};
use crate::control::control;
use crate::tokens::claims;

const EMAIL: &str = "no-mfa@latchkey.example";
const LATCHKEY: &str = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Latchkey/1.2.3";
const WEEK: i64 = 7 * 24 * 60 * 60;

#[tokio::test]
async fn a_user_is_signed_in_on_another_device_and_the_lists_name_it() {
    let mut api = Api::start().await;
    let here = api.sign_in_fully(EMAIL).await;
    let device = json!({
        "user_agent": LATCHKEY,
        "activity": { "ip_address": "203.0.113.7", "city": "Oslo", "country": "NO" },
    });
    let there = elsewhere(&api, &device).await;
    assert_eq!(there["client_id"], claims(text(&there["client_token"]))["id"]);
    let listed = api.get("/v1/me/sessions/active").await.body;
    let ids = [&listed[0]["id"], &listed[1]["id"]];
    assert_eq!(ids, [&json!(here), &there["session_id"]]);
    let activity = listed[1]["latest_activity"].clone();
    let id = text(&there["session_id"]).replace("sess_", "sess_activity_");
    assert_eq!(
        activity,
        json!({
            "object": "session_activity",
            "id": id,
            "browser_name": "Latchkey",
            "browser_version": "1.2.3",
            "device_type": "Linux",
            "is_mobile": false,
            "ip_address": "203.0.113.7",
            "city": "Oslo",
            "country": "NO",
        })
    );
    // Its token is as good as any other.
    text(&there["client_token"]).clone_into(&mut api.token);
    let client = api.get("/v1/client").await.body["response"].clone();
    assert_eq!(client["sessions"][0]["id"], there["session_id"]);
    assert_eq!(client["last_active_session_id"], there["session_id"]);
}

#[tokio::test]
async fn a_device_without_a_word_of_it_is_there_too() {
    let mut api = Api::start().await;
    api.sign_in_fully(EMAIL).await;
    elsewhere(&api, &json!({})).await;
    let listed = api.get("/v1/me/sessions/active").await.body;
    let activity = listed[1]["latest_activity"].as_object().unwrap();
    assert!(activity["ip_address"] == "127.0.0.1" && !activity.contains_key("browser_name"));
}

#[tokio::test]
async fn the_second_factor_of_the_user_counts_as_proven_there() {
    let mut api = Api::start().await;
    let emulator = api.running.emulator();
    let user = emulator.user_id("totp@latchkey.example").unwrap().unwrap();
    let device = latchkey_emulator::Device::default();
    let there = emulator.sign_in_elsewhere(&user, &device).unwrap();
    assert!(!format!("{there:?}").contains(&there.client_token));
    api.token = there.client_token;
    let session = &api.get("/v1/client").await.body["response"]["sessions"][0];
    assert_eq!(session["factor_verification_age"], json!([0, 0]));
}

#[tokio::test]
async fn what_is_said_of_a_device_can_be_any_text() {
    let mut api = Api::start().await;
    let here = api.sign_in_fully(EMAIL).await;
    let long = "x".repeat(10_000);
    let hostile = json!({
        "device_type": "<img src=x onerror=alert(1)>",
        "browser_name": "\u{202e}txet",
        "browser_version": long,
        "city": "javascript:alert(1)",
        "country": "",
    });
    let path = format!("/control/sessions/{here}/activity");
    assert_eq!(control(&api, Method::PUT, &path, &hostile).await.status, 200);
    let listed = api.get("/v1/me/sessions/active").await.body;
    for (name, said) in hostile.as_object().unwrap() {
        assert_eq!(listed[0]["latest_activity"][name], *said, "{name}");
    }
    assert_eq!(listed[0]["latest_activity"]["ip_address"], "127.0.0.1");
    let wrong = control(&api, Method::PUT, &path, &json!({ "town": "Oslo" })).await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn a_session_is_revoked_from_elsewhere() {
    let mut api = Api::start().await;
    let here = api.sign_in_fully(EMAIL).await;
    let path = format!("/control/sessions/{here}/revoke");
    assert_eq!(control(&api, Method::POST, &path, &json!({})).await.status, 200);
    api.get("/v1/me").await.assert_error(401, "signed_out");
    let client = api.get("/v1/client").await.body["response"].clone();
    assert_eq!(
        (&client["sessions"], &client["last_active_session_id"]),
        (&json!([]), &json!(null))
    );
    api.sign_in(EMAIL).await.assert_sign_in("complete");
}

/// Next-flows §0.6: the client outlives its sessions, and with it the trust.
#[tokio::test]
async fn a_session_that_ended_by_its_age_leaves_its_client_and_its_trust() {
    for by_clock in [true, false] {
        let mut api = Api::start().await;
        api.sign_in_fully(EMAIL).await;
        let before = api.get("/v1/client").await.body["response"]["id"].clone();
        if by_clock {
            api.clock.advance_seconds(WEEK);
        } else {
            let path = format!("/control/users/{}/expire_sessions", user(&api));
            let expired = control(&api, Method::POST, &path, &json!({})).await.body;
            assert_eq!(expired, json!({ "expired": 1 }));
        }
        let reply = api.get("/v1/client").await;
        assert_eq!(reply.status, 200);
        let client = &reply.body["response"];
        assert_eq!((&client["id"], &client["sessions"]), (&before, &json!([])), "{by_clock}");
        assert_eq!(client["last_active_session_id"], json!(null), "{by_clock}");
        api.get("/v1/me").await.assert_error(401, "signed_out");
        api.sign_in(EMAIL).await.assert_sign_in("complete");
    }
}

#[tokio::test]
async fn a_client_is_forgotten_with_its_sessions_and_its_trust() {
    let mut api = Api::start().await;
    let there = elsewhere(&api, &json!({ "user_agent": LATCHKEY })).await;
    let here = api.sign_in_fully(EMAIL).await;
    let path = format!("/control/users/{}/sessions", user(&api));
    let sessions = Reply::of(api.request(Method::GET, &path)).await.body;
    let agents = json!([LATCHKEY, null]);
    assert_eq!(json!([sessions[0]["user_agent"], sessions[1]["user_agent"]]), agents);
    assert_eq!((&sessions[1]["id"], &sessions[1]["status"]), (&json!(here), &json!("active")));
    let client = text(&sessions[1]["client_id"]);
    assert_eq!(json!(client), claims(&api.token)["id"]);

    let path = format!("/control/clients/{client}/forget");
    assert_eq!(control(&api, Method::POST, &path, &json!({})).await.status, 200);
    assert_eq!(api.get("/v1/client").await.body["response"], json!(null));
    api.sign_in(EMAIL).await.assert_sign_in("needs_client_trust");
    // Another client of the same user is none the worse for it.
    text(&there["client_token"]).clone_into(&mut api.token);
    let listed = api.get("/v1/me/sessions/active").await.body;
    assert_eq!(listed.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_missing() {
    let api = Api::start().await;
    for (method, path, missing) in [
        (Method::POST, "/control/users/user_x/sessions", "there is no user user_x"),
        (Method::GET, "/control/users/user_x/sessions", "there is no user user_x"),
        (Method::POST, "/control/users/user_x/expire_sessions", "there is no user user_x"),
        (Method::POST, "/control/sessions/sess_x/revoke", "there is no session sess_x"),
        (Method::PUT, "/control/sessions/sess_x/activity", "there is no session sess_x"),
        (Method::POST, "/control/clients/client_x/forget", "there is no client client_x"),
    ] {
        let reply = control(&api, method, path, &json!({})).await;
        assert_eq!((reply.status, &reply.body["error"]), (404, &json!(missing)), "{path}");
    }
}

/// The user signed in on another device.
async fn elsewhere(api: &Api, device: &Value) -> Value {
    let path = format!("/control/users/{}/sessions", user(api));
    let reply = control(api, Method::POST, &path, device).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.body
}

fn user(api: &Api) -> String {
    api.running.emulator().user_id(EMAIL).unwrap().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
