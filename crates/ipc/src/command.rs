//! The commands. Each is one closed enum of what a person can ask for on a group of pages; the
//! answer is always the [`AppView`](crate::view::AppView) as it stands right after the request was
//! taken. What the request leads to arrives as further views, by event.

use crate::secret::SecretText;
use crate::view::MethodId;

/// Joins a request to the name under which the backend answers it.
pub trait Command {
    /// The name of the Tauri command.
    const NAME: &'static str;
}

/// Asks for the current view. The page sends it once, when it is loaded or reloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub struct ViewRequest {}

impl Command for ViewRequest {
    const NAME: &'static str = "view";
}

/// What the Connect page can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
#[cfg_attr(
    any(feature = "page", feature = "backend"),
    serde(tag = "type", rename_all = "snake_case")
)]
pub enum ConnectRequest {
    /// Check the text as a publishable key, offline; the answer is in the Connect view.
    Check {
        /// What stands in the field.
        key: String,
    },
    /// Connect with this publishable key and keep it for the next start.
    UseKey {
        /// What stands in the field.
        key: String,
    },
    /// Connect to the local emulator, in builds that contain one.
    UseEmulator,
    /// Go back to the Connect page to choose another instance.
    ChangeInstance,
    /// Ask the instance again, after it could not be reached.
    Retry,
}

impl Command for ConnectRequest {
    const NAME: &'static str = "connect";
}

/// What the pages of a sign-in can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
#[cfg_attr(
    any(feature = "page", feature = "backend"),
    serde(tag = "type", rename_all = "snake_case")
)]
pub enum SignInRequest {
    /// Start a sign-in. Without a password the instance is asked which first factors it offers.
    Submit {
        /// Email address, phone number or user name, as typed.
        identifier: String,
        /// The password, where the page asks for it together with the identifier.
        password: Option<SecretText>,
    },
    /// Start a sign-in by a code sent to the identifier.
    SubmitForCode {
        /// Email address or phone number, as typed.
        identifier: String,
        /// Where the code is to go.
        channel: crate::view::CodeChannel,
    },
    /// Start resetting a forgotten password for the identifier.
    ForgotPassword {
        /// Email address or phone number, as typed.
        identifier: String,
    },
    /// Answer the factor that the Verify page shows, with a code or a password.
    Verify {
        /// What was typed.
        secret: SecretText,
    },
    /// Show another factor. A code is sent only if none was sent to it yet.
    ChooseMethod {
        /// One of the methods of the view.
        method: MethodId,
    },
    /// Send the code of the current factor again.
    Resend,
    /// Set the new password at the end of a reset.
    SetPassword {
        /// The new password.
        password: SecretText,
        /// Whether the other sessions of the user end.
        sign_out_others: bool,
    },
    /// Leave the sign-in that is under way and show the first page again.
    StartOver,
}

impl Command for SignInRequest {
    const NAME: &'static str = "sign_in";
}

/// What a signed-in person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
#[cfg_attr(
    any(feature = "page", feature = "backend"),
    serde(tag = "type", rename_all = "snake_case")
)]
pub enum AccountRequest {
    /// End the session on this device. Client trust stays.
    SignOut,
    /// Ask the server for the current state of the account.
    Refresh,
}

impl Command for AccountRequest {
    const NAME: &'static str = "account";
}

/// What any page can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
#[cfg_attr(
    any(feature = "page", feature = "backend"),
    serde(tag = "type", rename_all = "snake_case")
)]
pub enum WindowRequest {
    /// Put the details of the Help page on the clipboard.
    CopyDetails,
    /// Take the notice away.
    DismissNotice,
}

impl Command for WindowRequest {
    const NAME: &'static str = "window";
}
