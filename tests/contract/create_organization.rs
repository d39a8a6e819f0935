//! Creating an organization.

use serde_json::json;

use crate::account::{session_of, signed_in, user_of};
use crate::api::{Api, Reply};

#[tokio::test]
async fn who_creates_an_organization_is_its_admin_and_has_not_chosen_it_yet() {
    let mut api = signed_in().await;
    let reply = create(&mut api, " Some Works ").await;
    let organization = &reply.body["response"];
    assert_eq!((reply.status, &organization["name"]), (200, &json!("Some Works")), "{reply:?}");
    assert!(organization["slug"].as_str().unwrap().starts_with("some-works-"), "{organization}");
    assert_eq!(organization["members_count"], 1);
    assert_eq!(organization["max_allowed_memberships"], 5);
    let membership = &user_of(&reply)["organization_memberships"][0];
    assert_eq!(membership["role"], "org:admin");
    assert_eq!(membership["organization"], *organization);
    assert_eq!(session_of(&reply)["last_active_organization_id"], json!(null));
    // Another one of the same name has a slug of its own.
    let other = create(&mut api, "Some Works").await;
    assert_ne!(other.body["response"]["slug"], organization["slug"]);
}

#[tokio::test]
async fn a_name_is_short_and_has_no_urls_and_no_html() {
    let mut api = signed_in().await;
    for (name, code) in [
        ("", "form_param_nil"),
        ("  ", "form_param_nil"),
        ("https://latchkey.example", "form_param_format_invalid"),
        ("<b>Some</b>", "form_param_format_invalid"),
        (&"x".repeat(257), "form_param_max_length_exceeded"),
    ] {
        create(&mut api, name).await.assert_field_error(code, "name");
    }
    let reply = api.post("/v1/organizations", &[]).await;
    reply.assert_field_error("form_param_missing", "name");
    let reply = api.post("/v1/organizations", &[("name", "Some"), ("role", "x")]).await;
    reply.assert_field_error("form_param_unknown", "role");
}

#[tokio::test]
async fn a_slug_is_chosen_where_the_instance_has_them() {
    let mut api = signed_in().await;
    let with = |slug| [("name", "Some Works"), ("slug", slug)];
    let reply = api.post("/v1/organizations", &with("some-works")).await;
    reply.assert_error(403, "organization_slugs_disabled");
    api.settings(&json!({ "organizations": { "slugs": true } }));
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["organization_settings"]["slug"], json!({ "disabled": false }));
    let reply = api.post("/v1/organizations", &with("some-works")).await;
    assert_eq!(reply.body["response"]["slug"], "some-works");
    let reply = api.post("/v1/organizations", &with("some-works")).await;
    reply.assert_field_error("form_identifier_exists", "slug");
    for slug in ["Some", "so me", "-some", "some--works", "so_me", "é"] {
        let reply = api.post("/v1/organizations", &with(slug)).await;
        reply.assert_field_error("form_param_format_invalid", "slug");
    }
    assert_eq!(api.post("/v1/organizations", &with("")).await.status, 200);
}

#[tokio::test]
async fn an_instance_may_allow_none_or_so_many() {
    let mut api = signed_in().await;
    api.settings(&json!({ "organizations": { "create_limit": 1 } }));
    let first = create(&mut api, "First").await;
    assert_eq!(user_of(&first)["create_organizations_limit"], 1);
    create(&mut api, "Second").await.assert_error(403, "organization_quota_exceeded");
    api.settings(&json!({ "organizations": { "create": false } }));
    create(&mut api, "Second").await.assert_error(403, "user_create_organization_not_enabled");
    let environment = api.get("/v1/environment").await.body;
    let actions = &environment["user_settings"]["actions"];
    assert_eq!(
        (&actions["create_organization"], &actions["create_organizations_limit"]),
        (&json!(false), &json!(1))
    );
    let user = api.get("/v1/me").await.body["response"].clone();
    assert_eq!(user["create_organization_enabled"], false);
}

async fn create(api: &mut Api, name: &str) -> Reply {
    api.post("/v1/organizations", &[("name", name)]).await
}
