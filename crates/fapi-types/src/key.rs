//! The publishable key, which names the host of the Frontend API (contract §1.1).
//!
//! Stricter than the official clients: the host decides where a password is sent, so anything but a plain
//! name of a host is refused (quality, threat 12).

use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine as _};

/// A checked publishable key. Not a secret: it is made to be shipped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PublishableKey {
    text: String,
    host: String,
    instance_type: InstanceType,
}

/// Which kind of instance a key belongs to; its prefix alone decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InstanceType {
    /// `pk_test_…`
    Development,
    /// `pk_live_…`
    Production,
}

/// What is wrong with a text that should be a publishable key, in the words of the Connect page. Never carries the
/// text: it may be a secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum KeyProblem {
    /// Nothing was given.
    #[error("the publishable key is empty")]
    Empty,
    /// The text starts with neither `pk_test_` nor `pk_live_`.
    #[error(
        "a publishable key begins with pk_test_ or pk_live_. Copy it again from the Clerk Dashboard"
    )]
    Prefix,
    /// A secret key (`sk_…`) was given, which must never leave a server.
    #[error(
        "this is a secret key. It must never be put into an app: use the publishable key, which begins with pk_. If \
         you shared it anywhere, replace it in the Clerk Dashboard"
    )]
    SecretKey,
    /// The part after the prefix is not standard base64 of a text.
    #[error(
        "there are characters in it that no publishable key has. Copy it again, without anything around it"
    )]
    Encoding,
    /// The decoded text does not end with `$`: the key was cut short.
    #[error("some characters at the end are missing. Copy the whole key again")]
    MissingTerminator,
    /// The decoded text names something other than a plain host.
    #[error("it doesn't name a Clerk instance. Copy it again from the Clerk Dashboard")]
    Host,
}

/// Standard alphabet; keys are normally written without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl PublishableKey {
    /// Checks a key; white space around it is ignored.
    pub fn parse(text: &str) -> Result<Self, KeyProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(KeyProblem::Empty);
        }
        if text.starts_with("sk_") {
            return Err(KeyProblem::SecretKey);
        }
        let (instance_type, encoded) = if let Some(rest) = text.strip_prefix("pk_test_") {
            (InstanceType::Development, rest)
        } else if let Some(rest) = text.strip_prefix("pk_live_") {
            (InstanceType::Production, rest)
        } else {
            return Err(KeyProblem::Prefix);
        };
        // The standard alphabet has no underscore, so decoding also refuses a key of more than three parts.
        // Of the causes only the kind is kept: what was decoded must not be repeated, it may be anything.
        let bytes = BASE64.decode(encoded).map_err(|cause| match cause {
            // A key that lost its end does not end where base64 may.
            DecodeError::InvalidLength(_) | DecodeError::InvalidLastSymbol(..) => {
                KeyProblem::MissingTerminator
            }
            DecodeError::InvalidByte(..) | DecodeError::InvalidPadding => KeyProblem::Encoding,
        })?;
        let decoded = String::from_utf8(bytes).map_err(|_| KeyProblem::Encoding)?;
        let host = decoded.strip_suffix('$').ok_or(KeyProblem::MissingTerminator)?;
        if !is_host(host) {
            return Err(KeyProblem::Host);
        }
        Ok(Self { text: text.to_owned(), host: host.to_ascii_lowercase(), instance_type })
    }

    /// Checks the key that a program is built with. An empty text counts as none: that is what a variable holds
    /// which was set to nothing.
    pub fn parse_optional(text: Option<&str>) -> Result<Option<Self>, KeyProblem> {
        text.filter(|text| !text.trim().is_empty()).map(Self::parse).transpose()
    }

    /// The host of the Frontend API, in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether the instance is one for development or for production.
    pub fn instance_type(&self) -> InstanceType {
        self.instance_type
    }

    /// The key as it was given, without the white space around it.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Whether the text is a name of a host with at least two labels (RFC 1123), and not an IP address.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    // A URL parser reads a host whose last label is a number, decimal or hexadecimal, as an IPv4 address.
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last
            .to_ascii_lowercase()
            .strip_prefix("0x")
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    host.len() <= 253 && host.split('.').all(is_label) && !is_number
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

    use super::*;

    #[test]
    fn the_keys_of_the_contract_name_their_hosts() {
        let key = PublishableKey::parse("pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk").unwrap();
        assert_eq!(key.host(), "example.accounts.dev");
        assert_eq!(key.instance_type(), InstanceType::Development);

        let key = PublishableKey::parse(" \tpk_live_Y2xlcmsuZXhhbXBsZS5jb20k\r\n").unwrap();
        assert_eq!(key.host(), "clerk.example.com");
        assert_eq!(key.instance_type(), InstanceType::Production);
        assert_eq!(key.as_str(), "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k");
    }

    #[test]
    fn a_program_is_built_with_a_key_or_none_and_never_with_a_secret_key() {
        let key = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
        assert_eq!(PublishableKey::parse_optional(None), Ok(None));
        assert_eq!(PublishableKey::parse_optional(Some(" ")), Ok(None));
        assert_eq!(PublishableKey::parse_optional(Some(key)), PublishableKey::parse(key).map(Some));
        let problem = PublishableKey::parse_optional(Some("sk_live_canary")).unwrap_err();
        let told = problem.to_string();
        assert!(
            told.contains("must never be put into an app") && !told.contains("canary"),
            "{told}"
        );
        assert!(PublishableKey::parse_optional(Some("pk_live_nonsense")).is_err());
    }

    #[test]
    fn padding_is_optional() {
        for text in [STANDARD.encode("a.example$"), STANDARD_NO_PAD.encode("a.example$")] {
            assert_eq!(check(&format!("pk_test_{text}")), Ok("a.example".to_owned()));
        }
    }

    #[test]
    fn a_host_is_written_in_lower_case() {
        assert_eq!(check(&key_for("Clerk.Example.COM$")), Ok("clerk.example.com".to_owned()));
    }

    #[test]
    fn a_text_that_is_no_key_says_what_is_wrong() {
        for (text, problem) in [
            ("", KeyProblem::Empty),
            (" \n", KeyProblem::Empty),
            ("sk_test_abc", KeyProblem::SecretKey),
            ("sk_live_abc", KeyProblem::SecretKey),
            ("hello", KeyProblem::Prefix),
            ("pk_prod_Y2xlcmsuZXhhbXBsZS5jb20k", KeyProblem::Prefix),
            ("PK_TEST_Y2xlcmsuZXhhbXBsZS5jb20k", KeyProblem::Prefix),
            ("pk_test", KeyProblem::Prefix),
            ("pk_test_", KeyProblem::MissingTerminator),
            ("pk_test_Y2xlcmsuZXhhbXBsZS5jb20", KeyProblem::MissingTerminator),
            ("pk_test_Y2xlcmsuZXhhbXBsZS5jb2", KeyProblem::MissingTerminator),
            ("pk_test_Y2xlcmsuZXhhbXBsZS5jb", KeyProblem::MissingTerminator),
            ("pk_test_Y2xlcmsuZXhhbXBsZS5j", KeyProblem::MissingTerminator),
            ("pk_test_***", KeyProblem::Encoding),
            ("pk_test_Y2xlcmsuZXhhbXBsZS5jb20k_x", KeyProblem::Encoding),
            ("pk_test_Y2xlcmsu ZXhhbXBsZS5jb20k", KeyProblem::Encoding),
            ("pk_test_//////79", KeyProblem::Encoding),
        ] {
            assert_eq!(check(text), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn only_a_plain_host_is_accepted() {
        assert_eq!(check(&key_for("clerk.example.com")), Err(KeyProblem::MissingTerminator));
        for decoded in [
            "$",
            "localhost$",
            "localhost:4010$",
            "127.0.0.1$",
            "127.0.0.1:4010$",
            "1.2.3$",
            "example.0x7f$",
            "[::1]$",
            "http://clerk.example.com$",
            "https://clerk.example.com$",
            "clerk.example.com:443$",
            "clerk.example.com/v1$",
            "user@clerk.example.com$",
            "clerk.example.com?x=y.z$",
            "clerk.example.com#a$",
            "clerk.example.com\\a$",
            "clerk.example.com$$",
            "clerk$.example.com$",
            "clerk.example.com.$",
            ".example.com$",
            "clerk..com$",
            "-clerk.example.com$",
            "clerk-.example.com$",
            "clerk_a.example.com$",
            "clerk.exämple.com$",
            "clerk.example.com\n$",
            " clerk.example.com$",
            "cl%65rk.example.com$",
        ] {
            assert_eq!(check(&key_for(decoded)), Err(KeyProblem::Host), "{decoded:?}");
        }
        let long = format!("{}.example.com$", "a".repeat(64));
        assert_eq!(check(&key_for(&long)), Err(KeyProblem::Host));
        let long = format!("{}example.com$", "a.".repeat(125));
        assert_eq!(check(&key_for(&long)), Err(KeyProblem::Host));
    }

    fn check(text: &str) -> Result<String, KeyProblem> {
        PublishableKey::parse(text).map(|key| key.host().to_owned())
    }

    fn key_for(decoded: &str) -> String {
        format!("pk_test_{}", STANDARD_NO_PAD.encode(decoded))
    }
}
