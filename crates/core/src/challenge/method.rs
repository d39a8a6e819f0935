//! The ways to prove a factor.

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::secret::{Code, Password};
use latchkey_fapi_types::sign_in::Factor;
use secrecy::{ExposeSecret as _, SecretString};

use crate::failure::InputError;

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

impl Reason {
    /// Whether the calls of the second factor serve it.
    pub(crate) fn is_second(self) -> bool {
        match self {
            Self::SecondFactor | Self::NewDevice | Self::StepUpSecond => true,
            Self::FirstFactor | Self::ResetPassword | Self::StepUpFirst => false,
        }
    }
}

/// A way to prove a factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// What it is.
    pub kind: MethodKind,
    pub(crate) factor: Factor,
}

/// What a method is, in the order to offer them.
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

/// How a method is proven. A method that a browser or the platform proves is a variant of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The person types the password.
    Password,
    /// The person types a code that they have.
    Code,
    /// The person types a code that the server sends first.
    SentCode,
    /// The person types a code of which only the server knows the form.
    OpaqueCode,
}

/// What a person typed to prove a factor: the method says what it is.
#[derive(Clone, Debug)]
pub struct Typed(SecretString);

/// What a challenge asks of the server.
#[derive(Debug)]
pub(crate) enum Request {
    /// To send the code of this factor.
    SendCode(Factor),
    /// Whether the password is right.
    Password(Password),
    /// Whether the code is right.
    Code(Strategy, Code),
}

impl Typed {
    /// Takes the text over; it is wiped from memory when this value is dropped.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }
}

/// The code in what was typed, of those that are sent or shown by an app.
pub(crate) fn six_digits(typed: &Code) -> Result<Code, InputError> {
    // EXPOSE: from one secret to the other.
    let code = latchkey_typed::code(typed.expose());
    code.map(Code::new).ok_or(InputError::CodeIncomplete)
}

impl MethodKind {
    /// How it is proven.
    pub fn proof(self) -> Proof {
        match self {
            Self::Password => Proof::Password,
            Self::Totp => Proof::Code,
            Self::PhoneCode | Self::EmailCode => Proof::SentCode,
            Self::BackupCode => Proof::OpaqueCode,
        }
    }
}

impl Method {
    /// Where its code goes, masked by the server.
    pub fn destination(&self) -> Option<&str> {
        self.factor.safe_identifier.as_deref()
    }

    /// What to ask the server about what was typed, if it can be right at all.
    pub(super) fn answer(&self, typed: &Typed) -> Result<Request, InputError> {
        // EXPOSE: into the secret type that goes to the server.
        let text = typed.0.expose_secret();
        let code = |code| Request::Code(self.factor.strategy.clone(), code);
        match self.kind.proof() {
            Proof::Password if text.is_empty() => Err(InputError::PasswordEmpty),
            Proof::Password => Ok(Request::Password(Password::new(text))),
            Proof::OpaqueCode => {
                let typed = latchkey_typed::backup_code(text);
                let typed = Some(typed).filter(|typed| !typed.is_empty());
                typed.map(Code::new).map(code).ok_or(InputError::CodeIncomplete)
            }
            Proof::Code | Proof::SentCode => six_digits(&Code::new(text)).map(code),
        }
    }

    /// Whether a code has to be sent before it can be typed.
    pub(super) fn is_sent(&self) -> bool {
        self.kind.proof() == Proof::SentCode
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
