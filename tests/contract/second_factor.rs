//! Every second factor.

use latchkey_emulator::demo_accounts;
use serde_json::json;

use crate::api::{Api, Reply, WRONG_CODE};

#[tokio::test]
async fn a_totp_code_completes_the_sign_in() {
    let mut api = Api::start().await;
    let reply = api.sign_in("totp@latchkey.example").await;
    reply.assert_sign_in("needs_second_factor");
    assert_eq!(reply.strategies("supported_second_factors"), ["totp", "backup_code"]);
    let code = totp(&api, "totp@latchkey.example");
    let reply = second(&mut api, &reply, "totp", &code).await;
    reply.assert_sign_in("complete");
    let verification = &reply.body["response"]["second_factor_verification"];
    assert_eq!(
        (&verification["object"], &verification["status"]),
        (&json!("verification_totp"), &json!("verified"))
    );
    let session = &reply.body["client"]["sessions"][0];
    assert_eq!(session["factor_verification_age"], json!([0, 0]));
    assert_eq!(session["user"]["two_factor_enabled"], true);
}

#[tokio::test]
async fn a_totp_code_works_once() {
    let mut api = Api::start().await;
    let code = totp(&api, "totp@latchkey.example");
    let reply = api.sign_in("totp@latchkey.example").await;
    second(&mut api, &reply, "totp", &code).await.assert_sign_in("complete");
    api.forget_client();
    let reply = api.sign_in("totp@latchkey.example").await;
    let again = second(&mut api, &reply, "totp", &code).await;
    again.assert_field_error("form_code_incorrect", "code");
    api.clock.advance_seconds(30);
    let code = totp(&api, "totp@latchkey.example");
    second(&mut api, &reply, "totp", &code).await.assert_sign_in("complete");
}

#[tokio::test]
async fn a_wrong_code_keeps_the_attempt_open() {
    let mut api = Api::start().await;
    let reply = api.sign_in("totp@latchkey.example").await;
    let wrong = second(&mut api, &reply, "totp", "12345").await;
    wrong.assert_field_error("form_code_incorrect", "code");
    assert_eq!(wrong.body["errors"][0]["message"], "is incorrect");
    assert_eq!(wrong.body["meta"]["client"]["sign_in"]["status"], "needs_second_factor");
    let code = totp(&api, "totp@latchkey.example");
    second(&mut api, &reply, "totp", &code).await.assert_sign_in("complete");
}

#[tokio::test]
async fn a_backup_code_works_once() {
    let mut api = Api::start().await;
    let code = account("totp@latchkey.example").backup_codes[0];
    let reply = api.sign_in("totp@latchkey.example").await;
    let done = second(&mut api, &reply, "backup_code", code).await;
    done.assert_sign_in("complete");
    let verification = &done.body["response"]["second_factor_verification"];
    assert_eq!(verification["object"], "verification_backup_code");
    api.forget_client();
    let reply = api.sign_in("totp@latchkey.example").await;
    let again = second(&mut api, &reply, "backup_code", code).await;
    again.assert_field_error("form_code_incorrect", "code");
}

#[tokio::test]
async fn an_sms_goes_to_the_default_phone_unless_another_one_is_chosen() {
    let mut api = Api::start().await;
    let [default, other] = account("sms@latchkey.example").phone_numbers else { panic!() };
    let reply = api.sign_in("sms@latchkey.example").await;
    let factors = reply.body["response"]["supported_second_factors"].clone();
    assert_eq!((&factors[0]["default"], &factors[1]["default"]), (&json!(true), &json!(false)));
    let id = reply.sign_in_id();
    api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    let first_code = api.code_for(default);
    let other_id = factors[1]["phone_number_id"].as_str().unwrap();
    let form = [("strategy", "phone_code"), ("phone_number_id", other_id)];
    let prepared = api.prepare("second", &id, &form).await;
    let verification = &prepared.body["response"]["second_factor_verification"];
    assert_eq!(verification["status"], "unverified");
    // The newer code takes the place of the older one.
    let old = second(&mut api, &reply, "phone_code", &first_code).await;
    old.assert_field_error("form_code_incorrect", "code");
    let code = api.code_for(other);
    second(&mut api, &reply, "phone_code", &code).await.assert_sign_in("complete");
}

#[tokio::test]
async fn email_code_is_a_second_factor_where_the_instance_says_so() {
    let mut api = Api::start_with(json!({ "attributes": { "email_second_factor": true } })).await;
    let reply = api.sign_in("totp@latchkey.example").await;
    assert_eq!(reply.strategies("supported_second_factors"), ["totp", "email_code", "backup_code"]);
    api.prepare("second", &reply.sign_in_id(), &[("strategy", "email_code")]).await;
    let code = api.code_for("totp@latchkey.example");
    second(&mut api, &reply, "email_code", &code).await.assert_sign_in("complete");
}

#[tokio::test]
async fn a_code_that_was_not_prepared_is_refused() {
    let mut api = Api::start().await;
    let reply = api.sign_in("sms@latchkey.example").await;
    let reply = second(&mut api, &reply, "phone_code", WRONG_CODE).await;
    reply.assert_error(400, "verification_missing");
}

#[tokio::test]
async fn factors_that_the_user_lacks_are_refused() {
    let mut api = Api::start().await;
    let reply = api.sign_in("sms@latchkey.example").await;
    second(&mut api, &reply, "totp", "123456").await.assert_error(400, "no_second_factors");
    let id = reply.sign_in_id();
    let email = api.prepare("second", &id, &[("strategy", "email_code")]).await;
    email.assert_error(400, "no_second_factors");
    let form = [("strategy", "phone_code"), ("phone_number_id", "idn_nothing")];
    let unknown = api.prepare("second", &id, &form).await;
    unknown.assert_field_error("form_resource_not_found", "phone_number_id");
    let totp = api.prepare("second", &id, &[("strategy", "totp")]).await;
    totp.assert_field_error("form_param_value_invalid", "strategy");
    let missing = api.attempt("second", &id, &[("strategy", "phone_code")]).await;
    missing.assert_field_error("form_param_missing", "code");
}

#[tokio::test]
async fn a_factor_that_the_instance_takes_away_is_not_offered() {
    let mut api = Api::start().await;
    let all = ["totp", "phone_code", "backup_code"];
    let reply = api.sign_in("all-factors@latchkey.example").await;
    assert_eq!(reply.strategies("supported_second_factors"), all);
    api.settings(&json!({ "attributes": { "backup_code": false } }));
    let reply = api.sign_in("all-factors@latchkey.example").await;
    assert_eq!(reply.strategies("supported_second_factors"), all[..2]);
}

#[tokio::test]
async fn forced_mfa_leaves_the_session_pending_on_its_task() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let reply = api.sign_in("forced-mfa@latchkey.example").await;
    reply.assert_sign_in("complete");
    let session = &reply.body["client"]["sessions"][0];
    assert_eq!(
        (&session["status"], &session["tasks"]),
        (&json!("pending"), &json!([{ "key": "setup-mfa" }]))
    );

    api.settings(&json!({ "force_mfa": true }));
    api.forget_client();
    let reply = api.sign_in("no-mfa@latchkey.example").await;
    assert_eq!(reply.body["client"]["sessions"][0]["status"], "pending");
}

async fn second(api: &mut Api, reply: &Reply, strategy: &str, code: &str) -> Reply {
    let form = [("strategy", strategy), ("code", code)];
    api.attempt("second", &reply.sign_in_id(), &form).await
}

fn totp(api: &Api, identifier: &str) -> String {
    api.running.totp_code(account(identifier).totp_secret.unwrap()).unwrap()
}

fn account(identifier: &str) -> &'static latchkey_emulator::DemoAccount {
    demo_accounts().iter().find(|account| account.identifier == identifier).unwrap()
}
