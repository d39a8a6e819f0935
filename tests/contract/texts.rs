//! Texts of a hostile user or server, in the place of true ones.

use serde_json::{Value, json};

use crate::api::Api;

const EMAIL: &str = "no-mfa@latchkey.example";
const MARKUP: &str = "<script>alert(1)</script>";
const OVERRIDE: &str = "\u{202e}gnp.exe\u{2066}";

#[tokio::test]
async fn texts_stand_wherever_their_names_do_and_no_choice_is_changed() {
    let long = "x".repeat(10_000);
    let mut api = Api::start().await;
    let true_environment = api.get("/v1/environment").await.body;
    api.settings(&json!({ "texts": {
        "first_name": MARKUP,
        "last_name": OVERRIDE,
        "username": long,
        "email_address": "\"<b>@\u{202e}x\"@latchkey.example",
        "application_name": "javascript:alert(1)",
        "long_message": MARKUP,
    }}));
    api.sign_in_fully(EMAIL).await;
    let user = api.get("/v1/me").await.body["response"].clone();
    assert_eq!((&user["first_name"], &user["last_name"]), (&json!(MARKUP), &json!(OVERRIDE)));
    assert_eq!(user["username"], json!(long));
    let address = &user["email_addresses"][0]["email_address"];
    assert_eq!(*address, "\"<b>@\u{202e}x\"@latchkey.example");
    let client = api.get("/v1/client").await.body;
    let session = &client["response"]["sessions"][0];
    assert_eq!(session["user"]["first_name"], MARKUP);
    assert_eq!(session["public_user_data"]["username"], json!(long));

    let refused = api.post("/v1/client/sign_ins", &[("nonsense", "1")]).await;
    refused.assert_field_error("form_param_unknown", "nonsense");
    assert_eq!(refused.body["errors"][0]["long_message"], MARKUP);

    let mut environment = api.get("/v1/environment").await.body;
    let name = &mut environment["display_config"]["application_name"];
    assert_eq!(*name, "javascript:alert(1)");
    *name = true_environment["display_config"]["application_name"].clone();
    assert_eq!(environment, true_environment);

    api.settings(&json!({ "texts": null }));
    assert_eq!(api.get("/v1/me").await.body["response"]["username"], Value::Null);
}
