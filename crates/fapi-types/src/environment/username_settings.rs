//! The rules for user names.

use serde::{Deserialize, Deserializer, Serialize};

use crate::lenient;

/// The rules for user names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsernameSettings {
    /// Fewest characters; 4 where the instance leaves it open.
    #[serde(default = "default_min_length", deserialize_with = "min_length")]
    pub min_length: u32,
    /// Most characters; 64 where the instance leaves it open.
    #[serde(default = "default_max_length", deserialize_with = "max_length")]
    pub max_length: u32,
    /// Whether more special characters are taken than `_` and `-`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub allow_extended_special_characters: bool,
    /// Whether it may do without a letter.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub allow_numeric_usernames: bool,
}

impl Default for UsernameSettings {
    fn default() -> Self {
        Self {
            min_length: default_min_length(),
            max_length: default_max_length(),
            allow_extended_special_characters: false,
            allow_numeric_usernames: false,
        }
    }
}

fn default_min_length() -> u32 {
    4
}

fn default_max_length() -> u32 {
    64
}

fn min_length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let length = lenient::option(deserializer)?.filter(|length| *length > 0);
    Ok(length.unwrap_or_else(default_min_length))
}

fn max_length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let length = lenient::option(deserializer)?.filter(|length| *length > 0);
    Ok(length.unwrap_or_else(default_max_length))
}
