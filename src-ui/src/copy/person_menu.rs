//! The words of the person's menu, and of adding an account.

use crate::said::quote;

/// What the menu is called.
pub(crate) const MENU: &str = "Your accounts";
pub(crate) const OTHERS: &str = "Accounts on this device";
pub(crate) const ADD: &str = "Add an account";
pub(crate) const PENDING: &str = "To do";
pub(crate) const SWITCHING: &str = "Switching…";
pub(crate) const SIGN_OUT_ALL: &str = "Sign out of all accounts";

/// Stands above the sign-in while an account is added.
pub(crate) const ADDING: &str = "You’re adding an account. The one you use stays signed in.";

/// Leads back from there.
pub(crate) fn back_to(identifier: Option<&str>) -> String {
    match identifier {
        Some(identifier) => format!("Back to {}", quote(identifier)),
        None => "Back to your account".to_owned(),
    }
}
