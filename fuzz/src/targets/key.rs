//! The publishable key, whose host decides where a password is sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use latchkey_fapi_client::BaseUrl;
use latchkey_fapi_types::{KeyProblem, PublishableKey};

use super::address::plain;
use super::text;

/// The input is read as a key, and as what a key hides: chance alone would hardly write base64.
pub(crate) fn run(input: &[u8]) {
    read(&text(input));
    for kind in ["test", "live"] {
        read(&format!("pk_{kind}_{}", STANDARD_NO_PAD.encode(input)));
    }
}

fn read(text: &str) {
    let key = match PublishableKey::parse(text) {
        Ok(key) => key,
        Err(problem) => return refused(text, problem),
    };
    assert_eq!(key.as_str(), text.trim());
    assert_eq!(PublishableKey::parse(key.as_str()).as_ref(), Ok(&key), "it is read the same again");
    // The host is what the key hides, to the letter.
    let hidden = key.as_str().splitn(3, '_').last().unwrap_or_default().trim_end_matches('=');
    let hidden = STANDARD_NO_PAD.decode(hidden).unwrap_or_default();
    assert_eq!(hidden.to_ascii_lowercase(), format!("{}$", key.host()).into_bytes());
    // And nothing but a host, whoever reads it.
    let host = key.host();
    let plain_byte = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    assert!(host.contains('.') && host.bytes().all(plain_byte), "{host} is more than a host");
    match BaseUrl::for_key(&key) {
        Ok(base) => {
            let url = plain(base.as_str());
            assert_eq!((url.scheme(), url.domain()), ("https", Some(host)));
            assert_eq!((url.port(), url.path()), (None, "/"));
        }
        // Whether such a name can be written in its own script, only its reader says.
        Err(problem) => assert!(host.contains("xn--"), "{host}: {problem}"),
    }
}

fn refused(text: &str, problem: KeyProblem) {
    let text = text.trim();
    assert_eq!(problem == KeyProblem::SecretKey, text.starts_with("sk_"));
    assert_eq!(problem == KeyProblem::Empty, text.is_empty());
    // What was pasted may be a secret: no part of it that means something is told.
    let told = problem.to_string();
    let parts = text.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| it.len() > 12);
    for part in parts {
        assert!(!told.contains(part), "{told} repeats what was given");
    }
}
