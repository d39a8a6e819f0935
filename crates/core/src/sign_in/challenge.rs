//! A factor to be proven, and the others that could be used instead.

use std::collections::BTreeMap;
use std::time::Duration;

use latchkey_fapi_types::enums::{Strategy, VerificationStatus};
use latchkey_fapi_types::id::SignInId;
use latchkey_fapi_types::secret::Code;
use latchkey_fapi_types::sign_in::{Factor, SignIn as Attempt};

use super::event::Ticket;
use crate::failure::Failure;
use crate::time::Timestamp;

/// A factor to be proven.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    pub(crate) attempt: SignInId,
    /// Why a proof is wanted.
    pub reason: Reason,
    /// What can be used, in the order to show it; never empty.
    pub methods: Vec<Method>,
    pub(crate) current: usize,
    /// The method that the last code was sent to. The server keeps one verification at a time, so
    /// an earlier code of another method no longer counts.
    pub(crate) sent: Option<usize>,
    pub(crate) sending: Option<(Ticket, usize)>,
    /// When each method may be sent a code again. It outlives a change of method.
    pub(crate) resend_at: BTreeMap<usize, Timestamp>,
    pub(crate) pending: Option<Ticket>,
    /// What failed last.
    pub failure: Option<Failure>,
    /// How often the server refused what was typed.
    pub refusals: u64,
}

/// Why a proof is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is the first factor.
    FirstFactor,
    /// It is the second factor.
    SecondFactor,
    /// This device is new to an account without a second factor.
    NewDevice,
    /// The password was forgotten.
    ResetPassword,
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

/// Where the code of a method stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The method needs none.
    NotNeeded,
    /// It is being sent.
    Sending,
    /// It was sent; another may be asked for after the wait.
    Sent {
        /// The wait.
        resend_in: Duration,
    },
    /// None that still counts was sent; one may be asked for after the wait.
    NotSent {
        /// The wait.
        resend_in: Duration,
    },
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

    fn of(factor: &Factor, reason: Reason) -> Option<Self> {
        let kind = match (&factor.strategy, reason) {
            (Strategy::Password, Reason::FirstFactor) => MethodKind::Password,
            (
                Strategy::EmailCode,
                Reason::FirstFactor | Reason::SecondFactor | Reason::NewDevice,
            )
            | (Strategy::ResetPasswordEmailCode, Reason::ResetPassword) => MethodKind::EmailCode,
            (
                Strategy::PhoneCode,
                Reason::FirstFactor | Reason::SecondFactor | Reason::NewDevice,
            )
            | (Strategy::ResetPasswordPhoneCode, Reason::ResetPassword) => MethodKind::PhoneCode,
            (Strategy::Totp, Reason::SecondFactor | Reason::NewDevice) => MethodKind::Totp,
            (Strategy::BackupCode, Reason::SecondFactor | Reason::NewDevice) => {
                MethodKind::BackupCode
            }
            _ => return None,
        };
        Some(Self { kind, factor: factor.clone() })
    }

    /// The order to offer methods in: authenticator app, then the default number, other numbers,
    /// email, backup codes last (contract §4.5).
    fn rank(&self) -> (MethodKind, bool, bool) {
        (self.kind, !self.factor.default, !self.factor.primary)
    }
}

impl Challenge {
    /// The challenge that an attempt presents, or the strategies that this version does not know.
    pub(crate) fn of(attempt: &Attempt, reason: Reason) -> Result<Self, Vec<Strategy>> {
        let (factors, verification) = match reason {
            Reason::FirstFactor | Reason::ResetPassword => {
                (&attempt.supported_first_factors, attempt.first_factor_verification.as_ref())
            }
            Reason::SecondFactor | Reason::NewDevice => {
                (&attempt.supported_second_factors, attempt.second_factor_verification.as_ref())
            }
        };
        let mut methods: Vec<_> =
            factors.iter().filter_map(|factor| Method::of(factor, reason)).collect();
        if methods.is_empty() {
            return Err(factors.iter().map(|factor| factor.strategy.clone()).collect());
        }
        methods.sort_by_key(Method::rank);
        let sent = verification
            .filter(|verification| verification.status == VerificationStatus::Unverified)
            .and_then(|verification| verification.strategy.as_ref())
            .and_then(|strategy| {
                methods
                    .iter()
                    .position(|method| method.kind.is_sent() && method.factor.strategy == *strategy)
            });
        Ok(Self {
            attempt: attempt.id.clone(),
            reason,
            methods,
            current: sent.unwrap_or(0),
            sent,
            sending: None,
            resend_at: BTreeMap::new(),
            pending: None,
            failure: None,
            refusals: 0,
        })
    }

    /// The place of the method in use.
    pub fn current(&self) -> usize {
        self.current
    }

    /// The method in use.
    ///
    /// # Panics
    ///
    /// Never: `current` is a place in `methods`.
    #[expect(clippy::expect_used, reason = "`current` is only ever set to a place in `methods`")]
    pub fn method(&self) -> &Method {
        self.methods.get(self.current).expect("a challenge has its current method")
    }

    /// Whether an answer is waited for that decides where the sign-in goes.
    pub fn is_busy(&self) -> bool {
        self.pending.is_some()
    }

    /// Where the code of the method in use stands.
    pub fn delivery(&self, now: Timestamp) -> Delivery {
        if !self.method().kind.is_sent() {
            return Delivery::NotNeeded;
        }
        if self.sending.is_some_and(|(_, method)| method == self.current) {
            return Delivery::Sending;
        }
        let resend_in =
            self.resend_at.get(&self.current).map_or(Duration::ZERO, |at| at.remaining(now));
        if self.sent == Some(self.current) {
            Delivery::Sent { resend_in }
        } else {
            Delivery::NotSent { resend_in }
        }
    }

    /// Whether the method in use waits for its first code.
    pub(crate) fn wants_code(&self) -> bool {
        self.method().kind.is_sent()
            && self.sending.is_none()
            && self.sent != Some(self.current)
            && !self.resend_at.contains_key(&self.current)
    }

    /// Whether a code may be sent to the method in use, at the person's wish.
    pub(crate) fn may_send(&self, now: Timestamp) -> bool {
        let waited = self.resend_at.get(&self.current).is_none_or(|at| *at <= now);
        self.method().kind.is_sent() && self.sending.is_none() && self.pending.is_none() && waited
    }
}
