//! What can be kept of an instance, its client and its environment, is the same after it was written and read again.

use std::fmt::Debug;

use latchkey_fapi_types::{Client, Environment, SessionStatus, Strategy};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::tolerance::mutations;

const CLIENT: &str = include_str!("fixtures/client.json");
const ENVIRONMENT: &str = include_str!("fixtures/environment.json");

#[test]
fn a_client_is_kept_as_it_is_but_for_its_session_tokens() {
    check(CLIENT, |client: &mut Client| {
        for session in &mut client.sessions {
            session.last_active_token = None;
        }
    });
}

#[test]
fn an_environment_is_kept_as_it_is() {
    check(ENVIRONMENT, |_: &mut Environment| {});
    assert_eq!(kept(&Environment::default()), Environment::default());
}

#[test]
fn a_kept_client_holds_no_session_token() {
    let client: Client = serde_json::from_value(json!({
        "id": "client_1",
        "sessions": [
            { "id": "sess_1", "status": "active", "last_active_token": { "jwt": "canary" } },
        ],
    }))
    .unwrap();
    assert!(client.sessions[0].last_active_token.is_some());
    assert!(!serde_json::to_string(&client).unwrap().contains("canary"));
}

#[test]
fn values_that_this_version_does_not_know_keep_their_text() {
    let client: Client = serde_json::from_value(json!({
        "id": "client_1", "sessions": [{ "id": "sess_1", "status": "zzz_new" }],
    }))
    .unwrap();
    assert_eq!(kept(&client).sessions[0].status, SessionStatus::Other("zzz_new".to_owned()));
    let environment: Environment =
        serde_json::from_value(json!({ "auth_config": { "first_factors": ["zzz_new"] } })).unwrap();
    assert_eq!(kept(&environment).auth.first_factors, [Strategy::Other("zzz_new".to_owned())]);
}

/// A documented body, and everything that it decodes to when a part of it changes, is the same after it was kept.
/// `left_out` takes away what is not kept.
fn check<T>(text: &str, left_out: impl Fn(&mut T))
where
    T: DeserializeOwned + Serialize + PartialEq + Debug,
{
    let whole: Value = serde_json::from_str(text).unwrap();
    let mut decoded = 0;
    let mutated = mutations(&whole).into_iter().map(|(_, body)| body);
    for body in std::iter::once(whole.clone()).chain(mutated) {
        let Ok(mut value) = serde_json::from_str::<T>(&body.to_string()) else { continue };
        left_out(&mut value);
        assert_eq!(kept(&value), value, "{body}");
        decoded += 1;
    }
    assert!(decoded > 100, "only {decoded} bodies decoded");
}

fn kept<T: DeserializeOwned + Serialize>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}
