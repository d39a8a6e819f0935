//! Time-based codes by RFC 6238: one step of tolerance, and no step accepted twice.

use std::fmt::Write as _;

use totp_rs::{Builder, Secret};

use crate::clock::Timestamp;

/// The step of every authenticator app.
const STEP_SECONDS: i64 = 30;

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TotpOutcome {
    /// Right; the step has to be remembered.
    Accepted { step: i64 },
    /// Wrong, too old, or used before.
    Refused,
}

/// Checks a code against a base32 secret; `last_step` is the newest step accepted so far.
pub(crate) fn check(secret: &str, code: &str, now: Timestamp, last_step: i64) -> TotpOutcome {
    let Ok(secret) = Secret::try_from_base32(secret) else {
        return TotpOutcome::Refused;
    };
    // Shorter secrets than RFC 4226 asks for are accepted: tests bring their own.
    let totp = Builder::new().with_secret(secret).with_skew(1).build_noncompliant();
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    let step = totp.check(code, seconds).and_then(|step| i64::try_from(step).ok());
    match step {
        Some(step) if step > last_step => TotpOutcome::Accepted { step },
        Some(_) | None => TotpOutcome::Refused,
    }
}

/// The code that an authenticator app shows at a moment; None for a secret that is not base32.
pub(crate) fn code_at(secret: &str, now: Timestamp) -> Option<String> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    Some(Builder::new().with_secret(secret).build_noncompliant().generate(seconds).to_string())
}

/// The `otpauth` address of a secret, as the official servers write it.
pub(crate) fn uri(issuer: &str, account: &str, secret: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("algorithm", "SHA1"),
            ("digits", "6"),
            ("issuer", issuer),
            ("period", "30"),
            ("secret", secret),
        ])
        .finish();
    format!("otpauth://totp/{}:{}?{query}", path_escaped(issuer), path_escaped(account))
}

/// Percent-encodes for a path, in which `+` and `@` stay.
fn path_escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+=@".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// Seconds until the next step begins.
pub(crate) fn seconds_to_next_step(now: Timestamp) -> u64 {
    let into_step = now.seconds().rem_euclid(STEP_SECONDS);
    u64::try_from(STEP_SECONDS - into_step).unwrap_or(0)
}

/// Whether a text is a secret that codes can be made from.
pub(crate) fn is_secret(secret: &str) -> bool {
    Secret::try_from_base32(secret).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The SHA-1 secret of RFC 6238, appendix B: "12345678901234567890".
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    /// At 59 s the RFC's eight digits are 94287082; six digits are its end.
    const CODE_AT_59: &str = "287082";

    #[test]
    fn the_example_of_the_standard_is_accepted() {
        assert_eq!(check(SECRET, CODE_AT_59, at(59), 0), TotpOutcome::Accepted { step: 1 });
    }

    #[test]
    fn the_code_shown_is_the_code_accepted() {
        assert_eq!(code_at(SECRET, at(59)).as_deref(), Some(CODE_AT_59));
        assert_eq!((seconds_to_next_step(at(59)), seconds_to_next_step(at(60))), (1, 30));
    }

    #[test]
    fn a_step_is_accepted_once() {
        assert_eq!(check(SECRET, CODE_AT_59, at(59), 1), TotpOutcome::Refused);
    }

    #[test]
    fn one_step_of_skew_is_tolerated_and_two_are_not() {
        assert_eq!(check(SECRET, CODE_AT_59, at(89), 0), TotpOutcome::Accepted { step: 1 });
        assert_eq!(check(SECRET, CODE_AT_59, at(29), 0), TotpOutcome::Accepted { step: 1 });
        assert_eq!(check(SECRET, CODE_AT_59, at(90), 0), TotpOutcome::Refused);
    }

    #[test]
    fn an_older_step_is_refused_after_a_newer_one() {
        assert_eq!(check(SECRET, CODE_AT_59, at(65), 2), TotpOutcome::Refused);
    }

    #[test]
    fn something_that_is_no_code_is_refused() {
        for code in ["", "28708", "2870820", "abcdef", "２８７０８２"] {
            assert_eq!(check(SECRET, code, at(59), 0), TotpOutcome::Refused, "{code}");
        }
    }

    #[test]
    fn the_uri_is_written_as_the_official_servers_write_it() {
        assert_eq!(
            uri("Acme (development)", "test+clerk_test@example.com", "JBSWY3DPEHPK3PXP"),
            "otpauth://totp/Acme%20%28development%29:test+clerk_test@example.com?algorithm=SHA1&digits=6\
             &issuer=Acme+%28development%29&period=30&secret=JBSWY3DPEHPK3PXP"
        );
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }
}
