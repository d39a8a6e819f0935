//! The strategies that the emulator carries out.

use serde::{Deserialize, Serialize};

/// A way to verify, by its name on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Strategy {
    Password,
    EmailCode,
    PhoneCode,
    ResetPasswordEmailCode,
    ResetPasswordPhoneCode,
    Totp,
    BackupCode,
}

/// How a code travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    Email,
    Sms,
}

impl Channel {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

impl Strategy {
    const ALL: [Self; 7] = [
        Self::Password,
        Self::EmailCode,
        Self::PhoneCode,
        Self::ResetPasswordEmailCode,
        Self::ResetPasswordPhoneCode,
        Self::Totp,
        Self::BackupCode,
    ];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strategy| strategy.as_str() == name)
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::EmailCode => "email_code",
            Self::PhoneCode => "phone_code",
            Self::ResetPasswordEmailCode => "reset_password_email_code",
            Self::ResetPasswordPhoneCode => "reset_password_phone_code",
            Self::Totp => "totp",
            Self::BackupCode => "backup_code",
        }
    }

    /// Where the code of this strategy is sent, if it has one.
    pub(crate) fn channel(self) -> Option<Channel> {
        match self {
            Self::EmailCode | Self::ResetPasswordEmailCode => Some(Channel::Email),
            Self::PhoneCode | Self::ResetPasswordPhoneCode => Some(Channel::Sms),
            Self::Password | Self::Totp | Self::BackupCode => None,
        }
    }

    pub(crate) fn resets_password(self) -> bool {
        matches!(self, Self::ResetPasswordEmailCode | Self::ResetPasswordPhoneCode)
    }
}
