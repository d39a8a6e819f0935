//! The password, as the Account page shows it.

use serde::{Deserialize, Serialize};

use super::mfa::WaysIn;
use super::organization::RowState;
use super::sign_in::PasswordRules;

/// The password of the account, and the change under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordView {
    /// Whether there is one.
    pub exists: bool,
    /// Why the person may not change it; none where they may.
    pub fixed: Option<Fixed>,
    /// Whether the present one is to be typed before another is set.
    pub asks_current: bool,
    /// The instance's rules for a password.
    pub rules: PasswordRules,
    /// What taking it away meets; none where that is not offered at all.
    pub removal: Option<PasswordRemoval>,
    /// The form that is open.
    pub form: Option<PasswordForm>,
    /// Where the last change stands.
    pub state: RowState,
}

/// Why somebody cannot change something of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fixed {
    /// The instance lets nobody change it.
    ByInstance,
    /// A company keeps it, whose sign-in the person has.
    ByCompany,
}

/// What taking the password away meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordRemoval {
    /// It can be taken away, and this is left to sign in with.
    Allowed(WaysIn),
    /// Nothing else is left to sign in with.
    LastWay,
}

/// A form of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordForm {
    /// Another password, or a first one.
    New,
    /// Taking the password away.
    Remove,
}
