//! The environment says what the instance is set to.

use serde_json::json;

use crate::api::Api;

#[tokio::test]
async fn the_environment_is_bare_and_needs_no_client() {
    let mut api = Api::start().await;
    let body = api.get("/v1/environment").await.body;
    assert_eq!(body["auth_config"]["object"], "auth_config");
    assert_eq!(body["auth_config"]["native_settings"]["api_enabled"], true);
    assert_eq!(body["display_config"]["instance_environment_type"], "development");
    assert_eq!(body["client"], json!(null));
}

#[tokio::test]
async fn settings_show_in_the_environment() {
    let mut api = Api::start_with(json!({
        "application_name": "Somewhere",
        "single_session": false,
        "reverification": false,
        "test_mode": false,
        "lockout": { "max_attempts": 4, "minutes": 7 },
        "password_length": { "min": 12 },
        "attributes": { "totp": false, "backup_code": false, "phone_code": false },
    }))
    .await;
    let body = api.get("/v1/environment").await.body;
    assert_eq!(body["display_config"]["application_name"], "Somewhere");
    for key in ["single_session_mode", "reverification", "test_mode"] {
        assert_eq!(body["auth_config"][key], false, "{key}");
    }
    assert_eq!(body["auth_config"]["second_factors"], json!(["phone_code"]));
    let user = &body["user_settings"];
    assert_eq!(
        user["attack_protection"]["user_lockout"],
        json!({ "enabled": true, "max_attempts": 4, "duration_in_minutes": 7 })
    );
    assert_eq!(user["password_settings"]["min_length"], 12);
    assert_eq!(user["attributes"]["authenticator_app"]["enabled"], false);
    assert_eq!(user["attributes"]["phone_number"]["used_for_first_factor"], false);
    assert_eq!(user["attributes"]["phone_number"]["used_for_second_factor"], true);
}
