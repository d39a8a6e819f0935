//! What a failure is called on the page.

use latchkey_core::failure::{BadAnswer, Failure, InputError, Unreachable};
use latchkey_fapi_types::error::ApiError;
use latchkey_ipc::error::{ErrorCode, Field, Problem};

use crate::input::{NotConnected, NotOpened};
use crate::words;

/// The problem to tell for a failure while somebody signs in.
pub(crate) fn of(failure: &Failure) -> Problem {
    match failure {
        Failure::Input(error) => {
            let (code, field) = match error {
                InputError::IdentifierEmpty => (ErrorCode::IdentifierEmpty, Field::Identifier),
                InputError::PasswordEmpty => (ErrorCode::PasswordEmpty, Field::Password),
                InputError::CurrentPasswordEmpty => {
                    (ErrorCode::CurrentPasswordEmpty, Field::CurrentPassword)
                }
                InputError::CodeIncomplete => (ErrorCode::CodeIncomplete, Field::Code),
                InputError::MethodGone => return local(ErrorCode::MethodGone),
                InputError::PhoneIncomplete => (ErrorCode::PhoneIncomplete, Field::Identifier),
                InputError::PhoneTooLong => (ErrorCode::PhoneTooLong, Field::Identifier),
                InputError::PhoneInvalid => (ErrorCode::PhoneInvalid, Field::Identifier),
                InputError::PhoneExists => (ErrorCode::PhoneExists, Field::Phone),
                InputError::FactorGone => return local(ErrorCode::FactorGone),
                InputError::OrganizationNameEmpty => {
                    (ErrorCode::OrganizationNameEmpty, Field::OrganizationName)
                }
                InputError::OrganizationSlugInvalid => {
                    (ErrorCode::OrganizationSlugInvalid, Field::OrganizationSlug)
                }
                InputError::UsernameEmpty => (ErrorCode::UsernameEmpty, Field::Username),
                InputError::EmailInvalid => (ErrorCode::EmailInvalid, Field::Email),
                InputError::EmailExists => (ErrorCode::EmailExists, Field::Email),
                InputError::EmailGone => return local(ErrorCode::EmailGone),
                InputError::PictureKind => return local(ErrorCode::PictureKind),
                InputError::PictureTooLarge => return local(ErrorCode::ImageTooLarge),
                InputError::PictureTooManyPixels => return local(ErrorCode::PictureTooManyPixels),
                InputError::PictureDamaged => return local(ErrorCode::PictureDamaged),
                InputError::PictureUnreadable => return local(ErrorCode::PictureUnreadable),
            };
            Problem { field: Some(field), ..local(code) }
        }
        Failure::Refused { trace_id, .. } => refused(failure, trace_id.clone()),
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

/// What is said of a sign-in is said otherwise to somebody who is signed in.
const BEYOND_SIGN_IN: [(ErrorCode, ErrorCode); 3] = [
    (ErrorCode::ClientStateInvalid, ErrorCode::OutOfDate),
    (ErrorCode::ResourceForbidden, ErrorCode::OutOfDate),
    (ErrorCode::ResourceNotFound, ErrorCode::OutOfDate),
];

/// In a step-up no password can be reset, and no sign-in starts over.
const IN_STEP_UP: [(ErrorCode, ErrorCode); 4] = [
    (ErrorCode::FormPasswordIncorrect, ErrorCode::FormPasswordValidationFailed),
    (ErrorCode::ClientStateInvalid, ErrorCode::InvalidActionForSessionReverification),
    (ErrorCode::ResourceForbidden, ErrorCode::InvalidActionForSessionReverification),
    (ErrorCode::ResourceNotFound, ErrorCode::InvalidActionForSessionReverification),
];

/// A new password that will not do is replaced by a better one, on the page that asks for it.
const OF_NEW_PASSWORD: [(ErrorCode, ErrorCode); 3] = [
    (ErrorCode::PasswordEmpty, ErrorCode::NewPasswordEmpty),
    (ErrorCode::FormPasswordPwned, ErrorCode::NewPasswordPwned),
    (ErrorCode::FormPasswordCompromised, ErrorCode::NewPasswordCompromised),
];

/// The problem to tell where a new password is asked for: every field is that one, whatever the server
/// calls it, but for that of the present password.
pub(crate) fn of_new_password(problem: Problem) -> Problem {
    let is_current = problem.field == Some(Field::CurrentPassword);
    let field = problem.field.map(|field| if is_current { field } else { Field::NewPassword });
    otherwise(Problem { field, ..problem }, &OF_NEW_PASSWORD)
}

/// The problem to tell for a change of the account: what the server no longer finds is the number or
/// the factor, not a sign-in.
pub(crate) fn of_change(failure: &Failure) -> Problem {
    let gone = [(ErrorCode::ResourceNotFound, ErrorCode::FactorGone)];
    otherwise(otherwise(of(failure), &gone), &BEYOND_SIGN_IN)
}

/// What the server says of any identifier is said otherwise of an email address.
const OF_EMAIL: [(ErrorCode, ErrorCode); 2] = [
    (ErrorCode::LastRequiredIdentificationDeletionFailed, ErrorCode::LastEmailRequired),
    (ErrorCode::TooManyUnverifiedIdentifications, ErrorCode::TooManyUnverifiedEmails),
];

/// The problem to tell for a change of the email addresses.
pub(crate) fn of_email(failure: &Failure) -> Problem {
    otherwise(of_account(failure), &OF_EMAIL)
}

/// The problem to tell somebody who is signed in, where no factor is concerned.
pub(crate) fn of_account(failure: &Failure) -> Problem {
    otherwise(of(failure), &BEYOND_SIGN_IN)
}

/// The problem to tell where the server was only asked something.
pub(crate) fn of_question(failure: &Failure) -> Problem {
    otherwise(of_account(failure), &[(ErrorCode::OutcomeUnknown, ErrorCode::AnswerLost)])
}

/// The problem to tell in a step-up.
pub(crate) fn of_step_up(failure: &Failure) -> Problem {
    otherwise(of(failure), &IN_STEP_UP)
}

/// A problem with the code that stands for its own here.
fn otherwise(problem: Problem, instead: &[(ErrorCode, ErrorCode)]) -> Problem {
    let found = instead.iter().find(|(code, _)| *code == problem.code);
    Problem { code: found.map_or(problem.code, |(_, told)| *told), ..problem }
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

fn refused(failure: &Failure, trace_id: Option<String>) -> Problem {
    let Some(reason) = failure.reason() else {
        return Problem { trace_id, ..local(ErrorCode::UnexpectedAnswer) };
    };
    let known = known(reason);
    let said =
        known.is_none_or(|code| code == ErrorCode::FormParamFormatInvalid).then(|| text(reason));
    // How many tries are left is the server's to say, whatever else it says.
    let warning = failure.lockout_warning().map(text);
    let detail = [said, warning].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Problem {
        code: known.unwrap_or(ErrorCode::Unrecognised),
        field: reason.param_name.as_deref().and_then(words::field),
        detail: Some(detail).filter(|detail| !detail.is_empty()),
        trace_id,
    }
}

/// Our word for it. What the server says of attestation, and of checks for people, it says in several
/// codes.
fn known(reason: &ApiError) -> Option<ErrorCode> {
    let code = reason.code.as_str();
    if code == "user_locked" && reason.lockout_expires_in_seconds.is_none() {
        return Some(ErrorCode::UserLockedForGood);
    }
    let found = ErrorCode::from_code(code);
    if found.is_some() {
        found
    } else if code.contains("device_attestation") {
        Some(ErrorCode::RequiresDeviceAttestation)
    } else if code.starts_with("captcha_") {
        Some(ErrorCode::RequiresCaptcha)
    } else {
        None
    }
}

/// What the server says of it, or at least its code.
fn text(error: &ApiError) -> String {
    let text = error.text().trim();
    if text.is_empty() { error.code.clone() } else { text.to_owned() }
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

#[cfg(test)]
mod tests {
    use latchkey_fapi_types::error::ErrorBody;
    use serde_json::json;

    use super::*;

    fn told(codes: &[&str]) -> Problem {
        let entry = |code: &&str| {
            json!({ "code": code, "message": "", "long_message": format!("About {code}."),
                "meta": { "param_name": "code" } })
        };
        let errors: Vec<_> = codes.iter().map(entry).collect();
        let body: ErrorBody = serde_json::from_value(json!({ "errors": errors })).unwrap();
        of(&Failure::Refused { errors: body.errors, trace_id: None, retry_after: None })
    }

    #[test]
    fn one_thing_that_the_server_says_in_several_codes_has_one_word() {
        for (codes, word) in [
            (
                &[
                    "requires_device_attestation",
                    "device_attestation_misconfigured",
                    "invalid_device_attestation_assertion",
                ][..],
                ErrorCode::RequiresDeviceAttestation,
            ),
            (
                &["requires_captcha", "captcha_invalid", "captcha_missing_token"],
                ErrorCode::RequiresCaptcha,
            ),
            (&["user_locked"], ErrorCode::UserLockedForGood),
            (&["user_banned"], ErrorCode::UserBanned),
        ] {
            for code in codes {
                assert_eq!(told(&[code]).code, word, "{code}");
            }
        }
    }

    #[test]
    fn a_warning_is_told_with_what_it_warns_of_wherever_it_stands() {
        let warning = "account_lockout_warning";
        let said = Some("About account_lockout_warning.".to_owned());
        for codes in [["form_code_incorrect", warning], [warning, "form_code_incorrect"]] {
            let problem = told(&codes);
            assert_eq!(problem.code, ErrorCode::FormCodeIncorrect);
            assert_eq!(problem.field, Some(Field::Code));
            assert_eq!(problem.detail, said);
        }
        let alone = told(&[warning]);
        assert_eq!((alone.code, alone.detail), (ErrorCode::AccountLockoutWarning, said));
        assert_eq!(told(&["form_code_incorrect"]).detail, None);
        let unknown = told(&["zzz_new", warning]).detail;
        assert_eq!(unknown.unwrap(), "About zzz_new. About account_lockout_warning.");
    }

    #[test]
    fn words_for_a_sign_in_are_not_read_by_somebody_who_is_signed_in() {
        let of_sign_in = [
            ErrorCode::ClientStateInvalid,
            ErrorCode::ResourceForbidden,
            ErrorCode::ResourceNotFound,
        ];
        for code in of_sign_in {
            let failure = refusal(code.as_str());
            assert_eq!(of(&failure).code, code);
            for told in [of_change, of_email, of_account, of_question, of_step_up] {
                assert!(!of_sign_in.contains(&told(&failure).code), "{code:?}");
            }
        }
        let wrong = refusal("form_password_incorrect");
        assert_eq!(of_step_up(&wrong).code, ErrorCode::FormPasswordValidationFailed);
    }

    #[test]
    fn a_new_password_that_will_not_do_is_replaced_where_it_was_typed() {
        for (code, told) in [
            ("form_password_pwned", ErrorCode::NewPasswordPwned),
            ("form_password_compromised", ErrorCode::NewPasswordCompromised),
            ("form_password_length_too_short", ErrorCode::FormPasswordLengthTooShort),
        ] {
            assert_eq!(of_new_password(of(&refusal(code))).code, told);
        }
        let empty = of_new_password(of(&Failure::Input(InputError::PasswordEmpty)));
        assert_eq!(
            (empty.code, empty.field),
            (ErrorCode::NewPasswordEmpty, Some(Field::NewPassword))
        );
    }

    #[test]
    fn what_is_said_of_numbers_is_not_said_of_addresses() {
        for (code, told) in [
            ("last_required_identification_deletion_failed", ErrorCode::LastEmailRequired),
            ("too_many_unverified_identifications", ErrorCode::TooManyUnverifiedEmails),
            ("form_identifier_exists", ErrorCode::FormIdentifierExists),
        ] {
            assert_eq!(of_email(&refusal(code)).code, told);
        }
        for error in [InputError::EmailInvalid, InputError::EmailExists] {
            assert_eq!(of_email(&Failure::Input(error)).field, Some(Field::Email));
        }
    }

    #[test]
    fn a_question_whose_answer_was_lost_changed_nothing() {
        assert_eq!(of_question(&Failure::OutcomeUnknown).code, ErrorCode::AnswerLost);
        assert_eq!(of_account(&Failure::OutcomeUnknown).code, ErrorCode::OutcomeUnknown);
    }

    fn refusal(code: &str) -> Failure {
        let entry = json!({ "errors": [{ "code": code, "message": "m" }] });
        let body: ErrorBody = serde_json::from_value(entry).unwrap();
        Failure::Refused { errors: body.errors, trace_id: None, retry_after: None }
    }
}
