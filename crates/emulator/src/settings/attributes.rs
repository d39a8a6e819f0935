//! What users of an instance have, and what they sign in and protect their account with.

use serde::{Deserialize, Serialize};

/// The identifiers and factors that the instance offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, one for each way")]
pub struct Attributes {
    /// A username. Nobody signs in by it.
    pub username: Use,
    /// A first name.
    pub first_name: Use,
    /// A last name.
    pub last_name: Use,
    /// Every user keeps an email address.
    pub email_required: bool,
    /// Email code as first factor.
    pub email_code: bool,
    /// Phone numbers. Without them everything else about phones is off.
    pub phone_number: bool,
    /// Phone number as identifier, and phone code as first factor.
    pub phone_code: bool,
    /// Every user keeps a phone number.
    pub phone_required: bool,
    /// Authenticator app as second factor.
    pub totp: bool,
    /// Phone code as second factor.
    pub phone_second_factor: bool,
    /// Email code as second factor.
    pub email_second_factor: bool,
    /// Backup codes as second factor.
    pub backup_code: bool,
}

impl Default for Attributes {
    fn default() -> Self {
        Self {
            username: Use::Off,
            first_name: Use::On,
            last_name: Use::On,
            email_required: true,
            email_code: true,
            phone_number: true,
            phone_code: true,
            phone_required: false,
            totp: true,
            phone_second_factor: true,
            email_second_factor: false,
            backup_code: true,
        }
    }
}

impl Attributes {
    /// Whether a phone number signs in.
    pub(crate) fn by_phone(&self) -> bool {
        self.phone_number && self.phone_code
    }

    /// Whether a phone number can be a second factor.
    pub(crate) fn by_phone_second(&self) -> bool {
        self.phone_number && self.phone_second_factor
    }

    /// Whether every user keeps a phone number.
    pub(crate) fn needs_phone(&self) -> bool {
        self.phone_number && self.phone_required
    }
}

/// What a username has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UsernameRules {
    /// At least this many characters.
    pub min_length: usize,
    /// At most this many characters.
    pub max_length: usize,
    /// More special characters than `_` and `-`.
    pub allow_extended_special_characters: bool,
    /// Usernames without any letter.
    pub allow_numeric_usernames: bool,
}

impl Default for UsernameRules {
    fn default() -> Self {
        Self {
            min_length: 4,
            max_length: 64,
            allow_extended_special_characters: false,
            allow_numeric_usernames: false,
        }
    }
}

/// Something of a user that an instance may keep from being changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Attribute {
    EmailAddress,
    PhoneNumber,
    Username,
    FirstName,
    LastName,
}

impl Attribute {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::EmailAddress => "email_address",
            Self::PhoneNumber => "phone_number",
            Self::Username => "username",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
        }
    }
}

/// Whether users have something, in the words of the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Nobody has it.
    Off,
    /// Whoever wants to.
    On,
    /// Everybody.
    Required,
}

impl Use {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::Required => "required",
        }
    }
}
