//! What a failed call means to whoever has to go on from it.

use std::time::Duration;

use latchkey_fapi_types::error::ApiError;

use crate::hold::{RATE_LIMIT_WINDOW, RESEND_WAIT, Wait, bounded};

/// A call that did not do what it was for.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// Nothing was sent: what was typed cannot be right.
    Input(InputError),
    /// The server refused (4xx), with its reasons in its order.
    Refused {
        /// All reasons of the answer; [`Failure::reason`] decides.
        errors: Vec<ApiError>,
        /// Clerk's trace id.
        trace_id: Option<String>,
        /// How long the server asked to wait.
        retry_after: Option<Duration>,
    },
    /// The server failed (5xx).
    Server {
        /// The status of the answer.
        status: u16,
        /// Clerk's trace id.
        trace_id: Option<String>,
    },
    /// The request did not reach the server.
    Unreachable(Unreachable),
    /// The request went out; whether the server took it is not known.
    OutcomeUnknown,
    /// An answer came that is not one of the Frontend API.
    BadAnswer(BadAnswer),
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputError {
    /// No identifier.
    IdentifierEmpty,
    /// No password.
    PasswordEmpty,
    /// No present password.
    CurrentPasswordEmpty,
    /// Not six digits, or an empty backup code.
    CodeIncomplete,
    /// The method is not one of those offered.
    MethodGone,
    /// The phone number is not complete.
    PhoneIncomplete,
    /// The phone number has too many digits for its country.
    PhoneTooLong,
    /// No such phone number can exist.
    PhoneInvalid,
    /// The phone number is on the account already, and verified.
    PhoneExists,
    /// The phone number or the factor is no longer on the account.
    FactorGone,
    /// No name for an organization.
    OrganizationNameEmpty,
    /// The slug of an organization has other characters than small letters, digits and hyphens.
    OrganizationSlugInvalid,
    /// No user name.
    UsernameEmpty,
    /// It cannot be an email address.
    EmailInvalid,
    /// The email address is on the account already, and verified.
    EmailExists,
    /// The email address is no longer on the account.
    EmailGone,
    /// The file that was chosen is no picture of a kind that is taken.
    PictureKind,
    /// It has too many bytes.
    PictureTooLarge,
    /// It has too many pixels.
    PictureTooManyPixels,
    /// It begins like a picture and cannot be read as one.
    PictureDamaged,
    /// The system does not let it be read.
    PictureUnreadable,
}

/// Why a request did not reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// No way to the server.
    Offline,
    /// The server's certificate is not trusted.
    Tls,
    /// The server did not answer in time.
    Deadline,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAnswer {
    /// It is a web page: a network answered that wants a sign-in of its own, and nothing reached
    /// the server.
    Html,
    /// It is something else.
    Other,
}

/// What a machine does about a failure, beside telling it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consequence {
    /// Nothing: try again in place.
    Stay,
    /// Wait.
    Wait(Wait),
    /// The code that was sent no longer counts.
    CodeSpent,
    /// The sign-in or the step-up is gone: begin again.
    Restart,
    /// The server knows more than we do: ask it.
    Ask,
}

impl Failure {
    /// The code that decides, where the server gave one.
    pub fn code(&self) -> Option<&str> {
        self.reason().map(|error| error.code.as_str())
    }

    /// The reason that decides: the first one. A warning decides only where it stands alone.
    pub fn reason(&self) -> Option<&ApiError> {
        let Self::Refused { errors, .. } = self else { return None };
        errors.iter().find(|error| !is_warning(error)).or_else(|| errors.first())
    }

    /// That few tries are left before the account is locked, where the server says so beside the
    /// reason or as the only one.
    pub fn lockout_warning(&self) -> Option<&ApiError> {
        let Self::Refused { errors, .. } = self else { return None };
        errors.iter().find(|error| is_warning(error))
    }

    /// Whether the server wants a fresh proof of a factor first (contract §6.1).
    pub fn wants_step_up(&self) -> bool {
        matches!(
            self.code(),
            Some("session_reverification_required" | "session_step_up_verification_required")
        )
    }

    /// Whether it is not known what the server did. This is the one definition of a lost answer: a
    /// call that may have changed something is then never repeated, and the client is asked for.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::OutcomeUnknown | Self::Server { .. } | Self::BadAnswer(BadAnswer::Other) => true,
            Self::Input(_)
            | Self::Refused { .. }
            | Self::Unreachable(_)
            | Self::BadAnswer(BadAnswer::Html) => false,
        }
    }

    /// Whether to go on as if the server had done what it was asked: to empty the field, and to wait
    /// before the next code. After a 5xx the person may try again at once: most often nothing
    /// happened, and if something did, the server refuses the second try and says why.
    pub(crate) fn is_taken_for_done(&self) -> bool {
        self.is_lost() && !matches!(self, Self::Server { .. })
    }

    /// Whether what was typed is of no more use: the server refused it, or may have used it. After
    /// any other failure it can be sent again as it is.
    pub(crate) fn spends_input(&self) -> bool {
        let Self::Refused { errors, retry_after, .. } = self else {
            return self.is_taken_for_done();
        };
        // A refusal without a code is of something in front of the server, and one that asks for a
        // wait says nothing of what was typed.
        !errors.is_empty()
            && retry_after.is_none()
            && !self.doubts_session()
            && !self.wants_step_up()
            && matches!(self.consequence(), Consequence::Stay | Consequence::CodeSpent)
    }

    /// Whether the session may be gone, which only the client can tell.
    pub(crate) fn doubts_session(&self) -> bool {
        matches!(
            self.code(),
            Some(
                "signed_out"
                    | "authentication_invalid"
                    | "resource_not_found"
                    | "invalid_action_for_session"
                    | "action_for_session_not_authorized"
            )
        )
    }

    /// Whether the server refused because it knows something of the account that we do not.
    pub(crate) fn is_outdated(&self) -> bool {
        self.doubts_session()
            || matches!(
                self.code(),
                Some(
                    "totp_already_enabled"
                        | "verification_already_verified"
                        | "form_identifier_exists"
                        | "identification_update_second_factor_unverified"
                        | "backup_codes_not_available"
                )
            )
    }

    /// How long to wait with another code, where one was asked for too soon.
    pub(crate) fn resend_wait(&self) -> Option<Duration> {
        let Self::Refused { retry_after, .. } = self else { return None };
        let too_soon = self.code() == Some("verification_code_too_many_requests");
        too_soon.then(|| retry_after.map_or(RESEND_WAIT, bounded))
    }

    /// The wait that the server asks for.
    pub(crate) fn wait(&self) -> Option<Wait> {
        if let Consequence::Wait(wait) = self.consequence() { Some(wait) } else { None }
    }

    pub(crate) fn consequence(&self) -> Consequence {
        let Self::Refused { retry_after, .. } = self else {
            return if self.is_lost() { Consequence::Ask } else { Consequence::Stay };
        };
        let first = self.reason();
        match first.map(|error| error.code.as_str()).unwrap_or_default() {
            "user_locked" => {
                let seconds = first.and_then(|error| error.lockout_expires_in_seconds);
                Consequence::Wait(Wait::Locked(seconds.map(Duration::from_secs)))
            }
            // A proxy in front of the server limits the rate without naming a code.
            code if code == "too_many_requests" || (code.is_empty() && retry_after.is_some()) => {
                Consequence::Wait(Wait::TooFast(retry_after.unwrap_or(RATE_LIMIT_WINDOW)))
            }
            "verification_expired"
            | "verification_failed"
            | "verification_missing"
            | "verification_not_sent"
            | "verification_strategy_invalid" => Consequence::CodeSpent,
            "resource_forbidden"
            | "resource_not_found"
            | "client_not_found"
            | "cookie_invalid"
            | "sign_in_identification_or_user_deleted"
            | "session_reverification_missing"
            | "invalid_action_for_session_reverification" => Consequence::Restart,
            "session_exists"
            | "identifier_already_signed_in"
            | "client_state_invalid"
            | "verification_already_verified" => Consequence::Ask,
            _ => Consequence::Stay,
        }
    }
}

fn is_warning(error: &ApiError) -> bool {
    error.code == "account_lockout_warning"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, refusal_after};

    #[test]
    fn only_what_concerns_the_code_uses_it_up() {
        let wait = Some(Duration::from_secs(7));
        for spent in [
            refusal("form_code_incorrect"),
            refusal("form_password_incorrect"),
            refusal("verification_expired"),
            refusal("zzz_new"),
            Failure::OutcomeUnknown,
            Failure::BadAnswer(BadAnswer::Other),
        ] {
            assert!(spent.spends_input(), "{spent:?}");
        }
        for kept in [
            Failure::Refused { errors: Vec::new(), trace_id: None, retry_after: None },
            refusal("user_locked"),
            refusal("too_many_requests"),
            refusal_after("zzz_limit", wait),
            refusal("signed_out"),
            refusal("resource_not_found"),
            refusal("session_reverification_required"),
            Failure::Input(InputError::CodeIncomplete),
            Failure::Server { status: 500, trace_id: None },
            Failure::Unreachable(Unreachable::Tls),
            Failure::BadAnswer(BadAnswer::Html),
        ] {
            assert!(!kept.spends_input(), "{kept:?}");
        }
    }

    #[test]
    fn a_warning_decides_nothing_wherever_it_stands() {
        let entry = |code: &str| {
            let Failure::Refused { mut errors, .. } = refusal(code) else { panic!("{code}") };
            errors.remove(0)
        };
        let refused = |codes: &[&str]| Failure::Refused {
            errors: codes.iter().map(|code| entry(code)).collect(),
            trace_id: None,
            retry_after: None,
        };
        let warning = "account_lockout_warning";
        for code in ["form_code_incorrect", "verification_failed", "user_locked", "signed_out"] {
            let alone = refused(&[code]);
            assert_eq!(alone.lockout_warning(), None);
            for both in [refused(&[code, warning]), refused(&[warning, code])] {
                assert_eq!(both.code(), Some(code));
                assert_eq!(both.consequence(), alone.consequence());
                assert_eq!(both.spends_input(), alone.spends_input());
                assert_eq!(both.lockout_warning(), Some(&entry(warning)));
            }
        }
        let alone = refused(&[warning]);
        assert_eq!(alone.code(), Some(warning));
        assert!(alone.spends_input());
    }

    #[test]
    fn after_a_server_error_the_outcome_is_unknown() {
        let failed = Failure::Server { status: 504, trace_id: None };
        for lost in [&failed, &Failure::OutcomeUnknown, &Failure::BadAnswer(BadAnswer::Other)] {
            assert!(lost.is_lost(), "{lost:?}");
            assert_eq!(lost.consequence(), Consequence::Ask);
            assert_eq!(lost.is_taken_for_done(), *lost != failed);
        }
        for known in [
            refusal("zzz_new"),
            Failure::Unreachable(Unreachable::Deadline),
            Failure::BadAnswer(BadAnswer::Html),
        ] {
            assert!(!known.is_lost() && !known.is_taken_for_done(), "{known:?}");
        }
    }
}
