//! What can be asked for that concerns the password of somebody who is signed in.

use crate::secret::SecretText;

/// What can be asked for that concerns the password.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum PasswordRequest {
    /// Open the form of a new password, on the Account page.
    Edit,
    /// Open the form that takes the password away.
    EditRemoval,
    /// Close the form that is open. What it sent goes on.
    Close,
    /// Set a password: in that form, or in the one of the session task.
    Set {
        /// The present one; none where its field is not shown.
        current: Option<SecretText>,
        /// The new one.
        password: SecretText,
        /// Whether the other sessions of the user end.
        sign_out_others: bool,
    },
    /// Take the password away.
    Remove {
        /// The present one.
        current: SecretText,
    },
    /// Dismiss the problem of the last change.
    DismissProblem,
}
