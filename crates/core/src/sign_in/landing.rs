//! Where a sign-in goes when the server says how it stands.

use latchkey_fapi_types::enums::SignInStatus;
use latchkey_fapi_types::sign_in::SignIn as Attempt;

use super::challenge::{Challenge, MethodKind, Reason};
use super::event::{Channel, Effect};
use super::{Aim, Identify, NewPassword, RESEND_WAIT, Restarted, SignIn, Stage, Unknown};
use crate::time::Timestamp;

impl SignIn {
    /// Goes where the attempt says. A code is asked for at once where the first method needs one.
    pub(super) fn land(
        mut self,
        attempt: &Attempt,
        aim: Aim,
        now: Timestamp,
    ) -> (Self, Option<Effect>) {
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
                self.stage = Stage::NewPassword(NewPassword {
                    attempt: attempt.id.clone(),
                    pending: None,
                    failure: None,
                    refusals: 0,
                });
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
        match Challenge::of(attempt, reason) {
            Ok(challenge) => self.present(challenge, aim, now),
            Err(strategies) => self.unknown(match reason {
                Reason::FirstFactor | Reason::ResetPassword => Unknown::FirstFactors(strategies),
                Reason::SecondFactor | Reason::NewDevice => Unknown::SecondFactors(strategies),
            }),
        }
    }

    fn present(
        mut self,
        mut challenge: Challenge,
        aim: Aim,
        now: Timestamp,
    ) -> (Self, Option<Effect>) {
        let wanted = match aim {
            Aim::Code(Channel::Email) => Some(MethodKind::EmailCode),
            Aim::Code(Channel::Phone) => Some(MethodKind::PhoneCode),
            Aim::SignIn | Aim::Reset => None,
        };
        if challenge.reason == Reason::FirstFactor
            && challenge.sent.is_none()
            && let Some(kind) = wanted
            && let Some(place) = challenge.methods.iter().position(|method| method.kind == kind)
        {
            challenge.current = place;
        }
        if let Some(sent) = challenge.sent {
            challenge.resend_at.insert(sent, now.plus(RESEND_WAIT));
        }
        let wants_code = challenge.wants_code();
        self.stage = Stage::Challenge(challenge);
        if wants_code { self.send_code() } else { (self, None) }
    }

    pub(super) fn restart(mut self, why: Restarted) -> (Self, Option<Effect>) {
        self.stage = Stage::Identify(Identify { restarted: Some(why), ..Identify::fresh() });
        (self, None)
    }

    fn unknown(mut self, what: Unknown) -> (Self, Option<Effect>) {
        self.stage = Stage::Unknown(what);
        (self, None)
    }
}
