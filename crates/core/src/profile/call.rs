//! The changes of a profile, and the calls that make them.

use latchkey_fapi_types::environment::{Environment, FIRST_NAME, LAST_NAME};
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::secret::Code;
use latchkey_fapi_types::user::{EmailAddress, User};

use super::emails;
use super::picture::Upload;

/// A change of the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The first and the last name.
    Name,
    /// The user name.
    Username,
    /// The picture.
    Picture,
    /// Taking the picture away.
    RemovePicture,
    /// Adding an email address.
    AddEmail,
    /// Verifying this email address.
    VerifyEmail(IdentificationId),
    /// Making this email address the primary one.
    PrimaryEmail(IdentificationId),
    /// Taking this email address off the account.
    RemoveEmail(IdentificationId),
    /// Making this phone number the primary one.
    PrimaryPhone(IdentificationId),
    /// Deleting the account.
    Delete,
}

/// What a change concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The name.
    Name,
    /// The user name.
    Username,
    /// The picture.
    Picture,
    /// An email address that is not on the account yet.
    NewEmail,
    /// An email address.
    Email(IdentificationId),
    /// A phone number.
    Phone(IdentificationId),
    /// The whole account.
    Account,
}

impl Change {
    /// What it concerns.
    pub fn target(&self) -> Target {
        match self {
            Self::Name => Target::Name,
            Self::Username => Target::Username,
            Self::Picture | Self::RemovePicture => Target::Picture,
            Self::AddEmail => Target::NewEmail,
            Self::VerifyEmail(id) | Self::PrimaryEmail(id) | Self::RemoveEmail(id) => {
                Target::Email(id.clone())
            }
            Self::PrimaryPhone(id) => Target::Phone(id.clone()),
            Self::Delete => Target::Account,
        }
    }

    /// The call that makes it without anything being typed; none where it cannot be asked for so.
    pub(super) fn call(&self, user: &User, environment: &Environment) -> Option<Call> {
        let (possible, call) = match self {
            Self::PrimaryEmail(id) => {
                let email = email(user, id)?;
                let possible = email.is_verified() && !is_primary_email(user, id);
                (possible, Call::SetPrimaryEmail(id.clone()))
            }
            Self::RemoveEmail(id) => {
                let stays = emails::kept(user, environment, email(user, id)?);
                (stays.is_none(), Call::DeleteEmail(id.clone()))
            }
            Self::PrimaryPhone(id) => {
                let phone = user.phone_numbers.iter().find(|phone| phone.id == *id)?;
                let primary = user.primary_phone_number_id.as_ref() == Some(id);
                (phone.is_verified() && !primary, Call::SetPrimaryPhone(id.clone()))
            }
            Self::RemovePicture => (user.picture().is_some(), Call::DeletePicture),
            Self::Delete => (may_delete(user, environment), Call::DeleteUser),
            Self::Name | Self::Username | Self::Picture | Self::AddEmail | Self::VerifyEmail(_) => {
                return None;
            }
        };
        possible.then_some(call)
    }
}

/// Whether the user may delete the account: the instance and the user both say so.
pub fn may_delete(user: &User, environment: &Environment) -> bool {
    user.delete_self_enabled && environment.delete_self
}

/// Whether there is a name that the user may change. A company keeps those of its people.
pub fn may_change_name(user: &User, environment: &Environment) -> bool {
    let changes = environment.lets_change(FIRST_NAME) || environment.lets_change(LAST_NAME);
    changes && !user.is_managed()
}

/// What an answered call brought.
#[derive(Debug)]
pub enum Reply {
    /// The user, as the change left them; the client has the same.
    User,
    /// To a picture that was sent; the client has where it is.
    Picture,
    /// To the calls on an email address, except its removal.
    Email(Box<EmailAddress>),
    /// To a deletion.
    Deleted,
}

/// A call of the Frontend API.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `PATCH /me` with what was edited of the two.
    SetName {
        /// The first name; empty to take it away.
        first: Option<String>,
        /// The last name; empty to take it away.
        last: Option<String>,
    },
    /// `PATCH /me` with `username`.
    SetUsername(String),
    /// `POST /me/profile_image`
    SetPicture {
        /// The picture.
        picture: Upload,
        /// Where the one before it is.
        before: Option<String>,
    },
    /// `DELETE /me/profile_image`
    DeletePicture,
    /// `POST /me/email_addresses`
    CreateEmail(String),
    /// `POST /me/email_addresses/{id}/prepare_verification`
    PrepareEmail(IdentificationId),
    /// `POST /me/email_addresses/{id}/attempt_verification`
    AttemptEmail(IdentificationId, Code),
    /// `PATCH /me` with `primary_email_address_id`.
    SetPrimaryEmail(IdentificationId),
    /// `DELETE /me/email_addresses/{id}`
    DeleteEmail(IdentificationId),
    /// `PATCH /me` with `primary_phone_number_id`.
    SetPrimaryPhone(IdentificationId),
    /// `DELETE /me`
    DeleteUser,
}

impl Call {
    /// The change that it makes, or is a part of.
    pub(super) fn change(&self) -> Change {
        match self {
            Self::SetName { .. } => Change::Name,
            Self::SetUsername(_) => Change::Username,
            Self::SetPicture { .. } => Change::Picture,
            Self::DeletePicture => Change::RemovePicture,
            Self::CreateEmail(_) => Change::AddEmail,
            Self::PrepareEmail(id) | Self::AttemptEmail(id, _) => Change::VerifyEmail(id.clone()),
            Self::SetPrimaryEmail(id) => Change::PrimaryEmail(id.clone()),
            Self::DeleteEmail(id) => Change::RemoveEmail(id.clone()),
            Self::SetPrimaryPhone(id) => Change::PrimaryPhone(id.clone()),
            Self::DeleteUser => Change::Delete,
        }
    }

    /// Whether the user is as the call was to make them. A user who is there is not deleted.
    pub(super) fn is_done(&self, user: &User) -> bool {
        let is = |has: &Option<String>, wanted: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| has.as_deref().unwrap_or_default() == wanted)
        };
        match self {
            Self::SetName { first, last } => {
                is(&user.first_name, first) && is(&user.last_name, last)
            }
            // The server may keep it in lower case.
            Self::SetUsername(wanted) => {
                user.username.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(wanted))
            }
            // Every picture has an address of its own.
            Self::SetPicture { before, .. } => {
                user.picture().is_some() && user.picture() != before.as_deref()
            }
            Self::DeletePicture => user.picture().is_none(),
            Self::CreateEmail(address) => email_of_address(user, address).is_some(),
            Self::PrepareEmail(id) | Self::AttemptEmail(id, _) => {
                email(user, id).is_some_and(EmailAddress::is_verified)
            }
            Self::SetPrimaryEmail(id) => is_primary_email(user, id),
            Self::DeleteEmail(id) => email(user, id).is_none(),
            Self::SetPrimaryPhone(id) => user.primary_phone_number_id.as_ref() == Some(id),
            Self::DeleteUser => false,
        }
    }
}

fn is_primary_email(user: &User, id: &IdentificationId) -> bool {
    user.primary_email_address_id.as_ref() == Some(id)
}

/// The user's email address with this id.
pub(super) fn email<'a>(user: &'a User, id: &IdentificationId) -> Option<&'a EmailAddress> {
    user.email_addresses.iter().find(|email| email.id == *id)
}

/// The user's email address that reads like this.
pub(super) fn email_of_address<'a>(user: &'a User, address: &str) -> Option<&'a EmailAddress> {
    user.email_addresses.iter().find(|email| email.email_address.eq_ignore_ascii_case(address))
}
