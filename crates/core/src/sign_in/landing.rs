//! Where a sign-in goes when the server says how it stands.

use latchkey_fapi_types::enums::{SignInStatus, Strategy};
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::sign_in::{Factor, SignIn as Attempt, Verification};

use super::stage::{Aim, Unknown};
use crate::challenge::{Challenge, Reason};

/// Where an attempt leads.
pub(super) enum Landing {
    /// To this session.
    Session(SessionId),
    /// To a factor.
    Challenge(Box<Challenge>),
    /// To the choice of a new password.
    NewPassword,
    /// To something that this version does not know.
    Unknown(Unknown),
    /// Back to the start.
    Start,
}

/// Where this attempt leads.
pub(super) fn landing(attempt: &Attempt, aim: Aim) -> Landing {
    let reason = match (&attempt.status, &attempt.created_session_id) {
        (SignInStatus::Complete, Some(session)) => return Landing::Session(session.clone()),
        (SignInStatus::NeedsIdentifier | SignInStatus::Abandoned, _) => return Landing::Start,
        (SignInStatus::NeedsNewPassword, _) => return Landing::NewPassword,
        (SignInStatus::NeedsFirstFactor, _) if aim == Aim::Reset => Reason::ResetPassword,
        (SignInStatus::NeedsFirstFactor, _) => Reason::FirstFactor,
        (SignInStatus::NeedsSecondFactor, _) => Reason::SecondFactor,
        (SignInStatus::NeedsClientTrust, _) => Reason::NewDevice,
        (
            status @ (SignInStatus::Complete
            | SignInStatus::NeedsProtectCheck
            | SignInStatus::Other(_)),
            _,
        ) => return Landing::Unknown(Unknown::Status(status.as_str().to_owned())),
    };
    match challenge(attempt, reason) {
        Ok(challenge) => Landing::Challenge(Box::new(challenge)),
        Err(strategies) if reason.is_second() => {
            Landing::Unknown(Unknown::SecondFactors(strategies))
        }
        Err(strategies) => Landing::Unknown(Unknown::FirstFactors(strategies)),
    }
}

/// Whether the step is over that asks for a new password, and those before it are.
pub(super) fn has_password(attempt: &Attempt) -> bool {
    match attempt.status {
        SignInStatus::Complete
        | SignInStatus::NeedsSecondFactor
        | SignInStatus::NeedsClientTrust
        | SignInStatus::NeedsProtectCheck
        | SignInStatus::Other(_) => true,
        SignInStatus::NeedsIdentifier
        | SignInStatus::NeedsFirstFactor
        | SignInStatus::NeedsNewPassword
        | SignInStatus::Abandoned => false,
    }
}

/// Whether a new password is asked for.
pub(super) fn wants_password(attempt: &Attempt) -> bool {
    attempt.status == SignInStatus::NeedsNewPassword
}

/// What an attempt was begun for, as far as it shows that itself.
pub(super) fn aim_of(attempt: &Attempt) -> Aim {
    let verification = attempt.first_factor_verification.as_ref();
    match verification.and_then(|verification| verification.strategy.as_ref()) {
        Some(Strategy::ResetPasswordEmailCode | Strategy::ResetPasswordPhoneCode) => Aim::Reset,
        Some(_) | None => Aim::SignIn,
    }
}

/// The challenge that an attempt presents, or the strategies that this version does not know.
pub(super) fn challenge(attempt: &Attempt, reason: Reason) -> Result<Challenge, Vec<Strategy>> {
    let (factors, verification) = offered(attempt, reason);
    Challenge::new(reason, factors, verification)
}

/// The factors that an attempt offers, and the code that was sent last.
pub(super) fn offered(attempt: &Attempt, reason: Reason) -> (&[Factor], Option<&Verification>) {
    if reason.is_second() {
        (&attempt.supported_second_factors, attempt.second_factor_verification.as_ref())
    } else {
        (&attempt.supported_first_factors, attempt.first_factor_verification.as_ref())
    }
}
