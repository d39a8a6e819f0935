//! Factors that change while somebody is signed in.

use reqwest::Method;
use serde_json::{Value, json};

use crate::account::{SECRET, mfa_phone, signed_in_as, user};
use crate::api::{Api, Reply};

#[tokio::test]
async fn an_open_session_shows_what_was_changed_elsewhere() {
    let mut api = with_sms().await;
    let id = api.running.emulator().user_id(crate::account::EMAIL).unwrap().unwrap();
    api.running.emulator().remove_second_factors(&id).unwrap();
    let session = session(&mut api).await;
    assert_eq!(session["factor_verification_age"], json!([0, -1]));
    let user = &session["user"];
    assert_eq!(user["two_factor_enabled"], false);
    assert_eq!(user["phone_numbers"][0]["reserved_for_second_factor"], false);
    assert_eq!(user["phone_numbers"][0]["default_second_factor"], false);
    assert_eq!(user["backup_code_enabled"], false);

    api.running.emulator().enable_totp(&id, SECRET).unwrap();
    let session = self::session(&mut api).await;
    assert_eq!(session["user"]["totp_enabled"], true);
    assert_eq!(session["factor_verification_age"], json!([0, -1]));
    api.post("/v1/me/backup_codes", &[]).await.assert_error(403, "session_reverification_required");
}

#[tokio::test]
async fn the_control_api_does_the_same() {
    let mut api = with_sms().await;
    let id = api.running.emulator().user_id(crate::account::EMAIL).unwrap().unwrap();
    let removed = control(&api, &id, "remove_second_factors", "").await;
    assert_eq!((removed.status, removed.body), (200, json!({ "ok": true })));
    assert_eq!(session(&mut api).await["user"]["two_factor_enabled"], false);
    let enabled = json!({ "totp_secret": SECRET }).to_string();
    assert_eq!(control(&api, &id, "enable_totp", &enabled).await.status, 200);
    assert_eq!(session(&mut api).await["user"]["totp_enabled"], true);

    for wrong in ["", "{}", r#"{"totp_secret":"no secret!"}"#] {
        assert_eq!(control(&api, &id, "enable_totp", wrong).await.status, 400, "{wrong}");
    }
    let nobody = control(&api, "user_nothing", "remove_second_factors", "").await;
    assert_eq!(nobody.status, 404);
}

async fn with_sms() -> Api {
    let mut user = user();
    user.phone_numbers = vec![mfa_phone("+447700900150")];
    user.backup_codes = vec!["7q2m4k9p".to_owned()];
    signed_in_as(&user, json!({})).await
}

async fn session(api: &mut Api) -> Value {
    api.get("/v1/client").await.body["response"]["sessions"][0].clone()
}

async fn control(api: &Api, user_id: &str, what: &str, body: &str) -> Reply {
    let path = format!("/control/users/{user_id}/{what}");
    Reply::of(api.request(Method::POST, &path).body(body.to_owned())).await
}
