//! The ways to prove a factor.

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::secret::Code;
use latchkey_fapi_types::sign_in::Factor;

/// Why a proof is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is the first factor of a sign-in.
    FirstFactor,
    /// It is the second factor of a sign-in.
    SecondFactor,
    /// This device is new to an account without a second factor.
    NewDevice,
    /// The password was forgotten.
    ResetPassword,
    /// A change needs a fresh proof of the first factor.
    StepUpFirst,
    /// A change needs a fresh proof of the second factor.
    StepUpSecond,
}

/// A way to prove a factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// What is typed.
    pub kind: MethodKind,
    pub(crate) factor: Factor,
}

/// What is typed for a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MethodKind {
    /// The password.
    Password,
    /// The code of an authenticator app.
    Totp,
    /// A code by text message.
    PhoneCode,
    /// A code by email.
    EmailCode,
    /// A backup code.
    BackupCode,
}

impl MethodKind {
    /// Whether a code has to be sent before it can be typed.
    pub fn is_sent(self) -> bool {
        match self {
            Self::PhoneCode | Self::EmailCode => true,
            Self::Password | Self::Totp | Self::BackupCode => false,
        }
    }

    /// Whether what was typed can be right at all. Codes that are sent or shown by an app have six
    /// digits (contract §9 and §11); a backup code is opaque.
    pub(crate) fn accepts(self, typed: &Code) -> bool {
        // EXPOSE: only its form is looked at.
        let typed = typed.expose();
        match self {
            Self::Password => !typed.is_empty(),
            Self::BackupCode => !typed.trim().is_empty(),
            Self::Totp | Self::PhoneCode | Self::EmailCode => {
                typed.len() == 6 && typed.bytes().all(|byte| byte.is_ascii_digit())
            }
        }
    }
}

impl Method {
    /// Where its code goes, masked by the server.
    pub fn destination(&self) -> Option<&str> {
        self.factor.safe_identifier.as_deref()
    }

    pub(super) fn of(factor: &Factor, reason: Reason) -> Option<Self> {
        use Reason::{
            FirstFactor, NewDevice, ResetPassword, SecondFactor, StepUpFirst, StepUpSecond,
        };
        let kind = match (&factor.strategy, reason) {
            (Strategy::Password, FirstFactor | StepUpFirst) => MethodKind::Password,
            (Strategy::EmailCode, FirstFactor | SecondFactor | NewDevice | StepUpFirst)
            | (Strategy::ResetPasswordEmailCode, ResetPassword) => MethodKind::EmailCode,
            (
                Strategy::PhoneCode,
                FirstFactor | SecondFactor | NewDevice | StepUpFirst | StepUpSecond,
            )
            | (Strategy::ResetPasswordPhoneCode, ResetPassword) => MethodKind::PhoneCode,
            (Strategy::Totp, SecondFactor | NewDevice | StepUpSecond) => MethodKind::Totp,
            (Strategy::BackupCode, SecondFactor | NewDevice | StepUpSecond) => {
                MethodKind::BackupCode
            }
            _ => return None,
        };
        Some(Self { kind, factor: factor.clone() })
    }

    /// The order to offer methods in: authenticator app, then the default number, other numbers,
    /// email, backup codes last (contract §4.5).
    pub(super) fn rank(&self) -> (MethodKind, bool, bool) {
        (self.kind, !self.factor.default, !self.factor.primary)
    }
}
