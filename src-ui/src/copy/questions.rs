//! The words of the questions before something is taken away.

use latchkey_ipc::view::{PhoneRole, Removal, Strategy, Way};

use crate::said::quote;

pub(crate) const REMOVE_TOTP: &str = "Remove the authenticator app?";
pub(crate) const REMOVE_TOTP_MEANS: &str = "Its codes won’t work for this account any more. You can delete the entry in your authenticator app afterwards.";
pub(crate) const CONFIRM_REMOVE: &str = "Remove";

/// The words around the number.
pub(crate) const DISABLE_PHONE: (&str, &str) = ("Disable ", " for MFA?");
pub(crate) const DISABLE_PHONE_MEANS: &str =
    "No more codes go to it when you sign in. The number stays on your account.";

/// The words around the number.
pub(crate) const REMOVE_PHONE: (&str, &str) = ("Remove ", " from your account?");

/// What taking a number off the account means.
pub(crate) fn remove_phone_means(role: &PhoneRole) -> &'static str {
    match role {
        PhoneRole::SecondFactor { .. } | PhoneRole::Verified => {
            "It can’t be used to sign in or for MFA any more. To use it again, you would have to add and verify it anew."
        }
        PhoneRole::Unverified => "It was never verified. You can add it again at any time.",
    }
}

pub(crate) const GENERATE: &str = "Generate new backup codes?";
pub(crate) const CONFIRM_GENERATE: &str = "Generate codes";

/// What new backup codes mean for the ones that exist.
pub(crate) fn generate_means(exist: bool) -> &'static str {
    if exist {
        "The codes you have now stop working at once. The new ones are shown a single time, so have a place to keep them ready."
    } else {
        "They are shown a single time, so have a place to keep them ready."
    }
}

/// What a removal does beside what its name says.
pub(crate) fn consequences(removal: &Removal) -> Option<&'static str> {
    match (removal.last_factor, removal.backup_codes_go) {
        (true, true) => Some(
            "It’s your last second factor, so MFA will be off and your backup codes stop working.",
        ),
        (true, false) => Some("It’s your last second factor, so MFA will be off."),
        (false, true) => Some("Your backup codes stop working too."),
        (false, false) => None,
    }
}

/// What has to be ticked before the last second factor is removed.
pub(crate) fn last_factor(password: bool) -> &'static str {
    if password {
        "I understand that a single step, such as my password, will be enough to sign in."
    } else {
        "I understand that a single step will be enough to sign in."
    }
}

/// The heading above what a removal leaves.
pub(crate) const WAYS_LEFT: &str = "What will be left to sign in with";
/// Stands between the first factors and the second ones.
pub(crate) const WAYS_THEN: &str = "and after that";
/// Said where a removal leaves no way in.
pub(crate) const LOCKED_OUT: &str =
    "Nothing: you would be locked out. Cancel, and add another way first.";
/// Said where a removal leaves no second factor. A new device is checked all the same.
pub(crate) const NO_SECOND_LEFT: &str = "No second factor is asked for after that.";

/// A way to sign in.
pub(crate) fn way(way: &Way) -> String {
    let to = |what: &str, otherwise: &str| match &way.detail {
        Some(detail) => format!("{what} to {}", quote(detail)),
        None => otherwise.to_owned(),
    };
    match way.strategy {
        Strategy::Password => "Password".to_owned(),
        Strategy::Totp => "Authenticator app".to_owned(),
        Strategy::PhoneCode => to("Text message", "Text message"),
        Strategy::EmailCode => to("Email", "Email code"),
        Strategy::BackupCode => "Backup code".to_owned(),
    }
}

/// Asked of a person who leaves backup codes that were not saved.
pub(crate) const LEAVING: &str = "Leave without saving your backup codes?";
/// What that means.
pub(crate) const LEAVING_MEANS: &str = "They are shown only once, and this app can’t bring them back. You could only make new ones later.";
pub(crate) const LEAVE: &str = "Leave without them";
pub(crate) const STAY: &str = "Stay";
