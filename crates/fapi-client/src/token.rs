//! The client token as it travels in the `authorization` header of an answer (contract §1.4).

use latchkey_fapi_types::ClientToken;
use reqwest::header::{AUTHORIZATION, HeaderMap};

/// The longest token that is believed; real ones are well under 1 kB (quality, fault matrix).
const LONGEST: usize = 8 * 1024;

/// What an answer says about the client token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TokenHeader {
    /// Nothing: the token stays as it is.
    Unchanged,
    /// This is the token from now on.
    Set(ClientToken),
    /// There is no token any more.
    Cleared,
}

impl TokenHeader {
    /// Reads the header. A token that no server sends in earnest (several at once, too long, not text) is not taken,
    /// and the old one is kept.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let Some(value) = values.next() else { return Self::Unchanged };
        if values.next().is_some() {
            tracing::warn!("ignoring several client tokens in one answer");
            return Self::Unchanged;
        }
        if value.len() > LONGEST {
            tracing::warn!(length = value.len(), "ignoring a client token that is too long");
            return Self::Unchanged;
        }
        // The cause only says that some byte is no printable ASCII.
        let Ok(text) = value.to_str() else {
            tracing::warn!("ignoring a client token that is not text");
            return Self::Unchanged;
        };
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("bearer") {
            Self::Cleared
        } else {
            Self::Set(ClientToken::new(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn an_answer_without_the_header_changes_nothing() {
        check(&[], &TokenHeader::Unchanged);
    }

    #[test]
    fn a_token_is_taken_as_it_is() {
        check(&["a.b.c"], &TokenHeader::Set(ClientToken::new("a.b.c")));
        check(&["Bearer a.b.c"], &TokenHeader::Set(ClientToken::new("Bearer a.b.c")));
    }

    #[test]
    fn an_empty_header_or_a_bare_bearer_clears_the_token() {
        for value in ["", " ", "Bearer", "bearer", "BEARER "] {
            check(&[value], &TokenHeader::Cleared);
        }
    }

    #[test]
    fn a_header_that_cannot_be_meant_is_ignored() {
        let long = "x".repeat(LONGEST + 1);
        for values in [&["a.b.c", "d.e.f"][..], &["a.b.c", ""], &[&long], &["caf\u{e9}"]] {
            check(values, &TokenHeader::Unchanged);
        }
        let longest = "x".repeat(LONGEST);
        check(&[&longest], &TokenHeader::Set(ClientToken::new(longest.as_str())));
    }

    fn check(values: &[&str], expected: &TokenHeader) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        assert_eq!(&TokenHeader::read(&headers), expected, "{values:?}");
    }
}
