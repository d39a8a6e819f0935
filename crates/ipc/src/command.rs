//! The commands. Each is one closed enum of what a person can ask for on a group of pages. It
//! answers the [`AppView`] as it stands right after the request was taken; what the request leads to
//! arrives as further views, by event. [`CountriesRequest`], [`LicencesRequest`] and [`PictureRequest`]
//! answer something else: data that does not change by what a person does.

mod password;
mod profile;

pub use password::PasswordRequest;
pub use profile::ProfileRequest;

use crate::secret::SecretText;
pub use crate::view::clipboard::Copyable;
use crate::view::{
    AppView, Country, DeviceId, LicencesView, MethodId, Page, PhoneId, PictureKey, Theme,
};

/// Joins a request to the name under which the backend answers it, and to the answer.
pub trait Command {
    /// The name of the Tauri command.
    const NAME: &'static str;
    /// What it answers.
    type Answer;
}

/// Asks for the current view. The page sends it once, when it is loaded or reloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub struct ViewRequest {}

impl Command for ViewRequest {
    const NAME: &'static str = "view";
    type Answer = AppView;
}

/// Asks for the countries with phone numbers. The page sends it once, when it first needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub struct CountriesRequest {}

impl Command for CountriesRequest {
    const NAME: &'static str = "countries";
    type Answer = Vec<Country>;
}

/// Asks for the list of what others made of the program. The page sends it when About is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub struct LicencesRequest {}

impl Command for LicencesRequest {
    const NAME: &'static str = "licences";
    type Answer = LicencesView;
}

/// Asks for a picture that a view names. The page sends it when it first shows that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub struct PictureRequest {
    /// Which one.
    pub picture: PictureKey,
}

impl Command for PictureRequest {
    const NAME: &'static str = "picture";
    /// A `data:` URL with a small PNG that the backend drew; none where there is no picture to show.
    type Answer = Option<String>;
}

/// What the Connect page can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
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
    type Answer = AppView;
}

/// What the pages of a sign-in can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
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
    type Answer = AppView;
}

/// What a signed-in person can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum AccountRequest {
    /// End the session on this device. Client trust stays.
    SignOut,
    /// Ask the server for the current state of the account.
    Refresh,
    /// Show another page.
    Open {
        /// Which one.
        page: Page,
    },
    /// Do something with the password.
    Password(PasswordRequest),
    /// Something with the accounts of this device.
    Accounts(AccountsRequest),
    /// Something with organizations.
    Organizations(OrganizationsRequest),
    /// Do something with the profile.
    Profile(ProfileRequest),
    /// Leave a page whose backup codes were not saved, after all.
    Leave,
    /// Stay on it.
    Stay,
}

/// What can be asked for that concerns the accounts that are signed in on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum AccountsRequest {
    /// Sign in to another one as well.
    Add,
    /// Leave that sign-in, and go back to the account that was shown before.
    CancelAdding,
    /// Show another one.
    Switch {
        /// Which one, by [`crate::view::OtherAccount::id`].
        account: String,
    },
    /// Sign out of all of them. Client trust stays.
    SignOutAll,
}

/// What can be asked for that concerns organizations.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum OrganizationsRequest {
    /// Fetch again what there is to join.
    Refresh,
    /// Use the session for an organization.
    Select {
        /// Which one; none for the person alone.
        organization: Option<String>,
    },
    /// Accept an invitation.
    Join {
        /// Which one.
        invitation: String,
    },
    /// Ask to join an organization.
    Request {
        /// The suggestion of it.
        suggestion: String,
    },
    /// Make an organization, and use the session for it.
    Create {
        /// What it is to be called, as typed.
        name: String,
        /// Its name in addresses, as typed; empty to leave it to the server.
        slug: String,
    },
    /// Leave an organization. The page asks first.
    Leave {
        /// Which one.
        organization: String,
    },
}

impl Command for AccountRequest {
    const NAME: &'static str = "account";
    type Answer = AppView;
}

/// What the pages of multi-factor authentication can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum MfaRequest {
    /// Ask for another key for the authenticator app; also after the first could not be had.
    ResetTotp,
    /// The authenticator app has the key: ask for its code.
    ContinueTotp,
    /// Show the key again.
    BackToTotpKey,
    /// Turn the authenticator app on.
    VerifyTotp {
        /// What was typed.
        code: SecretText,
    },
    /// Turn the authenticator app off.
    RemoveTotp,
    /// Read a phone number while it is typed. Nothing goes to the server.
    TypePhone {
        /// The country chosen, by its ISO 3166 code.
        country: String,
        /// What stands in the field.
        text: String,
    },
    /// Add a phone number to the account and send a code to it.
    SubmitPhone {
        /// The country chosen, by its ISO 3166 code.
        country: String,
        /// What stands in the field.
        text: String,
    },
    /// Go back from the code to the number.
    ChangePhone,
    /// Verify a number that an earlier try left unverified; sends a code.
    ResumePhone {
        /// Which number.
        phone: PhoneId,
    },
    /// Send the code to the number again.
    ResendPhoneCode,
    /// Prove that the number is one's own.
    VerifyPhone {
        /// What was typed.
        code: SecretText,
    },
    /// Use a verified number as a second factor.
    UsePhone {
        /// Which number.
        phone: PhoneId,
    },
    /// Stop using a number as a second factor. It stays on the account.
    DisablePhone {
        /// Which number.
        phone: PhoneId,
    },
    /// Send codes to this number first.
    MakeDefaultPhone {
        /// Which number.
        phone: PhoneId,
    },
    /// Take a number off the account.
    RemovePhone {
        /// Which number.
        phone: PhoneId,
    },
    /// Make new backup codes; the old ones stop working.
    GenerateBackupCodes,
    /// Put something on the clipboard, which is cleared after a while.
    Copy {
        /// What.
        what: Copyable,
    },
    /// Write the backup codes into a file that the person chooses.
    SaveBackupCodes,
    /// Print the backup codes.
    PrintBackupCodes,
    /// Say whether the backup codes are kept somewhere.
    ConfirmSaved {
        /// Whether they are.
        saved: bool,
    },
    /// Go on from the backup codes, which are never shown again.
    BackupCodesDone,
    /// Dismiss the problem of the last change.
    DismissProblem,
}

impl Command for MfaRequest {
    const NAME: &'static str = "mfa";
    type Answer = AppView;
}

/// What the step-up dialog can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum StepUpRequest {
    /// Answer the factor shown, with a code or a password.
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
    /// Ask the server again, after it could not be asked what it accepts.
    Retry,
    /// Give up the change that needs it.
    Cancel,
}

impl Command for StepUpRequest {
    const NAME: &'static str = "step_up";
    type Answer = AppView;
}

/// What can be asked for that concerns devices, and where this one's trust is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum DeviceRequest {
    /// End all sessions of this device, and delete all that is kept of it. The page asks first.
    Forget,
    /// Test the place where this device's trust is kept.
    SelfTest,
    /// Try the credential store again.
    RetryStorage,
    /// Keep this device's trust in memory only, and do not ask again.
    KeepInMemory,
    /// Keep it in a file that only this user of the computer can read.
    KeepInFile,
    /// Fetch the list of devices again.
    RefreshDevices,
    /// Sign another device out.
    SignOut {
        /// Which one.
        device: DeviceId,
    },
    /// Sign out all devices but this one.
    SignOutOthers,
}

impl Command for DeviceRequest {
    const NAME: &'static str = "device";
    type Answer = AppView;
}

/// What any page can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "page", derive(serde::Serialize))]
#[cfg_attr(feature = "backend", derive(serde::Deserialize))]
pub enum WindowRequest {
    /// Show the settings, over what is shown.
    OpenSettings,
    /// Show the page about the program, over the settings.
    OpenAbout,
    /// Go back from either to what it stands over.
    Back,
    /// Give the window these colours, and keep that for the next start.
    SetTheme {
        /// Which.
        theme: Theme,
    },
    /// Put the details that the page shows on the clipboard.
    CopyDetails,
    /// Take the notice away.
    DismissNotice,
    /// The window has the person's attention again: what is shown may be outdated.
    Focused,
    /// The window is hidden or minimised: nothing is sent on its behalf until it has attention.
    Hidden,
    /// Close the window, unless something on it would be lost.
    Close,
}

impl Command for WindowRequest {
    const NAME: &'static str = "window";
    type Answer = AppView;
}
