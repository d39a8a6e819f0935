//! What comes back from setting up second factors (contract §8 and §9). Its secrets are shown once and never told
//! again, so none of them is part of the user.

use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::lenient;
use crate::secret::{BackupCode, TotpSecret, TotpUri};
use crate::user::PhoneNumber;

/// An authenticator app that is being set up, or has been.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Totp {
    /// The key to type into the app; only when it was just made.
    #[serde(default, deserialize_with = "lenient::option")]
    pub secret: Option<TotpSecret>,
    /// The key for a QR code; only when it was just made.
    #[serde(default, deserialize_with = "lenient::option")]
    pub uri: Option<TotpUri>,
    /// Whether a code of the app was right.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub verified: bool,
    /// The user's first backup codes, where verifying made them; else empty.
    #[serde(default, deserialize_with = "lenient::list")]
    pub backup_codes: Vec<BackupCode>,
}

/// New backup codes, which replace all that there were.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BackupCodes {
    /// The codes, at least one.
    #[serde(deserialize_with = "lenient::some")]
    pub codes: Vec<BackupCode>,
}

/// A phone number as a change of it left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumberAnswer {
    /// The number.
    pub phone: PhoneNumber,
    /// The user's first backup codes, where the change made them; else empty.
    pub backup_codes: Vec<BackupCode>,
}

impl<'de> Deserialize<'de> for PhoneNumberAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Codes {
            #[serde(default, deserialize_with = "lenient::list")]
            backup_codes: Vec<BackupCode>,
        }
        // The same object is read twice, because serde's `flatten` cannot hold raw text. The causes may quote it.
        let raw = lenient::raw(deserializer)?;
        let phone = serde_json::from_str(&raw).map_err(|_| D::Error::custom("no phone number"))?;
        let Codes { backup_codes } =
            serde_json::from_str(&raw).map_err(|_| D::Error::custom("no backup codes"))?;
        Ok(Self { phone, backup_codes })
    }
}

/// Says that something was deleted. What the server says of it beyond the success is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deleted;

impl<'de> Deserialize<'de> for Deleted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|IgnoredAny| Self)
    }
}
