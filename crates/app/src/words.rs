//! The page's word for each word of the core and of the wire. The page has types of its own where it
//! tells less apart, or more. Every mapping that needs nothing but the word is here, so that a new
//! variant is one visit; those that need the account are where its views are made.

use std::time::Duration;

use latchkey_core::challenge::{Delivery as CoreDelivery, MethodKind, Reason};
use latchkey_core::factors::{self, Notice as OfFactors, Target};
use latchkey_core::organizations::{Change, Event, Notice as OfOrganizations};
use latchkey_core::password;
use latchkey_core::profile::Notice as OfProfile;
use latchkey_core::sign_in::Channel;
use latchkey_core::signed_in::{self, Notice as Told};
use latchkey_fapi_types::enums::Strategy as Wire;
use latchkey_fapi_types::environment::IdentifierKind as WireKind;
use latchkey_fapi_types::id::{IdentificationId, OrganizationId};
use latchkey_fapi_types::key::{InstanceType, KeyProblem as WireKeyProblem};
use latchkey_ipc::command::OrganizationsRequest;
use latchkey_ipc::error::{Field, KeyProblem};
use latchkey_ipc::view::{
    CodeChannel, Delivery, IdentifierKind, InstanceKind, MfaTarget, Notice, Page, PhoneId,
    Strategy, VerifyReason,
};

/// Development or production.
pub(crate) fn instance_kind(of: InstanceType) -> InstanceKind {
    match of {
        InstanceType::Development => InstanceKind::Development,
        InstanceType::Production => InstanceKind::Production,
    }
}

/// What is wrong with a publishable key.
pub(crate) fn key_problem(of: WireKeyProblem) -> KeyProblem {
    match of {
        WireKeyProblem::Empty => KeyProblem::Empty,
        WireKeyProblem::Prefix => KeyProblem::Prefix,
        WireKeyProblem::SecretKey => KeyProblem::SecretKey,
        WireKeyProblem::Encoding => KeyProblem::Encoding,
        WireKeyProblem::MissingTerminator => KeyProblem::Terminator,
        WireKeyProblem::Host => KeyProblem::Host,
    }
}

/// The field of a form that a parameter of the server is typed into.
pub(crate) fn field(param_name: &str) -> Option<Field> {
    match param_name {
        "identifier" => Some(Field::Identifier),
        "password" => Some(Field::Password),
        "code" => Some(Field::Code),
        "new_password" => Some(Field::NewPassword),
        "current_password" => Some(Field::CurrentPassword),
        "phone_number" => Some(Field::Phone),
        "name" => Some(Field::OrganizationName),
        "slug" => Some(Field::OrganizationSlug),
        "email_address" => Some(Field::Email),
        "username" => Some(Field::Username),
        "first_name" => Some(Field::FirstName),
        "last_name" => Some(Field::LastName),
        _ => None,
    }
}

/// What a person signs in with.
pub(crate) fn identifier_kind(of: WireKind) -> IdentifierKind {
    match of {
        WireKind::EmailAddress => IdentifierKind::EmailAddress,
        WireKind::PhoneNumber => IdentifierKind::PhoneNumber,
        WireKind::Username => IdentifierKind::Username,
    }
}

/// Where a code goes that the person asked for.
pub(crate) fn channel(of: CodeChannel) -> Channel {
    match of {
        CodeChannel::Email => Channel::Email,
        CodeChannel::Phone => Channel::Phone,
    }
}

/// Why a factor is to be proven. Resetting a password has a page of its own.
pub(crate) fn verify_reason(of: Reason) -> Option<VerifyReason> {
    match of {
        Reason::FirstFactor => Some(VerifyReason::FirstFactor),
        Reason::SecondFactor => Some(VerifyReason::SecondFactor),
        Reason::NewDevice => Some(VerifyReason::NewDevice),
        Reason::StepUpFirst | Reason::StepUpSecond => Some(VerifyReason::StepUp),
        Reason::ResetPassword => None,
    }
}

/// How a factor is proven.
pub(crate) fn method(of: MethodKind) -> Strategy {
    match of {
        MethodKind::Password => Strategy::Password,
        MethodKind::Totp => Strategy::Totp,
        MethodKind::PhoneCode => Strategy::PhoneCode,
        MethodKind::EmailCode => Strategy::EmailCode,
        MethodKind::BackupCode => Strategy::BackupCode,
    }
}

/// A strategy, if the page has words for it.
pub(crate) fn strategy(of: &Wire) -> Option<Strategy> {
    let known = [
        (Wire::Password, Strategy::Password),
        (Wire::Totp, Strategy::Totp),
        (Wire::PhoneCode, Strategy::PhoneCode),
        (Wire::EmailCode, Strategy::EmailCode),
        (Wire::BackupCode, Strategy::BackupCode),
    ];
    known.into_iter().find(|(wire, _)| wire == of).map(|(_, strategy)| strategy)
}

/// Milliseconds, as views count time.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Where a code stands.
pub(crate) fn delivery(of: CoreDelivery) -> Delivery {
    match of {
        CoreDelivery::NotNeeded => Delivery::NotNeeded,
        CoreDelivery::Sending => Delivery::Sending,
        CoreDelivery::Sent { resend_in } => Delivery::Sent { resend_in_ms: millis(resend_in) },
        CoreDelivery::NotSent { resend_in } => {
            Delivery::NotSent { resend_in_ms: millis(resend_in) }
        }
    }
}

/// A page that the person asked for.
pub(crate) fn page(of: Page) -> signed_in::Page {
    match of {
        Page::Account => signed_in::Page::Account,
        Page::ManageMfa => signed_in::Page::Factors(factors::Page::Overview),
        Page::AddTotp => signed_in::Page::Factors(factors::Page::AddTotp),
        Page::AddPhone => signed_in::Page::Factors(factors::Page::AddPhone),
        Page::Devices => signed_in::Page::Devices,
        Page::Organizations => signed_in::Page::Organizations,
        Page::ThisDevice => signed_in::Page::ThisDevice,
    }
}

/// A phone number of the account.
pub(crate) fn phone_id(of: PhoneId) -> IdentificationId {
    IdentificationId::new(of.0)
}

/// What the person wants of organizations.
pub(crate) fn of_organizations(asked: OrganizationsRequest) -> Event {
    Event::Ask(match asked {
        OrganizationsRequest::Refresh => return Event::Refresh,
        OrganizationsRequest::Select { organization } => {
            Change::Select(organization.map(OrganizationId::from))
        }
        OrganizationsRequest::Join { invitation } => Change::Join(invitation.into()),
        OrganizationsRequest::Request { suggestion } => Change::Request(suggestion.into()),
        OrganizationsRequest::Create { name, slug } => Change::Create { name, slug: Some(slug) },
        OrganizationsRequest::Leave { organization } => Change::Leave(organization.into()),
    })
}

/// What a change concerns; none for a number that has no row yet.
pub(crate) fn target(of: &Target) -> Option<MfaTarget> {
    match of {
        Target::Totp => Some(MfaTarget::Totp),
        Target::Phone(id) => Some(MfaTarget::Phone(PhoneId(id.as_str().to_owned()))),
        Target::BackupCodes => Some(MfaTarget::BackupCodes),
        Target::NewPhone => None,
    }
}

/// What is told of a change that has no page of its own.
pub(crate) fn notice(of: Told) -> Notice {
    match of {
        Told::Password(password::Change::Remove) => Notice::PasswordRemoved,
        Told::Password(password::Change::Reset | password::Change::Set) => Notice::PasswordChanged,
        Told::Organizations(OfOrganizations::Selected) => Notice::OrganizationSelected,
        Told::Organizations(OfOrganizations::Joined) => Notice::OrganizationJoined,
        Told::Organizations(OfOrganizations::Requested) => Notice::OrganizationRequested,
        Told::Organizations(OfOrganizations::Left) => Notice::OrganizationLeft,
        Told::Profile(OfProfile::NameChanged) => Notice::NameChanged,
        Told::Profile(OfProfile::UsernameChanged) => Notice::UsernameChanged,
        Told::Profile(OfProfile::PictureChanged) => Notice::PictureChanged,
        Told::Profile(OfProfile::PictureRemoved) => Notice::PictureRemoved,
        Told::Profile(OfProfile::EmailVerified) => Notice::EmailVerified,
        Told::Profile(OfProfile::PrimaryEmailChanged) => Notice::PrimaryEmailChanged,
        Told::Profile(OfProfile::EmailRemoved) => Notice::EmailRemoved,
        Told::Profile(OfProfile::PrimaryPhoneChanged) => Notice::PrimaryPhoneChanged,
        Told::Factors(OfFactors::TotpRemoved) => Notice::TotpRemoved,
        Told::Factors(OfFactors::PhoneRemoved) => Notice::PhoneRemoved,
        Told::Factors(OfFactors::PhoneDisabled) => Notice::PhoneDisabled,
        Told::Factors(OfFactors::PhoneEnabled) => Notice::PhoneEnabled,
        Told::Factors(OfFactors::DefaultPhoneChanged) => Notice::DefaultPhoneChanged,
        Told::Factors(OfFactors::ChangedElsewhere) => Notice::ChangedElsewhere,
        Told::Factors(OfFactors::BackupCodesLost) => Notice::BackupCodesLost,
    }
}
