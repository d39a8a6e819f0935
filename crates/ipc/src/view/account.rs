//! The pages of a session.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::menu::Menu;
use super::mfa::{MfaPhone, PhoneId};
use super::organization::OrganizationsView;
use super::password::PasswordView;
use super::picture::PictureKey;
use super::profile::{EmailId, EmailRemoval, ProfileView};
use super::sign_in::PasswordRules;
use crate::error::Problem;

/// The account of the person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// First and last name; none where the account has neither.
    pub name: Option<String>,
    /// The person's picture, where there is one.
    pub picture: Option<PictureKey>,
    /// The user name, where the instance has them.
    pub username: Option<String>,
    /// The email addresses, the primary one first.
    pub emails: Vec<EmailView>,
    /// The phone numbers, the primary one first.
    pub phones: Vec<PhoneView>,
    /// What the session is for; none where the instance has no organizations.
    pub organization: Option<OrganizationInUse>,
    /// The password; none where the instance has none.
    pub password: Option<Box<PasswordView>>,
    /// What of it can be changed here, and the change under way.
    pub profile: ProfileView,
    /// Whether the person signed in with a backup code just now.
    pub by_backup_code: bool,
    /// When the person last signed in, in milliseconds since 1970-01-01 UTC.
    pub last_sign_in_at: Option<i64>,
    /// When the account was last fetched, in milliseconds since 1970-01-01 UTC.
    pub refreshed_at: i64,
    /// Whether a request is under way.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
}

/// What a session is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationInUse {
    /// What the organization is called; none while it is for the person alone.
    pub name: Option<String>,
    /// Its logo, where it has one.
    pub logo: Option<PictureKey>,
}

/// An email address of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailView {
    /// Its id.
    pub id: EmailId,
    /// The address.
    pub address: String,
    /// The one that mail goes to.
    pub primary: bool,
    /// Shown to belong to the person.
    pub verified: bool,
    /// What taking it off the account meets.
    pub removal: EmailRemoval,
}

/// A phone number of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneView {
    /// Its id.
    pub id: PhoneId,
    /// The number in E.164 form.
    pub number: String,
    /// The number as people write it.
    pub formatted: String,
    /// The one that is called first.
    pub primary: bool,
    /// Shown to belong to the person.
    pub verified: bool,
    /// Used as a second factor.
    pub second_factor: bool,
}

/// A page of a signed-in person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Page {
    /// The account, or the task that its session waits for.
    Account,
    /// The factors of the account.
    ManageMfa,
    /// Set up an authenticator app.
    AddTotp,
    /// Add a phone number.
    AddPhone,
    /// The sessions of the person, on this device and on others.
    Devices,
    /// The organizations that the person is in and can join.
    Organizations,
    /// This device, and where its trust is kept.
    ThisDevice,
}

/// Who is signed in, and where they can go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Navigation {
    /// First and last name; none where the account has neither.
    pub name: Option<String>,
    /// What the person signs in with.
    pub identifier: Option<String>,
    /// The person's picture, where there is one.
    pub picture: Option<PictureKey>,
    /// The pages, in the order to show them.
    pub pages: Vec<Page>,
    /// The page that is shown, or that the shown one belongs to.
    pub current: Page,
    /// The session waits until a second factor is set up: the choice of one stands in the place of the
    /// account.
    pub setup: bool,
    /// Whose pages they are: what was typed for one account never stands on the page of another.
    pub session: String,
    /// The menu of the person.
    pub menu: Menu,
}

/// The session waits for a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskView {
    /// A second factor has to be set up.
    SetupMfa(SetupMfaView),
    /// Another password has to be set.
    ResetPassword(NewPasswordView),
    /// An organization has to be chosen, joined or made.
    ChooseOrganization(OrganizationsView),
    /// One that this version cannot do.
    Unknown(UnknownTaskView),
}

/// The instance demands a second factor (`setup-mfa`): choose one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupMfaView {
    /// Whether an authenticator app may be set up.
    pub totp: bool,
    /// Whether text messages may be used.
    pub sms: bool,
    /// Verified numbers of the account that could be used at once.
    pub phones: Vec<MfaPhone>,
    /// Whether a request is under way.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
}

/// The instance demands another password (`reset-password`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPasswordView {
    /// The instance's rules for a password.
    pub rules: PasswordRules,
    /// Who is signed in, in the words of the server.
    pub identifier: Option<String>,
    /// Whether it is the end of the session that is under way.
    pub signing_out: bool,
    /// Nothing is under way, and nobody knows what became of the password that was sent.
    pub unsettled: bool,
    /// Whether a request is under way.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
}

/// A task that this version cannot do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownTaskView {
    /// Clerk's key of the task, such as `sign-a-waiver`.
    pub key: String,
    /// Who is signed in, in the words of the server.
    pub identifier: Option<String>,
    /// What 'Copy details' puts on the clipboard; no secret in it.
    pub details: String,
    /// Whether a request is under way.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
}
