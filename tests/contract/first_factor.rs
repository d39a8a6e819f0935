//! Every first factor.

use serde_json::json;

use crate::api::{Api, PASSWORD, WRONG_CODE, user_with_phone};

const EMAIL: &str = "phone@latchkey.example";
const PHONE: &str = "+447700900150";
const SIGN_INS: &str = "/v1/client/sign_ins";

#[tokio::test]
async fn identifier_and_password_in_one_call() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let reply = api.sign_in("no-mfa@latchkey.example").await;
    reply.assert_sign_in("complete");
    let response = &reply.body["response"];
    let client = &reply.body["client"];
    assert_eq!(response["created_session_id"], client["last_active_session_id"]);
    assert_eq!(client["sessions"][0]["status"], "active");
    assert_eq!(client["sessions"][0]["user"]["first_name"], "No MFA");
    assert_eq!(client["sessions"][0]["factor_verification_age"], json!([0, -1]));
    assert_eq!(client["sign_in"], json!(null));
    assert_eq!(client["last_authentication_strategy"], "password");
    assert!(!api.token.is_empty());
}

#[tokio::test]
async fn the_identifier_first_and_the_password_then() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let reply = api.post(SIGN_INS, &[("identifier", "no-mfa@latchkey.example")]).await;
    reply.assert_sign_in("needs_first_factor");
    assert_eq!(
        reply.strategies("supported_first_factors"),
        ["password", "email_code", "reset_password_email_code"]
    );
    let form = [("strategy", "password"), ("password", PASSWORD)];
    let id = reply.sign_in_id();
    api.attempt("first", &id, &form).await.assert_sign_in("complete");
}

#[tokio::test]
async fn email_code_in_two_calls_and_in_one() {
    let mut api = Api::start().await;
    let email = "no-mfa@latchkey.example";
    let reply = api.post(SIGN_INS, &[("identifier", email)]).await;
    let id = reply.sign_in_id();
    let prepared = api.prepare("first", &id, &[("strategy", "email_code")]).await;
    prepared.assert_sign_in("needs_first_factor");
    let verification = &prepared.body["response"]["first_factor_verification"];
    assert_eq!(
        (&verification["status"], &verification["strategy"]),
        (&json!("unverified"), &json!("email_code"))
    );
    let code = api.code_for(email);
    let reply = api.attempt("first", &id, &[("strategy", "email_code"), ("code", &code)]).await;
    // A code by email proves the person, so a new device needs no further one.
    reply.assert_sign_in("complete");

    api.forget_client();
    let reply = api.post(SIGN_INS, &[("identifier", email), ("strategy", "email_code")]).await;
    reply.assert_sign_in("needs_first_factor");
    let code = api.code_for(email);
    let id = reply.sign_in_id();
    let reply = api.attempt("first", &id, &[("strategy", "email_code"), ("code", &code)]).await;
    reply.assert_sign_in("complete");
}

#[tokio::test]
async fn phone_code_to_a_chosen_number() {
    let mut api = Api::start().await;
    api.add(&user_with_phone(EMAIL, PHONE));
    let reply = api.post(SIGN_INS, &[("identifier", PHONE)]).await;
    let factor = reply.body["response"]["supported_first_factors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|factor| factor["strategy"] == "phone_code")
        .unwrap()
        .clone();
    assert_eq!(factor["safe_identifier"], "+44*****0150");
    let id = reply.sign_in_id();
    let phone_id = factor["phone_number_id"].as_str().unwrap();
    let form = [("strategy", "phone_code"), ("phone_number_id", phone_id)];
    api.prepare("first", &id, &form).await.assert_sign_in("needs_first_factor");
    let code = api.code_for(PHONE);
    let reply = api.attempt("first", &id, &[("strategy", "phone_code"), ("code", &code)]).await;
    reply.assert_sign_in("complete");
}

#[tokio::test]
async fn test_addresses_get_the_known_code_and_no_message_but_have_to_be_prepared() {
    let mut api = Api::start().await;
    let email = "anybody+clerk_test@latchkey.example";
    api.add(&user_with_phone(email, "+15555550100"));
    let reply = api.post(SIGN_INS, &[("identifier", email)]).await;
    let id = reply.sign_in_id();
    let form = [("strategy", "email_code"), ("code", "424242")];
    api.attempt("first", &id, &form).await.assert_error(400, "verification_missing");
    api.prepare("first", &id, &[("strategy", "email_code")]).await;
    assert_eq!(api.messages(), 0);
    api.attempt("first", &id, &form).await.assert_sign_in("complete");
}

#[tokio::test]
async fn what_is_wrong_with_an_identifier_is_said() {
    let mut api = Api::start().await;
    let reply = api.sign_in("nobody@latchkey.example").await;
    reply.assert_field_error("form_identifier_not_found", "identifier");
    let reply = api.sign_in("not an address").await;
    reply.assert_field_error("form_param_format_invalid", "identifier");
    let reply = api.post(SIGN_INS, &[("identifier", "")]).await;
    reply.assert_field_error("form_param_nil", "identifier");
    let reply = api.post(SIGN_INS, &[("password", PASSWORD)]).await;
    reply.assert_field_error("form_param_missing", "identifier");
}

#[tokio::test]
async fn a_wrong_password_on_the_first_call_makes_no_client() {
    let mut api = Api::start().await;
    let form = [("identifier", "totp@latchkey.example"), ("password", "wrong")];
    let reply = api.post(SIGN_INS, &form).await;
    reply.assert_field_error("form_password_incorrect", "password");
    assert!(api.token.is_empty());
    assert_eq!(reply.body["meta"], json!(null));
}

#[tokio::test]
async fn an_error_carries_the_client_there_is() {
    let mut api = Api::start().await;
    api.post(SIGN_INS, &[("identifier", "totp@latchkey.example")]).await;
    let form = [("identifier", "totp@latchkey.example"), ("password", "wrong")];
    let reply = api.post(SIGN_INS, &form).await;
    assert_eq!(reply.body["meta"]["client"]["sign_in"]["status"], "needs_first_factor");
}

#[tokio::test]
async fn strategies_that_are_not_offered_are_refused() {
    let mut api = Api::start().await;
    let form = [("identifier", "totp@latchkey.example"), ("strategy", "web3_okx_wallet_signature")];
    api.post(SIGN_INS, &form).await.assert_field_error("form_param_value_invalid", "strategy");
    let form = [("identifier", "totp@latchkey.example"), ("strategy", "phone_code")];
    api.post(SIGN_INS, &form).await.assert_error(400, "strategy_for_user_invalid");
    let reply = api.post(SIGN_INS, &[("identifier", "totp@latchkey.example")]).await;
    let id = reply.sign_in_id();
    let reply = api.prepare("first", &id, &[("strategy", "phone_code")]).await;
    reply.assert_error(400, "strategy_for_user_invalid");
    let reply = api.prepare("first", &id, &[]).await;
    reply.assert_field_error("form_param_missing", "strategy");
    let reply = api.attempt("first", &id, &[("strategy", "totp"), ("code", "1")]).await;
    reply.assert_field_error("form_param_value_invalid", "strategy");
}

#[tokio::test]
async fn ids_of_nobody_and_of_others_are_refused() {
    let mut api = Api::start().await;
    api.add(&user_with_phone(EMAIL, PHONE));
    let other = api.post(SIGN_INS, &[("identifier", EMAIL)]).await;
    let others = other.body["response"]["supported_first_factors"][1]["email_address_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let reply = api.post(SIGN_INS, &[("identifier", "totp@latchkey.example")]).await;
    let id = reply.sign_in_id();
    let form = [("strategy", "email_code"), ("email_address_id", others.as_str())];
    api.prepare("first", &id, &form).await.assert_error(403, "resource_forbidden");
    let form = [("strategy", "email_code"), ("email_address_id", "idn_nothing")];
    let reply = api.prepare("first", &id, &form).await;
    reply.assert_field_error("form_resource_not_found", "email_address_id");
}

#[tokio::test]
async fn another_code_than_the_prepared_one_is_refused() {
    let mut api = Api::start().await;
    api.add(&user_with_phone(EMAIL, PHONE));
    let reply = api.post(SIGN_INS, &[("identifier", EMAIL)]).await;
    let id = reply.sign_in_id();
    api.prepare("first", &id, &[("strategy", "email_code")]).await;
    let reply = api.attempt("first", &id, &[("strategy", "phone_code"), ("code", "1")]).await;
    reply.assert_error(400, "verification_strategy_invalid");
}

#[tokio::test]
async fn an_older_sign_in_cannot_be_changed_but_read() {
    let mut api = Api::start().await;
    let old = api.post(SIGN_INS, &[("identifier", "totp@latchkey.example")]).await.sign_in_id();
    api.post(SIGN_INS, &[("identifier", "sms@latchkey.example")]).await;
    let form = [("strategy", "password"), ("password", PASSWORD)];
    api.attempt("first", &old, &form).await.assert_error(403, "resource_forbidden");
    let reply = api.get(&format!("{SIGN_INS}/{old}")).await;
    reply.assert_sign_in("needs_first_factor");
    assert_eq!(reply.body["response"]["identifier"], "totp@latchkey.example");
}

#[tokio::test]
async fn a_sign_in_of_nobody_or_of_another_client_is_not_found() {
    let mut api = Api::start().await;
    let form = [("strategy", "password"), ("password", PASSWORD)];
    api.attempt("first", "sia_nothing", &form).await.assert_error(400, "client_not_found");
    let id = api.post(SIGN_INS, &[("identifier", "totp@latchkey.example")]).await.sign_in_id();
    api.attempt("first", "sia_nothing", &form).await.assert_error(404, "resource_not_found");
    api.forget_client();
    let reply = api.get(&format!("{SIGN_INS}/{id}")).await;
    reply.assert_error(404, "resource_not_found");
}

#[tokio::test]
async fn a_step_out_of_turn_is_refused() {
    let mut api = Api::start().await;
    let id = api.sign_in("totp@latchkey.example").await.sign_in_id();
    let form = [("strategy", "password"), ("password", PASSWORD)];
    api.attempt("first", &id, &form).await.assert_error(400, "client_state_invalid");
    let id = api.post(SIGN_INS, &[("identifier", "totp@latchkey.example")]).await.sign_in_id();
    let form = [("strategy", "totp"), ("code", WRONG_CODE)];
    api.attempt("second", &id, &form).await.assert_error(400, "client_state_invalid");
}

#[tokio::test]
async fn nothing_given_waits_for_an_identifier() {
    let mut api = Api::start().await;
    let reply = api.post(SIGN_INS, &[]).await;
    reply.assert_sign_in("needs_identifier");
    assert_eq!(reply.body["response"]["supported_first_factors"], json!(null));
}

#[tokio::test]
async fn a_banned_user_is_told_so() {
    let mut api = Api::start().await;
    let mut user = user_with_phone(EMAIL, PHONE);
    user.banned = true;
    api.add(&user);
    api.sign_in(EMAIL).await.assert_error(403, "user_banned");
}

#[tokio::test]
async fn a_user_without_password_cannot_use_one() {
    let mut api = Api::start().await;
    let mut user = user_with_phone(EMAIL, PHONE);
    user.password = None;
    api.add(&user);
    api.sign_in(EMAIL).await.assert_error(400, "strategy_for_user_invalid");
    let reply = api.post(SIGN_INS, &[("identifier", EMAIL)]).await;
    assert_eq!(reply.strategies("supported_first_factors"), ["email_code", "phone_code"]);
}

#[tokio::test]
async fn whoever_is_signed_in_is_not_signed_in_again() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    api.sign_in_fully("no-mfa@latchkey.example").await;
    // Before the password is looked at.
    let form = [("identifier", "totp@latchkey.example"), ("password", "wrong")];
    api.post(SIGN_INS, &form).await.assert_error(400, "session_exists");

    api.settings(&json!({ "single_session": false }));
    let reply = api.sign_in("no-mfa@latchkey.example").await;
    reply.assert_error(400, "identifier_already_signed_in");
    let session = &reply.body["errors"][0]["meta"]["session_id"];
    assert_eq!(*session, reply.body["meta"]["client"]["last_active_session_id"]);
    api.sign_in("totp@latchkey.example").await.assert_sign_in("needs_second_factor");
}
