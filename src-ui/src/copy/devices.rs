//! The words of the Devices page.

use latchkey_ipc::view::{DeviceView, OthersOutcome};

use crate::said::quote;

pub(crate) const LEAD: &str = "Where you’re signed in, as the server tells. If you don’t recognise a device, sign it out and change your password.";
/// Announced while the list is not there yet.
pub(crate) const LOADING: &str = "Asking for your devices…";
pub(crate) const LIST: &str = "Signed in on";
pub(crate) const THIS_ONE: &str = "This device";
/// Stands in the place of the time for this one.
pub(crate) const NOW: &str = "In use now";
/// Said before the time when a device was last used.
pub(crate) const LAST_USED: &str = "Last used: ";
pub(crate) const NEVER_SEEN: &str = "Last used: not known";
pub(crate) const PLACE_UNKNOWN: &str = "Place not known";
/// Stands between what is known of a device.
pub(crate) const BETWEEN: &str = " · ";
pub(crate) const ONLY_THIS: &str = "You’re signed in on this device alone.";
pub(crate) const NONE: &str = "The server lists no device.";
pub(crate) const SIGN_OUT: &str = "Sign out";
pub(crate) const SIGNING_OUT: &str = "Signing out…";
pub(crate) const SIGNED_OUT: &str = "Signed out";
pub(crate) const SIGN_OUT_OTHERS: &str = "Sign out all others";

/// How many devices there are.
pub(crate) fn count(devices: usize) -> String {
    match devices {
        1 => "1 device".to_owned(),
        several => format!("{several} devices"),
    }
}

/// What a device is called: the app and the system, as far as the server knows them.
pub(crate) fn name(device: &DeviceView) -> String {
    match (&device.app, &device.system) {
        (Some(app), Some(system)) => format!("{} on {}", quote(app), quote(system)),
        (Some(only), None) | (None, Some(only)) => quote(only),
        (None, None) => "Unknown device".to_owned(),
    }
}

/// The title of the question before one is signed out.
pub(crate) fn ask_one(device: &DeviceView) -> String {
    format!("Sign out {}?", name(device))
}

pub(crate) const ASK_ONE_MEANS: &str =
    "Its session ends now. Whoever uses it has to sign in again.";
pub(crate) const ASK_OTHERS: &str = "Sign out all other devices?";

/// What that means.
pub(crate) fn ask_others_means(others: usize) -> String {
    match others {
        1 => "1 session ends now. This device stays signed in.".to_owned(),
        several => format!("{several} sessions end now. This device stays signed in."),
    }
}

/// What became of signing out all others.
pub(crate) fn outcome(OthersOutcome { done, failed }: OthersOutcome) -> String {
    let devices = |count: u32| match count {
        1 => "1 device is".to_owned(),
        several => format!("{several} devices are"),
    };
    match (done, failed) {
        (0, 0) => "There was no other device to sign out.".to_owned(),
        (done, 0) => format!("{} signed out.", devices(done)),
        (0, failed) => {
            format!("{} still signed in. What went wrong stands beside each.", devices(failed))
        }
        (done, failed) => format!(
            "{} signed out, {} not. What went wrong stands beside each.",
            devices(done),
            devices(failed)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_counts_what_is_out_and_what_is_not() {
        for ((done, failed), text) in [
            ((1, 0), "1 device is signed out."),
            ((3, 0), "3 devices are signed out."),
            (
                (2, 1),
                "2 devices are signed out, 1 device is not. What went wrong stands beside each.",
            ),
            ((0, 2), "2 devices are still signed in. What went wrong stands beside each."),
        ] {
            assert_eq!(outcome(OthersOutcome { done, failed }), text);
        }
    }
}
