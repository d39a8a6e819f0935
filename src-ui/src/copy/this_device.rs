//! The words of the page of this device, apart from where its trust is kept.

pub(crate) const LEAD: &str =
    "Why you aren’t asked for a new-device code here, and how to end that.";

/// Since when this device is trusted, by its date where that is known.
pub(crate) fn trusted_since(day: Option<&str>) -> String {
    match day {
        Some(day) => format!("Trusted since {day}"),
        None => "Trusted".to_owned(),
    }
}

/// What follows from it. `kept` where it outlives this run of the program.
pub(crate) fn trusted_means(dated: bool, kept: bool) -> &'static str {
    match (dated, kept) {
        (true, true) => {
            "Signing out keeps it trusted: the next sign-in here needs no new-device code."
        }
        (false, true) => {
            "Nothing says since when. Signing out keeps it trusted: the next sign-in here needs no new-device code."
        }
        (true, false) => "Signing out keeps it trusted, but only until this app is closed.",
        (false, false) => {
            "Nothing says since when. Signing out keeps it trusted, but only until this app is closed."
        }
    }
}

pub(crate) const FORGET: &str = "Forget this device";
pub(crate) const FORGET_ABOUT: &str = "Ends every session on this device and deletes what is kept of it. The next sign-in here needs a new-device check.";
/// The button that asks first.
pub(crate) const FORGET_ASK: &str = "Forget this device…";
pub(crate) const FORGETTING: &str = "Forgetting…";
pub(crate) const FORGET_TITLE: &str = "Forget this device?";
pub(crate) const FORGET_MEANS: &str = "You’re signed out here, and every session on this device ends. The key and all that this app keeps of this account are deleted from this computer.";
pub(crate) const FORGET_COSTS: &str = "The next sign-in counts as a new device, so you may need a code from your email for it. Your account itself stays as it is.";
/// Said while the server cannot be reached.
pub(crate) const FORGET_OFFLINE: &str = "The server can’t be reached now. Everything here is deleted all the same, but the session has to be ended from another device, under Devices.";
