//! The words of the password on the Account page.

pub(crate) const TITLE: &str = "Password";
pub(crate) const ABOUT: &str = "What you type to sign in.";
pub(crate) const NONE_ABOUT: &str = "There is none: you sign in another way.";
pub(crate) const CHANGE: &str = "Change password";
pub(crate) const SET: &str = "Set a password";
pub(crate) const CURRENT: &str = "Current password";
pub(crate) const REMOVE: &str = "Remove";
/// The button of the row, for those who do not see beside what it stands.
pub(crate) const REMOVE_SPOKEN: &str = "Remove password";
pub(crate) const REMOVING: &str = "Removing it…";
pub(crate) const ASK_REMOVE: &str = "Remove your password?";
pub(crate) const REMOVE_MEANS: &str =
    "You can’t sign in with it any more. You can set a new one here at any time.";
/// Why it has to stay.
pub(crate) const LAST_WAY: &str = "It’s all you can sign in with, so it can’t be removed.";
