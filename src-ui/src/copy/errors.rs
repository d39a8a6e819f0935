//! One sentence or two for each failure: what is wrong, and what to do next.

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

use latchkey_ipc::error::{ErrorCode, Field, Problem};
use latchkey_ipc::view::Strategy;

use crate::said::quote;

/// What is shown of a problem: our sentence, or the server's where ours would say less, and after it
/// how many tries are left, where the server says so. `strategy` is the factor that was tried, where
/// that is known.
pub(crate) fn text(problem: &Problem, strategy: Option<Strategy>) -> String {
    let text = of_problem(problem, strategy);
    match &problem.detail {
        Some(warning) if of_wrong_proof(problem.code) => format!("{text} {}", quote(warning)),
        Some(_) | None => text,
    }
}

/// Whether the problem is that a password or a code is not the right one. Its detail is the server's
/// warning.
fn of_wrong_proof(code: ErrorCode) -> bool {
    use ErrorCode as E;
    matches!(
        code,
        E::FormCodeIncorrect
            | E::FormPasswordIncorrect
            | E::FormPasswordValidationFailed
            | E::FormPasswordOrIdentifierIncorrect
            | E::VerificationFailed
            | E::VerificationExpired
    )
}

fn of_problem(problem: &Problem, strategy: Option<Strategy>) -> String {
    match (problem.code, &problem.detail) {
        (ErrorCode::FormCodeIncorrect, _) => wrong_code(strategy).to_owned(),
        (ErrorCode::OutcomeUnknown, _) if strategy.is_some_and(is_code) => {
            format!("{} The code may count as used.", sentence(ErrorCode::OutcomeUnknown))
        }
        (ErrorCode::CodeIncomplete, _) if strategy == Some(Strategy::BackupCode) => {
            NO_BACKUP_CODE.to_owned()
        }
        (ErrorCode::PhoneIncomplete | ErrorCode::PhoneTooLong | ErrorCode::PhoneInvalid, _)
            if problem.field == Some(Field::Identifier) =>
        {
            NO_WHOLE_NUMBER.to_owned()
        }
        (ErrorCode::Unrecognised, Some(detail)) => {
            format!(
                "The server refused this: “{}” Try again, or ask whoever manages this service.",
                quote(detail)
            )
        }
        (
            code @ (ErrorCode::EmulatorFailed
            | ErrorCode::CertificatesUnreadable
            | ErrorCode::HttpFailed
            | ErrorCode::AddressInvalid),
            Some(detail),
        ) => with_cause(sentence(code), detail),
        (ErrorCode::AccountLockoutWarning, Some(detail)) => {
            format!("{} Check what you typed before you try again.", quote(detail))
        }
        (ErrorCode::NotAllowedAccess, _) if problem.field == Some(Field::Phone) => {
            NUMBER_NOT_ALLOWED.to_owned()
        }
        (ErrorCode::NotAllowedAccess, _) if problem.field == Some(Field::Email) => {
            ADDRESS_NOT_ALLOWED.to_owned()
        }
        (code, _) => sentence(code).to_owned(),
    }
}

/// What is wrong, then its cause, then what to do next.
fn with_cause(sentence: &str, cause: &str) -> String {
    let (wrong, next) = sentence.split_once(". ").unwrap_or((sentence, ""));
    format!("{wrong}: {}. {next}", quote(cause.trim_end_matches('.')))
}

/// A wrong code, and where a right one comes from.
fn wrong_code(strategy: Option<Strategy>) -> &'static str {
    match strategy {
        Some(Strategy::Totp) => {
            "That code isn’t right. Wait for the next code in your authenticator app and type that."
        }
        Some(Strategy::BackupCode) => "That code isn’t right. Each works once: try another one.",
        Some(Strategy::PhoneCode | Strategy::EmailCode) => {
            "That code isn’t right. Use the newest one that was sent."
        }
        Some(Strategy::Password) | None => sentence(ErrorCode::FormCodeIncorrect),
    }
}

/// Whether what was typed works once.
fn is_code(strategy: Strategy) -> bool {
    match strategy {
        Strategy::Totp | Strategy::BackupCode | Strategy::PhoneCode | Strategy::EmailCode => true,
        Strategy::Password => false,
    }
}

/// Said of a number that the instance does not admit: it is not the account that has to go.
const NUMBER_NOT_ALLOWED: &str =
    "This number may not be used with this service. Use another number, or ask whoever manages it.";

/// Said of an email address that the instance does not admit.
const ADDRESS_NOT_ALLOWED: &str = "This address may not be used with this service. Use another address, or ask whoever manages it.";

/// Said where a backup code was to be typed.
const NO_BACKUP_CODE: &str = "Type one of your backup codes, or paste it.";

/// Said of a number to sign in with, which has no list of countries beside it.
const NO_WHOLE_NUMBER: &str = "This isn’t a whole phone number. Begin with + and the code of its country, as in +44 7700 900123.";

/// Said before that id.
pub(crate) const REFERENCE: &str = "Reference: ";

/// The trace id, where somebody else has to look into it.
pub(crate) fn reference(problem: &Problem) -> Option<&str> {
    use ErrorCode as E;
    let for_support = matches!(
        problem.code,
        E::Unrecognised
            | E::AccountLockoutWarning
            | E::UnexpectedAnswer
            | E::ActionBlocked
            | E::NotAllowedAccess
            | E::NativeApiDisabled
            | E::RequiresDeviceAttestation
            | E::RequiresCaptcha
            | E::FormParamMissing
            | E::FormParamNil
            | E::FormParamValueInvalid
            | E::UserBanned
            | E::UserDeactivated
            | E::InternalClerkError
            | E::ServiceUnavailable
            | E::GatewayTimeout
            | E::FormParamUnknown
            | E::UserSettingsInvalid
            | E::QuotaExceeded
    );
    problem.trace_id.as_deref().filter(|_| for_support)
}

/// Our sentence for a code.
pub(crate) fn sentence(code: ErrorCode) -> &'static str {
    use ErrorCode as E;
    match code {
        E::IdentifierEmpty => "Fill this in first, so that we know which account it is.",
        E::PasswordEmpty => "Enter your password.",
        E::CurrentPasswordEmpty => "Enter your current password.",
        E::NewPasswordEmpty => "Enter your new password.",
        E::NewPasswordPwned => "This password was found in a data breach. Choose another one.",
        E::NewPasswordCompromised => "This password may be known to others. Choose another one.",
        E::CodeIncomplete => "The code has 6 digits. Type all of them, or paste it.",
        E::CodeNotFound => {
            "That isn’t a code of 6 digits, so nothing was sent. Copy the code alone, or type it."
        }
        E::PhoneIncomplete => "The number isn’t complete. Type all of its digits.",
        E::PhoneTooLong => {
            "That’s more digits than a number of this country has. Check the number and the country."
        }
        E::PhoneInvalid => {
            "No phone number of this country looks like that. Check the number and the country."
        }
        E::PhoneExists => {
            "This number is on your account already. Go back to find it in the list, or add another."
        }
        E::FactorGone => {
            "This is no longer on your account; it was changed elsewhere. Go on with what you see now."
        }
        E::OrganizationNameEmpty => "Give the organization a name.",
        E::OrganizationSlugInvalid => {
            "A name in addresses has small letters, digits and hyphens. Take the others out."
        }
        E::OrganizationFull => {
            "This organization takes no more members. Ask somebody who runs it to make room."
        }
        E::OrganizationQuotaExceeded => {
            "You have as many organizations as this service allows. Leave one first, or use one that you have."
        }
        E::OrganizationNotCreatable => {
            "You may not create organizations here. Ask somebody in yours to invite you."
        }
        E::OrganizationExclusive => {
            "Members of that organization can be in no other one. Ask somebody who runs it what to do."
        }
        E::OrganizationOfferGone => {
            "This offer is no longer open. Refresh to see what there is now."
        }
        E::OrganizationGone => {
            "You’re no longer in this organization, or it’s gone. Refresh, then choose another one."
        }
        E::OrganizationAlreadyMember => {
            "You’re a member already. Refresh, then choose it in your list."
        }
        E::OrganizationNeedsAdmin => {
            "You’re the only one who can run this organization. Make somebody else an admin in the web app first."
        }
        E::OrganizationManaged => {
            "A company’s directory decides who is in this organization. Ask whoever manages it."
        }
        E::UsernameEmpty => "Enter a username.",
        E::EmailInvalid => "This isn’t a whole email address. Type it as in name@example.com.",
        E::EmailExists => {
            "This address is on your account already. Find it in the list, or add another."
        }
        E::EmailGone => {
            "This address is no longer on your account; it was removed elsewhere. Add it again if you still want it."
        }
        E::PictureKind => {
            "This file is no picture of a kind that’s taken. Choose a PNG, JPEG, GIF or WebP file."
        }
        E::ImageTooLarge => "The picture has more than 10 MB. Choose a smaller one.",
        E::PictureTooManyPixels => {
            "The picture has too many pixels. Choose one of at most 50 megapixels."
        }
        E::PictureDamaged => {
            "The picture couldn’t be read; the file may be damaged. Choose another one."
        }
        E::PictureUnreadable => {
            "This file couldn’t be opened. Check that you may read it, or choose another one."
        }
        E::ImageNotFound => "There is no picture any more. Refresh to see how things stand.",
        E::LastEmailRequired => {
            "Your account has to keep an email address, and this is the last one. Add and verify another one first."
        }
        E::TooManyUnverifiedEmails => {
            "Too many addresses are waiting to be verified. Verify one or remove one, then try again."
        }
        E::CopyFailed => "The clipboard couldn’t be used. Select the text and copy it by hand.",
        E::SaveFailed => {
            "The file couldn’t be written. Choose another folder, or copy or print instead."
        }
        E::PrintFailed => {
            "This computer couldn’t print. Save the codes to a file, or copy them instead."
        }
        E::MethodGone => "That method is no longer offered. Choose another one.",
        E::Unreachable => "The server can’t be reached. Check your connection, then try again.",
        E::TlsUntrusted => {
            "The server’s certificate isn’t trusted, so nothing was sent. Check this computer’s date, and ask whoever runs your network or proxy."
        }
        E::TimedOut => "The server took too long to answer. Try again in a moment.",
        E::OutcomeUnknown => {
            "The connection broke before the answer arrived, so this may have worked. See how it stands before you try again."
        }
        E::OutOfDate => {
            "This has changed on the server meanwhile. Look at what is there now, then try again."
        }
        E::AnswerLost => "The connection broke before the answer arrived. Try again in a moment.",
        E::UnexpectedAnswer => {
            "The answer didn’t come from Clerk’s Frontend API. Check the instance, then try again."
        }
        E::CaptivePortal => {
            "Your network asks you to sign in to it first. Open a web browser, do that, then try again."
        }
        E::EmulatorFailed => {
            "The local emulator didn’t start. Close this app and open it again, or connect with a publishable key."
        }
        E::CertificatesUnreadable => {
            "This computer’s list of trusted certificates couldn’t be read. Install or repair it, then try again."
        }
        E::HttpFailed => {
            "This app couldn’t set up its connection. Close it and open it again, then try again."
        }
        E::AddressInvalid => {
            "The address of this instance can’t be used. Check the key, and the address that this app was started with."
        }
        E::Unrecognised => {
            "The server refused this for a reason that this app doesn’t know. Try again, or ask whoever manages this service."
        }
        E::FormIdentifierNotFound => "No account was found for this. Check the spelling.",
        E::FormPasswordIncorrect => {
            "That password isn’t right. Try again, or reset it if you forgot it."
        }
        E::FormPasswordValidationFailed => "That isn’t the password of this account. Try again.",
        E::FormPasswordOrIdentifierIncorrect => {
            "The account or the password isn’t right. Check both and try again."
        }
        E::FormPasswordPwned => {
            "This password was found in a data breach, so it can’t be used. Choose another one, or reset yours with “Forgot password?”."
        }
        E::FormPasswordCompromised => {
            "This password may be known to others. Reset it with “Forgot password?”, or sign in with a code."
        }
        E::FormPasswordLengthTooShort => "The password is too short. Add more characters.",
        E::FormPasswordLengthTooLong => "The password is too long. Use fewer characters.",
        E::FormPasswordNotStrongEnough => {
            "The password is too easy to guess. Make it longer, or add a few unrelated words."
        }
        E::FormNewPasswordMatchesCurrent => {
            "This is your password already. Choose one that you haven’t used here."
        }
        E::PasswordResetRequired => {
            "This account needs a new password first. Choose “Forgot password?” to set one."
        }
        E::FormParamFormatInvalid => {
            "This doesn’t look right. Check it for missing or extra characters."
        }
        E::FormParamMissing => "Something is missing here. Fill in every field.",
        E::FormParamNil => "A field was left empty. Fill it in and try again.",
        E::FormParamValueInvalid => "The server doesn’t accept this value. Enter another one.",
        E::FormCodeIncorrect => {
            "That code isn’t right. Check that it is the newest one and type it again."
        }
        E::AccountLockoutWarning => {
            "That isn’t right, and only a few tries are left before the account is locked. Check what you typed first."
        }
        E::VerificationExpired => "This code is too old. Ask for a new one and use that.",
        E::VerificationFailed => {
            "Too many wrong codes were typed, so this one no longer counts. Ask for a new one."
        }
        E::VerificationAlreadyVerified => {
            "This was verified already. Cancel and start again if nothing happens."
        }
        E::VerificationMissing => "No code was asked for yet. Ask for one first.",
        E::VerificationNotSent => "The code hasn’t been sent. Ask for it now.",
        E::VerificationStrategyInvalid => {
            "The server waits for another kind of code. Choose that method, or ask for a new code."
        }
        E::StrategyForUserInvalid => "This account doesn’t have that method. Choose another one.",
        E::NoSecondFactors => "This account has no second factor of that kind. Choose another one.",
        E::SessionExists => {
            "The server says that somebody is signed in here, but names no session. Try again in a moment, or ask whoever manages this service."
        }
        E::IdentifierAlreadySignedIn => {
            "This account counts as signed in on this device, but its session is gone. Try again in a moment, or ask whoever manages this service."
        }
        E::ClientStateInvalid => "This sign-in is at another step now. Start over.",
        E::ResourceForbidden => "A newer sign-in has replaced this one. Start over.",
        E::ResourceNotFound => "This sign-in no longer exists. Start over.",
        E::ResourceLocked => {
            "The server is still busy with your last try. Wait a few seconds, then try again."
        }
        E::SignInIdentificationOrUserDeleted => {
            "This account, or this address of it, was deleted. Use another one."
        }
        E::ClientNotFound => "The server doesn’t know this device any more. Sign in again.",
        E::CookieInvalid => "What this device showed the server is out of date. Try once more.",
        E::UserLocked => {
            "This account is locked after too many failed tries. Wait until it opens again, or ask whoever manages it."
        }
        E::UserLockedForGood => {
            "This account is locked until somebody opens it again. Ask whoever manages this service to do that."
        }
        E::UserBanned => "This account has been banned. Ask whoever manages this service.",
        E::UserDeactivated => {
            "This account is deactivated. Ask whoever manages it to turn it on again."
        }
        E::NotAllowedAccess => {
            "This account isn’t on the list of who may come in. Ask whoever manages this service to add it."
        }
        E::ActionBlocked => {
            "This service’s protection refused this try. Wait a while, use another network, or ask whoever manages it."
        }
        E::UnsupportedCountryCode => {
            "Text messages can’t be sent to this country. Use another method."
        }
        E::DevMonthlySmsLimitExceeded => {
            "This development instance has no text messages left this month. Use another method."
        }
        E::FormIdentifierExists => {
            "This is in use already, on this account or another one. Choose a different one."
        }
        E::IdentificationUpdateSecondFactorUnverified => {
            "This number has to be verified before it can be used for MFA. Verify it first."
        }
        E::IdentificationUpdateFailed => {
            "You sign in with this number, so it can’t be your second factor as well. Use another number or an authenticator app."
        }
        E::FormDisableDefaultSecondFactorNotAllowed => {
            "This number is the default for MFA. Make another one the default first."
        }
        E::SecondFactorDeletionNotAllowed => {
            "This service demands MFA, and this is your last second factor. Add another one first."
        }
        E::LastRequiredIdentificationDeletionFailed => {
            "Your account has to keep a phone number, and this is the last one. Add another one first."
        }
        E::IdentificationDeletionFailed => {
            "The server didn’t let this be removed, as the account still needs it. Add something in its place first."
        }
        E::LinkedIdentification => {
            "This belongs to an account elsewhere that is connected to yours, so it can’t be removed alone. Remove that connection first, where you usually manage your account."
        }
        E::FormUsernameInvalidLength => {
            "The username is too short or too long. Look at what it needs, then try again."
        }
        E::FormUsernameNeedsNonNumberChar => "The username has only digits. Add a letter.",
        E::FormUsernameCannotBePhoneNumber => {
            "The username looks like a phone number. Choose another one."
        }
        E::FormUsernameInvalidCharacter => {
            "The username has a character that this service doesn’t take. Leave that one out."
        }
        E::UserDeleteSelfNotEnabled => {
            "This service doesn’t let people delete their accounts themselves. Ask whoever manages it to do that."
        }
        E::NoAdditionalIdentifications => {
            "Your organization doesn’t let anything be added to this account. Ask whoever manages it."
        }
        E::TooManyUnverifiedIdentifications => {
            "Too many numbers are waiting to be verified. Verify one or remove one, then try again."
        }
        E::TotpAlreadyEnabled => {
            "An authenticator app is set up already. Remove it first if you want to use another one."
        }
        E::BackupCodesNotAvailable => {
            "Backup codes need another second factor first. Add an authenticator app or a phone number."
        }
        E::SessionReverificationRequired => {
            "The server asked for another proof right after you gave one, so nothing was changed. Try again in a moment."
        }
        E::SessionReverificationMissing => {
            "The check that it’s you took too long, so it has to be done again. Your change waits for it."
        }
        E::InvalidActionForSessionReverification => {
            "The check that it’s you was at another step, so it has to be done again. Your change waits for it."
        }
        E::FeatureNotEnabled => {
            "This service has switched this off meanwhile. Choose another way, or ask whoever manages it."
        }
        E::NativeApiDisabled => {
            "This instance doesn’t admit native apps. Turn on the Native API in the Clerk Dashboard, under Native applications."
        }
        E::RequiresDeviceAttestation => {
            "This instance only admits attested devices, and this app can’t attest this one. Ask whoever manages it."
        }
        E::RequiresCaptcha => {
            "This instance wants a captcha, which this app can’t show. Ask whoever manages it to turn that off for native apps."
        }
        E::SignedOut => "You are signed out. Sign in again.",
        E::AuthenticationInvalid => "Your session is no longer valid. Sign in again to go on.",
        E::TooManyRequests => {
            "Too many tries in a short time. The button comes back when the wait is over."
        }
        E::VerificationCodeTooManyRequests => {
            "A code was sent a moment ago. Look for it before you ask for another one."
        }
        E::InternalClerkError => "Something failed at the server. Try again in a moment.",
        E::ServiceUnavailable => {
            "The server isn’t available right now. Try again in a few minutes."
        }
        E::GatewayTimeout => "A part of the server took too long to answer. Try again in a minute.",
        E::FormPasswordNoUppercase => "The password has no capital letter. Add one.",
        E::FormPasswordNoLowercase => "The password has no small letter. Add one.",
        E::FormPasswordNoNumber => "The password has no digit. Add one.",
        E::FormPasswordNoSpecialChar => {
            "The password has only letters and digits. Add another character, such as a dash."
        }
        E::FormPasswordMatchesIdentifier => {
            "The password is the same as what you sign in with. Choose another one."
        }
        E::FormParamMaxLengthExceeded => "This is longer than the server takes. Shorten it.",
        E::FormVerificationNeeded => {
            "This was never verified, so it can’t be used yet. Use another one."
        }
        E::FormParamUnknown => {
            "The server doesn’t take this the way that this app asks for it. Look for a newer version of this app, or tell whoever manages this service."
        }
        E::ImmutableAttribute => {
            "This part of your account is kept by your organization. Ask whoever manages it to change it."
        }
        E::PasswordRequired => "Every account of this service needs a password, so this one stays.",
        E::NoPasswordSet => "This account has no password.",
        E::EnterpriseSso => {
            "This account signs in through its organization, which this app can’t do. Use a web browser, or ask whoever manages it for another way."
        }
        E::UserSettingsInvalid => {
            "The settings of this service don’t allow this to work. Ask whoever manages it to look at them."
        }
        E::QuotaExceeded => {
            "This service has used up what its plan allows. Ask whoever manages it to raise that."
        }
        E::DevMonthlyEmailLimitExceeded => {
            "This development instance has no emails left this month. Use another method."
        }
        E::SmsSendError => {
            "The text message couldn’t be sent. Use another method, or try again in a while."
        }
    }
}
