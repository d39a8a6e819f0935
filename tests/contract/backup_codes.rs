//! New backup codes.

use serde_json::json;

use crate::account::{
    BACKUP_CODES, EMAIL, SECRET, another_client, codes, signed_in, signed_in_as, user, user_of,
};
use crate::api::{Api, Reply};

const OLD: &str = "7q2m4k9p";

#[tokio::test]
async fn new_codes_take_the_place_of_all_the_old_ones() {
    let mut api = with_app(json!({})).await;
    let reply = api.post(&format!("{BACKUP_CODES}/"), &[]).await;
    assert_eq!(reply.body["response"]["object"], "backup_code");
    assert!(reply.body["response"]["id"].as_str().unwrap().starts_with("bcode_"));
    let first = codes(&reply.body["response"]["codes"]);
    let reply = api.post(BACKUP_CODES, &[]).await;
    let second = codes(&reply.body["response"]["codes"]);
    assert_eq!((first.len(), second.len()), (10, 10));
    assert!(first.iter().all(|code| !second.contains(code)));
    assert_eq!(user_of(&reply)["backup_code_enabled"], true);

    another_client(&mut api);
    for old in [OLD, first[0].as_str()] {
        let refused = sign_in_by(&mut api, old).await;
        refused.assert_field_error("form_code_incorrect", "code");
    }
    sign_in_by(&mut api, &second[9]).await.assert_sign_in("complete");
    another_client(&mut api);
    let again = sign_in_by(&mut api, &second[9]).await;
    again.assert_field_error("form_code_incorrect", "code");
    sign_in_by(&mut api, &second[0]).await.assert_sign_in("complete");
}

#[tokio::test]
async fn no_later_answer_has_the_codes() {
    let mut api = with_app(json!({})).await;
    let reply = api.post(BACKUP_CODES, &[]).await;
    let new = codes(&reply.body["response"]["codes"]);
    assert!(new.iter().all(|code| !reply.body["client"].to_string().contains(code)));
    for path in ["/v1/me", "/v1/client"] {
        let later = api.get(path).await.body.to_string();
        assert!(new.iter().all(|code| !later.contains(code)), "{path}");
    }
}

#[tokio::test]
async fn without_another_factor_there_are_none() {
    let mut api = signed_in().await;
    // It is not a matter of a fresh verification.
    api.clock.advance_seconds(601);
    let reply = api.post(BACKUP_CODES, &[]).await;
    reply.assert_error(400, "backup_codes_not_available");
}

#[tokio::test]
async fn they_are_sensitive() {
    let mut api = with_app(json!({})).await;
    api.clock.advance_seconds(601);
    let reply = api.post(BACKUP_CODES, &[]).await;
    reply.assert_error(403, "session_reverification_required");
    another_client(&mut api);
    sign_in_by(&mut api, OLD).await.assert_sign_in("complete");
}

#[tokio::test]
async fn an_instance_without_them_makes_none() {
    let mut api = with_app(json!({ "attributes": { "backup_code": false } })).await;
    let environment = api.get("/v1/environment").await.body;
    let attribute = &environment["user_settings"]["attributes"]["backup_code"];
    assert_eq!(
        (&attribute["enabled"], &attribute["used_for_second_factor"]),
        (&json!(false), &json!(false))
    );
    api.post(BACKUP_CODES, &[]).await.assert_error(403, "feature_not_enabled");
    another_client(&mut api);
    api.post(BACKUP_CODES, &[]).await.assert_error(401, "signed_out");
}

/// Signed in with an authenticator app and one backup code.
async fn with_app(settings: serde_json::Value) -> Api {
    let mut user = user();
    user.totp_secret = Some(SECRET.to_owned());
    user.backup_codes = vec![OLD.to_owned()];
    signed_in_as(&user, settings).await
}

async fn sign_in_by(api: &mut Api, code: &str) -> Reply {
    let reply = api.sign_in(EMAIL).await;
    let form = [("strategy", "backup_code"), ("code", code)];
    api.attempt("second", &reply.sign_in_id(), &form).await
}
