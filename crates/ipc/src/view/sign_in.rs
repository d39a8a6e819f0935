//! The pages of a sign-in.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use crate::error::{ErrorCode, Problem};

/// Identifier and password, or the identifier alone where the instance has no passwords.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInView {
    /// What was typed last; kept through every failure.
    pub identifier: String,
    /// What the instance accepts as an identifier; empty until that is known.
    pub identifier_kinds: Vec<IdentifierKind>,
    /// True where a password is asked for on this page.
    pub asks_password: bool,
    /// The codes that may be asked for instead of a password.
    pub code_channels: Vec<CodeChannel>,
    /// True where a forgotten password can be reset.
    pub forgot_password: bool,
    /// Whether the form can be sent.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
}

/// What an instance accepts as an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdentifierKind {
    /// An email address.
    EmailAddress,
    /// A phone number.
    PhoneNumber,
    /// A user name.
    Username,
}

/// The way a code travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CodeChannel {
    /// By email.
    Email,
    /// By text message.
    Phone,
}

/// A factor that this version can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Strategy {
    /// The password.
    Password,
    /// A code from an authenticator app.
    Totp,
    /// A code by text message.
    PhoneCode,
    /// A code by email.
    EmailCode,
    /// One of the backup codes.
    BackupCode,
}

impl Strategy {
    /// Clerk's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::PhoneCode => "phone_code",
            Self::EmailCode => "email_code",
            Self::BackupCode => "backup_code",
        }
    }
}

/// Names one of the methods of a view; it has no meaning outside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MethodId(pub usize);

/// A factor that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Its name in this view.
    pub id: MethodId,
    /// What it is.
    pub strategy: Strategy,
    /// Where its code goes, masked by the server; none where no code is sent.
    pub destination: Option<String>,
}

/// The Verify page: one factor at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyView {
    /// Why a proof is wanted.
    pub reason: VerifyReason,
    /// The factor in use.
    pub method: Method,
    /// The other factors, in the order to show them: backup codes last.
    pub others: Vec<Method>,
    /// What the server offers beside them and this version cannot do, by Clerk's names.
    pub unsupported: Vec<String>,
    /// Where the code of the factor in use stands.
    pub delivery: Delivery,
    /// Whether the form can be sent.
    pub activity: Activity,
    /// What failed. The code is not kept: it is cleared by the page.
    pub problem: Option<Problem>,
    /// How far this computer's clock is from the server's, where it is more than 20 seconds and a
    /// code of the authenticator app was refused.
    pub clock: Option<ClockDifference>,
    /// Grows with each code that is of no more use, so that the page clears it once for each.
    pub attempt: u64,
}

/// Why a proof is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerifyReason {
    /// It is the first factor.
    FirstFactor,
    /// It is the second factor.
    SecondFactor,
    /// The account has no second factor, and this device is new to it (client trust).
    NewDevice,
    /// A change needs a fresh proof.
    StepUp,
}

/// Where the code of a factor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delivery {
    /// The factor needs none.
    NotNeeded,
    /// It is being sent.
    Sending,
    /// It was sent; another may be asked for after the wait.
    Sent {
        /// Milliseconds until another may be asked for, at the moment the view was made.
        resend_in_ms: u64,
    },
    /// None that still counts was sent; one may be asked for after the wait.
    NotSent {
        /// Milliseconds until one may be asked for, at the moment the view was made.
        resend_in_ms: u64,
    },
}

/// This computer's clock and the server's differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockDifference {
    /// Milliseconds that this computer is ahead; negative where it is behind.
    pub ahead_ms: i64,
}

/// A forgotten password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPasswordView {
    /// Why the server demands it; none where the person forgot the password.
    pub demanded: Option<ErrorCode>,
    /// What is asked for now.
    pub step: ResetStep,
    /// The instance's rules for a password.
    pub rules: PasswordRules,
    /// Whether the form can be sent.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
    /// Grows with each refused attempt.
    pub attempt: u64,
}

/// What a reset asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetStep {
    /// The code that was sent.
    Code {
        /// The factor that it proves.
        strategy: Strategy,
        /// Where it went, masked.
        destination: Option<String>,
        /// Where it stands.
        delivery: Delivery,
    },
    /// The new password.
    NewPassword,
}

/// The instance's rules for a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordRules {
    /// Fewest characters.
    pub min_length: u32,
    /// Most characters.
    pub max_length: u32,
    /// Kinds of characters of which at least one is wanted.
    pub required: Vec<CharacterClass>,
}

/// A kind of character that a password may have to contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CharacterClass {
    /// A digit.
    Number,
    /// An upper-case letter.
    Uppercase,
    /// A lower-case letter.
    Lowercase,
    /// Anything that is neither letter nor digit.
    Special,
}
