//! The task `choose-organization`.

use latchkey_emulator::Role;
use serde_json::json;

use crate::account::{self, EMAIL, delete, session_of, signed_in_as, user};
use crate::api::Api;
use crate::organizations::{MEMBERSHIPS, add, choose, me, member_of};

#[tokio::test]
async fn a_session_waits_until_an_organization_is_chosen() {
    let mut api = forced().await;
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["organization_settings"]["force_organization_selection"], true);
    assert_waits(&mut api).await;
    let me_call = api.get("/v1/me/sessions").await;
    me_call.assert_error(401, "authentication_invalid");
    let id = member_of(&mut api, "Some Works", Role::Member).await;
    assert_waits(&mut api).await;
    assert_eq!(api.get(MEMBERSHIPS).await.body["response"][0]["organization"]["id"], json!(id));

    // The personal account is no choice.
    let reply = choose(&mut api, "").await;
    assert_eq!(reply.body["response"]["status"], "pending");
    let reply = choose(&mut api, &id).await;
    let session = session_of(&reply);
    assert_eq!((&session["status"], &session["tasks"]), (&json!("active"), &json!(null)));
    assert_eq!(session["last_active_organization_id"], json!(id));
    // Nor is there a way back to it.
    let reply = choose(&mut api, "").await;
    assert_eq!(reply.body["response"]["last_active_organization_id"], json!(id));
}

#[tokio::test]
async fn an_organization_is_created_or_joined_while_the_session_waits() {
    let mut api = forced().await;
    let created = api.post("/v1/organizations", &[("name", "Some Works")]).await;
    assert_eq!(session_of(&created)["status"], "pending");
    let other = add(&api, "Other");
    let invitation = api.running.emulator().invite(&other, EMAIL, Role::Member).unwrap();
    let path = format!("/v1/me/organization_invitations/{invitation}/accept");
    assert_eq!(session_of(&api.post(&path, &[]).await)["status"], "pending");
    let me = me(&mut api).await;
    let suggestion = api.running.emulator().suggest(&add(&api, "Third"), &me).unwrap();
    let path = format!("/v1/me/organization_suggestions/{suggestion}/accept");
    assert_eq!(api.post(&path, &[]).await.body["response"]["status"], "accepted");
    let id = created.body["response"]["id"].as_str().unwrap();
    assert_eq!(choose(&mut api, id).await.body["response"]["status"], "active");
}

#[tokio::test]
async fn each_session_chooses_for_itself() {
    let mut api = forced().await;
    let id = member_of(&mut api, "Some Works", Role::Member).await;
    let here = account::another_client(&mut api);
    account::sign_in(&mut api, &user()).await;
    assert_eq!(choose(&mut api, &id).await.body["response"]["status"], "active");
    account::use_client(&mut api, &here);
    assert_waits(&mut api).await;
}

#[tokio::test]
async fn who_leaves_the_chosen_one_chooses_again() {
    let mut api = forced().await;
    let id = member_of(&mut api, "Some Works", Role::Member).await;
    let other = member_of(&mut api, "Other", Role::Member).await;
    choose(&mut api, &id).await;
    assert_eq!(
        session_of(&delete(&mut api, &format!("{MEMBERSHIPS}/{other}")).await)["status"],
        "active"
    );
    let left = delete(&mut api, &format!("{MEMBERSHIPS}/{id}")).await;
    assert_eq!(session_of(&left)["status"], "pending");
    assert_waits(&mut api).await;
}

#[tokio::test]
async fn a_second_factor_may_have_to_be_set_up_too() {
    let settings = json!({ "organizations": { "force_selection": true }, "force_mfa": true });
    let mut api = signed_in_as(&user(), settings).await;
    let id = member_of(&mut api, "Some Works", Role::Member).await;
    let session = choose(&mut api, &id).await.body["response"].clone();
    assert_eq!(
        (&session["status"], &session["tasks"]),
        (&json!("pending"), &json!([{ "key": "setup-mfa" }]))
    );
    let enrolled = account::enrol_totp(&mut api).await;
    assert_eq!(session_of(&enrolled)["status"], "active");
    assert_eq!(session_of(&enrolled)["last_active_organization_id"], json!(id));
}

async fn forced() -> Api {
    signed_in_as(&user(), json!({ "organizations": { "force_selection": true } })).await
}

async fn assert_waits(api: &mut Api) {
    let session = api.get("/v1/client").await.body["response"]["sessions"][0].clone();
    assert_eq!(session["status"], "pending");
    assert_eq!(session["tasks"], json!([{ "key": "choose-organization" }]));
}
