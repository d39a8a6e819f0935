//! An instance without phone numbers.

use latchkey_emulator::{NewPhoneNumber, NewUser};
use serde_json::{Value, json};

use crate::account::{
    EMAIL, FREE, PHONES, RESERVE, add_phone, another_client, attempt_phone, delete, mfa_phone,
    patch, phone, phone_path, prepare_phone, signed_in_as, user,
};
use crate::api::{Api, PASSWORD, WRONG_CODE};

const NUMBER: &str = "+447700900150";
const OTHER: &str = "+447700900151";

#[tokio::test]
async fn the_environment_offers_nothing_of_phones() {
    let mut api = Api::start_with(without()).await;
    // What needs a number is off with it, whatever it is set to.
    api.settings(&json!({ "attributes": { "phone_required": true } }));
    let environment = api.get("/v1/environment").await.body;
    let attribute = &environment["user_settings"]["attributes"]["phone_number"];
    for key in ["enabled", "required", "used_for_first_factor", "used_for_second_factor"] {
        assert_eq!(attribute[key], false, "{key}");
    }
    let config = &environment["auth_config"];
    assert_eq!(config["phone_number"], "off");
    assert_eq!(config["identification_strategies"], json!(["email_address"]));
    assert_eq!(config["second_factors"], json!(["totp", "backup_code"]));
    assert!(!config["first_factors"].to_string().contains("phone"), "{config}");

    api.settings(&json!({ "attributes": { "phone_number": true } }));
    let config = api.get("/v1/environment").await.body["auth_config"].clone();
    assert_eq!(config["phone_number"], "required");
}

#[tokio::test]
async fn no_number_is_added() {
    let mut api = signed_in_as(&user(), without()).await;
    // That comes before what is wrong with the number, and before a fresh verification is asked for.
    for number in [NUMBER, "nonsense"] {
        let reply = api.post(PHONES, &[("phone_number", number)]).await;
        reply.assert_error(403, "feature_not_enabled");
    }
    api.clock.advance_seconds(601);
    let reply = api.post(PHONES, &[("phone_number", NUMBER)]).await;
    reply.assert_error(403, "feature_not_enabled");
    assert_eq!(api.get(PHONES).await.body, json!([]));
}

#[tokio::test]
async fn numbers_from_before_can_be_read_freed_and_removed_only() {
    let unverified = NewPhoneNumber { verified: false, ..phone(OTHER) };
    let numbers = vec![phone(NUMBER), unverified];
    let mut api = signed_in_as(&NewUser { phone_numbers: numbers, ..user() }, json!({})).await;
    let reserved = phone_path(&mut api, 0).await;
    assert_eq!(patch(&mut api, &reserved, &RESERVE).await.status, 200);
    let id = phone_path(&mut api, 1).await.rsplit('/').next().unwrap().to_owned();
    prepare_phone(&mut api, &id).await;
    let code = api.code_for(OTHER);

    api.settings(&without());
    attempt_phone(&mut api, &id, &code).await.assert_error(403, "feature_not_enabled");
    attempt_phone(&mut api, &id, WRONG_CODE).await.assert_error(403, "feature_not_enabled");
    prepare_phone(&mut api, &id).await.assert_error(403, "feature_not_enabled");
    assert_eq!(patch(&mut api, &reserved, &FREE).await.status, 200);
    patch(&mut api, &reserved, &RESERVE).await.assert_error(403, "feature_not_enabled");
    assert_eq!(api.get(&reserved).await.status, 200);
    assert_eq!(delete(&mut api, &reserved).await.status, 200);
    assert_eq!(api.get(PHONES).await.body.as_array().unwrap().len(), 1);

    api.settings(&json!({ "attributes": { "phone_number": true } }));
    assert_eq!(attempt_phone(&mut api, &id, &code).await.status, 200);
    add_phone(&mut api, NUMBER).await;
}

#[tokio::test]
async fn a_number_neither_signs_in_nor_is_asked_for() {
    let somebody = NewUser { phone_numbers: vec![mfa_phone(NUMBER)], ..user() };
    let mut api = signed_in_as(&somebody, json!({})).await;
    another_client(&mut api);
    api.settings(&without());
    let form = [("identifier", NUMBER), ("password", PASSWORD)];
    let reply = api.post("/v1/client/sign_ins", &form).await;
    reply.assert_field_error("form_param_format_invalid", "identifier");
    let reply = api.post("/v1/client/sign_ins", &[("identifier", EMAIL)]).await;
    assert_eq!(reply.body["response"]["supported_identifiers"], json!(["email_address"]));
    assert_eq!(
        reply.strategies("supported_first_factors"),
        ["password", "email_code", "reset_password_email_code"]
    );
    // Nothing else that the user has is a second factor, and a new client is confirmed by email only.
    api.settings(&json!({ "device_trust": true }));
    let reply = api.sign_in(EMAIL).await;
    reply.assert_sign_in("needs_client_trust");
    assert_eq!(reply.strategies("supported_second_factors"), ["email_code"]);
}

fn without() -> Value {
    json!({ "attributes": { "phone_number": false } })
}
