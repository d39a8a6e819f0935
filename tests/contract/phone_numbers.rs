//! Adding and verifying phone numbers.

use latchkey_emulator::NewPhoneNumber;
use serde_json::json;

use crate::account::{
    EMAIL, PHONES, add_phone, another_client, attempt_phone, delete, patch, phone, phone_path,
    prepare_phone, sign_in, signed_in, signed_in_as, start, use_client, user, user_of,
    verified_phone,
};
use crate::api::{Api, WRONG_CODE, user_with_phone};

const NUMBER: &str = "+447700900150";
const OTHER: &str = "+447700900151";

#[tokio::test]
async fn a_number_is_added_and_verified() {
    let mut api = signed_in().await;
    let added = api.post(&format!("{PHONES}/"), &[("phone_number", NUMBER)]).await;
    let phone = &added.body["response"];
    assert_eq!((&phone["phone_number"], &phone["verification"]), (&json!(NUMBER), &json!(null)));
    assert_eq!(phone["reserved_for_second_factor"], false);
    assert_eq!(user_of(&added)["phone_numbers"][0], *phone);
    let id = phone["id"].as_str().unwrap();

    let sent = prepare_phone(&mut api, id).await;
    assert_eq!(sent.body["response"]["verification"]["status"], "unverified");
    let message = api.running.emulator().newest_message(NUMBER).unwrap().unwrap();
    assert_eq!((message.channel.as_str(), message.strategy.as_str()), ("sms", "phone_code"));

    let verified = attempt_phone(&mut api, id, &message.code).await;
    let verification = &verified.body["response"]["verification"];
    assert_eq!(
        (&verification["object"], &verification["status"], &verification["attempts"]),
        (&json!("verification_otp"), &json!("verified"), &json!(1))
    );
    assert_eq!(verified.body["response"]["backup_codes"], json!(null));
    assert_eq!(user_of(&verified)["primary_phone_number_id"], json!(id));
    assert_eq!(user_of(&verified)["two_factor_enabled"], false);

    let list = api.get(PHONES).await.body;
    assert_eq!(list, json!([verified.body["response"]]));
    let one = api.get(&format!("{PHONES}/{id}")).await;
    assert_eq!(one.body["response"], list[0]);
}

#[tokio::test]
async fn what_is_no_number_is_refused_before_a_fresh_verification_is_asked_for() {
    let mut api = signed_in().await;
    api.clock.advance_seconds(601);
    for number in ["123", "07700900150", "+0123456789", "+44 7700 900150", "+44abc", "nonsense"] {
        let reply = api.post(PHONES, &[("phone_number", number)]).await;
        reply.assert_field_error("form_param_format_invalid", "phone_number");
        assert_eq!(
            reply.body["errors"][0]["long_message"],
            "phone_number must be a valid phone number according to E.164 international standard."
        );
    }
    api.post(PHONES, &[]).await.assert_field_error("form_param_missing", "phone_number");
    let reply = api.post(PHONES, &[("phone_number", "")]).await;
    reply.assert_field_error("form_param_nil", "phone_number");
    let reply = api.post(PHONES, &[("phone_number", NUMBER), ("country", "gb")]).await;
    reply.assert_field_error("form_param_unknown", "country");
    let reply = api.post(PHONES, &[("phone_number", NUMBER)]).await;
    reply.assert_error(403, "session_reverification_required");
}

#[tokio::test]
async fn a_number_that_is_taken_is_refused() {
    let mut api = signed_in().await;
    api.add(&user_with_phone("other@latchkey.example", OTHER));
    let reply = api.post(PHONES, &[("phone_number", OTHER)]).await;
    reply.assert_field_error("form_identifier_exists", "phone_number");
    add_phone(&mut api, NUMBER).await;
    let reply = api.post(PHONES, &[("phone_number", NUMBER)]).await;
    reply.assert_field_error("form_identifier_exists", "phone_number");
}

#[tokio::test]
async fn whoever_verifies_a_number_first_has_it() {
    let mut api = signed_in().await;
    let id = add_phone(&mut api, NUMBER).await;
    prepare_phone(&mut api, &id).await;
    let code = api.code_for(NUMBER);
    api.add(&user_with_phone("other@latchkey.example", NUMBER));
    let late = attempt_phone(&mut api, &id, &code).await;
    late.assert_field_error("form_identifier_exists", "phone_number");
    assert_eq!(api.get(PHONES).await.body[0]["verification"]["status"], "unverified");
}

#[tokio::test]
async fn only_so_many_numbers_may_wait_for_their_verification() {
    let mut api = signed_in_as(&user(), json!({ "max_unverified": 2 })).await;
    let id = add_phone(&mut api, NUMBER).await;
    add_phone(&mut api, OTHER).await;
    let third = api.post(PHONES, &[("phone_number", "+447700900152")]).await;
    third.assert_error(400, "too_many_unverified_identifications");
    delete(&mut api, &format!("{PHONES}/{id}")).await;
    add_phone(&mut api, "+447700900152").await;
}

#[tokio::test]
async fn countries_and_numbers_that_the_instance_does_not_take_are_refused() {
    let settings = json!({
        "unsupported_countries": [{ "alpha2": "CM", "country_code": "237" }],
        "blocked_identifiers": [NUMBER],
    });
    let mut api = signed_in_as(&user(), settings).await;
    let country = api.post(PHONES, &[("phone_number", "+237671234567")]).await;
    country.assert_error(403, "unsupported_country_code");
    assert_eq!(country.body["errors"][0]["meta"], json!({ "alpha2": "CM", "country_code": "237" }));
    let blocked = api.post(PHONES, &[("phone_number", NUMBER)]).await;
    blocked.assert_error(403, "not_allowed_access");
    assert_eq!(blocked.body["errors"][0]["meta"]["identifiers"], json!([NUMBER]));
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["user_settings"]["restrictions"]["blocklist"]["enabled"], true);
    add_phone(&mut api, OTHER).await;
}

#[tokio::test]
async fn a_development_instance_sends_so_many_sms_a_month() {
    let settings = json!({ "monthly_sms_limit": 1, "session_days": 60 });
    let mut api = signed_in_as(&user(), settings).await;
    let [first, second, free, test] = [
        add_phone(&mut api, NUMBER).await,
        add_phone(&mut api, OTHER).await,
        add_phone(&mut api, "+12015550123").await,
        add_phone(&mut api, "+15555550100").await,
    ];
    assert_eq!(prepare_phone(&mut api, &first).await.status, 200);
    let refused = prepare_phone(&mut api, &second).await;
    refused.assert_error(400, "dev_monthly_sms_limit_exceeded");
    assert_eq!(refused.body["errors"][0]["meta"]["limit"], 1);
    assert_eq!(prepare_phone(&mut api, &free).await.status, 200);
    assert_eq!(prepare_phone(&mut api, &test).await.status, 200);
    api.clock.advance_seconds(31 * 86_400);
    assert_eq!(prepare_phone(&mut api, &second).await.status, 200);
}

#[tokio::test]
async fn a_second_sms_has_to_wait_for_thirty_seconds() {
    let mut api = signed_in().await;
    let id = add_phone(&mut api, NUMBER).await;
    prepare_phone(&mut api, &id).await;
    let old = api.code_for(NUMBER);
    api.clock.advance_seconds(20);
    let refused = prepare_phone(&mut api, &id).await;
    refused.assert_error(429, "verification_code_too_many_requests");
    assert!((1..=10).contains(&refused.retry_after()), "{refused:?}");
    api.clock.advance_seconds(10);
    assert_eq!(prepare_phone(&mut api, &id).await.status, 200);
    let new = api.code_for(NUMBER);
    let reply = attempt_phone(&mut api, &id, &old).await;
    if old != new {
        reply.assert_field_error("form_code_incorrect", "code");
        assert_eq!(attempt_phone(&mut api, &id, &new).await.status, 200);
    }
}

#[tokio::test]
async fn five_wrong_codes_need_a_new_sms_and_lock_nothing() {
    let mut api = signed_in_as(&user(), json!({ "lockout": { "max_attempts": 2 } })).await;
    let id = add_phone(&mut api, NUMBER).await;
    prepare_phone(&mut api, &id).await;
    for _ in 0..5 {
        let wrong = attempt_phone(&mut api, &id, WRONG_CODE).await;
        wrong.assert_field_error("form_code_incorrect", "code");
        assert_eq!(wrong.body["meta"]["client"]["sessions"][0]["user"]["locked"], false);
    }
    let code = api.code_for(NUMBER);
    attempt_phone(&mut api, &id, &code).await.assert_error(400, "verification_failed");
    let phone = api.get(&format!("{PHONES}/{id}")).await;
    assert_eq!(phone.body["response"]["verification"]["status"], "failed");
    api.clock.advance_seconds(30);
    prepare_phone(&mut api, &id).await;
    let code = api.code_for(NUMBER);
    assert_eq!(attempt_phone(&mut api, &id, &code).await.status, 200);
}

#[tokio::test]
async fn a_code_expires_after_ten_minutes() {
    let mut api = signed_in().await;
    let id = add_phone(&mut api, NUMBER).await;
    prepare_phone(&mut api, &id).await;
    let code = api.code_for(NUMBER);
    api.clock.advance_seconds(601);
    attempt_phone(&mut api, &id, &code).await.assert_error(400, "verification_expired");
    let phone = api.get(&format!("{PHONES}/{id}")).await;
    assert_eq!(phone.body["response"]["verification"]["status"], "expired");
    // Asking for another code and trying it are no sensitive calls.
    prepare_phone(&mut api, &id).await;
    let code = api.code_for(NUMBER);
    assert_eq!(attempt_phone(&mut api, &id, &code).await.status, 200);
}

#[tokio::test]
async fn a_code_that_was_not_sent_cannot_be_right() {
    let mut api = signed_in().await;
    let id = add_phone(&mut api, "+15555550100").await;
    attempt_phone(&mut api, &id, "424242").await.assert_error(400, "verification_not_sent");
    prepare_phone(&mut api, &id).await;
    assert_eq!(api.messages(), 0);
    let path = format!("{PHONES}/{id}/attempt_verification");
    api.post(&path, &[]).await.assert_field_error("form_param_missing", "code");
    assert_eq!(attempt_phone(&mut api, &id, "424242").await.status, 200);
}

#[tokio::test]
async fn a_verified_number_is_not_verified_again() {
    let mut api = signed_in().await;
    let id = verified_phone(&mut api, NUMBER).await;
    prepare_phone(&mut api, &id).await.assert_error(400, "verification_already_verified");
    let again = attempt_phone(&mut api, &id, WRONG_CODE).await;
    again.assert_error(400, "verification_already_verified");
}

#[tokio::test]
async fn a_number_is_verified_by_sms_only() {
    let mut api = signed_in().await;
    let id = add_phone(&mut api, NUMBER).await;
    let path = format!("{PHONES}/{id}/prepare_verification");
    let reply = api.post(&path, &[("strategy", "email_code")]).await;
    reply.assert_field_error("form_param_value_invalid", "strategy");
    api.post(&path, &[]).await.assert_field_error("form_param_missing", "strategy");
}

#[tokio::test]
async fn a_verified_number_signs_in() {
    let mut api = signed_in().await;
    verified_phone(&mut api, NUMBER).await;
    another_client(&mut api);
    api.sign_in(NUMBER).await.assert_sign_in("complete");
}

#[tokio::test]
async fn numbers_of_others_do_not_exist() {
    let mut api = start(json!({})).await;
    let other = user_with_phone("other@latchkey.example", OTHER);
    api.add(&other);
    sign_in(&mut api, &other).await;
    let foreign = phone_path(&mut api, 0).await;
    another_client(&mut api);
    api.add(&user());
    sign_in(&mut api, &user()).await;
    for path in [foreign, format!("{PHONES}/idn_nothing")] {
        let id = path.rsplit('/').next().unwrap().to_owned();
        for reply in [
            api.get(&path).await,
            patch(&mut api, &path, &[("default_second_factor", "true")]).await,
            delete(&mut api, &path).await,
            prepare_phone(&mut api, &id).await,
            attempt_phone(&mut api, &id, WRONG_CODE).await,
        ] {
            reply.assert_error(404, "resource_not_found");
        }
    }
    assert_eq!(api.get(PHONES).await.body, json!([]));
}

#[tokio::test]
async fn a_primary_number_that_is_removed_hands_on() {
    let mut user = user();
    let unverified = NewPhoneNumber { verified: false, ..phone("+447700900152") };
    user.phone_numbers = vec![unverified, phone(NUMBER), phone(OTHER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let phones = api.get(PHONES).await.body;
    let me = api.get("/v1/me").await;
    assert_eq!(me.body["response"]["primary_phone_number_id"], phones[1]["id"]);
    let path = phone_path(&mut api, 1).await;
    let removed = delete(&mut api, &path).await;
    assert_eq!(
        removed.body["response"],
        json!({ "object": "phone_number", "id": phones[1]["id"], "deleted": true })
    );
    assert_eq!(user_of(&removed)["primary_phone_number_id"], phones[2]["id"]);
    let path = phone_path(&mut api, 1).await;
    let removed = delete(&mut api, &path).await;
    assert_eq!(user_of(&removed)["primary_phone_number_id"], json!(null));
    assert_eq!(user_of(&removed)["phone_numbers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn something_to_sign_in_by_is_kept() {
    let mut nobody_else = user();
    nobody_else.email_addresses.clear();
    nobody_else.phone_numbers = vec![phone(NUMBER)];
    let mut api = signed_in_as(&nobody_else, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    delete(&mut api, &path).await.assert_error(400, "identification_deletion_failed");
}

#[tokio::test]
async fn a_number_that_the_instance_requires_is_kept() {
    let mut user = user();
    user.phone_numbers = vec![phone(NUMBER), phone(OTHER)];
    let mut api = signed_in_as(&user, json!({ "attributes": { "phone_required": true } })).await;
    let environment = api.get("/v1/environment").await.body;
    assert_eq!(environment["user_settings"]["attributes"]["phone_number"]["required"], true);
    let path = phone_path(&mut api, 0).await;
    assert_eq!(delete(&mut api, &path).await.status, 200);
    let path = phone_path(&mut api, 0).await;
    let last = delete(&mut api, &path).await;
    last.assert_error(400, "last_required_identification_deletion_failed");
}

#[tokio::test]
async fn an_unverified_number_goes_whatever_else_there_is() {
    let mut api = signed_in_as(&user(), json!({ "attributes": { "phone_required": true } })).await;
    let id = add_phone(&mut api, NUMBER).await;
    assert_eq!(delete(&mut api, &format!("{PHONES}/{id}")).await.status, 200);
    assert_eq!(api.get(PHONES).await.body, json!([]));
}

#[tokio::test]
async fn removing_asks_for_a_fresh_verification_after_everything_else() {
    let mut user = user();
    user.phone_numbers = vec![phone(NUMBER)];
    let mut api = signed_in_as(&user, json!({})).await;
    let path = phone_path(&mut api, 0).await;
    api.clock.advance_seconds(601);
    delete(&mut api, &path).await.assert_error(403, "session_reverification_required");
    api.settings(&json!({ "attributes": { "phone_required": true } }));
    let kept = delete(&mut api, &path).await;
    kept.assert_error(400, "last_required_identification_deletion_failed");
    api.settings(&json!({ "attributes": { "phone_required": false }, "reverification": false }));
    assert_eq!(delete(&mut api, &path).await.status, 200);
}

#[tokio::test]
async fn numbers_belong_to_whoever_is_signed_in() {
    let mut api = signed_in().await;
    let client = another_client(&mut api);
    api.get(PHONES).await.assert_error(401, "signed_out");
    let added = api.post(PHONES, &[("phone_number", NUMBER)]).await;
    added.assert_error(401, "signed_out");
    use_client(&mut api, &client);
    let unknown = format!("{PHONES}?_clerk_session_id=sess_nothing");
    api.get(&unknown).await.assert_error(401, "authentication_invalid");
}

#[tokio::test]
async fn numbers_are_in_the_list_of_the_control_api_too() {
    let api = Api::start().await;
    let mut user = user();
    user.phone_numbers = vec![phone(NUMBER), NewPhoneNumber { verified: false, ..phone(OTHER) }];
    let added = api.running.emulator().add_user(&user).unwrap();
    assert_eq!(added.phone_number_ids.len(), 2);
    let users = api.running.emulator().users().unwrap();
    let shown = users.iter().find(|shown| shown["id"] == json!(added.id)).unwrap();
    assert_eq!(shown["email_addresses"][0]["email_address"], EMAIL);
    assert_eq!(shown["phone_numbers"][0]["verification"]["status"], "verified");
    assert_eq!(shown["phone_numbers"][1]["verification"], json!(null));
}
