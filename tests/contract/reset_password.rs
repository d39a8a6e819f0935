//! A forgotten password.

use serde_json::json;

use crate::api::{Api, Reply, user_with_phone};

const EMAIL: &str = "no-mfa@latchkey.example";
const NEW: &str = "another-horse-battery";
const SIGN_INS: &str = "/v1/client/sign_ins";
const RESET: &str = "reset_password_email_code";

#[tokio::test]
async fn a_code_by_email_allows_a_new_password() {
    let mut api = Api::start().await;
    let id = api.post(SIGN_INS, &[("identifier", EMAIL)]).await.sign_in_id();
    api.prepare("first", &id, &[("strategy", RESET)]).await;
    attempt(&mut api, &id, EMAIL).await.assert_sign_in("needs_new_password");
    let reply = reset(&mut api, &id, &[("password", NEW)]).await;
    // The code proved the person, so a new device needs no further one.
    reply.assert_sign_in("complete");
    api.forget_client();
    api.sign_in(EMAIL).await.assert_error(422, "form_password_incorrect");
}

#[tokio::test]
async fn code_and_password_may_come_together_and_mfa_follows() {
    let mut api = Api::start().await;
    let email = "totp@latchkey.example";
    let reply = api.post(SIGN_INS, &[("identifier", email), ("strategy", RESET)]).await;
    reply.assert_sign_in("needs_first_factor");
    let code = api.code_for(email);
    let form = [("strategy", RESET), ("code", code.as_str()), ("password", NEW)];
    let reply = api.attempt("first", &reply.sign_in_id(), &form).await;
    reply.assert_sign_in("needs_second_factor");
}

#[tokio::test]
async fn a_code_by_sms_does_as_well() {
    let mut api = Api::start().await;
    let phone = "+447700900170";
    api.add(&user_with_phone("phone@latchkey.example", phone));
    let strategy = "reset_password_phone_code";
    let form = [("identifier", "phone@latchkey.example"), ("strategy", strategy)];
    let id = api.post(SIGN_INS, &form).await.sign_in_id();
    let code = api.code_for(phone);
    let form = [("strategy", strategy), ("code", code.as_str())];
    api.attempt("first", &id, &form).await.assert_sign_in("needs_new_password");
    reset(&mut api, &id, &[("password", NEW)]).await.assert_sign_in("complete");
}

#[tokio::test]
async fn a_password_that_cannot_be_set_is_refused_and_the_attempt_stays() {
    let mut api = Api::start().await;
    let id = at_new_password(&mut api).await;
    for (password, code) in [
        ("short", "form_password_length_too_short"),
        ("password123", "form_password_pwned"),
        (crate::api::PASSWORD, "form_new_password_matches_current"),
    ] {
        let reply = reset(&mut api, &id, &[("password", password)]).await;
        reply.assert_field_error(code, "password");
    }
    let long = "x".repeat(73);
    let reply = reset(&mut api, &id, &[("password", &long)]).await;
    reply.assert_field_error("form_password_length_too_long", "password");
    reset(&mut api, &id, &[]).await.assert_field_error("form_param_missing", "password");
    reset(&mut api, &id, &[("password", NEW)]).await.assert_sign_in("complete");
}

#[tokio::test]
async fn other_sessions_end_when_asked_to() {
    let mut api = Api::start().await;
    api.sign_in_fully(EMAIL).await;
    let other = api.token.clone();
    api.forget_client();
    let id = at_new_password(&mut api).await;
    let form = [("password", NEW), ("sign_out_of_other_sessions", "true")];
    reset(&mut api, &id, &form).await.assert_sign_in("complete");
    assert_eq!(api.get("/v1/me").await.status, 200);
    api.token = other;
    api.get("/v1/me").await.assert_error(401, "signed_out");
}

#[tokio::test]
async fn a_password_is_not_reset_without_the_code() {
    let mut api = Api::start().await;
    let id = api.post(SIGN_INS, &[("identifier", EMAIL)]).await.sign_in_id();
    let reply = reset(&mut api, &id, &[("password", NEW)]).await;
    reply.assert_error(400, "client_state_invalid");
    assert_eq!(reply.body["meta"]["client"]["sessions"], json!([]));
}

async fn at_new_password(api: &mut Api) -> String {
    let form = [("identifier", EMAIL), ("strategy", RESET)];
    let id = api.post(SIGN_INS, &form).await.sign_in_id();
    attempt(api, &id, EMAIL).await.assert_sign_in("needs_new_password");
    id
}

async fn attempt(api: &mut Api, id: &str, to: &str) -> Reply {
    let code = api.code_for(to);
    api.attempt("first", id, &[("strategy", RESET), ("code", &code)]).await
}

async fn reset(api: &mut Api, id: &str, form: &[(&str, &str)]) -> Reply {
    api.post(&format!("{SIGN_INS}/{id}/reset_password"), form).await
}
