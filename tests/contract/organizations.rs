//! The organizations of the user: listed, chosen, left.

use latchkey_emulator::{NewOrganization, Role};
use reqwest::Method;
use serde_json::{Value, json};

use crate::account::{self, delete, session_of, signed_in, user_of};
use crate::api::{Api, Reply};
use crate::control::control;
use crate::tokens::claims;

pub(crate) const MEMBERSHIPS: &str = "/v1/me/organization_memberships";

#[tokio::test]
async fn memberships_are_listed_in_pages_and_are_those_of_the_user() {
    let mut api = signed_in().await;
    for name in ["First", "Second", "Third"] {
        member_of(&mut api, name, Role::Member).await;
    }
    let all = api.get(&format!("{MEMBERSHIPS}?paginated=true&limit=10&offset=0")).await;
    assert_eq!(all.body["response"]["total_count"], 3);
    assert_eq!(all.body["response"]["data"], user_of(&all)["organization_memberships"]);
    let first = &all.body["response"]["data"][0];
    assert_eq!((&first["role"], &first["role_name"]), (&json!("org:member"), &json!("Member")));
    let permissions = json!(["org:sys_memberships:read", "org:sys_billing:read"]);
    assert_eq!(first["permissions"], permissions);
    assert_eq!(first["organization"]["name"], "First");
    assert_eq!(first["organization"]["members_count"], 1);
    assert_eq!(first["public_user_data"]["identifier"], account::EMAIL);

    let page = api.get(&format!("{MEMBERSHIPS}?paginated=true&limit=1&offset=1")).await;
    let page = &page.body["response"];
    assert_eq!(
        (&page["data"][0]["organization"]["name"], &page["total_count"]),
        (&json!("Second"), &json!(3))
    );
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
    // Without pages it is an array.
    let list = api.get(MEMBERSHIPS).await;
    assert_eq!(list.body["response"], all.body["response"]["data"]);
    for (name, value) in [("limit", "0"), ("limit", "501"), ("limit", "x"), ("offset", "-1")] {
        let reply = api.get(&format!("{MEMBERSHIPS}?{name}={value}")).await;
        reply.assert_field_error("form_param_value_invalid", name);
    }
}

#[tokio::test]
async fn a_session_turns_to_an_organization_and_back_and_its_tokens_say_so() {
    let mut api = signed_in().await;
    let id = member_of(&mut api, "Some Works", Role::Admin).await;
    let slug = api.get(MEMBERSHIPS).await.body["response"][0]["organization"]["slug"].clone();
    let o = json!({ "id": id, "slg": slug, "rol": "admin" });
    for name in [id.as_str(), slug.as_str().unwrap()] {
        let reply = choose(&mut api, name).await;
        assert_eq!(reply.body["response"]["last_active_organization_id"], json!(id));
        assert_eq!(session_of(&reply)["last_active_organization_id"], json!(id));
        let token = reply.body["response"]["last_active_token"]["jwt"].as_str().unwrap();
        assert_eq!(claims(token)["o"], o);
    }
    assert_eq!(token(&mut api, &[]).await["o"], o);
    // A token may be for another one, or for none, and nothing changes by it.
    assert_eq!(token(&mut api, &[("organization_id", "")]).await["o"], json!(null));
    let other = member_of(&mut api, "Other", Role::Member).await;
    let for_other = token(&mut api, &[("organization_id", &other)]).await;
    assert_eq!((&for_other["o"]["id"], &for_other["o"]["rol"]), (&json!(other), &json!("member")));
    assert_eq!(token(&mut api, &[]).await["o"], o);

    let session = session(&mut api).await;
    let touch = api.post(&format!("/v1/client/sessions/{session}/touch"), &[]).await;
    assert_eq!(touch.body["response"]["last_active_organization_id"], json!(id));
    let reply = choose(&mut api, "").await;
    assert_eq!(reply.body["response"]["last_active_organization_id"], json!(null));
    assert_eq!(token(&mut api, &[]).await["o"], json!(null));
}

#[tokio::test]
async fn nobody_turns_to_an_organization_of_others() {
    let mut api = signed_in().await;
    let theirs = add(&api, "Theirs");
    for name in [theirs.as_str(), "org_nothing"] {
        choose(&mut api, name).await.assert_error(403, "not_a_member_in_organization");
        let session = session(&mut api).await;
        let path = format!("/v1/client/sessions/{session}/tokens");
        let reply = api.post(&path, &[("organization_id", name)]).await;
        reply.assert_error(403, "not_a_member_in_organization");
    }
}

#[tokio::test]
async fn an_organization_is_left_and_the_session_is_in_none_then() {
    let mut api = signed_in().await;
    let id = member_of(&mut api, "Left", Role::Member).await;
    let stays = member_of(&mut api, "Stays", Role::Member).await;
    choose(&mut api, &id).await;
    let membership = api.get(MEMBERSHIPS).await.body["response"][0]["id"].clone();
    let reply = delete(&mut api, &format!("{MEMBERSHIPS}/{id}")).await;
    let deleted = json!({ "object": "organization_membership", "id": membership, "deleted": true });
    assert_eq!(reply.body["response"], deleted);
    assert_eq!(session_of(&reply)["last_active_organization_id"], json!(null));
    assert_eq!(user_of(&reply)["organization_memberships"][0]["organization"]["id"], json!(stays));
    for id in [id.as_str(), "org_nothing"] {
        let reply = delete(&mut api, &format!("{MEMBERSHIPS}/{id}")).await;
        reply.assert_error(404, "organization_not_found_or_unauthorized");
    }
}

#[tokio::test]
async fn the_last_admin_stays() {
    let mut api = signed_in().await;
    let id = member_of(&mut api, "Some Works", Role::Admin).await;
    let path = format!("{MEMBERSHIPS}/{id}");
    let reply = delete(&mut api, &path).await;
    reply.assert_error(400, "organization_minimum_permissions_needed");
    let emulator = api.running.emulator();
    let other = emulator.user_id("totp@latchkey.example").unwrap().unwrap();
    emulator.add_member(&id, &other, Role::Admin).unwrap();
    assert_eq!(delete(&mut api, &path).await.status, 200);
}

#[tokio::test]
async fn somebody_is_removed_elsewhere() {
    let mut api = signed_in().await;
    let id = member_of(&mut api, "Some Works", Role::Member).await;
    choose(&mut api, &id).await;
    let me = me(&mut api).await;
    let path = format!("/control/organizations/{id}/remove_member");
    let reply = control(&api, Method::POST, &path, &json!({ "user_id": me })).await;
    assert_eq!(reply.body, json!({ "ok": true }));
    let session = api.get("/v1/client").await.body["response"]["sessions"][0].clone();
    assert_eq!(session["last_active_organization_id"], json!(null));
    assert_eq!(session["user"]["organization_memberships"], json!([]));
    assert_eq!(token(&mut api, &[]).await["o"], json!(null));
    let reply = control(&api, Method::POST, &path, &json!({ "user_id": me })).await;
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn an_instance_may_have_no_organizations() {
    let mut api = signed_in().await;
    let id = member_of(&mut api, "Some Works", Role::Member).await;
    choose(&mut api, &id).await;
    api.settings(&json!({ "organizations": { "enabled": false, "force_selection": true } }));
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["organization_settings"]["enabled"], false);
    let user = api.get("/v1/me").await;
    assert_eq!(user.body["response"]["organization_memberships"], json!([]));
    assert_eq!(user.body["response"]["create_organization_enabled"], false);
    assert_eq!(session_of(&user)["last_active_organization_id"], json!(null));
    for path in [MEMBERSHIPS, "/v1/me/organization_invitations", "/v1/me/organization_suggestions"]
    {
        api.get(path).await.assert_error(403, "organization_not_enabled_in_instance");
    }
    let reply = api.post("/v1/organizations", &[("name", "Other")]).await;
    reply.assert_error(403, "organization_not_enabled_in_instance");
    choose(&mut api, &id).await.assert_error(403, "organization_not_enabled_in_instance");
    // Nor does anybody have to choose one.
    account::another_client(&mut api);
    account::sign_in(&mut api, &account::user()).await;
    let session = api.get("/v1/client").await.body["response"]["sessions"][0].clone();
    assert_eq!(session["status"], "active");
}

#[tokio::test]
async fn nobody_signed_in_has_organizations() {
    let mut api = Api::start().await;
    api.get(MEMBERSHIPS).await.assert_error(401, "signed_out");
    delete(&mut api, &format!("{MEMBERSHIPS}/org_1")).await.assert_error(401, "signed_out");
    let reply = api.post("/v1/organizations", &[("name", "Other")]).await;
    reply.assert_error(401, "signed_out");
}

#[tokio::test]
async fn the_demo_account_is_in_two_and_invited_to_a_third() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    api.sign_in_fully("organizations@latchkey.example").await;
    let list = api.get(MEMBERSHIPS).await.body["response"].clone();
    let roles = [&list[0]["role"], &list[1]["role"], &list[2]];
    assert_eq!(roles, [&json!("org:admin"), &json!("org:member"), &json!(null)]);
    let invitations = api.get("/v1/me/organization_invitations?status=pending").await.body;
    assert_eq!(invitations["response"]["total_count"], 1);
    // They are there once after a reset, too.
    api.running.emulator().reset().unwrap();
    api.forget_client();
    api.settings(&json!({ "device_trust": false }));
    api.sign_in_fully("organizations@latchkey.example").await;
    assert_eq!(api.get(MEMBERSHIPS).await.body["response"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_logo_is_served_from_where_the_organization_says_it_is() {
    let mut api = signed_in().await;
    let id = member_of(&mut api, "Some Works", Role::Member).await;
    let emulator = api.running.emulator();
    let suggestion = emulator.suggest(&id, &emulator.user_id(account::EMAIL).unwrap().unwrap());
    emulator.set_logo(&id, b"GIF89a and the rest").unwrap();
    assert!(emulator.set_logo(&id, b"<svg/>").is_err());
    assert!(emulator.set_logo("org_nothing", b"GIF89a").is_err());
    let organization = api.get(MEMBERSHIPS).await.body["response"][0]["organization"].clone();
    assert_eq!(organization["has_image"], true);
    let suggested = api.get("/v1/me/organization_suggestions").await.body["response"].clone();
    assert_eq!(suggested["data"][0]["id"], json!(suggestion.unwrap()));
    let shown = &suggested["data"][0]["public_organization_data"];
    assert_eq!(shown["image_url"], organization["image_url"]);
    let url = organization["image_url"].as_str().unwrap();
    let served = crate::api::http().get(url).send().await.unwrap();
    assert_eq!(served.headers()["content-type"], "image/gif");
    assert_eq!(served.text().await.unwrap(), "GIF89a and the rest");
}

/// Adds an organization without members.
pub(crate) fn add(api: &Api, name: &str) -> String {
    let new = NewOrganization { name: name.to_owned(), ..NewOrganization::default() };
    api.running.emulator().add_organization(&new).unwrap()
}

/// Adds an organization that whoever is signed in is in.
pub(crate) async fn member_of(api: &mut Api, name: &str, role: Role) -> String {
    let (id, me) = (add(api, name), me(api).await);
    api.running.emulator().add_member(&id, &me, role).unwrap();
    id
}

/// Has the session turn to an organization.
pub(crate) async fn choose(api: &mut Api, name: &str) -> Reply {
    let session = session(api).await;
    let form = [("active_organization_id", name), ("intent", "select_org")];
    api.post(&format!("/v1/client/sessions/{session}/touch"), &form).await
}

/// The id of who is signed in.
pub(crate) async fn me(api: &mut Api) -> String {
    let client = api.get("/v1/client").await.body;
    client["response"]["sessions"][0]["user"]["id"].as_str().unwrap().to_owned()
}

async fn session(api: &mut Api) -> String {
    let client = api.get("/v1/client").await.body;
    client["response"]["last_active_session_id"].as_str().unwrap().to_owned()
}

/// What a new token of the session says.
async fn token(api: &mut Api, form: &[(&str, &str)]) -> Value {
    let session = session(api).await;
    let reply = api.post(&format!("/v1/client/sessions/{session}/tokens"), form).await;
    claims(reply.body["jwt"].as_str().unwrap())
}
