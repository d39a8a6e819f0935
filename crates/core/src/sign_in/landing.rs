//! Where a sign-in goes when the server says how it stands.

use latchkey_fapi_types::enums::{SignInStatus, Strategy};
use latchkey_fapi_types::sign_in::{Factor, SignIn as Attempt, Verification};

use super::event::{Channel, Effect};
use super::{Aim, Identify, NewPassword, Restarted, SignIn, Stage, Unknown};
use crate::challenge::{Challenge, MethodKind, Reason};
use crate::time::Timestamp;

impl SignIn {
    /// Goes where the attempt says. A code is asked for at once where the first method needs one.
    pub(super) fn land(
        mut self,
        attempt: &Attempt,
        aim: Aim,
        now: Timestamp,
    ) -> (Self, Option<Effect>) {
        self.attempt = Some(attempt.id.clone());
        let reason = match &attempt.status {
            SignInStatus::Complete => match &attempt.created_session_id {
                Some(session) => {
                    self.stage = Stage::Complete(session.clone());
                    return (self, None);
                }
                None => return self.unknown(Unknown::Status("complete".to_owned())),
            },
            SignInStatus::NeedsIdentifier | SignInStatus::Abandoned => {
                return self.restart(Restarted::Gone);
            }
            SignInStatus::NeedsNewPassword => {
                self.stage =
                    Stage::NewPassword(NewPassword { pending: None, failure: None, refusals: 0 });
                return (self, None);
            }
            SignInStatus::NeedsFirstFactor if aim == Aim::Reset => Reason::ResetPassword,
            SignInStatus::NeedsFirstFactor => Reason::FirstFactor,
            SignInStatus::NeedsSecondFactor => Reason::SecondFactor,
            SignInStatus::NeedsClientTrust => Reason::NewDevice,
            other @ (SignInStatus::NeedsProtectCheck | SignInStatus::Other(_)) => {
                return self.unknown(Unknown::Status(other.as_str().to_owned()));
            }
        };
        match challenge_of(attempt, reason) {
            Ok(challenge) => self.present(challenge, attempt, aim, now),
            Err(strategies) if is_second(reason) => {
                self.unknown(Unknown::SecondFactors(strategies))
            }
            Err(strategies) => self.unknown(Unknown::FirstFactors(strategies)),
        }
    }

    fn present(
        mut self,
        mut challenge: Challenge,
        attempt: &Attempt,
        aim: Aim,
        now: Timestamp,
    ) -> (Self, Option<Effect>) {
        let wanted = match aim {
            Aim::Code(Channel::Email) => Some(MethodKind::EmailCode),
            Aim::Code(Channel::Phone) => Some(MethodKind::PhoneCode),
            Aim::SignIn | Aim::Reset => None,
        };
        let wanted = wanted.filter(|_| challenge.reason == Reason::FirstFactor);
        let (_, verification) = offered(attempt, challenge.reason);
        let asked = challenge.present(verification, wanted, &mut self.tickets, now);
        self.stage = Stage::Challenge(challenge);
        self.ask(asked)
    }

    pub(super) fn restart(mut self, why: Restarted) -> (Self, Option<Effect>) {
        self.attempt = None;
        self.stage = Stage::Identify(Identify { restarted: Some(why), ..Identify::fresh() });
        (self, None)
    }

    fn unknown(mut self, what: Unknown) -> (Self, Option<Effect>) {
        self.stage = Stage::Unknown(what);
        (self, None)
    }
}

/// The challenge that an attempt presents, or the strategies that this version does not know.
pub(super) fn challenge_of(attempt: &Attempt, reason: Reason) -> Result<Challenge, Vec<Strategy>> {
    let (factors, verification) = offered(attempt, reason);
    Challenge::new(reason, factors, verification)
}

fn offered(attempt: &Attempt, reason: Reason) -> (&[Factor], Option<&Verification>) {
    if is_second(reason) {
        (&attempt.supported_second_factors, attempt.second_factor_verification.as_ref())
    } else {
        (&attempt.supported_first_factors, attempt.first_factor_verification.as_ref())
    }
}

/// Whether the calls of the second factor serve it.
pub(super) fn is_second(reason: Reason) -> bool {
    match reason {
        Reason::SecondFactor | Reason::NewDevice | Reason::StepUpSecond => true,
        Reason::FirstFactor | Reason::ResetPassword | Reason::StepUpFirst => false,
    }
}
