//! The changes of an account's factors, and the calls that make them.

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::mfa::{BackupCodes, PhoneNumberAnswer, Totp};
use latchkey_fapi_types::secret::Code;
use latchkey_fapi_types::user::{PhoneNumber, User};

use super::ways::{Removing, removal};
use crate::challenge;
use crate::context::Facts;

/// A change of the account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Setting up an authenticator app: its key.
    AddTotp,
    /// Setting up an authenticator app: its first code.
    VerifyTotp,
    /// Removing the authenticator app.
    RemoveTotp,
    /// Adding a phone number.
    AddPhone,
    /// Verifying a phone number.
    VerifyPhone(IdentificationId),
    /// Using this number as a second factor.
    UsePhone(IdentificationId),
    /// No longer using this number as a second factor.
    DisablePhone(IdentificationId),
    /// Sending codes to this number first.
    MakeDefaultPhone(IdentificationId),
    /// Taking this number off the account.
    RemovePhone(IdentificationId),
    /// Making new backup codes.
    GenerateBackupCodes,
}

/// What a change concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The authenticator app.
    Totp,
    /// A number that is not on the account yet.
    NewPhone,
    /// A phone number.
    Phone(IdentificationId),
    /// The backup codes.
    BackupCodes,
}

impl Change {
    /// What it concerns.
    pub fn target(&self) -> Target {
        match self {
            Self::AddTotp | Self::VerifyTotp | Self::RemoveTotp => Target::Totp,
            Self::AddPhone => Target::NewPhone,
            Self::VerifyPhone(id)
            | Self::UsePhone(id)
            | Self::DisablePhone(id)
            | Self::MakeDefaultPhone(id)
            | Self::RemovePhone(id) => Target::Phone(id.clone()),
            Self::GenerateBackupCodes => Target::BackupCodes,
        }
    }

    /// Whether it belongs to a page that adds something.
    pub(super) fn is_of_wizard(&self) -> bool {
        match self {
            Self::AddTotp | Self::VerifyTotp | Self::AddPhone | Self::VerifyPhone(_) => true,
            Self::RemoveTotp
            | Self::UsePhone(_)
            | Self::DisablePhone(_)
            | Self::MakeDefaultPhone(_)
            | Self::RemovePhone(_)
            | Self::GenerateBackupCodes => false,
        }
    }

    /// The call that makes it from the overview; none where it cannot be asked for there.
    pub(super) fn call(&self, user: &User, environment: &Environment) -> Option<Call> {
        let allowed = |removing| removal(user, environment, removing).allowed;
        let (possible, call) = match self {
            Self::RemoveTotp => (user.totp_enabled && allowed(Removing::Totp), Call::DeleteTotp),
            Self::UsePhone(id) => {
                let it = phone(user, id)?;
                let possible = it.is_verified() && !it.reserved_for_second_factor;
                (possible, Call::ReservePhone(id.clone(), true))
            }
            Self::DisablePhone(id) => {
                let reserved = phone(user, id)?.reserved_for_second_factor;
                let possible = reserved && allowed(Removing::DisablePhone(id));
                (possible, Call::ReservePhone(id.clone(), false))
            }
            Self::MakeDefaultPhone(id) => {
                let it = phone(user, id)?;
                let possible = it.reserved_for_second_factor && !it.default_second_factor;
                (possible, Call::MakeDefaultPhone(id.clone()))
            }
            Self::RemovePhone(id) => {
                phone(user, id)?;
                (allowed(Removing::RemovePhone(id)), Call::DeletePhone(id.clone()))
            }
            Self::GenerateBackupCodes => {
                let offered = environment.may_offer_second_factor(&Strategy::BackupCode)
                    || user.backup_code_enabled;
                (offered && user.two_factor_enabled, Call::CreateBackupCodes)
            }
            Self::AddTotp | Self::VerifyTotp | Self::AddPhone | Self::VerifyPhone(_) => {
                return None;
            }
        };
        possible.then_some(call)
    }
}

/// What an answered call brought.
#[derive(Debug)]
pub enum Reply {
    /// Nothing besides the success.
    Done,
    /// To [`Call::CreateTotp`] and [`Call::AttemptTotp`].
    Totp(Totp),
    /// To the calls on a phone number, except its removal.
    Phone(Box<PhoneNumberAnswer>),
    /// To [`Call::CreateBackupCodes`].
    Codes(BackupCodes),
}

/// A call of the Frontend API.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `POST /me/totp`
    CreateTotp,
    /// `POST /me/totp/attempt_verification`
    AttemptTotp(Code),
    /// `DELETE /me/totp`
    DeleteTotp,
    /// `POST /me/phone_numbers`, with the number in E.164 form.
    CreatePhone(String),
    /// `POST /me/phone_numbers/{id}/prepare_verification`
    PreparePhone(IdentificationId),
    /// `POST /me/phone_numbers/{id}/attempt_verification`
    AttemptPhone(IdentificationId, Code),
    /// `PATCH /me/phone_numbers/{id}` with `reserved_for_second_factor`.
    ReservePhone(IdentificationId, bool),
    /// `PATCH /me/phone_numbers/{id}` with `default_second_factor`.
    MakeDefaultPhone(IdentificationId),
    /// `DELETE /me/phone_numbers/{id}`
    DeletePhone(IdentificationId),
    /// `POST /me/backup_codes`
    CreateBackupCodes,
}

impl Call {
    /// The change that it makes, or is a part of.
    pub(super) fn change(&self) -> Change {
        match self {
            Self::CreateTotp => Change::AddTotp,
            Self::AttemptTotp(_) => Change::VerifyTotp,
            Self::DeleteTotp => Change::RemoveTotp,
            Self::CreatePhone(_) => Change::AddPhone,
            Self::PreparePhone(id) | Self::AttemptPhone(id, _) => Change::VerifyPhone(id.clone()),
            Self::ReservePhone(id, true) => Change::UsePhone(id.clone()),
            Self::ReservePhone(id, false) => Change::DisablePhone(id.clone()),
            Self::MakeDefaultPhone(id) => Change::MakeDefaultPhone(id.clone()),
            Self::DeletePhone(id) => Change::RemovePhone(id.clone()),
            Self::CreateBackupCodes => Change::GenerateBackupCodes,
        }
    }

    /// Whether the user is as the call was to make it. Never for what the user does not show: a
    /// new key, or new backup codes.
    pub(super) fn is_done(&self, user: &User) -> bool {
        match self {
            Self::AttemptTotp(_) => user.totp_enabled,
            Self::DeleteTotp => !user.totp_enabled,
            Self::CreatePhone(e164) => phone_of_number(user, e164).is_some(),
            Self::PreparePhone(id) | Self::AttemptPhone(id, _) => {
                phone(user, id).is_some_and(PhoneNumber::is_verified)
            }
            Self::ReservePhone(id, reserved) => {
                phone(user, id).is_some_and(|it| it.reserved_for_second_factor == *reserved)
            }
            Self::MakeDefaultPhone(id) => {
                phone(user, id).is_some_and(|it| it.default_second_factor)
            }
            Self::DeletePhone(id) => phone(user, id).is_none(),
            Self::CreateTotp | Self::CreateBackupCodes => false,
        }
    }

    /// Whether its answer may have backup codes, which are told once.
    pub(super) fn may_bring_codes(&self) -> bool {
        match self {
            Self::AttemptTotp(_) | Self::ReservePhone(_, true) | Self::CreateBackupCodes => true,
            Self::CreateTotp
            | Self::DeleteTotp
            | Self::CreatePhone(_)
            | Self::PreparePhone(_)
            | Self::AttemptPhone(..)
            | Self::ReservePhone(_, false)
            | Self::MakeDefaultPhone(_)
            | Self::DeletePhone(_) => false,
        }
    }
}

/// The user's number with this id.
pub(super) fn phone<'a>(user: &'a User, id: &IdentificationId) -> Option<&'a PhoneNumber> {
    user.phone_numbers.iter().find(|phone| phone.id == *id)
}

/// The user's number with these digits.
pub(super) fn phone_of_number<'a>(user: &'a User, e164: &str) -> Option<&'a PhoneNumber> {
    user.phone_numbers.iter().find(|phone| phone.phone_number == e164)
}

/// Whether the last code to this number still counts.
pub(super) fn is_being_verified(phone: &PhoneNumber, facts: &Facts<'_>) -> bool {
    phone.verification.as_ref().is_some_and(|verification| {
        verification.strategy == Some(Strategy::PhoneCode)
            && challenge::is_running(verification, facts.wall)
    })
}
