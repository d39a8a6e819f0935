//! What of the account can be changed on its page.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::mfa::PhoneId;
use super::sign_in::Delivery;
use crate::error::Problem;

/// What of the account can be changed on its page, and the change under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// First and last name; none where the instance has neither.
    pub name: Option<NameView>,
    /// The user name; none where the instance has none.
    pub username: Option<UsernameView>,
    /// Whether an email address can be added.
    pub can_add_email: bool,
    /// Whether the account can be deleted.
    pub can_delete: bool,
    /// The form that is open.
    pub form: Option<ProfileForm>,
    /// Whether a change can be asked for.
    pub activity: Activity,
    /// What the change concerns that is under way, or of which nobody knows yet what became.
    pub busy: Option<ProfileTarget>,
    /// Nothing is under way, and nobody knows what became of the change: the client has to be seen.
    pub unsettled: bool,
    /// The change that failed last.
    pub problem: Option<ProfileProblem>,
}

/// The name of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameView {
    /// The first name; none where the instance has none.
    pub first: Option<NamePart>,
    /// The last name; none where the instance has none.
    pub last: Option<NamePart>,
    /// Whether a company keeps it, whose sign-in the person has.
    pub managed: bool,
}

/// A part of the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamePart {
    /// As it is now; empty where there is none.
    pub value: String,
    /// False where the instance does not let users change it.
    pub editable: bool,
}

/// The user name of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsernameView {
    /// As it is now; none where there is none yet.
    pub value: Option<String>,
    /// False where the instance does not let users change it.
    pub editable: bool,
    /// The instance's rules.
    pub rules: UsernameRules,
}

/// What the instance asks of a user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsernameRules {
    /// Fewest characters.
    pub min_length: u32,
    /// Most characters.
    pub max_length: u32,
    /// Whether more special characters are taken than the hyphen and the underscore.
    pub extended: bool,
    /// Whether it may do without a letter.
    pub numeric: bool,
}

/// The form that is open on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProfileForm {
    /// First and last name.
    Name,
    /// The user name.
    Username,
    /// A new email address.
    NewEmail,
    /// The code that went to an email address.
    EmailCode {
        /// Which address.
        email: EmailId,
        /// The address itself.
        address: String,
        /// Where the code stands.
        delivery: Delivery,
        /// Grows with each refused code.
        attempt: u64,
    },
}

/// Clerk's id of an email address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EmailId(pub String);

/// What taking an email address off the account meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EmailRemoval {
    /// It can be removed.
    Allowed,
    /// The instance lets nobody change their addresses.
    Immutable,
    /// It came with an account elsewhere.
    Linked,
    /// It is the last one, and the instance demands one.
    Required,
    /// Nothing else is left to sign in with.
    LastIdentifier,
}

/// What a change concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProfileTarget {
    /// The name.
    Name,
    /// The user name.
    Username,
    /// The picture.
    Picture,
    /// An address that is not on the account yet, or that no longer is.
    NewEmail,
    /// An email address.
    Email(EmailId),
    /// A phone number.
    Phone(PhoneId),
    /// The whole account.
    Account,
}

/// A change that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileProblem {
    /// What it concerns. The problem is shown there.
    pub target: ProfileTarget,
    /// What is wrong.
    pub problem: Problem,
}
