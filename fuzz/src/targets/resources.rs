//! The resources of the Frontend API, and its errors.

use std::fmt::Debug;

use latchkey_fapi_types::{
    ActiveSession, BackupCodes, Client, Deleted, Environment, ErrorBody, Factor, PhoneNumberAnswer,
    Reverification, Session, SessionToken, SignIn, Totp, User,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A body, read as each of them. What is read can be shown, keeps every word that it does not know,
/// and is the same after it was kept.
pub(crate) fn run(input: &[u8]) {
    shown::<BackupCodes>(input);
    shown::<Deleted>(input);
    shown::<ErrorBody>(input);
    shown::<PhoneNumberAnswer>(input);
    shown::<SessionToken>(input);
    shown::<Totp>(input);
    kept::<ActiveSession>(input);
    kept::<Vec<ActiveSession>>(input);
    kept::<Environment>(input);
    kept::<User>(input);
    let body: Value = serde_json::from_slice(input).unwrap_or_default();
    if let Some(reverification) = shown::<Reverification>(input) {
        same_word(&body, "status", reverification.status.as_str());
        same_word(&body, "level", reverification.level.as_str());
        reverification.supported_first_factors.iter().for_each(factor);
    }
    if let Some(sign_in) = kept::<SignIn>(input) {
        same_word(&body, "status", sign_in.status.as_str());
        sign_in.supported_first_factors.iter().for_each(factor);
        sign_in.supported_second_factors.iter().for_each(factor);
    }
    if let Some(mut session) = shown::<Session>(input) {
        same_word(&body, "status", session.status.as_str());
        session.last_active_token = None;
        reads_back(&session);
    }
    if let Some(mut client) = shown::<Client>(input) {
        // Session tokens are secrets, which are never written.
        client.sessions.iter_mut().for_each(|session| session.last_active_token = None);
        reads_back(&client);
        let current = client.current_session();
        assert!(current.is_none_or(Session::is_signed_in), "{current:?} is over");
    }
}

fn shown<T: DeserializeOwned + Debug>(input: &[u8]) -> Option<T> {
    let value = serde_json::from_slice::<T>(input).ok()?;
    assert!(!format!("{value:?}").is_empty());
    Some(value)
}

fn kept<T: DeserializeOwned + Serialize + Debug + PartialEq>(input: &[u8]) -> Option<T> {
    shown(input).inspect(reads_back)
}

fn reads_back<T: DeserializeOwned + Serialize + Debug + PartialEq>(value: &T) {
    let again = serde_json::to_vec(value).ok().and_then(|text| serde_json::from_slice(&text).ok());
    assert_eq!(again.as_ref(), Some(value), "it is not what was written");
}

/// A word of the wire is kept as it is, whether this version knows it or not. A body that holds a
/// number which no `Value` can has none to compare with.
fn same_word(body: &Value, name: &str, read: &str) {
    if let Some(written) = body.get(name) {
        assert_eq!(written.as_str(), Some(read), "{name}");
    }
}

fn factor(factor: &Factor) {
    let strategy = factor.strategy.as_str();
    assert_eq!(latchkey_fapi_types::Strategy::from(strategy), factor.strategy);
}
