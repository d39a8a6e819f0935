//! The user, with addresses, numbers and what is on of multi-factor authentication (contract §7 and §8).

use serde::{Deserialize, Serialize};

use crate::enums::VerificationStatus;
use crate::id::{IdentificationId, UserId};
use crate::lenient;
use crate::organization::OrganizationMembership;
use crate::verification::Verification;

pub use crate::user_data::UserData;

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the wire has them as independent switches")]
pub struct User {
    /// Names the user.
    pub id: UserId,
    /// First name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub last_name: Option<String>,
    /// User name, where the instance has them.
    #[serde(default, deserialize_with = "lenient::text")]
    pub username: Option<String>,
    /// Address of a picture.
    #[serde(default, deserialize_with = "lenient::text")]
    pub image_url: Option<String>,
    /// Whether that is a picture of the user's own. Otherwise it is one that the server drew.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub has_image: bool,
    /// Which of `email_addresses` is the primary one.
    #[serde(default, deserialize_with = "lenient::option")]
    pub primary_email_address_id: Option<IdentificationId>,
    /// Which of `phone_numbers` is the primary one.
    #[serde(default, deserialize_with = "lenient::option")]
    pub primary_phone_number_id: Option<IdentificationId>,
    /// All addresses, verified or not.
    #[serde(default, deserialize_with = "lenient::list")]
    pub email_addresses: Vec<EmailAddress>,
    /// All numbers, verified or not.
    #[serde(default, deserialize_with = "lenient::list")]
    pub phone_numbers: Vec<PhoneNumber>,
    /// Whether there is a password.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub password_enabled: bool,
    /// Whether there is any second factor.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub two_factor_enabled: bool,
    /// Whether an authenticator app is set up.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub totp_enabled: bool,
    /// Whether there are backup codes.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub backup_code_enabled: bool,
    /// The accounts that the user has through a company's own sign-in.
    #[serde(default, deserialize_with = "lenient::list")]
    pub enterprise_accounts: Vec<EnterpriseAccount>,
    /// The organizations that the user is in.
    #[serde(default, deserialize_with = "lenient::list")]
    pub organization_memberships: Vec<OrganizationMembership>,
    /// Whether the user may make organizations.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub create_organization_enabled: bool,
    /// Whether the user may delete the account; the instance has a say as well.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub delete_self_enabled: bool,
    /// When the user last signed in anywhere, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub last_sign_in_at: Option<i64>,
    /// When the password was last changed, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub password_last_updated_at: Option<i64>,
    /// When the account was made, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub created_at: Option<i64>,
    /// When the server last changed it, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub updated_at: Option<i64>,
}

impl User {
    /// The address of the user's own picture.
    pub fn picture(&self) -> Option<&str> {
        self.image_url.as_deref().filter(|_| self.has_image)
    }

    /// The primary address, or the first one where none is marked.
    pub fn primary_email(&self) -> Option<&EmailAddress> {
        let primary = self.primary_email_address_id.as_ref();
        let mut all = self.email_addresses.iter();
        all.clone().find(|email| Some(&email.id) == primary).or_else(|| all.next())
    }

    /// The primary number, or the first one where none is marked.
    pub fn primary_phone(&self) -> Option<&PhoneNumber> {
        let primary = self.primary_phone_number_id.as_ref();
        let mut all = self.phone_numbers.iter();
        all.clone().find(|phone| Some(&phone.id) == primary).or_else(|| all.next())
    }

    /// Whether a company keeps the name and the password: the user has an account there.
    pub fn is_managed(&self) -> bool {
        self.enterprise_accounts.iter().any(|account| account.active)
    }

    /// Whether a company lets the user add no email addresses and phone numbers.
    pub fn takes_no_identifiers(&self) -> bool {
        let active = self.enterprise_accounts.iter().filter(|account| account.active);
        active
            .filter_map(|account| account.enterprise_connection.as_ref())
            .any(|connection| connection.disable_additional_identifications)
    }

    /// First and last name, as far as there are any.
    pub fn full_name(&self) -> Option<String> {
        let names = [self.first_name.as_deref(), self.last_name.as_deref()];
        let names: Vec<&str> =
            names.into_iter().flatten().map(str::trim).filter(|name| !name.is_empty()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }
}

/// An account that a user has through a company's own sign-in. It is no part of the official description.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterpriseAccount {
    /// Whether it is in use.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub active: bool,
    /// What the company decides of it.
    #[serde(default, deserialize_with = "lenient::option")]
    pub enterprise_connection: Option<EnterpriseConnection>,
}

/// A company's own sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterpriseConnection {
    /// Whether its users can add no email addresses and phone numbers.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub disable_additional_identifications: bool,
}

/// A picture that was uploaded. Where it is stands in the user.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Image {
    /// Names the picture.
    pub id: String,
}

/// An email address of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailAddress {
    /// Names the address in calls.
    pub id: IdentificationId,
    /// The address itself.
    pub email_address: String,
    /// Whether it was proven to be the user's.
    #[serde(default, deserialize_with = "lenient::option")]
    pub verification: Option<Verification>,
    /// The accounts elsewhere that it came with.
    #[serde(default, deserialize_with = "lenient::list")]
    pub linked_to: Vec<Link>,
}

/// An account elsewhere that an address or a number came with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Of what kind it is, such as `oauth_google`.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
}

impl EmailAddress {
    /// Whether it was proven to be the user's.
    pub fn is_verified(&self) -> bool {
        is_verified(self.verification.as_ref())
    }
}

/// A phone number of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneNumber {
    /// Names the number in calls.
    pub id: IdentificationId,
    /// The number in E.164 form.
    pub phone_number: String,
    /// Whether it is used for multi-factor authentication.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub reserved_for_second_factor: bool,
    /// Whether codes go to it by default.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub default_second_factor: bool,
    /// Whether it was proven to be the user's.
    #[serde(default, deserialize_with = "lenient::option")]
    pub verification: Option<Verification>,
}

impl PhoneNumber {
    /// Whether it was proven to be the user's.
    pub fn is_verified(&self) -> bool {
        is_verified(self.verification.as_ref())
    }
}

fn is_verified(verification: Option<&Verification>) -> bool {
    verification.is_some_and(|it| it.status == VerificationStatus::Verified)
}
