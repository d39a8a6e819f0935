//! Whatever comes, it is read or refused: nothing panics, and what is read keeps what it stands for.

use std::fmt::Debug;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use latchkey_fapi_types::{
    ActiveSession, BackupCodes, Client, Deleted, Environment, ErrorBody, PhoneNumberAnswer,
    PublishableKey, Reverification, SessionToken, SignIn, Totp, User,
};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const DOCUMENTED: [&str; 9] = [
    include_str!("fixtures/active_sessions.json"),
    include_str!("fixtures/backup_codes.json"),
    include_str!("fixtures/client.json"),
    include_str!("fixtures/environment.json"),
    include_str!("fixtures/error.json"),
    include_str!("fixtures/phone_number.json"),
    include_str!("fixtures/reverification.json"),
    include_str!("fixtures/sign_in.json"),
    include_str!("fixtures/totp.json"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_as_each(&bytes);
    }

    #[test]
    fn any_json_is_read_or_refused(value in any_json()) {
        read_as_each(value.to_string().as_bytes());
    }

    #[test]
    fn a_documented_body_with_bytes_changed_is_read_or_refused(
        which in 0..DOCUMENTED.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = DOCUMENTED[which].as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        read_as_each(&bytes);
    }

    #[test]
    fn a_documented_body_that_is_cut_off_is_refused(
        which in 0..DOCUMENTED.len(),
        place in any::<prop::sample::Index>(),
    ) {
        let body = DOCUMENTED[which].trim_end().as_bytes();
        let cut = &body[..place.index(body.len())];
        prop_assert!(serde_json::from_slice::<Value>(cut).is_err());
        read_as_each(cut);
    }

    #[test]
    fn a_documented_body_with_a_part_replaced_is_read_or_refused(
        which in 0..DOCUMENTED.len(),
        place in any::<prop::sample::Index>(),
        part in any_json(),
    ) {
        let mut body: Value = serde_json::from_str(DOCUMENTED[which]).unwrap();
        let parts = crate::tolerance::pointers(&body);
        let place = &parts[place.index(parts.len())];
        *body.pointer_mut(place).unwrap() = part;
        read_as_each(body.to_string().as_bytes());
    }

    #[test]
    fn any_text_is_a_key_or_is_told_why_not(text in "(pk_(test|live)_)?.{0,40}") {
        if let Ok(key) = PublishableKey::parse(&text) {
            prop_assert_eq!(key.as_str(), text.trim());
            check_host(key.host());
        }
    }

    #[test]
    fn whatever_a_key_hides_is_a_host_or_is_refused(
        production in any::<bool>(),
        hidden in r"[a-zA-Z0-9.:/@\-_$ \u{e4}]{0,40}\$?|[a-zA-Z0-9-]{1,9}(\.[a-z0-9-]{1,9}){1,3}[/@:. ]?\$",
    ) {
        let kind = if production { "live" } else { "test" };
        let text = format!("pk_{kind}_{}", STANDARD_NO_PAD.encode(hidden.as_bytes()));
        if let Ok(key) = PublishableKey::parse(&text) {
            let host = format!("{}$", key.host());
            prop_assert!(host.eq_ignore_ascii_case(&hidden), "{host} is not {hidden}");
            check_host(key.host());
        }
    }
}

/// A host is what stands between `https://` and the path, and nothing that leads elsewhere.
fn check_host(host: &str) {
    assert!(host.contains('.') || host == "localhost", "{host}");
    for character in ['/', '@', ':', '?', '#', '%', '\\', ' ', '$'] {
        assert!(!host.contains(character), "{host}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(Value::from),
    ];
    // Names that mean something, so that what is made is more than an unknown field.
    let name = prop::sample::select(vec![
        "id",
        "status",
        "object",
        "sessions",
        "user",
        "errors",
        "code",
        "meta",
        "client",
        "codes",
        "level",
        "jwt",
        "strategy",
        "tasks",
        "phone_number",
        "zzz_new",
    ]);
    leaf.prop_recursive(4, 32, 6, move |inner| {
        let field = (name.clone().prop_map(str::to_owned), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            prop::collection::vec(field, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn read_as_each(bytes: &[u8]) {
    macro_rules! read {
        ($($kind:ty),+) => { $( read_as::<$kind>(bytes); )+ };
    }
    read!(
        ActiveSession,
        Vec<ActiveSession>,
        BackupCodes,
        Client,
        Deleted,
        Environment,
        ErrorBody,
        PhoneNumberAnswer,
        Reverification,
        SessionToken,
        SignIn,
        Totp,
        User
    );
}

/// What is read can also be shown.
fn read_as<T: DeserializeOwned + Debug>(bytes: &[u8]) {
    if let Ok(value) = serde_json::from_slice::<T>(bytes) {
        assert!(!format!("{value:?}").is_empty());
    }
}
