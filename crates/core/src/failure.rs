//! What a failed call means to whoever has to go on from it.

use std::time::Duration;

use latchkey_fapi_types::error::ApiError;

use crate::challenge::RESEND_WAIT;

/// A call that did not do what it was for.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// Nothing was sent: what was typed cannot be right.
    Input(InputError),
    /// The server refused (4xx), with its reasons in its order.
    Refused {
        /// All reasons of the answer; the first one decides.
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
    /// Not six digits, or an empty backup code.
    CodeIncomplete,
    /// The method is not one of those offered.
    MethodGone,
    /// The phone number is on the account already, and verified.
    PhoneExists,
    /// The phone number or the factor is no longer on the account.
    FactorGone,
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

/// What the flow does about a refusal, beside telling it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consequence {
    /// Nothing: try again in place.
    Stay,
    /// Wait. `None` where the account is locked without an end.
    Wait { locked: bool, wait: Option<Duration> },
    /// The code that was sent no longer counts.
    CodeSpent,
    /// The sign-in or the step-up is gone: begin again.
    Restart,
    /// The server knows more than we do: ask it.
    Ask,
}

/// The rate limits are windows of ten seconds (contract, system limits).
const RATE_LIMIT_WINDOW: Duration = Duration::from_secs(10);

impl Failure {
    /// The code that decides, where the server gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { errors, .. } => errors.first().map(|error| error.code.as_str()),
            Self::Input(_)
            | Self::Server { .. }
            | Self::Unreachable(_)
            | Self::OutcomeUnknown
            | Self::BadAnswer(_) => None,
        }
    }

    /// Whether the server wants a fresh proof of a factor first (contract §6.1).
    pub fn wants_step_up(&self) -> bool {
        matches!(
            self.code(),
            Some("session_reverification_required" | "session_step_up_verification_required")
        )
    }

    /// Whether it is not known what the server did.
    pub(crate) fn is_lost(&self) -> bool {
        matches!(self, Self::OutcomeUnknown | Self::BadAnswer(BadAnswer::Other))
    }

    /// Whether what was typed is of no more use: the server refused it, or may have used it. After
    /// any other failure it can be sent again as it is.
    pub(crate) fn spends_input(&self) -> bool {
        match self {
            // Something in front of the server names no code, and a wait is no judgement.
            Self::Refused { errors, retry_after, .. } => {
                !errors.is_empty()
                    && retry_after.is_none()
                    && !self.doubts_session()
                    && !self.wants_step_up()
                    && matches!(self.consequence(), Consequence::Stay | Consequence::CodeSpent)
            }
            Self::OutcomeUnknown | Self::BadAnswer(BadAnswer::Other) => true,
            Self::Input(_)
            | Self::Server { .. }
            | Self::Unreachable(_)
            | Self::BadAnswer(BadAnswer::Html) => false,
        }
    }

    /// Whether the session may be gone, which only the client can tell.
    pub(crate) fn doubts_session(&self) -> bool {
        matches!(self.code(), Some("signed_out" | "authentication_invalid" | "resource_not_found"))
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
        match self {
            Self::Refused { retry_after, .. }
                if self.code() == Some("verification_code_too_many_requests") =>
            {
                Some(retry_after.unwrap_or(RESEND_WAIT))
            }
            Self::Refused { .. }
            | Self::Input(_)
            | Self::Server { .. }
            | Self::Unreachable(_)
            | Self::OutcomeUnknown
            | Self::BadAnswer(_) => None,
        }
    }

    pub(crate) fn consequence(&self) -> Consequence {
        match self {
            Self::Refused { errors, retry_after, .. } => {
                let first = errors.first();
                match first.map(|error| error.code.as_str()).unwrap_or_default() {
                    "user_locked" => Consequence::Wait {
                        locked: true,
                        wait: first
                            .and_then(|error| error.lockout_expires_in_seconds)
                            .map(Duration::from_secs),
                    },
                    "too_many_requests" => Consequence::Wait {
                        locked: false,
                        wait: Some(retry_after.unwrap_or(RATE_LIMIT_WINDOW)),
                    },
                    // Something in front of the server limits the rate and names no code.
                    "" if retry_after.is_some() => {
                        Consequence::Wait { locked: false, wait: *retry_after }
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
            Self::OutcomeUnknown | Self::BadAnswer(BadAnswer::Other) => Consequence::Ask,
            Self::Input(_)
            | Self::Server { .. }
            | Self::Unreachable(_)
            | Self::BadAnswer(BadAnswer::Html) => Consequence::Stay,
        }
    }
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
}
