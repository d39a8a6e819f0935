//! The words of the settings.

use latchkey_ipc::view::{GivenBy, Theme};

use crate::said::quote;

pub(crate) const TITLE: &str = "Settings";
pub(crate) const BACK: &str = "Back";

// The colours.

pub(crate) const THEME: &str = "Appearance";
pub(crate) const THEME_ABOUT: &str = "The colours of this window.";

pub(crate) fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "As the system",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}

// The instance.

pub(crate) const NO_INSTANCE: &str = "No instance yet";
pub(crate) const NO_INSTANCE_ABOUT: &str = "You choose one on the Connect page.";
pub(crate) const INSTANCE: &str = "Instance";
/// Said where another one can be chosen.
pub(crate) const INSTANCE_CHOSEN: &str =
    "You chose it on the Connect page. You can come back to it with the same key.";

/// Who decided on the instance, and how it can be changed.
pub(crate) fn given_by(given_by: &GivenBy) -> String {
    match given_by {
        GivenBy::Start { place } => format!(
            "It was set by {}, so it can’t be changed here. Change it there, and open this app again.",
            quote(place)
        ),
        GivenBy::Build => {
            "It is built into this app. Open the app with another key to use another one."
                .to_owned()
        }
    }
}

// What is stored.

pub(crate) const STORED: &str = "What is stored";
pub(crate) const STORED_ABOUT: &str = "All of it stays on this computer.";
pub(crate) const SIGN_IN: &str = "Your sign-in";
pub(crate) const FOLDER: &str = "Folder";

// Details for support.

pub(crate) const DETAILS: &str = "Details for support";

pub(crate) const DETAILS_ABOUT: &str =
    "Copy them for whoever helps you. No password, code, email address or phone number is in them.";

// About.

pub(crate) const ABOUT: &str = "Its version, and the licences of what it contains.";
