//! What can go wrong, as far as the page tells it apart. The sentences are the page's.

use serde::{Deserialize, Serialize};

/// Something that failed, shown beside the field or the button it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong.
    pub code: ErrorCode,
    /// The field it belongs to; none for the form as a whole.
    pub field: Option<Field>,
    /// The server's own sentence, shown where ours would say less; of a local code, the cause that
    /// the system or a library gives, without a full stop.
    pub detail: Option<String>,
    /// Clerk's trace id, for support.
    pub trace_id: Option<String>,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Publishable key.
    PublishableKey,
    /// Email address, phone number or user name.
    Identifier,
    /// Password.
    Password,
    /// One-time or backup code.
    Code,
    /// The new password of a reset.
    NewPassword,
    /// Phone number.
    Phone,
}

/// What is wrong with a text that should be a publishable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyProblem {
    /// Nothing was typed.
    Empty,
    /// It does not begin with `pk_test_` or `pk_live_`.
    Prefix,
    /// It is a secret key, which must never be put into an app.
    SecretKey,
    /// What follows the prefix is not base64.
    Encoding,
    /// The decoded text does not end with exactly one `$`: some characters are missing.
    Terminator,
    /// The decoded text is no host name.
    Host,
}

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal,)+) => {
        /// Every failure that the page words differently. The text form is Clerk's code where
        /// Clerk has one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $variant,)+
        }

        impl ErrorCode {
            /// All of them, for tests that go through every text.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text form.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The code with this text form.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

error_codes! {
    /// Local: the identifier is empty.
    IdentifierEmpty = "identifier_empty",
    /// Local: the password is empty.
    PasswordEmpty = "password_empty",
    /// Local: the code is empty, too short, or has other characters than digits.
    CodeIncomplete = "code_incomplete",
    /// Local: the phone number is empty or not finished.
    PhoneIncomplete = "phone_incomplete",
    /// Local: the phone number has too many digits for its country.
    PhoneTooLong = "phone_too_long",
    /// Local: no such phone number can exist in this country.
    PhoneInvalid = "phone_invalid",
    /// Local: the number is on the account already.
    PhoneExists = "phone_exists",
    /// Local: the phone number or the factor is no longer on the account.
    FactorGone = "factor_gone",
    /// Local: the clipboard could not be used.
    CopyFailed = "copy_failed",
    /// Local: the file could not be written.
    SaveFailed = "save_failed",
    /// Local: the system could not print.
    PrintFailed = "print_failed",
    /// Local: the method shown is no longer offered.
    MethodGone = "method_gone",
    /// Local: the server could not be reached.
    Unreachable = "unreachable",
    /// Local: the server's certificate is not trusted.
    TlsUntrusted = "tls_untrusted",
    /// Local: the server took too long to answer.
    TimedOut = "timed_out",
    /// Local: the request went out but its answer was lost.
    OutcomeUnknown = "outcome_unknown",
    /// Local: the answer was not one of the Frontend API.
    UnexpectedAnswer = "unexpected_answer",
    /// Local: the answer was a web page, as a network's own sign-in page gives.
    CaptivePortal = "captive_portal",
    /// Local: the emulator did not start; the detail is why.
    EmulatorFailed = "emulator_failed",
    /// Local: the system's list of trusted certificates could not be read; the detail is why.
    CertificatesUnreadable = "certificates_unreadable",
    /// Local: the HTTP client of this program could not be set up; the detail is why.
    HttpFailed = "http_failed",
    /// Local: the address of the instance cannot be used; the detail is why.
    AddressInvalid = "address_invalid",
    /// Local: a code that this version does not know; the server's own sentence is shown.
    Unrecognised = "unrecognised",
    /// No account has this identifier.
    FormIdentifierNotFound = "form_identifier_not_found",
    /// Wrong password.
    FormPasswordIncorrect = "form_password_incorrect",
    /// Wrong password, in the wording of a verification.
    FormPasswordValidationFailed = "form_password_validation_failed",
    /// Wrong identifier or password; the instance does not say which.
    FormPasswordOrIdentifierIncorrect = "form_password_or_identifier_incorrect",
    /// The password was found in a data breach.
    FormPasswordPwned = "form_password_pwned",
    /// The password may be compromised.
    FormPasswordCompromised = "form_password_compromised",
    /// The new password is too short.
    FormPasswordLengthTooShort = "form_password_length_too_short",
    /// The new password is too long.
    FormPasswordLengthTooLong = "form_password_length_too_long",
    /// The new password is too weak.
    FormPasswordNotStrongEnough = "form_password_not_strong_enough",
    /// The new password is the current one.
    FormNewPasswordMatchesCurrent = "form_new_password_matches_current",
    /// The account needs a password reset first.
    PasswordResetRequired = "password_reset_required",
    /// Something in a field has the wrong form.
    FormParamFormatInvalid = "form_param_format_invalid",
    /// A field is missing.
    FormParamMissing = "form_param_missing",
    /// A field is empty.
    FormParamNil = "form_param_nil",
    /// A value is not allowed.
    FormParamValueInvalid = "form_param_value_invalid",
    /// Wrong code.
    FormCodeIncorrect = "form_code_incorrect",
    /// Few attempts are left before the account is locked.
    AccountLockoutWarning = "account_lockout_warning",
    /// The code is too old.
    VerificationExpired = "verification_expired",
    /// Too many wrong codes for one verification.
    VerificationFailed = "verification_failed",
    /// The verification is done already.
    VerificationAlreadyVerified = "verification_already_verified",
    /// No code was asked for.
    VerificationMissing = "verification_missing",
    /// No code was sent.
    VerificationNotSent = "verification_not_sent",
    /// The verification under way is of another method.
    VerificationStrategyInvalid = "verification_strategy_invalid",
    /// The account does not have this method.
    StrategyForUserInvalid = "strategy_for_user_invalid",
    /// The account has no second factor of this kind.
    NoSecondFactors = "no_second_factors",
    /// Somebody is signed in already (single-session mode).
    SessionExists = "session_exists",
    /// This account is signed in already.
    IdentifierAlreadySignedIn = "identifier_already_signed_in",
    /// The sign-in is at another step.
    ClientStateInvalid = "client_state_invalid",
    /// The sign-in is an older one.
    ResourceForbidden = "resource_forbidden",
    /// The sign-in no longer exists.
    ResourceNotFound = "resource_not_found",
    /// The server is busy with the same thing.
    ResourceLocked = "resource_locked",
    /// The account or the identifier was deleted.
    SignInIdentificationOrUserDeleted = "sign_in_identification_or_user_deleted",
    /// The server knows no such client.
    ClientNotFound = "client_not_found",
    /// The client token is stale.
    CookieInvalid = "cookie_invalid",
    /// The account is locked.
    UserLocked = "user_locked",
    /// The account is banned.
    UserBanned = "user_banned",
    /// The account is deactivated.
    UserDeactivated = "user_deactivated",
    /// Not on the instance's list of who may come in.
    NotAllowedAccess = "not_allowed_access",
    /// The instance's protection refused the attempt.
    ActionBlocked = "action_blocked",
    /// Codes cannot be sent to this country.
    UnsupportedCountryCode = "unsupported_country_code",
    /// A development instance has no text messages left this month.
    DevMonthlySmsLimitExceeded = "dev_monthly_sms_limit_exceeded",
    /// The identifier is on this or another account already.
    FormIdentifierExists = "form_identifier_exists",
    /// A number that is not verified cannot be a second factor.
    IdentificationUpdateSecondFactorUnverified = "identification_update_second_factor_unverified",
    /// The last identifier cannot be a second factor.
    IdentificationUpdateFailed = "identification_update_failed",
    /// The default second factor cannot be switched off so.
    FormDisableDefaultSecondFactorNotAllowed = "form_disable_default_second_factor_not_allowed",
    /// The instance demands a second factor, and this is the last one.
    SecondFactorDeletionNotAllowed = "second_factor_deletion_not_allowed",
    /// The account has to keep an identifier of this kind.
    LastRequiredIdentificationDeletionFailed = "last_required_identification_deletion_failed",
    /// The identifier cannot be removed.
    IdentificationDeletionFailed = "identification_deletion_failed",
    /// Too many numbers wait to be verified.
    TooManyUnverifiedIdentifications = "too_many_unverified_identifications",
    /// An authenticator app is set up already.
    TotpAlreadyEnabled = "totp_already_enabled",
    /// Backup codes need another second factor first.
    BackupCodesNotAvailable = "backup_codes_not_available",
    /// The change needs a fresh proof, though one was given just now.
    SessionReverificationRequired = "session_reverification_required",
    /// The proof that was under way is gone.
    SessionReverificationMissing = "session_reverification_missing",
    /// The proof is at another step.
    InvalidActionForSessionReverification = "invalid_action_for_session_reverification",
    /// The instance has switched the feature off.
    FeatureNotEnabled = "feature_not_enabled",
    /// The instance has its Native API off.
    NativeApiDisabled = "native_api_disabled",
    /// The instance wants an attested device.
    RequiresDeviceAttestation = "requires_device_attestation",
    /// The instance wants a captcha.
    RequiresCaptcha = "requires_captcha",
    /// Signed out.
    SignedOut = "signed_out",
    /// The session is no longer valid.
    AuthenticationInvalid = "authentication_invalid",
    /// Too many requests.
    TooManyRequests = "too_many_requests",
    /// A new code was asked for too soon.
    VerificationCodeTooManyRequests = "verification_code_too_many_requests",
    /// The server failed.
    InternalClerkError = "internal_clerk_error",
    /// The server is not available.
    ServiceUnavailable = "service_unavailable",
    /// A server behind the server took too long.
    GatewayTimeout = "gateway_timeout",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_by_its_text() {
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_code(code.as_str()), Some(*code));
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{}\"", code.as_str()));
        }
    }
}
