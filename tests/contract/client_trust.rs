//! A new device of a user without MFA (contract: client trust).

use serde_json::json;

use crate::api::{Api, user_with_phone};

const EMAIL: &str = "no-mfa@latchkey.example";

#[tokio::test]
async fn a_password_on_a_new_client_needs_a_code_by_email() {
    let mut api = Api::start().await;
    let reply = api.sign_in(EMAIL).await;
    reply.assert_sign_in("needs_client_trust");
    assert_eq!(reply.body["response"]["client_trust_state"], "new");
    assert_eq!(reply.strategies("supported_second_factors"), ["email_code"]);
    let id = reply.sign_in_id();
    api.prepare("second", &id, &[("strategy", "email_code")]).await;
    let code = api.code_for(EMAIL);
    let reply = api.attempt("second", &id, &[("strategy", "email_code"), ("code", &code)]).await;
    reply.assert_sign_in("complete");
    // It is no second factor of the user.
    assert_eq!(reply.body["client"]["sessions"][0]["factor_verification_age"], json!([0, -1]));
}

#[tokio::test]
async fn a_code_by_sms_does_as_well() {
    let mut api = Api::start().await;
    let (email, phone) = ("phone@latchkey.example", "+447700900160");
    api.add(&user_with_phone(email, phone));
    let reply = api.sign_in(email).await;
    assert_eq!(reply.strategies("supported_second_factors"), ["email_code", "phone_code"]);
    let id = reply.sign_in_id();
    api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    let code = api.code_for(phone);
    let reply = api.attempt("second", &id, &[("strategy", "phone_code"), ("code", &code)]).await;
    reply.assert_sign_in("complete");
}

#[tokio::test]
async fn trust_survives_signing_out_but_not_a_new_client() {
    let mut api = Api::start().await;
    api.sign_in_fully(EMAIL).await;
    api.call(reqwest::Method::DELETE, "/v1/client/sessions", &[]).await;
    let reply = api.sign_in(EMAIL).await;
    reply.assert_sign_in("complete");
    assert_eq!(reply.body["response"]["client_trust_state"], "known");

    api.forget_client();
    api.sign_in(EMAIL).await.assert_sign_in("needs_client_trust");
}

#[tokio::test]
async fn totp_does_not_make_a_client_trusted() {
    let mut api = Api::start().await;
    let id = api.sign_in(EMAIL).await.sign_in_id();
    let reply = api.attempt("second", &id, &[("strategy", "totp"), ("code", "123456")]).await;
    reply.assert_error(400, "no_second_factors");
}

#[tokio::test]
async fn mfa_comes_first() {
    let mut api = Api::start().await;
    api.sign_in("totp@latchkey.example").await.assert_sign_in("needs_second_factor");
}

#[tokio::test]
async fn older_applications_call_it_a_second_factor() {
    let mut api = Api::start_with(json!({ "legacy_device_trust_status": true })).await;
    let reply = api.sign_in(EMAIL).await;
    reply.assert_sign_in("needs_second_factor");
    assert_eq!(reply.strategies("supported_second_factors"), ["email_code"]);
    let id = reply.sign_in_id();
    api.prepare("second", &id, &[("strategy", "email_code")]).await;
    let code = api.code_for(EMAIL);
    let form = [("strategy", "email_code"), ("code", code.as_str())];
    api.attempt("second", &id, &form).await.assert_sign_in("complete");
}
