//! Faults on order. These answers are wrong on purpose, so they are not checked against the description.

use latchkey_emulator::{Emulator, EmulatorConfig, Fault, FaultKind, RunningEmulator};
use reqwest::Response;
use serde_json::json;

use crate::api::{Reply, http, native};

#[tokio::test]
async fn an_answer_can_be_replaced() {
    let running = with(FaultKind::Respond { status: 503, body: json!({ "a": 1 }) }).await;
    let response = get(&running).await.unwrap();
    assert_eq!(response.status(), 503);
    assert_eq!(response.json::<serde_json::Value>().await.unwrap(), json!({ "a": 1 }));
    assert_eq!(get(&running).await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_answer_can_be_html() {
    let running = with(FaultKind::Html { status: 200 }).await;
    let response = get(&running).await.unwrap();
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
}

#[tokio::test]
async fn an_answer_can_be_a_rate_limit() {
    let running = with(FaultKind::RateLimit { retry_after: 7 }).await;
    let response = get(&running).await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (429, &"7".parse().unwrap())
    );
}

#[tokio::test]
async fn an_answer_can_be_changed() {
    let running = with(FaultKind::Merge { body: json!({ "maintenance_mode": true }) }).await;
    let body: serde_json::Value = get(&running).await.unwrap().json().await.unwrap();
    assert_eq!(body["maintenance_mode"], true);
    assert_eq!(body["auth_config"]["object"], "auth_config");
}

#[tokio::test]
async fn an_answer_can_be_late() {
    let running = with(FaultKind::Delay { milliseconds: 20 }).await;
    assert_eq!(get(&running).await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_answer_can_be_cut_off() {
    let running = with(FaultKind::Truncate).await;
    let response = get(&running).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.text().await.is_err());
}

#[tokio::test]
async fn a_connection_can_be_dropped_before_and_after_the_work() {
    for (kind, messages) in [(FaultKind::DropBefore, 0), (FaultKind::DropAfter, 1)] {
        let running = with(kind).await;
        assert!(post_sign_in(&running).await.is_err());
        let log = running.emulator().requests();
        assert_eq!((log.len(), log[0].status), (1, None));
        assert_eq!(running.inbox().unwrap().len(), messages);
    }
}

#[tokio::test]
async fn a_request_can_be_carried_out_and_answered_by_an_error() {
    let running = with(FaultKind::RespondAfter { status: 504, body: json!({}) }).await;
    let response = post_sign_in(&running).await.unwrap();
    assert_eq!(response.status(), 504);
    assert_eq!(response.headers().get("authorization"), None);
    let log = running.emulator().requests();
    assert_eq!((log[0].status, log[0].applied), (Some(504), true));
    assert_eq!(running.inbox().unwrap().len(), 1);
}

#[tokio::test]
async fn faults_come_over_the_control_api_and_go_again() {
    let config = EmulatorConfig { control: true, ..EmulatorConfig::default() };
    let running = Emulator::start(config).await.unwrap();
    let url = format!("{}/control/faults", running.base_url());
    let order = json!({ "path": "/v1/environment", "count": 5, "kind": "html", "status": 502 });
    let reply = Reply::of(http().post(&url).json(&order)).await;
    assert_eq!(reply.status, 200);
    assert_eq!(get(&running).await.unwrap().status(), 502);
    assert_eq!(http().delete(&url).send().await.unwrap().status(), 200);
    assert_eq!(get(&running).await.unwrap().status(), 200);
    let nonsense = Reply::of(http().post(&url).json(&json!({ "kind": "explode" }))).await;
    assert_eq!(nonsense.status, 400);
}

async fn with(kind: FaultKind) -> RunningEmulator {
    let running = Emulator::start(EmulatorConfig::default()).await.unwrap();
    running.emulator().inject_fault(fault(kind));
    running
}

async fn get(running: &RunningEmulator) -> reqwest::Result<Response> {
    let url = format!("{}{}", running.base_url(), native("/v1/environment"));
    http().get(url).send().await
}

/// Creates a sign-in, which sends a code.
async fn post_sign_in(running: &RunningEmulator) -> reqwest::Result<Response> {
    let url = format!("{}{}", running.base_url(), native("/v1/client/sign_ins"));
    let form = [("identifier", "no-mfa@latchkey.example"), ("strategy", "email_code")];
    http().post(url).form(&form).send().await
}

fn fault(kind: FaultKind) -> Fault {
    Fault { method: None, path: None, count: 1, skip: 0, kind }
}
