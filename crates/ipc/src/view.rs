//! What the page shows. Views are made by the application alone and carry no token, no password and
//! no code that was typed. The only secrets in them are those that a page exists to show once.

mod about;
mod account;
mod activity;
mod backup_codes;
pub(crate) mod clipboard;
mod connect;
mod device;
mod instance;
mod menu;
mod mfa;
mod organization;
mod password;
mod picture;
mod profile;
mod settings;
mod sign_in;
mod step_up;
mod wizard;

use serde::{Deserialize, Serialize};

pub use about::{AboutView, Licences, LicencesView, Part};
pub use account::{
    AccountView, EmailView, Navigation, NewPasswordView, OrganizationInUse, Page, PhoneView,
    SetupMfaView, TaskView, UnknownTaskView,
};
pub use activity::{Activity, HoldReason};
pub use backup_codes::BackupCodesView;
pub use clipboard::Copied;
pub use connect::{ConnectView, KeyCheck};
pub use device::{
    DeviceId, DeviceView, DevicesView, Ending, OthersOutcome, SelfTest, StoragePart, StoragePlace,
    StorageTrouble, StorageView, ThisDeviceView,
};
pub use instance::{InstanceKind, InstanceView};
pub use menu::{AccountsMenu, AddingView, Menu, OrganizationsMenu, OtherAccount};
pub use mfa::{
    BackupCodesRow, ManageMfaView, MfaPhone, MfaTarget, PhoneId, PhoneRole, Removal, TargetProblem,
    TotpRow, Way, WaysIn,
};
pub use organization::{
    CreateView, MembershipView, OfferView, OffersView, OrganizationsView, PersonalView, RowState,
};
pub use password::{Fixed, PasswordForm, PasswordRemoval, PasswordView};
pub use picture::PictureKey;
pub use profile::{
    EmailId, EmailRemoval, NamePart, NameView, ProfileForm, ProfileProblem, ProfileTarget,
    ProfileView, UsernameRules, UsernameView,
};
pub use settings::{GivenBy, SettingsView, Theme};
pub use sign_in::{
    CharacterClass, ClockDifference, CodeChannel, Delivery, IdentifierKind, Method, MethodId,
    PasswordRules, ResetPasswordView, ResetStep, SignInView, Strategy, VerifyReason, VerifyView,
};
pub use step_up::{StepUpAction, StepUpStep, StepUpView};
pub use wizard::{
    AddPhoneStep, AddPhoneView, AddTotpStep, AddTotpView, Country, PhoneEntry, PhoneVerdict,
    QrCode, TotpKeyView,
};

/// Everything the window shows at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppView {
    /// Grows with each view; an older one that arrives late is dropped by the page.
    pub revision: u64,
    /// The instance, once it is chosen.
    pub instance: Option<InstanceView>,
    /// The local emulator, while the app runs on it.
    pub emulator: Option<EmulatorView>,
    /// False while the last request could not reach the server.
    pub online: bool,
    /// When what is shown was known, in milliseconds since 1970-01-01 UTC, while all of it is from an
    /// earlier run; none once the server has said how things stand. Nothing may be changed until then.
    pub as_of: Option<i64>,
    /// How this device's trust is kept, while there is something about that to be told or chosen.
    pub storage: Option<StorageView>,
    /// A message that belongs to no field.
    pub notice: Option<Notice>,
    /// The pages of a signed-in person; none while nobody is.
    pub navigation: Option<Navigation>,
    /// The page.
    pub screen: Screen,
    /// The dialog above the page in which a factor is proven again.
    pub step_up: Option<StepUpView>,
    /// True while the person is asked whether to leave backup codes that were not saved.
    pub leaving: bool,
    /// While another account is being added on this device: the one that one can go back to.
    pub adding: Option<AddingView>,
}

/// The page to show. The backend decides, never the address bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Screen {
    /// Choose an instance.
    Connect(ConnectView),
    /// The instance is known and being asked for its settings for the first time.
    Loading,
    /// Identifier and password.
    SignIn(SignInView),
    /// A factor is to be proven: first factor by code, second factor, or a new device.
    Verify(VerifyView),
    /// A forgotten password is being reset.
    ResetPassword(ResetPasswordView),
    /// The session waits for a task.
    Task(TaskView),
    /// The account of the person who is signed in.
    Account(AccountView),
    /// The factors of the account.
    ManageMfa(ManageMfaView),
    /// An authenticator app is being set up.
    AddTotp(AddTotpView),
    /// A phone number is being added.
    AddPhone(AddPhoneView),
    /// The sessions of the person, on this device and on others.
    Devices(DevicesView),
    /// The organizations that the person is in and can join.
    Organizations(OrganizationsView),
    /// This device, and where its trust is kept.
    ThisDevice(ThisDeviceView),
    /// What can be set of the program. It stands over whatever else would be shown.
    Settings(SettingsView),
    /// The program, and what it is made of. It stands over the settings.
    About(AboutView),
    /// Something that this version does not know.
    Help(HelpView),
}

/// A message at the top of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The person signed out; this device stays trusted.
    SignedOut,
    /// The person signed out while the server could not be reached; it is told later.
    SignedOutHere,
    /// The person signed out of one account; another one is shown.
    SignedOutOfOne,
    /// The server ended the session.
    SessionEnded,
    /// The server ended the session that was shown; another account is shown.
    AccountEnded,
    /// The server ended the session of an account that is not shown.
    OtherAccountEnded,
    /// The sign-in to another account was accepted before the person went back, so it is added.
    AddedMeanwhile,
    /// Whoever tried to add an account was signed in with it already.
    SignedInAlready,
    /// The server does not know this device any more: whoever signs in next may have to confirm it.
    DeviceNotRecognised,
    /// This device is forgotten, here and at the server.
    Forgotten,
    /// This device is forgotten here, but the server could not be told to end its sessions.
    ForgottenHere,
    /// This device is forgotten, but something that was kept of it could not be deleted.
    NotAllDeleted {
        /// What is still there.
        part: StoragePart,
    },
    /// What is kept of this device is kept in the system's credential store from now on.
    StorageImproved,
    /// The sign-in took too long or was replaced and starts again.
    SignInRestarted,
    /// An answer was lost and the client with it; the code counts as used, and the next sign-in may
    /// ask for a new-device check.
    AnswerLost,
    /// The code was accepted before the person cancelled, so there is a session.
    SignedInMeanwhile,
    /// The session is for another organization, or for the person alone.
    OrganizationSelected,
    /// The person is in an organization more.
    OrganizationJoined,
    /// The person asked to join one.
    OrganizationRequested,
    /// The person is in an organization less.
    OrganizationLeft,
    /// The details are on the clipboard.
    DetailsCopied,
    /// The clipboard could not be used.
    CopyFailed,
    /// The choice of instance could not be saved and holds for this run only.
    NotSaved,
    /// Another password is set, or a first one.
    PasswordChanged,
    /// There is no password any more.
    PasswordRemoved,
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
    /// The account is deleted.
    AccountDeleted,
    /// The authenticator app is off.
    TotpRemoved,
    /// The phone number is off the account.
    PhoneRemoved,
    /// The phone number is no longer a second factor.
    PhoneDisabled,
    /// The phone number is a second factor now.
    PhoneEnabled,
    /// Codes go to another number first now.
    DefaultPhoneChanged,
    /// The factors were changed elsewhere in the meantime.
    ChangedElsewhere,
    /// The change was made, but the backup codes that came with it were lost with the answer.
    BackupCodesLost,
}

/// Something that this version does not know, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpView {
    /// What kind of thing it is.
    pub subject: HelpSubject,
    /// Its name as the server gave it.
    pub value: String,
    /// What 'Copy details' puts on the clipboard; no secret in it.
    pub details: String,
    /// Whether a request is under way.
    pub activity: Activity,
}

/// What kind of thing is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HelpSubject {
    /// A status of a sign-in.
    SignInStatus,
    /// None of the offered first factors is supported.
    FirstFactor,
    /// None of the offered second factors is supported.
    SecondFactor,
}

/// The local emulator, for the banner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmulatorView {
    /// What was 'sent', newest first.
    pub inbox: Vec<InboxMessage>,
    /// Accounts to try.
    pub demo_accounts: Vec<DemoAccount>,
}

/// A message that the emulator 'sent'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxMessage {
    /// Address or number.
    pub to: String,
    /// The code in it.
    pub code: String,
}

/// An account of the emulator to try the app with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoAccount {
    /// What it shows, in a few words.
    pub situation: String,
    /// Its identifier.
    pub identifier: String,
    /// Its password.
    pub password: String,
    /// What its authenticator app would show now.
    pub totp_code: Option<String>,
    /// A backup code that was not used when the emulator started.
    pub backup_code: Option<String>,
}
