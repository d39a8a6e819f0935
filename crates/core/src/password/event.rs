//! What a person asks for, and the calls that come of it.

use latchkey_fapi_types::secret;

/// A form of the Account page, of which one at most is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Another password, or a first one.
    New,
    /// Taking the password away, which asks for it.
    Remove,
}

impl Form {
    /// The change that it sends.
    pub(super) fn change(self) -> Change {
        match self {
            Self::New => Change::Set,
            Self::Remove => Change::Remove,
        }
    }
}

/// A change of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Setting the one that the session task `reset-password` asks for.
    Reset,
    /// Setting one on the Account page, in the place of another or as the first.
    Set,
    /// Having none any more.
    Remove,
}

/// What a person asks for.
#[derive(Clone, Debug)]
pub enum Event {
    /// The person opens a form of the Account page, while none is open.
    Open(Form),
    /// The person closes it. What it sent goes on.
    Close,
    /// The person sends a password, in the form of the Account page or in that of the task.
    Set(NewPassword),
    /// The person sends the form that takes the password away.
    Remove {
        /// The present password, as typed.
        current: secret::Password,
    },
    /// The person has read why the last change failed.
    DismissProblem,
}

/// A password that is to take the place of the one that there is, if there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPassword {
    /// The present one, as typed; none where it is not asked for.
    pub current: Option<secret::Password>,
    /// As typed.
    pub password: secret::Password,
    /// Whether the other sessions of the user end.
    pub sign_out_others: bool,
}

/// A call of the Frontend API.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `POST /me/change_password`
    Set(NewPassword),
    /// `POST /me/remove_password`
    Remove {
        /// The present password.
        current: secret::Password,
    },
}
