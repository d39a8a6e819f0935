//! Phone numbers as second factors.

use serde_json::{Value, json};

use crate::account::{
    FREE, PHONES, RESERVE, SECRET, add_phone, another_client, attempt_phone, codes, delete,
    mfa_phone, patch, phone, phone_path, prepare_phone, session_of, signed_in, signed_in_as, user,
    user_of, verified_phone,
};
use crate::api::Api;

const NUMBER: &str = "+447700900150";
const OTHER: &str = "+447700900151";
const DEFAULT: [(&str, &str); 1] = [("default_second_factor", "true")];

#[tokio::test]
async fn the_first_number_turns_mfa_on_and_brings_backup_codes_once() {
    let mut api = signed_in().await;
    let id = verified_phone(&mut api, NUMBER).await;
    let path = format!("{PHONES}/{id}");
    let reply = patch(&mut api, &path, &RESERVE).await;
    let phone = &reply.body["response"];
    assert_eq!(phone["reserved_for_second_factor"], true);
    assert_eq!(phone["default_second_factor"], true);
    let new = codes(&phone["backup_codes"]);
    assert_eq!(new.len(), 10);
    let user = user_of(&reply);
    assert_eq!(
        (&user["two_factor_enabled"], &user["backup_code_enabled"]),
        (&json!(true), &json!(true))
    );
    assert!(user["mfa_enabled_at"].is_i64());
    assert_eq!(user["phone_numbers"][0]["backup_codes"], json!(null));
    assert_eq!(session_of(&reply)["factor_verification_age"], json!([0, 0]));

    let again = patch(&mut api, &path, &RESERVE).await;
    assert_eq!(again.body["response"]["backup_codes"], json!(null));
    let me = api.get("/v1/me").await.body.to_string();
    assert!(new.iter().all(|code| !me.contains(code)));

    another_client(&mut api);
    let reply = api.sign_in(crate::account::EMAIL).await;
    assert_eq!(reply.strategies("supported_second_factors"), ["phone_code", "backup_code"]);
    let form = [("strategy", "backup_code"), ("code", new[3].as_str())];
    api.attempt("second", &reply.sign_in_id(), &form).await.assert_sign_in("complete");
}

#[tokio::test]
async fn backup_codes_come_only_where_the_instance_has_them_and_the_user_none() {
    let settings = json!({ "attributes": { "backup_code": false } });
    let mut api = signed_in_as(&user(), settings).await;
    let id = verified_phone(&mut api, NUMBER).await;
    let reply = patch(&mut api, &format!("{PHONES}/{id}"), &RESERVE).await;
    assert_eq!(reply.body["response"]["backup_codes"], json!(null));
    assert_eq!(user_of(&reply)["backup_code_enabled"], false);

    let mut user = user();
    user.email_addresses[0].email_address = "codes@latchkey.example".to_owned();
    user.totp_secret = Some(SECRET.to_owned());
    user.backup_codes = vec!["7q2m4k9p".to_owned()];
    user.phone_numbers = vec![phone(OTHER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    let reply = patch(&mut api, &path, &RESERVE).await;
    assert_eq!(reply.body["response"]["backup_codes"], json!(null));
}

#[tokio::test]
async fn a_user_with_an_app_and_no_codes_gets_them_with_a_number() {
    let mut user = user();
    user.totp_secret = Some(SECRET.to_owned());
    user.phone_numbers = vec![phone(NUMBER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    let reply = patch(&mut api, &path, &RESERVE).await;
    assert_eq!(codes(&reply.body["response"]["backup_codes"]).len(), 10);
}

#[tokio::test]
async fn there_is_one_default_and_it_moves_by_naming_another() {
    let mut user = user();
    user.phone_numbers = vec![mfa_phone(NUMBER), phone(OTHER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let [first, second] = [phone_path(&mut api, 0).await, phone_path(&mut api, 1).await];
    patch(&mut api, &second, &RESERVE).await;
    assert_eq!(defaults(&mut api).await, [true, false]);

    let given_up = [("default_second_factor", "false")];
    let refused = patch(&mut api, &first, &given_up).await;
    refused.assert_field_error(
        "form_disable_default_second_factor_not_allowed",
        "default_second_factor",
    );
    assert_eq!(patch(&mut api, &second, &given_up).await.status, 200);

    let moved = patch(&mut api, &second, &DEFAULT).await;
    assert_eq!(moved.body["response"]["default_second_factor"], true);
    assert_eq!(user_of(&moved)["phone_numbers"][0]["default_second_factor"], false);
    assert_eq!(defaults(&mut api).await, [false, true]);
}

#[tokio::test]
async fn the_default_that_goes_hands_on() {
    let mut user = user();
    user.phone_numbers = vec![mfa_phone(NUMBER), mfa_phone(OTHER), mfa_phone("+447700900152")];
    let mut api = signed_in_as(&user, json!({})).await;
    let first = phone_path(&mut api, 0).await;
    let freed = patch(&mut api, &first, &FREE).await;
    assert_eq!(freed.body["response"]["default_second_factor"], false);
    assert_eq!(defaults(&mut api).await, [false, true, false]);
    let second = phone_path(&mut api, 1).await;
    delete(&mut api, &second).await;
    assert_eq!(defaults(&mut api).await, [false, true]);
}

#[tokio::test]
async fn both_can_be_said_at_once() {
    let mut user = user();
    user.phone_numbers = vec![mfa_phone(NUMBER), phone(OTHER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let second = phone_path(&mut api, 1).await;
    patch(&mut api, &second, &[RESERVE, DEFAULT].concat()).await;
    assert_eq!(defaults(&mut api).await, [false, true]);
    let nothing = patch(&mut api, &second, &[]).await;
    assert_eq!(nothing.body["response"]["default_second_factor"], true);
}

#[tokio::test]
async fn the_last_factor_takes_the_backup_codes_along() {
    let mut user = user();
    user.phone_numbers = vec![mfa_phone(NUMBER)];
    user.backup_codes = vec!["7q2m4k9p".to_owned()];
    let mut api = signed_in_as(&user, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    let reply = patch(&mut api, &path, &FREE).await;
    let shown = user_of(&reply);
    assert_eq!(
        (&shown["two_factor_enabled"], &shown["backup_code_enabled"]),
        (&json!(false), &json!(false))
    );
    assert!(shown["mfa_disabled_at"].is_i64());
    assert_eq!(session_of(&reply)["factor_verification_age"], json!([0, -1]));
    another_client(&mut api);
    api.sign_in(crate::account::EMAIL).await.assert_sign_in("complete");
}

#[tokio::test]
async fn one_factor_of_several_goes_alone() {
    let mut user = user();
    user.phone_numbers = vec![mfa_phone(NUMBER)];
    user.totp_secret = Some(SECRET.to_owned());
    user.backup_codes = vec!["7q2m4k9p".to_owned()];
    let mut api = signed_in_as(&user, json!({ "force_mfa": true })).await;
    let path = phone_path(&mut api, 0).await;
    let reply = delete(&mut api, &path).await;
    let shown = user_of(&reply);
    assert_eq!(
        (&shown["two_factor_enabled"], &shown["backup_code_enabled"], &shown["mfa_disabled_at"]),
        (&json!(true), &json!(true), &json!(null))
    );
    assert_eq!(session_of(&reply)["factor_verification_age"][1], 0);
}

#[tokio::test]
async fn forced_mfa_keeps_the_last_factor() {
    let mut user = user();
    user.phone_numbers = vec![mfa_phone(NUMBER), phone(OTHER)];
    let mut api = signed_in_as(&user, json!({ "force_mfa": true })).await;
    let path = phone_path(&mut api, 0).await;
    // No verification would help, so none is asked for.
    api.clock.advance_seconds(601);
    for reply in [patch(&mut api, &path, &FREE).await, delete(&mut api, &path).await] {
        reply.assert_error(400, "second_factor_deletion_not_allowed");
    }
    let other = phone_path(&mut api, 1).await;
    let spare = delete(&mut api, &other).await;
    spare.assert_error(403, "session_reverification_required");
}

#[tokio::test]
async fn an_unverified_number_is_no_second_factor() {
    let mut api = signed_in().await;
    let id = add_phone(&mut api, NUMBER).await;
    let path = format!("{PHONES}/{id}");
    for form in [RESERVE, DEFAULT] {
        let reply = patch(&mut api, &path, &form).await;
        reply.assert_error(400, "identification_update_second_factor_unverified");
    }
}

#[tokio::test]
async fn the_default_is_one_of_those_in_use() {
    let mut user = user();
    user.phone_numbers = vec![phone(NUMBER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    let reply = patch(&mut api, &path, &DEFAULT).await;
    reply.assert_field_error("form_param_value_invalid", "default_second_factor");
    let reply = patch(&mut api, &path, &[("reserved_for_second_factor", "maybe")]).await;
    reply.assert_field_error("form_param_value_invalid", "reserved_for_second_factor");
    let reply = patch(&mut api, &path, &[("reserved", "true")]).await;
    reply.assert_field_error("form_param_unknown", "reserved");
}

#[tokio::test]
async fn the_only_thing_to_sign_in_by_is_no_second_factor() {
    let mut user = user();
    user.email_addresses.clear();
    user.phone_numbers = vec![phone(NUMBER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    let reply = patch(&mut api, &path, &RESERVE).await;
    reply.assert_error(400, "identification_update_failed");
    verified_phone(&mut api, OTHER).await;
    assert_eq!(patch(&mut api, &path, &RESERVE).await.status, 200);
}

#[tokio::test]
async fn turning_it_on_or_off_is_sensitive_and_the_default_is_not() {
    let mut user = user();
    user.phone_numbers = vec![mfa_phone(NUMBER), mfa_phone(OTHER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let path = phone_path(&mut api, 1).await;
    api.clock.advance_seconds(601);
    for form in [RESERVE, FREE] {
        let reply = patch(&mut api, &path, &form).await;
        reply.assert_error(403, "session_reverification_required");
    }
    assert_eq!(patch(&mut api, &path, &DEFAULT).await.status, 200);
    assert_eq!(defaults(&mut api).await, [false, true]);
}

#[tokio::test]
async fn a_number_that_is_added_for_mfa_counts_from_its_verification() {
    let mut api = signed_in().await;
    let form = [("phone_number", NUMBER), ("reserved_for_second_factor", "true")];
    let added = api.post(PHONES, &form).await;
    assert_eq!(added.body["response"]["default_second_factor"], false);
    assert_eq!(user_of(&added)["two_factor_enabled"], false);
    let id = added.body["response"]["id"].as_str().unwrap();
    prepare_phone(&mut api, id).await;
    let code = api.code_for(NUMBER);
    let reply = attempt_phone(&mut api, id, &code).await;
    assert_eq!(reply.body["response"]["default_second_factor"], true);
    assert_eq!(codes(&reply.body["response"]["backup_codes"]).len(), 10);
    assert_eq!(user_of(&reply)["two_factor_enabled"], true);
}

#[tokio::test]
async fn an_instance_without_sms_does_not_reserve() {
    let mut user = user();
    user.phone_numbers = vec![phone(NUMBER)];
    let settings = json!({ "attributes": { "phone_second_factor": false } });
    let mut api = signed_in_as(&user, settings).await;
    let environment = api.get("/v1/environment").await.body;
    let attribute = &environment["user_settings"]["attributes"]["phone_number"];
    assert_eq!(attribute["used_for_second_factor"], false);
    let path = phone_path(&mut api, 0).await;
    patch(&mut api, &path, &RESERVE).await.assert_error(403, "feature_not_enabled");
    let form = [("phone_number", OTHER), ("reserved_for_second_factor", "true")];
    api.post(PHONES, &form).await.assert_error(403, "feature_not_enabled");
}

async fn defaults(api: &mut Api) -> Vec<bool> {
    let phones = api.get(PHONES).await.body;
    let default = |phone: &Value| phone["default_second_factor"].as_bool().unwrap();
    phones.as_array().unwrap().iter().map(default).collect()
}
