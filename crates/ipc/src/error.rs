//! What can go wrong, as far as the page tells it apart. The sentences are the page's.

use serde::{Deserialize, Serialize};

/// Something that failed, shown beside the field or the button it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong.
    pub code: ErrorCode,
    /// The field it belongs to; none for the form as a whole.
    pub field: Option<Field>,
    /// The server's own sentence, shown where ours would say less; where a password or a code is wrong,
    /// its warning that few tries are left; of a local code, the cause that
    /// the system or a library gives, without a full stop.
    pub detail: Option<String>,
    /// Clerk's trace id, for support.
    pub trace_id: Option<String>,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The present password, where another is set or it is taken away.
    CurrentPassword,
    /// Phone number.
    Phone,
    /// What an organization is called.
    OrganizationName,
    /// The name of an organization in addresses.
    OrganizationSlug,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// User name.
    Username,
    /// Email address.
    Email,
}

/// What is wrong with a text that should be a publishable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal $(| $same:literal)*,)+) => {
        /// Every failure that the page words differently. The text form is Clerk's code where
        /// Clerk has one; some of Clerk's codes come to the same for whoever reads of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl ErrorCode {
            /// All of them, for tests that go through every text.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text form.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The failure that one of Clerk's codes, or our own, stands for.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code $(| $same)* => Some(Self::$variant),)+ _ => None }
            }

            /// The text forms of all of them, with those that come to the same.
            pub const CODES: &'static [&'static str] = &[$($code, $($same,)*)+];
        }
    };
}

error_codes! {
    /// Local: the identifier is empty.
    IdentifierEmpty = "identifier_empty",
    /// Local: the password is empty.
    PasswordEmpty = "password_empty",
    /// Local: the present password is empty.
    CurrentPasswordEmpty = "current_password_empty",
    /// Local: the new password is empty.
    NewPasswordEmpty = "new_password_empty",
    /// Local: the server says `form_password_pwned` of a new password.
    NewPasswordPwned = "new_password_pwned",
    /// Local: the server says `form_password_compromised` of a new password.
    NewPasswordCompromised = "new_password_compromised",
    /// Local: the code is empty, too short, or has other characters than digits.
    CodeIncomplete = "code_incomplete",
    /// Local: there is no code in what was pasted.
    CodeNotFound = "code_not_found",
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
    /// Local: the organization has no name.
    OrganizationNameEmpty = "organization_name_empty",
    /// Local: the organization's name in addresses has other characters than it can have.
    OrganizationSlugInvalid = "organization_slug_invalid",
    /// Local: the user name is empty.
    UsernameEmpty = "username_empty",
    /// Local: this cannot be an email address.
    EmailInvalid = "email_invalid",
    /// Local: the email address is on the account already.
    EmailExists = "email_exists",
    /// Local: the email address is no longer on the account.
    EmailGone = "email_gone",
    /// Local: the file is no picture of a kind that is taken.
    PictureKind = "picture_kind",
    /// Local: the picture has too many pixels.
    PictureTooManyPixels = "picture_too_many_pixels",
    /// Local: the file begins like a picture and cannot be read as one.
    PictureDamaged = "picture_damaged",
    /// Local: the system does not let the file be read.
    PictureUnreadable = "picture_unreadable",
    /// Local: the server says `last_required_identification_deletion_failed` of an email address.
    LastEmailRequired = "last_email_required",
    /// Local: the server says `too_many_unverified_identifications` of an email address.
    TooManyUnverifiedEmails = "too_many_unverified_emails",
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
    /// Local: what this was about has changed on the server.
    OutOfDate = "out_of_date",
    /// Local: the answer to a question was lost; nothing can have been changed by it.
    AnswerLost = "answer_lost",
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
    FormPasswordLengthTooLong = "form_password_length_too_long"
        | "form_password_size_in_bytes_exceeded",
    /// The new password is too weak.
    FormPasswordNotStrongEnough = "form_password_not_strong_enough",
    /// The new password is the current one.
    FormNewPasswordMatchesCurrent = "form_new_password_matches_current",
    /// The account needs a password reset first.
    PasswordResetRequired = "password_reset_required" | "password_too_long_needs_reset",
    /// Something in a field has the wrong form.
    FormParamFormatInvalid = "form_param_format_invalid",
    /// The picture has too many bytes.
    ImageTooLarge = "image_too_large",
    /// There is no picture to remove.
    ImageNotFound = "image_not_found",
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
    ResourceNotFound = "resource_not_found" | "form_resource_not_found" | "gone",
    /// The server is busy with the same thing.
    ResourceLocked = "resource_locked",
    /// The account or the identifier was deleted.
    SignInIdentificationOrUserDeleted = "sign_in_identification_or_user_deleted"
        | "sign_in_no_identification_for_user",
    /// The server knows no such client.
    ClientNotFound = "client_not_found",
    /// The client token is stale.
    CookieInvalid = "cookie_invalid",
    /// The account is locked.
    UserLocked = "user_locked",
    /// Local: the account is locked, and the server names no end.
    UserLockedForGood = "user_locked_for_good",
    /// The account is banned.
    UserBanned = "user_banned",
    /// The account is deactivated.
    UserDeactivated = "user_deactivated" | "deprovisioned",
    /// Not on the instance's list of who may come in.
    NotAllowedAccess = "not_allowed_access",
    /// The instance's protection refused the attempt.
    ActionBlocked = "action_blocked" | "device_blocked" | "requires_protect_check",
    /// Codes cannot be sent to this country.
    UnsupportedCountryCode = "unsupported_country_code",
    /// A development instance has no text messages left this month.
    DevMonthlySmsLimitExceeded = "dev_monthly_sms_limit_exceeded",
    /// The identifier is on this or another account already.
    FormIdentifierExists = "form_identifier_exists"
        | "identification_claimed"
        | "form_already_exists",
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
    /// The identifier came with an account elsewhere.
    LinkedIdentification = "delete_linked_identification_disallowed",
    /// The user name is too short or too long.
    FormUsernameInvalidLength = "form_username_invalid_length",
    /// The user name has no letter.
    FormUsernameNeedsNonNumberChar = "form_username_needs_non_number_char",
    /// The user name could be a phone number.
    FormUsernameCannotBePhoneNumber = "form_username_cannot_be_phone_number",
    /// The user name has a character that the instance does not take.
    FormUsernameInvalidCharacter = "form_username_invalid_character",
    /// Users of the instance may not delete their accounts.
    UserDeleteSelfNotEnabled = "user_delete_self_not_enabled",
    /// The account's organization lets nothing be added.
    NoAdditionalIdentifications = "enterprise_sso_additional_identifications_disabled",
    /// Too many numbers wait to be verified.
    TooManyUnverifiedIdentifications = "too_many_unverified_identifications",
    /// An authenticator app is set up already.
    TotpAlreadyEnabled = "totp_already_enabled",
    /// Backup codes need another second factor first.
    BackupCodesNotAvailable = "backup_codes_not_available",
    /// The change needs a fresh proof, though one was given just now.
    SessionReverificationRequired = "session_reverification_required"
        | "session_step_up_verification_required",
    /// The proof that was under way is gone.
    SessionReverificationMissing = "session_reverification_missing",
    /// The proof is at another step.
    InvalidActionForSessionReverification = "invalid_action_for_session_reverification",
    /// The instance has switched the feature off.
    FeatureNotEnabled = "feature_not_enabled" | "feature_not_implemented",
    /// The instance has its Native API off.
    NativeApiDisabled = "native_api_disabled",
    /// The instance wants an attested device.
    RequiresDeviceAttestation = "requires_device_attestation"
        | "invalid_device_attestation_assertion"
        | "invalid_device_attestation_challenge"
        | "device_attestation_verification_failed"
        | "device_attestation_challenge_client_mismatch"
        | "device_attestation_misconfigured"
        | "device_attestation_not_configured"
        | "device_attestation_unsupported_platform",
    /// The instance wants a captcha.
    RequiresCaptcha = "requires_captcha" | "captcha_invalid" | "captcha_missing_token",
    /// Signed out.
    SignedOut = "signed_out",
    /// The session is no longer valid.
    AuthenticationInvalid = "authentication_invalid"
        | "invalid_action_for_session"
        | "action_for_session_not_authorized",
    /// Too many requests.
    TooManyRequests = "too_many_requests",
    /// A new code was asked for too soon.
    VerificationCodeTooManyRequests = "verification_code_too_many_requests",
    /// The server failed.
    InternalClerkError = "internal_clerk_error" | "verification_status_unknown",
    /// The server is not available.
    ServiceUnavailable = "service_unavailable",
    /// A server behind the server took too long.
    GatewayTimeout = "gateway_timeout",
    /// The password has no capital letter.
    FormPasswordNoUppercase = "form_password_no_uppercase",
    /// The password has no small letter.
    FormPasswordNoLowercase = "form_password_no_lowercase",
    /// The password has no digit.
    FormPasswordNoNumber = "form_password_no_number",
    /// The password has nothing but letters and digits.
    FormPasswordNoSpecialChar = "form_password_no_special_char",
    /// The password is the identifier.
    FormPasswordMatchesIdentifier = "form_password_matches_identifier",
    /// A field is longer than the server takes.
    FormParamMaxLengthExceeded = "form_param_max_length_exceeded"
        | "form_param_exceeds_allowed_size"
        | "form_param_value_too_large",
    /// An address or number was not verified.
    FormVerificationNeeded = "form_verification_needed",
    /// The server does not take the request as this version makes it.
    FormParamUnknown = "form_param_unknown"
        | "form_param_duplicate"
        | "form_param_type_invalid"
        | "form_conditional_param_missing"
        | "form_conditional_param_disallowed"
        | "malformed_request_parameters"
        | "bad_request"
        | "request_body_invalid"
        | "request_body_too_large"
        | "unsupported_content_type"
        | "api_version_invalid"
        | "host_invalid"
        | "origin_invalid"
        | "origin_missing"
        | "request_header_missing"
        | "request_invalid_for_environment"
        | "authorization_invalid"
        | "authorization_header_format_invalid"
        | "multiple_authorization_header_values_forbidden"
        | "origin_authorization_headers_conflict"
        | "csrf_token_invalid"
        | "dev_browser_unauthenticated"
        | "url_based_session_syncing_disabled"
        | "captcha_not_enabled"
        | "form_param_array_size_exceeded"
        | "form_param_value_disabled"
        | "form_param_value_conflict"
        | "form_param_invalid_time"
        | "form_param_deprecated"
        | "form_incorrect_signature"
        | "multiple_origin_header_values_forbidden"
        | "missing_query_parameter"
        | "invalid_query_parameter_value"
        | "resource_missmatch",
    /// This part of the account is kept by somebody else.
    ImmutableAttribute = "immutable_attribute_modification_not_allowed"
        | "attribute_managed_by_scim"
        | "user_managed_by_scim",
    /// The instance demands a password.
    PasswordRequired = "password_required",
    /// There is no password.
    NoPasswordSet = "no_password_set",
    /// The account signs in through its organization.
    EnterpriseSso = "sign_in_must_use_enterprise_connection_identifier"
        | "enterprise_sso_sign_in_connection_missing"
        | "enterprise_connection_id_is_required_with_multiple_connections",
    /// The instance's settings make this impossible.
    UserSettingsInvalid = "user_settings_invalid" | "session_creation_not_allowed"
        | "subdomain_not_allowed"
        | "invalid_proxy_configuration"
        | "proxy_request_invalid_secret_key"
        | "proxy_request_missing_secret_key"
        | "aws_cognito_admin_user_password_auth_not_enabled"
        | "aws_cognito_user_lambda_validation_failed"
        | "aws_cognito_user_password_auth_not_enabled"
        | "organization_not_enabled_in_instance"
        | "organization_slugs_disabled",
    /// The instance has used up what its plan allows.
    QuotaExceeded = "quota_exceeded" | "user_quota_exceeded",
    /// The development instance has no emails left this month.
    DevMonthlyEmailLimitExceeded = "dev_monthly_email_limit_exceeded",
    /// A text message could not be sent.
    SmsSendError = "sms_send_error",
    /// The organization takes no more members.
    OrganizationFull = "organization_membership_quota_exceeded"
        | "organization_membership_quota_exceeded_for_sso",
    /// The person has as many organizations as the instance allows.
    OrganizationQuotaExceeded = "organization_quota_exceeded",
    /// The person may make no organizations.
    OrganizationNotCreatable = "user_create_organization_not_enabled",
    /// The person is in an organization that allows no other.
    OrganizationExclusive = "exclusive_organization_membership"
        | "exclusive_organization_membership_existing_members",
    /// The invitation or the suggestion is not open any more, or the organization is gone.
    OrganizationOfferGone = "organization_invitation_not_found"
        | "organization_invitation_not_pending"
        | "organization_invitation_revoked_code"
        | "organization_invitation_already_accepted"
        | "organization_invitation_to_deleted_organization"
        | "organization_suggestion_already_accepted",
    /// The person is not in the organization any more, or it is gone.
    OrganizationGone = "not_a_member_in_organization"
        | "organization_not_found_or_unauthorized",
    /// The person is in it already.
    OrganizationAlreadyMember = "already_a_member_in_organization",
    /// The organization needs somebody who runs it.
    OrganizationNeedsAdmin = "organization_minimum_permissions_needed",
    /// A company's own directory says who is in the organization.
    OrganizationManaged = "organization_membership_managed_by_scim"
        | "organization_membership_enterprise_connection_cannot_remove",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_by_its_text() {
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_code(code.as_str()), Some(*code));
        }
    }

    #[test]
    fn every_code_that_comes_to_the_same_is_found() {
        for code in ErrorCode::CODES {
            assert!(ErrorCode::from_code(code).is_some(), "{code}");
        }
        assert_eq!(ErrorCode::from_code("deprovisioned"), Some(ErrorCode::UserDeactivated));
        assert_eq!(ErrorCode::from_code("zzz_new"), None);
    }
}
