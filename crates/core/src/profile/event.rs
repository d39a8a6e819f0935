//! What a person asks for on the Account page, and what is told of it.

use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::secret::Code;

use super::call::{Call, Change};
use super::picture::Upload;
use crate::failure::InputError;

/// A form of the page, of which one at most is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// First and last name.
    Name,
    /// The user name.
    Username,
    /// An email address to add.
    NewEmail,
    /// The code that was sent to an email address.
    EmailCode {
        /// The server's name for the address.
        id: IdentificationId,
        /// The address.
        address: String,
    },
}

/// What a person asks for.
#[derive(Clone, Debug)]
pub enum Event {
    /// The person opens a form, while none is open. The one of a code is opened by [`Event::VerifyEmail`].
    Open(Form),
    /// The person closes the form. What it sent goes on.
    Close,
    /// The person sends the form that is open.
    Send(Typed),
    /// The person goes on with an email address that is not verified, while no form is open. No code is
    /// sent where the last one still counts.
    VerifyEmail(IdentificationId),
    /// The person wants the code to the email address again.
    ResendCode,
    /// The person chose a file for their picture, which may be none.
    Picture(Result<Upload, InputError>),
    /// The person asks for a change that needs nothing typed.
    Ask(Change),
    /// The person has read what is told of the last change.
    DismissProblem,
}

impl Event {
    /// Whether it opens a form.
    pub(crate) fn opens(&self) -> bool {
        match self {
            Self::Open(_) | Self::VerifyEmail(_) => true,
            Self::Close
            | Self::Send(_)
            | Self::ResendCode
            | Self::Picture(_)
            | Self::Ask(_)
            | Self::DismissProblem => false,
        }
    }
}

/// What stands in a form.
#[derive(Clone, Debug)]
pub enum Typed {
    /// In the form of the name.
    Name {
        /// The first name; none where it was not edited.
        first: Option<String>,
        /// The last name; none where it was not edited.
        last: Option<String>,
    },
    /// In the form of the user name.
    Username(String),
    /// In the form of a new email address.
    NewEmail(String),
    /// In the form of a code.
    Code(Code),
}

/// Something worth telling of a change that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The name is changed.
    NameChanged,
    /// The user name is changed.
    UsernameChanged,
    /// There is another picture.
    PictureChanged,
    /// The picture is off the account.
    PictureRemoved,
    /// The email address is on the account and verified.
    EmailVerified,
    /// Another email address is the primary one.
    PrimaryEmailChanged,
    /// The email address is off the account.
    EmailRemoved,
    /// Another phone number is the primary one.
    PrimaryPhoneChanged,
}

impl Notice {
    /// What to tell of a change that was made. An address that is added still has to be verified.
    pub(super) fn of_success(call: &Call) -> Option<Self> {
        match call {
            Call::SetName { .. } => Some(Self::NameChanged),
            Call::SetUsername(_) => Some(Self::UsernameChanged),
            Call::SetPicture { .. } => Some(Self::PictureChanged),
            Call::DeletePicture => Some(Self::PictureRemoved),
            Call::PrepareEmail(_) | Call::AttemptEmail(..) => Some(Self::EmailVerified),
            Call::SetPrimaryEmail(_) => Some(Self::PrimaryEmailChanged),
            Call::DeleteEmail(_) => Some(Self::EmailRemoved),
            Call::SetPrimaryPhone(_) => Some(Self::PrimaryPhoneChanged),
            Call::CreateEmail(_) | Call::DeleteUser => None,
        }
    }
}
