//! Secrets as newtypes: wiped when dropped, hidden from `Debug`, never serialized or displayed.
//!
//! Reading one is a ritual: every call of `expose` has an `// EXPOSE:` comment beside it that says where the text goes.

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};
use subtle::ConstantTimeEq as _;

macro_rules! secret {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Takes the text over; it is wiped from memory when this value is dropped.
            pub fn new(secret: impl Into<String>) -> Self {
                Self(SecretString::from(secret.into()))
            }

            /// The secret itself. Every call has an `// EXPOSE:` comment that says where it goes.
            pub fn expose(&self) -> &str {
                // EXPOSE: the caller says where it goes.
                self.0.expose_secret()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }

        /// Compares in a time that depends on the lengths alone.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                // EXPOSE: compared, not copied.
                self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
            }
        }

        impl Eq for $name {}
    };
}

secret! {
    /// The rotating token that identifies this installation and carries its trust (contract §1.4).
    ClientToken
}
secret! {
    /// A password that someone typed.
    Password
}
secret! {
    /// A one-time code that someone typed: by email, by SMS, from an authenticator app, or a backup code.
    Code
}
secret! {
    /// A session's short-lived JWT, for the application's own backend.
    SessionJwt
}

secret! {
    /// The key that an authenticator app makes its codes from, in base 32.
    TotpSecret
}
secret! {
    /// The same key as an `otpauth` address, as a QR code carries it.
    TotpUri
}
secret! {
    /// One of the codes that are handed out once and each work once.
    BackupCode
}

/// Lets the server's answers bring these secrets; the others only ever leave.
macro_rules! received {
    ($($name:ident),+) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::new)
            }
        }
    )+};
}

received!(SessionJwt, TotpSecret, TotpUri, BackupCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_every_secret() {
        let canary = "canary-5b1d";
        let shown = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            ClientToken::new(canary),
            Password::new(canary),
            Code::new(canary),
            SessionJwt::new(canary),
            TotpSecret::new(canary),
            TotpUri::new(canary),
            BackupCode::new(canary),
        );
        assert!(!shown.contains(canary), "{shown}");
        assert!(shown.contains("ClientToken([redacted])"), "{shown}");
        assert!(shown.contains("BackupCode([redacted])"), "{shown}");
    }

    #[test]
    fn tokens_compare_by_content() {
        assert_eq!(ClientToken::new("a.b.c"), ClientToken::new("a.b.c"));
        assert_ne!(ClientToken::new("a.b.c"), ClientToken::new("a.b.d"));
        assert_ne!(ClientToken::new("a.b.c"), ClientToken::new("a.b.c "));
    }
}
