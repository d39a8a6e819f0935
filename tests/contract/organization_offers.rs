//! Invitations to organizations, and suggestions of them.

use latchkey_emulator::{NewOrganization, Role};
use reqwest::Method;
use serde_json::json;

use crate::account::{self, EMAIL, signed_in, user_of};
use crate::control::control;
use crate::email_addresses;
use crate::organizations::{add, me, member_of};

const INVITATIONS: &str = "/v1/me/organization_invitations";
const SUGGESTIONS: &str = "/v1/me/organization_suggestions";

#[tokio::test]
async fn an_invitation_is_accepted_once() {
    let mut api = signed_in().await;
    let id = add(&api, "Some Works");
    let path = format!("/control/organizations/{id}/invitations");
    let body = json!({ "email_address": EMAIL, "role": "org:admin" });
    let invitation = control(&api, Method::POST, &path, &body).await.body["id"].clone();
    let list = api.get(&format!("{INVITATIONS}?status=pending")).await.body["response"].clone();
    assert_eq!((&list["total_count"], &list["data"][0]["id"]), (&json!(1), &invitation));
    let listed = &list["data"][0];
    assert_eq!((&listed["status"], &listed["role"]), (&json!("pending"), &json!("org:admin")));
    assert_eq!(listed["public_organization_data"]["name"], "Some Works");

    let accept = format!("{INVITATIONS}/{}/accept", invitation.as_str().unwrap());
    let reply = api.post(&accept, &[]).await;
    assert_eq!(reply.body["response"]["status"], "accepted");
    let membership = &user_of(&reply)["organization_memberships"][0];
    assert_eq!(membership["role"], "org:admin");
    assert_eq!(membership["organization"]["pending_invitations_count"], 0);
    api.post(&accept, &[]).await.assert_error(404, "organization_invitation_not_pending");
    let pending = api.get(&format!("{INVITATIONS}?status=pending")).await;
    assert_eq!(pending.body["response"], json!({ "data": [], "total_count": 0 }));
    let both = api.get(&format!("{INVITATIONS}?status=pending&status=accepted")).await;
    assert_eq!(both.body["response"]["total_count"], 1);
    let reply = api.get(&format!("{INVITATIONS}?status=nonsense")).await;
    reply.assert_field_error("form_param_value_invalid", "status");
}

#[tokio::test]
async fn invitations_go_by_the_verified_addresses() {
    let mut api = signed_in().await;
    let id = add(&api, "Some Works");
    let new = "new@latchkey.example";
    let invitation = api.running.emulator().invite(&id, new, Role::Member).unwrap();
    let address = email_addresses::add(&mut api, new).await;
    assert_eq!(api.get(INVITATIONS).await.body["response"]["total_count"], 0);
    let accept = format!("{INVITATIONS}/{invitation}/accept");
    api.post(&accept, &[]).await.assert_error(404, "organization_invitation_not_found");
    email_addresses::prepare(&mut api, &address).await;
    let code = api.code_for(new);
    email_addresses::attempt(&mut api, &address, &code).await;
    assert_eq!(api.get(INVITATIONS).await.body["response"]["total_count"], 1);
    assert_eq!(api.post(&accept, &[]).await.status, 200);
}

#[tokio::test]
async fn an_invitation_that_was_revoked_or_is_old_is_not_pending() {
    let mut api = signed_in().await;
    let id = add(&api, "Some Works");
    let emulator = api.running.emulator();
    let revoked = emulator.invite(&id, EMAIL, Role::Member).unwrap();
    let old = emulator.invite(&id, EMAIL, Role::Member).unwrap();
    let path = format!("/control/invitations/{revoked}/revoke");
    assert_eq!(control(&api, Method::POST, &path, &json!({})).await.status, 200);
    api.settings(&json!({ "session_days": 60 }));
    account::another_client(&mut api);
    account::sign_in(&mut api, &account::user()).await;
    api.clock.advance_seconds(30 * 86_400);
    for (invitation, status) in [(revoked, "revoked"), (old, "expired")] {
        let reply = api.post(&format!("{INVITATIONS}/{invitation}/accept"), &[]).await;
        reply.assert_error(404, "organization_invitation_not_pending");
        let list = api.get(&format!("{INVITATIONS}?status={status}")).await;
        assert_eq!(list.body["response"]["data"][0]["id"], json!(invitation));
    }
    let path = "/control/invitations/orginv_0/revoke";
    assert_eq!(control(&api, Method::POST, path, &json!({})).await.status, 404);
}

#[tokio::test]
async fn a_full_organization_one_more_and_an_exclusive_one_are_refused() {
    let mut api = signed_in().await;
    let emulator = api.running.emulator().clone();
    let organization = |name: &str, limit, exclusive_membership| {
        let name = name.to_owned();
        let max_allowed_memberships = Some(limit);
        let new =
            NewOrganization { name, slug: None, exclusive_membership, max_allowed_memberships };
        emulator.add_organization(&new).unwrap()
    };
    let invited = |id: &str| {
        format!("{INVITATIONS}/{}/accept", emulator.invite(id, EMAIL, Role::Member).unwrap())
    };
    let full = organization("Full", 1, false);
    let other = emulator.user_id("totp@latchkey.example").unwrap().unwrap();
    emulator.add_member(&full, &other, Role::Admin).unwrap();
    let reply = api.post(&invited(&full), &[]).await;
    reply.assert_error(403, "organization_membership_quota_exceeded");
    let unlimited = organization("Unlimited", 0, false);
    assert_eq!(api.post(&invited(&unlimited), &[]).await.status, 200);
    let reply = api.post(&invited(&unlimited), &[]).await;
    reply.assert_error(400, "already_a_member_in_organization");

    let exclusive = organization("Exclusive", 5, true);
    let reply = api.post(&invited(&exclusive), &[]).await;
    reply.assert_error(422, "exclusive_organization_membership");
    let me = me(&mut api).await;
    emulator.remove_member(&unlimited, &me).unwrap();
    let reply = api.post(&invited(&exclusive), &[]).await;
    let membership = &user_of(&reply)["organization_memberships"][0];
    assert_eq!(membership["organization"]["exclusive_membership"], true);
    let reply = api.post(&invited(&unlimited), &[]).await;
    reply.assert_error(422, "exclusive_organization_membership");
    let reply = api.post("/v1/organizations", &[("name", "Other")]).await;
    reply.assert_error(422, "exclusive_organization_membership");
}

#[tokio::test]
async fn a_suggestion_is_a_request_until_an_admin_lets_the_user_in() {
    let mut api = signed_in().await;
    let (id, me) = (add(&api, "Some Works"), me(&mut api).await);
    let path = format!("/control/organizations/{id}/suggestions");
    let body = json!({ "user_id": me });
    let suggestion = control(&api, Method::POST, &path, &body).await.body["id"].clone();
    let suggestion = suggestion.as_str().unwrap();
    let list = api.get(&format!("{SUGGESTIONS}?status=pending")).await.body["response"].clone();
    assert_eq!((&list["total_count"], &list["data"][0]["id"]), (&json!(1), &json!(suggestion)));
    assert_eq!(list["data"][0]["public_organization_data"]["name"], "Some Works");

    let accept = format!("{SUGGESTIONS}/{suggestion}/accept");
    let reply = api.post(&accept, &[]).await;
    assert_eq!(reply.body["response"]["status"], "accepted");
    assert_eq!(user_of(&reply)["organization_memberships"], json!([]));
    let again = api.post(&accept, &[]).await;
    again.assert_error(400, "organization_suggestion_already_accepted");

    let path = format!("/control/suggestions/{suggestion}/approve");
    assert_eq!(control(&api, Method::POST, &path, &json!({})).await.status, 200);
    let list = api.get(SUGGESTIONS).await;
    assert_eq!(list.body["response"]["data"][0]["status"], "completed");
    let membership = &user_of(&list)["organization_memberships"][0];
    assert_eq!(membership["organization"]["id"], json!(id));
}

#[tokio::test]
async fn offers_to_others_do_not_exist() {
    let mut api = signed_in().await;
    let id = add(&api, "Some Works");
    let emulator = api.running.emulator();
    let other = emulator.user_id("totp@latchkey.example").unwrap().unwrap();
    let suggestion = emulator.suggest(&id, &other).unwrap();
    let invitation = emulator.invite(&id, "totp@latchkey.example", Role::Member).unwrap();
    for id in [suggestion.as_str(), "orgsug_nothing"] {
        let reply = api.post(&format!("{SUGGESTIONS}/{id}/accept"), &[]).await;
        reply.assert_error(404, "resource_not_found");
    }
    let reply = api.post(&format!("{INVITATIONS}/{invitation}/accept"), &[]).await;
    reply.assert_error(404, "organization_invitation_not_found");
}

#[tokio::test]
async fn the_control_api_refuses_what_makes_no_sense() {
    let mut api = signed_in().await;
    let id = member_of(&mut api, "Some Works", Role::Member).await;
    let me = me(&mut api).await;
    for (path, body, status) in [
        ("/control/organizations".to_owned(), json!({}), 400),
        (format!("/control/organizations/{id}/members"), json!({ "user_id": me }), 409),
        (format!("/control/organizations/{id}/members"), json!({ "user_id": "user_0" }), 404),
        (
            format!("/control/organizations/{id}/members"),
            json!({ "user_id": me, "role": "x" }),
            400,
        ),
        ("/control/organizations/org_0/members".to_owned(), json!({ "user_id": me }), 404),
        ("/control/suggestions/orgsug_0/approve".to_owned(), json!({}), 404),
    ] {
        assert_eq!(control(&api, Method::POST, &path, &body).await.status, status, "{path} {body}");
    }
    let body = json!({ "name": "Other", "slug": "other" });
    for status in [200, 409] {
        let reply = control(&api, Method::POST, "/control/organizations", &body).await;
        assert_eq!(reply.status, status);
    }
}
