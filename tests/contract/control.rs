//! The control API.

use latchkey_emulator::{Emulator, EmulatorConfig};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, Reply};

#[tokio::test]
async fn it_is_off_unless_asked_for() {
    let running = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let url = format!("{}/control/settings", running.base_url());
    assert_eq!(crate::api::http().get(url).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn web_pages_are_refused() {
    let api = Api::start().await;
    let request =
        api.request(Method::POST, "/control/reset").header("origin", "https://page.example");
    assert_eq!(Reply::of(request).await.status, 403);
}

#[tokio::test]
async fn a_user_is_added_with_every_factor_and_signs_in() {
    let mut api = Api::start().await;
    let user = json!({
        "first_name": "Test",
        "password": crate::api::PASSWORD,
        "email_addresses": [
            { "email_address": "test@latchkey.example" },
            { "email_address": "unverified@latchkey.example", "verified": false },
        ],
        "phone_numbers": [
            { "phone_number": "+447700900180", "reserved_for_second_factor": true },
            { "phone_number": "+447700900181", "reserved_for_second_factor": true, "default_second_factor": true },
            { "phone_number": "+447700900182" },
        ],
        "totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        "backup_codes": ["one-code", "two-code"],
        "tasks": ["choose-organization"],
    });
    let added = control(&api, Method::POST, "/control/users", &user).await;
    assert_eq!(added.body["phone_number_ids"].as_array().unwrap().len(), 3);
    let taken = control(&api, Method::POST, "/control/users", &user).await;
    assert_eq!(taken.status, 409);

    let reply = api.sign_in("test@latchkey.example").await;
    let strategies = ["totp", "phone_code", "phone_code", "backup_code"];
    assert_eq!(reply.strategies("supported_second_factors"), strategies);
    let form = [("strategy", "backup_code"), ("code", "two-code")];
    let reply = api.attempt("second", &reply.sign_in_id(), &form).await;
    let session = &reply.body["client"]["sessions"][0];
    assert_eq!(session["tasks"], json!([{ "key": "choose-organization" }]));
    let phones = &session["user"]["phone_numbers"];
    assert_eq!(phones[0]["default_second_factor"], false);
    assert_eq!(phones[1]["default_second_factor"], true);
    assert_eq!(session["user"]["email_addresses"][1]["verification"], json!(null));
    api.forget_client();
    let reply = api.sign_in("unverified@latchkey.example").await;
    reply.assert_field_error("form_identifier_not_found", "identifier");
}

#[tokio::test]
async fn what_is_no_user_is_refused() {
    let api = Api::start().await;
    for user in [
        json!({}),
        json!({ "email_addresses": [{ "email_address": "nonsense" }] }),
        json!({ "phone_numbers": [{ "phone_number": "123" }] }),
        json!({ "email_addresses": [{ "email_address": "a@b.example" }], "totp_secret": "!" }),
        json!({ "email_adresses": [] }),
    ] {
        assert_eq!(
            control(&api, Method::POST, "/control/users", &user).await.status,
            400,
            "{user}"
        );
    }
}

#[tokio::test]
async fn every_refusal_says_what_is_wrong() {
    let api = Api::start().await;
    let error = async |method, path: &str, body: &str| {
        let reply = Reply::of(api.request(method, path).body(body.to_owned())).await;
        reply.body["error"].as_str().unwrap_or_else(|| panic!("{path}: {}", reply.body)).to_owned()
    };
    let email = r#"{"email_addresses": [{"email_address": "nonsense"}]}"#;
    let said = error(Method::POST, "/control/users", email).await;
    assert_eq!(said, "'nonsense' is not an email address");
    let said = error(Method::POST, "/control/users", "nonsense").await;
    assert!(said.starts_with("the body is not JSON: "), "{said}");
    let said = error(Method::POST, "/control/users", r#"{"email_adresses": []}"#).await;
    assert!(said.starts_with("unknown field `email_adresses`"), "{said}");
    assert_eq!(error(Method::GET, "/control/faults", "").await, "this control has no such method");
    assert_eq!(error(Method::GET, "/control/nonsense", "").await, "there is no such control");
}

#[tokio::test]
async fn the_inbox_shows_the_newest_message_first() {
    let mut api = Api::start().await;
    let mut changes = api.running.inbox_changes();
    let id = api.sign_in("sms@latchkey.example").await.sign_in_id();
    api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    changes.changed().await.unwrap();
    api.clock.advance_seconds(30);
    api.prepare("second", &id, &[("strategy", "phone_code")]).await;
    let inbox = get(&api, "/control/inbox").await;
    assert_eq!(inbox.as_array().unwrap().len(), 2);
    assert_eq!(inbox[0]["to"], "+447700900101");
    assert_eq!(
        (&inbox[0]["channel"], &inbox[0]["strategy"]),
        (&json!("sms"), &json!("phone_code"))
    );
    assert!(inbox[0]["id"].as_i64() > inbox[1]["id"].as_i64());
    let code = inbox[0]["code"].as_str().unwrap();
    let form = [("strategy", "phone_code"), ("code", code)];
    api.attempt("second", &id, &form).await.assert_sign_in("complete");
    assert_eq!(get(&api, "/control/inbox?to=nobody@latchkey.example").await, json!([]));
}

#[tokio::test]
async fn settings_are_patched_and_nonsense_is_refused() {
    let api = Api::start().await;
    let patch = json!({ "lockout": { "max_attempts": 3 } });
    let reply = control(&api, Method::PATCH, "/control/settings", &patch).await;
    assert_eq!(reply.body["lockout"], json!({ "enabled": true, "max_attempts": 3, "minutes": 60 }));
    for patch in [json!({ "lockout": 3 }), json!({ "unknown": true })] {
        let reply = control(&api, Method::PATCH, "/control/settings", &patch).await;
        assert_eq!(reply.status, 400);
    }
    assert_eq!(get(&api, "/control/settings").await["lockout"]["max_attempts"], 3);
}

#[tokio::test]
async fn the_clock_moves() {
    let api = Api::start().await;
    let before = get(&api, "/control/clock").await["now"].as_i64().unwrap();
    let command = json!({ "advance_seconds": 600 });
    let after = control(&api, Method::POST, "/control/clock", &command).await;
    assert!(after.body["now"].as_i64().unwrap() >= before + 600_000);
}

#[tokio::test]
async fn requests_are_listed_with_the_names_of_fields_and_no_values() {
    let mut api = Api::start().await;
    api.sign_in("totp@latchkey.example").await;
    let reply = Reply::of(api.request(Method::GET, "/control/requests")).await;
    let entry = &reply.body[0];
    assert_eq!(entry["fields"], json!(["identifier", "password"]));
    assert_eq!(
        (&entry["method"], &entry["path"], &entry["status"]),
        (&json!("POST"), &json!("/v1/client/sign_ins"), &json!(200))
    );
    assert!(!reply.body.to_string().contains(crate::api::PASSWORD));
    Reply::of(api.request(Method::DELETE, "/control/requests")).await;
    assert_eq!(get(&api, "/control/requests").await, json!([]));
}

#[tokio::test]
async fn changes_that_were_applied_are_told_whatever_became_of_their_answer() {
    let mut api = Api::unchecked().await;
    api.sign_in_fully("no-mfa@latchkey.example").await;
    Reply::of(api.request(Method::DELETE, "/control/requests")).await;
    api.get("/v1/me").await;
    api.call(Method::PATCH, "/v1/me", &[("unknown", "1")]).await;
    for kind in ["drop_before", "drop_after"] {
        let fault = json!({ "path": "/v1/me", "kind": kind });
        control(&api, Method::POST, "/control/faults", &fault).await;
        let request = api
            .request(Method::PATCH, "/v1/me?_is_native=true")
            .header("authorization", &api.token)
            .form(&[("first_name", "Test")]);
        assert!(request.send().await.is_err());
    }
    api.call(Method::PATCH, "/v1/me", &[("first_name", "Test")]).await;
    let told: Vec<Value> = get(&api, "/control/requests")
        .await
        .as_array()
        .unwrap()
        .iter()
        .map(|request| json!([request["status"], request["applied"]]))
        .collect();
    assert_eq!(
        json!(told),
        json!([[200, false], [422, false], [null, false], [null, true], [200, true]])
    );
}

#[tokio::test]
async fn sessions_are_ended_from_elsewhere_and_locks_are_lifted() {
    let mut api = Api::start_with(json!({ "lockout": { "max_attempts": 1 } })).await;
    let email = "no-mfa@latchkey.example";
    api.sign_in_fully(email).await;
    let user = api.get("/v1/me").await.body["response"]["id"].as_str().unwrap().to_owned();
    let ended =
        control(&api, Method::POST, &format!("/control/users/{user}/end_sessions"), &json!({}))
            .await;
    assert_eq!(ended.body, json!({ "ended": 1 }));
    api.get("/v1/me").await.assert_error(401, "signed_out");

    let wrong = [("identifier", email), ("password", "wrong")];
    api.post("/v1/client/sign_ins", &wrong).await.assert_error(403, "user_locked");
    let lifted =
        control(&api, Method::POST, &format!("/control/users/{user}/unlock"), &json!({})).await;
    assert_eq!(lifted.status, 200);
    api.sign_in(email).await.assert_sign_in("complete");
    let nobody = control(&api, Method::POST, "/control/users/user_x/unlock", &json!({})).await;
    assert_eq!(nobody.status, 404);
}

#[tokio::test]
async fn a_reset_brings_back_the_beginning() {
    let mut api = Api::start().await;
    api.sign_in_fully("no-mfa@latchkey.example").await;
    api.settings(&json!({ "force_mfa": true }));
    api.clock.advance_seconds(3600);
    assert_eq!(control(&api, Method::POST, "/control/reset", &json!({})).await.status, 200);
    assert_eq!(get(&api, "/control/inbox").await, json!([]));
    assert_eq!(get(&api, "/control/settings").await["force_mfa"], false);
    assert_eq!(get(&api, "/control/users").await.as_array().unwrap().len(), 6);
    // The client of before is unknown now, which is no client.
    assert_eq!(api.get("/v1/client").await.body["response"], json!(null));
}

#[tokio::test]
async fn demo_accounts_are_listed() {
    let api = Api::start().await;
    let accounts = get(&api, "/control/demo_accounts").await;
    assert_eq!(accounts.as_array().unwrap().len(), 6);
    assert_eq!(accounts[0]["identifier"], "no-mfa@latchkey.example");
    assert!(accounts[1]["totp_secret"].is_string());
}

async fn get(api: &Api, path: &str) -> Value {
    Reply::of(api.request(Method::GET, path)).await.body
}

pub(crate) async fn control(api: &Api, method: Method, path: &str, body: &Value) -> Reply {
    Reply::of(api.request(method, path).json(body)).await
}
