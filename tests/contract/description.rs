//! The check against the official description notices what is wrong.

use latchkey_emulator::{Fault, FaultKind};
use latchkey_tests::openapi::{Answer, Description};
use serde_json::{Value, json};

use crate::api::Api;

#[tokio::test]
async fn an_answer_of_another_shape_is_noticed() {
    if Description::load().is_none() {
        return;
    }
    for (patch, finding) in [
        (json!({ "client": { "surprise": 1 } }), "'surprise' was unexpected"),
        (
            json!({ "client": { "captcha_bypass": null } }),
            "\"captcha_bypass\" is a required property",
        ),
        (json!({ "response": { "status": "nearly" } }), "is not one of"),
        (json!({ "response": { "abandon_at": "soon" } }), "is not of type"),
    ] {
        let body = body_of_a_sign_in(Some(patch)).await;
        let problems = check("POST", "/v1/client/sign_ins", 200, &body);
        assert!(problems.iter().any(|problem| problem.contains(finding)), "{problems:?}");
    }
    let body = body_of_a_sign_in(None).await;
    assert_eq!(check("POST", "/v1/client/sign_ins", 200, &body), [""; 0]);
}

#[test]
fn a_call_or_a_status_that_is_not_described_is_noticed() {
    if Description::load().is_none() {
        return;
    }
    let nothing = json!({});
    assert!(check("GET", "/v1/nowhere", 200, &nothing)[0].contains("is no path"));
    assert!(check("PUT", "/v1/me", 200, &nothing)[0].contains("is no method"));
    assert!(check("GET", "/v1/me", 418, &nothing)[0].contains("is no status"));
    assert!(check("GET", "/v1/me", 401, &nothing)[0].contains("\"errors\" is a required property"));
    assert_eq!(check("POST", "/control/reset", 200, &nothing), [""; 0]);
}

#[tokio::test]
async fn answers_are_checked_on_their_way_out() {
    if Description::load().is_none() {
        return;
    }
    let mut api = Api::start().await;
    api.sign_in("totp@latchkey.example").await;
    api.post("/v1/client/sessions/?_method=DELETE", &[]).await;
    let seen: Vec<String> = api.record.seen().into_iter().collect();
    assert_eq!(seen, ["DELETE /v1/client/sessions 200", "POST /v1/client/sign_ins 200"]);
}

async fn body_of_a_sign_in(patch: Option<Value>) -> Value {
    let mut api = Api::unchecked().await;
    if let Some(body) = patch {
        let kind = FaultKind::Merge { body };
        let fault = Fault { method: None, path: None, count: 1, skip: 0, kind };
        api.running.emulator().inject_fault(fault);
    }
    api.sign_in("totp@latchkey.example").await.body
}

fn check(method: &str, path: &str, status: u16, body: &Value) -> Vec<String> {
    let body = body.to_string();
    let answer = Answer { method, path_and_query: path, status, body: body.as_bytes() };
    Description::load().map_or_else(Vec::new, |description| description.check(answer))
}
