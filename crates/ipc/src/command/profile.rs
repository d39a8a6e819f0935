//! What can be asked for that concerns the profile, on the Account page.

use crate::secret::SecretText;
use crate::view::{EmailId, PhoneId};

/// What can be asked for that concerns the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum ProfileRequest {
    /// Open the form of the name.
    EditName,
    /// Open the form of the user name.
    EditUsername,
    /// Open the form of a new email address.
    AddEmail,
    /// Close the form that is open. What it sent goes on.
    Close,
    /// Change the name.
    SaveName {
        /// The first name, as typed; none where it was not edited.
        first: Option<String>,
        /// The last name, as typed; none where it was not edited.
        last: Option<String>,
    },
    /// Change the user name.
    SaveUsername {
        /// As typed.
        username: String,
    },
    /// Choose a file in the system's dialog, and make it the picture.
    ChoosePicture,
    /// Take the picture away. The page asks first.
    RemovePicture,
    /// Add an email address and send a code to it.
    SubmitEmail {
        /// As typed.
        address: String,
    },
    /// Verify an address that an earlier try left unverified; sends a code.
    VerifyEmail {
        /// Which address.
        email: EmailId,
    },
    /// Send the code to the address again.
    ResendCode,
    /// Prove that the address is one's own.
    SubmitCode {
        /// What was typed.
        code: SecretText,
    },
    /// Make an address the primary one.
    MakePrimaryEmail {
        /// Which address.
        email: EmailId,
    },
    /// Take an address off the account. The page asks first.
    RemoveEmail {
        /// Which address.
        email: EmailId,
    },
    /// Make a phone number the primary one.
    MakePrimaryPhone {
        /// Which number.
        phone: PhoneId,
    },
    /// Delete the account. The page asks first.
    DeleteAccount,
    /// Dismiss the problem of the last change.
    DismissProblem,
}
