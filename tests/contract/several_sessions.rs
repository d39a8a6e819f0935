//! Several people signed in on one client, where the instance allows it.

use latchkey_emulator::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::account::delete;
use crate::api::{Api, PASSWORD, Reply};
use crate::control::control;
use crate::organizations;
use crate::tokens::claims;

const FIRST: &str = "no-mfa@latchkey.example";
const SECOND: &str = "second@latchkey.example";

#[tokio::test]
async fn a_sign_in_adds_a_session_and_a_touch_turns_to_the_other() {
    let (mut api, first, second) = two().await;
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["auth_config"]["single_session_mode"], false);
    let client = client(&mut api).await;
    assert_eq!(ids(&client), [first.as_str(), second.as_str()]);
    assert_eq!(client["last_active_session_id"], json!(second));
    assert_eq!(client["sign_in"], json!(null));

    let touched = touch(&mut api, &first).await;
    assert_eq!(touched.body["client"]["last_active_session_id"], json!(first));
    assert_eq!(name(&mut api, "/v1/me").await, json!("No MFA"));
    assert_eq!(
        name(&mut api, &format!("/v1/me?_clerk_session_id={second}")).await,
        json!("Second")
    );
    for session in [&first, &second] {
        let reply = api.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await;
        assert_eq!(claims(reply.body["jwt"].as_str().unwrap())["sid"], json!(session));
    }
    // A token for the other one has not turned the client to it.
    assert_eq!(self::client(&mut api).await["last_active_session_id"], json!(first));
}

#[tokio::test]
async fn the_same_person_twice_is_sent_to_the_session_that_is_there() {
    let (mut api, first, _) = two().await;
    let reply = api.sign_in(FIRST).await;
    reply.assert_error(400, "identifier_already_signed_in");
    assert_eq!(reply.body["errors"][0]["meta"]["session_id"], json!(first));
    assert_eq!(ids(&reply.body["meta"]["client"]).len(), 2);
}

#[tokio::test]
async fn ending_one_turns_to_the_next_and_ending_another_turns_to_none() {
    let (mut api, first, second) = two().await;
    let third = api.sign_in_fully("third@latchkey.example").await;
    let removed = api.post(&format!("/v1/client/sessions/{first}/remove"), &[]).await;
    assert_eq!(removed.body["client"]["last_active_session_id"], json!(third));
    let ended = api.post(&format!("/v1/client/sessions/{third}/end"), &[]).await;
    assert_eq!(ended.body["client"]["last_active_session_id"], json!(second));
    assert_eq!(ids(&ended.body["client"]), [second.as_str()]);
}

#[tokio::test]
async fn all_are_signed_out_at_once_and_the_client_stays() {
    let (mut api, ..) = two().await;
    let before = client(&mut api).await;
    let reply = delete(&mut api, "/v1/client/sessions").await;
    let after = &reply.body["response"];
    assert_eq!((&after["id"], &after["sessions"]), (&before["id"], &json!([])));
    assert_eq!(after["last_active_session_id"], json!(null));
    api.get("/v1/me").await.assert_error(401, "signed_out");
    // Both are known here still.
    for identifier in [FIRST, SECOND] {
        api.sign_in(identifier).await.assert_sign_in("complete");
    }
}

#[tokio::test]
async fn one_that_is_revoked_or_deleted_leaves_the_other() {
    let (mut api, first, second) = two().await;
    api.running.emulator().revoke_session(&first).unwrap();
    let seen = client(&mut api).await;
    assert_eq!(
        (ids(&seen), &seen["last_active_session_id"]),
        (vec![second.as_str()], &json!(second))
    );
    touch(&mut api, &first).await.assert_error(404, "resource_not_found");

    let first = api.sign_in_fully(FIRST).await;
    let deleted = delete(&mut api, "/v1/me").await;
    assert_eq!(deleted.body["client"]["last_active_session_id"], json!(second));
    assert!(!ids(&deleted.body["client"]).contains(&first.as_str()));
}

#[tokio::test]
async fn a_task_and_an_organization_belong_to_their_session() {
    let (mut api, _, second) = two().await;
    let id = organizations::member_of(&mut api, "Some Works", Role::Member).await;
    let forced = api.sign_in_fully("forced-mfa@latchkey.example").await;
    assert_eq!(client(&mut api).await["sessions"][2]["status"], "pending");
    let reply = organizations::choose(&mut api, &id).await;
    reply.assert_error(403, "not_a_member_in_organization");
    // The first of them is in it.
    let first = client(&mut api).await["sessions"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/client/sessions/{first}/touch");
    let reply = api.post(&path, &[("active_organization_id", &id)]).await;
    let sessions = &reply.body["client"]["sessions"];
    for (index, session, organization) in
        [(0, &first, json!(id)), (1, &second, json!(null)), (2, &forced, json!(null))]
    {
        assert_eq!(sessions[index]["id"], json!(session));
        assert_eq!(sessions[index]["last_active_organization_id"], organization, "{index}");
    }
}

#[tokio::test]
async fn a_session_is_added_elsewhere() {
    let (mut api, first, second) = two().await;
    let before = client(&mut api).await;
    let user = api.running.emulator().user_id("third@latchkey.example").unwrap().unwrap();
    let path = format!("/control/clients/{}/sessions", before["id"].as_str().unwrap());
    let body = json!({ "user_id": user });
    let third = control(&api, Method::POST, &path, &body).await.body["session_id"].clone();
    let after = client(&mut api).await;
    assert_eq!(ids(&after), [first.as_str(), second.as_str(), third.as_str().unwrap()]);
    assert_eq!(after["last_active_session_id"], json!(second));
    for (path, body) in [
        ("/control/clients/client_0/sessions", json!({ "user_id": user })),
        (path.as_str(), json!({ "user_id": "user_0" })),
    ] {
        assert_eq!(control(&api, Method::POST, path, &body).await.status, 404);
    }
}

#[tokio::test]
async fn where_there_is_one_session_only_nobody_else_comes_in() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    api.sign_in_fully(FIRST).await;
    let form = [("identifier", "totp@latchkey.example"), ("password", PASSWORD)];
    api.post("/v1/client/sign_ins", &form).await.assert_error(400, "session_exists");
}

/// Two people signed in on one client, the second of them last; and a third who is not.
async fn two() -> (Api, String, String) {
    let mut api = Api::start_with(json!({ "single_session": false, "device_trust": false })).await;
    for (identifier, name) in [(SECOND, "Second"), ("third@latchkey.example", "Third")] {
        let mut user = crate::account::user();
        identifier.clone_into(&mut user.email_addresses[0].email_address);
        user.first_name = Some(name.to_owned());
        api.add(&user);
    }
    let first = api.sign_in_fully(FIRST).await;
    let second = api.sign_in_fully(SECOND).await;
    (api, first, second)
}

async fn client(api: &mut Api) -> Value {
    api.get("/v1/client").await.body["response"].clone()
}

async fn touch(api: &mut Api, session: &str) -> Reply {
    let form = [("active_organization_id", ""), ("intent", "select_session")];
    api.post(&format!("/v1/client/sessions/{session}/touch"), &form).await
}

async fn name(api: &mut Api, path: &str) -> Value {
    api.get(path).await.body["response"]["first_name"].clone()
}

fn ids(client: &Value) -> Vec<&str> {
    let sessions = client["sessions"].as_array().into_iter().flatten();
    sessions.map(|session| session["id"].as_str().unwrap()).collect()
}
