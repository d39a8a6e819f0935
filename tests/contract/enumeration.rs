//! Strict protection against finding out who has an account.

use serde_json::json;

use crate::api::{Api, PASSWORD, WRONG_CODE};

const SIGN_INS: &str = "/v1/client/sign_ins";
const NOBODY: &str = "nobody@latchkey.example";

#[tokio::test]
async fn a_password_is_wrong_in_the_same_words_for_everybody() {
    let mut api = Api::start_with(json!({ "enumeration_protection": true })).await;
    for identifier in [NOBODY, "no-mfa@latchkey.example"] {
        let form = [("identifier", identifier), ("password", "wrong")];
        let reply = api.post(SIGN_INS, &form).await;
        reply.assert_error(422, "form_password_or_identifier_incorrect");
        let id = api.post(SIGN_INS, &[("identifier", identifier)]).await.sign_in_id();
        let form = [("strategy", "password"), ("password", "wrong")];
        let reply = api.attempt("first", &id, &form).await;
        reply.assert_error(422, "form_password_or_identifier_incorrect");
    }
}

#[tokio::test]
async fn a_code_seems_to_be_sent_to_anybody() {
    let mut api = Api::start_with(json!({ "enumeration_protection": true })).await;
    for identifier in [NOBODY, "no-mfa@latchkey.example"] {
        let reply = api.post(SIGN_INS, &[("identifier", identifier)]).await;
        reply.assert_sign_in("needs_first_factor");
        assert_eq!(reply.body["response"]["user_data"], json!(null));
        let id = reply.sign_in_id();
        let early = api.attempt("first", &id, &[("strategy", "email_code"), ("code", "1")]).await;
        early.assert_error(400, "verification_missing");
        let reply = api.prepare("first", &id, &[("strategy", "email_code")]).await;
        reply.assert_sign_in("needs_first_factor");
        let form = [("strategy", "email_code"), ("code", WRONG_CODE)];
        api.attempt("first", &id, &form).await.assert_error(422, "form_code_incorrect");
        let again = api.prepare("first", &id, &[("strategy", "email_code")]).await;
        again.assert_error(429, "verification_code_too_many_requests");
    }
    assert_eq!(api.messages(), 1);
}

#[tokio::test]
async fn whoever_exists_still_signs_in() {
    let mut api = Api::start_with(json!({ "enumeration_protection": true })).await;
    let form = [("identifier", "totp@latchkey.example"), ("password", PASSWORD)];
    api.post(SIGN_INS, &form).await.assert_sign_in("needs_second_factor");
}
