//! Starting, keeping state in a file, and stopping.

use std::net::SocketAddr;

use latchkey_emulator::{Database, Emulator, EmulatorConfig, StartError, demo_accounts};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, http, native};

#[tokio::test]
async fn addresses_that_others_can_reach_are_refused() {
    let address = SocketAddr::from(([0, 0, 0, 0], 0));
    let started = Emulator::start(EmulatorConfig { address, ..EmulatorConfig::default() }).await;
    assert!(matches!(started, Err(StartError::NotLoopback(refused)) if refused == address));
}

#[tokio::test]
async fn an_address_in_use_is_named() {
    let first = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let address: SocketAddr = first.base_url().trim_start_matches("http://").parse().unwrap();
    let second = Emulator::start(EmulatorConfig { address, ..EmulatorConfig::default() }).await;
    assert!(matches!(second, Err(StartError::Listen { address: taken, .. }) if taken == address));
}

#[tokio::test]
async fn the_publishable_key_names_a_host_with_a_dot() {
    let running = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let key = running.publishable_key();
    assert_eq!(key, "pk_test_ZW11bGF0b3IubGF0Y2hrZXkuZXhhbXBsZSQ");
}

#[tokio::test]
async fn a_file_keeps_users_clients_and_the_signing_key() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig {
        database: Database::File(folder.path().join("emulator.sqlite")),
        ..EmulatorConfig::default()
    };
    let first = Emulator::start(config.clone()).await.unwrap();
    let made = http()
        .request(Method::PUT, format!("{}{}", first.base_url(), native("/v1/client")))
        .send()
        .await
        .unwrap();
    let token = made.headers()["authorization"].clone();
    let keys = jwks(first.base_url()).await;
    first.shutdown().await;

    let second = Emulator::start(config).await.unwrap();
    assert_eq!(jwks(second.base_url()).await, keys);
    let client: Value = http()
        .get(format!("{}{}", second.base_url(), native("/v1/client")))
        .header("authorization", token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(client["response"]["object"], "client");
    assert_eq!(second.emulator().users().unwrap().len(), demo_accounts().len());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("emulator.sqlite");
    std::fs::write(&file, "no database at all, and long enough for a header".repeat(9)).unwrap();
    let database = Database::File(file.clone());
    let started = Emulator::start(EmulatorConfig { database, ..EmulatorConfig::default() }).await;
    let told = started.expect_err("the file is damaged").to_string();
    let wanted = format!("the emulator can't read {}. Delete it to start over", file.display());
    assert_eq!(told, wanted);
}

#[tokio::test]
async fn every_demo_account_gets_as_far_as_its_situation_says() {
    let mut api = Api::start().await;
    for (account, status) in demo_accounts().iter().zip([
        "needs_client_trust",
        "needs_second_factor",
        "needs_second_factor",
        "needs_second_factor",
        "needs_client_trust",
    ]) {
        assert_eq!(account.password, crate::api::PASSWORD);
        api.sign_in(account.identifier).await.assert_sign_in(status);
    }
}

#[tokio::test]
async fn the_first_client_can_come_by_itself() {
    let mut api = Api::start_with(json!({ "client_on_first_get": true })).await;
    let reply = api.get("/v1/client").await;
    assert_eq!(reply.body["response"]["sessions"], json!([]));
    assert!(!api.token.is_empty());
    let reply = api.post("/v1/client", &[]).await;
    assert_eq!(reply.body["client"], json!(null));
}

async fn jwks(base_url: &str) -> Value {
    let answer = http().get(format!("{base_url}/.well-known/jwks.json")).send().await.unwrap();
    answer.json().await.unwrap()
}
