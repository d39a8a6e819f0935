//! What a failure is called on the page.

use latchkey_core::failure::{BadAnswer, Failure, InputError, Unreachable};
use latchkey_fapi_types::error::ApiError;
use latchkey_ipc::error::{ErrorCode, Field, Problem};

use crate::input::{NotConnected, NotOpened};
use crate::words;

/// The problem to tell for a failure.
pub(crate) fn of(failure: &Failure) -> Problem {
    match failure {
        Failure::Input(error) => {
            let (code, field) = match error {
                InputError::IdentifierEmpty => (ErrorCode::IdentifierEmpty, Field::Identifier),
                InputError::PasswordEmpty => (ErrorCode::PasswordEmpty, Field::Password),
                InputError::CodeIncomplete => (ErrorCode::CodeIncomplete, Field::Code),
                InputError::MethodGone => return local(ErrorCode::MethodGone),
                InputError::PhoneExists => (ErrorCode::PhoneExists, Field::Phone),
                InputError::FactorGone => return local(ErrorCode::FactorGone),
            };
            Problem { field: Some(field), ..local(code) }
        }
        Failure::Refused { errors, trace_id, .. } => refused(errors, trace_id.clone()),
        Failure::Server { status, trace_id } => {
            let code = match status {
                503 => ErrorCode::ServiceUnavailable,
                504 => ErrorCode::GatewayTimeout,
                _ => ErrorCode::InternalClerkError,
            };
            Problem { trace_id: trace_id.clone(), ..local(code) }
        }
        Failure::Unreachable(Unreachable::Offline) => local(ErrorCode::Unreachable),
        Failure::Unreachable(Unreachable::Tls) => local(ErrorCode::TlsUntrusted),
        Failure::Unreachable(Unreachable::Deadline) => local(ErrorCode::TimedOut),
        Failure::OutcomeUnknown => local(ErrorCode::OutcomeUnknown),
        Failure::BadAnswer(BadAnswer::Html) => local(ErrorCode::CaptivePortal),
        Failure::BadAnswer(BadAnswer::Other) => local(ErrorCode::UnexpectedAnswer),
    }
}

/// The problem to tell for a change of the account: what the server no longer finds is the number or
/// the factor, not a sign-in.
pub(crate) fn of_change(failure: &Failure) -> Problem {
    let problem = of(failure);
    if problem.code == ErrorCode::ResourceNotFound {
        Problem { code: ErrorCode::FactorGone, ..problem }
    } else {
        problem
    }
}

/// The problem to tell where this computer could not even ask a server.
pub(crate) fn of_connecting(failure: &NotConnected) -> Problem {
    let (code, detail) = match failure {
        NotConnected::Address(why) => (ErrorCode::AddressInvalid, why),
        NotConnected::Emulator(why) => (ErrorCode::EmulatorFailed, why),
        NotConnected::SetUp(NotOpened::Certificates(why)) => {
            (ErrorCode::CertificatesUnreadable, why)
        }
        NotConnected::SetUp(NotOpened::Http(why)) => (ErrorCode::HttpFailed, why),
    };
    Problem { detail: Some(detail.clone()), ..local(code) }
}

/// A problem that says no more than its code.
pub(crate) fn local(code: ErrorCode) -> Problem {
    Problem { code, field: None, detail: None, trace_id: None }
}

/// The first reason decides, as in Clerk’s own client.
fn refused(errors: &[ApiError], trace_id: Option<String>) -> Problem {
    let Some(first) = errors.first() else {
        return Problem { trace_id, ..local(ErrorCode::UnexpectedAnswer) };
    };
    let known = ErrorCode::from_code(&first.code);
    let detail = match known {
        None | Some(ErrorCode::AccountLockoutWarning | ErrorCode::FormParamFormatInvalid) => {
            let text = first.text().trim();
            Some(if text.is_empty() { first.code.clone() } else { text.to_owned() })
        }
        Some(_) => None,
    };
    Problem {
        code: known.unwrap_or(ErrorCode::Unrecognised),
        field: first.param_name.as_deref().and_then(words::field),
        detail,
        trace_id,
    }
}

/// Whether a refusal of a new phone number is about the number itself (contract §8).
pub(crate) fn is_of_number(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::FormIdentifierExists
            | ErrorCode::FormParamFormatInvalid
            | ErrorCode::UnsupportedCountryCode
            | ErrorCode::NotAllowedAccess
            | ErrorCode::PhoneExists
    )
}
