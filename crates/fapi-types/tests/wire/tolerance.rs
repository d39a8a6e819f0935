//! Deletes and mutates every part of the documented bodies in turn: nothing panics, and only the few required parts
//! cost the whole.

use std::fmt::Debug;

use latchkey_fapi_types::{
    ActiveSession, BackupCodes, Client, Environment, ErrorBody, PhoneNumberAnswer, Reverification,
    SignIn, Totp,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const SESSION_PARTS: [&str; 7] = [
    "/id",
    "/sessions",
    "/sessions/0",
    "/sessions/0/id",
    "/sessions/0/status",
    "/sessions/1/id",
    "/sessions/1/status",
];

#[test]
fn a_client_needs_its_id_and_readable_sessions() {
    // An element that is gone leaves a shorter list, but one that cannot be read costs the list.
    check_deletions::<Client>(
        include_str!("fixtures/client.json"),
        &SESSION_PARTS.map(|part| if part == "/sessions/0" { "/id" } else { part }),
    );
    check_mutations::<Client>(
        include_str!("fixtures/client.json"),
        &[&SESSION_PARTS[..], &["/sessions/1"]].concat(),
    );
}

#[test]
fn a_sign_in_needs_its_id_and_status() {
    check::<SignIn>(include_str!("fixtures/sign_in.json"), &["/id", "/status"]);
}

#[test]
fn an_authenticator_app_needs_nothing() {
    check::<Totp>(include_str!("fixtures/totp.json"), &[]);
}

#[test]
fn backup_codes_need_codes() {
    check::<BackupCodes>(include_str!("fixtures/backup_codes.json"), &["/codes"]);
}

#[test]
fn a_phone_number_needs_its_id_and_number() {
    let required = ["/id", "/phone_number"];
    check::<PhoneNumberAnswer>(include_str!("fixtures/phone_number.json"), &required);
}

#[test]
fn a_reverification_needs_its_level_and_status() {
    let required = ["/level", "/status"];
    check::<Reverification>(include_str!("fixtures/reverification.json"), &required);
}

#[test]
fn an_active_session_needs_its_id_and_status() {
    let sessions: Vec<Value> =
        serde_json::from_str(include_str!("fixtures/active_sessions.json")).unwrap();
    for session in sessions {
        check::<ActiveSession>(&session.to_string(), &["/id", "/status"]);
    }
}

#[test]
fn an_environment_needs_nothing() {
    check::<Environment>(include_str!("fixtures/environment.json"), &[]);
}

#[test]
fn a_refusal_needs_its_errors() {
    check_deletions::<ErrorBody>(include_str!("fixtures/error.json"), &["/errors"]);
    check_mutations::<ErrorBody>(include_str!("fixtures/error.json"), &[]);
}

#[test]
fn a_duplicate_key_is_an_error_where_it_matters_and_a_missing_field_elsewhere() {
    let text = r#"{"id":"sia_1","id":"sia_2","status":"complete"}"#;
    assert!(serde_json::from_str::<SignIn>(text).is_err());
    let text = r#"{"id":"sia_1","status":"complete",
        "user_data":{"first_name":"a","first_name":"b"},"abandon_at":5}"#;
    let sign_in: SignIn = serde_json::from_str(text).unwrap();
    assert_eq!((sign_in.user_data, sign_in.abandon_at), (None, Some(5)));
}

#[test]
fn a_broken_element_costs_only_itself() {
    let sign_in: SignIn = serde_json::from_value(json!({
        "id": "sia_1", "status": "needs_first_factor",
        "supported_first_factors": [7, {}, { "strategy": "password" }, { "strategy": null }],
    }))
    .unwrap();
    assert_eq!(sign_in.supported_first_factors.len(), 1);
}

#[test]
fn deep_nesting_is_left_out_without_a_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!(r#"{{"id":"sia_1","status":"complete","identifier":{deep},"x":{deep}}}"#);
    let sign_in: SignIn = serde_json::from_str(&text).unwrap();
    assert_eq!(sign_in.identifier, None);
}

fn check<T: DeserializeOwned + Debug>(text: &str, required: &[&str]) {
    check_deletions::<T>(text, required);
    check_mutations::<T>(text, required);
}

/// Without a required part the body does not decode; without any other it does.
fn check_deletions<T: DeserializeOwned + Debug>(text: &str, required: &[&str]) {
    let whole: Value = serde_json::from_str(text).unwrap();
    assert!(decode::<T>(&whole), "the whole body");
    for pointer in pointers(&whole) {
        let mut body = whole.clone();
        delete(&mut body, &pointer);
        let expected = !required.contains(&pointer.as_str());
        assert_eq!(decode::<T>(&body), expected, "without {pointer}");
    }
}

/// A part that is of another type costs the body only if it is required.
fn check_mutations<T: DeserializeOwned + Debug>(text: &str, required: &[&str]) {
    let whole: Value = serde_json::from_str(text).unwrap();
    for (pointer, body) in mutations(&whole) {
        let decoded = decode::<T>(&body);
        assert!(decoded || required.contains(&pointer.as_str()), "{pointer} in {body}");
    }
}

/// A body with one part after the other made something else, and where that part is.
pub(crate) fn mutations(whole: &Value) -> Vec<(String, Value)> {
    let others = [
        json!(null),
        json!(true),
        json!(-7),
        json!(0),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("zzz_new"),
        json!([[]]),
        json!({ "zzz_new": 1 }),
    ];
    let mut all = Vec::new();
    for pointer in pointers(whole) {
        for other in &others {
            let mut body = whole.clone();
            *body.pointer_mut(&pointer).unwrap() = other.clone();
            all.push((pointer.clone(), body));
        }
    }
    all
}

fn decode<T: DeserializeOwned + Debug>(body: &Value) -> bool {
    serde_json::from_str::<T>(&body.to_string()).is_ok()
}

/// Every part of a body but the body itself.
pub(crate) fn pointers(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, it)| (key.clone(), it)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    children
        .into_iter()
        .flat_map(|(key, child)| {
            let below = pointers(child).into_iter().map(|rest| format!("/{key}{rest}"));
            std::iter::once(format!("/{key}")).chain(below).collect::<Vec<_>>()
        })
        .collect()
}

fn delete(body: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match body.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(key)),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            panic!("{parent} has no parts")
        }
    }
}
