//! What can be set of the program itself, and what there is to know of it.

use serde::{Deserialize, Serialize};

use super::device::StorageView;

/// The settings. They stand over whatever else would be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// The colours of the window.
    pub theme: Theme,
    /// Where this device's trust is kept.
    pub storage: StorageView,
    /// Whether there is a page of this device to go to.
    pub leads_to_device: bool,
    /// The folder for all that is stored.
    pub folder: String,
    /// Who decided on the instance, where it was not the person.
    pub given_by: Option<GivenBy>,
    /// What 'Copy details' puts on the clipboard; no secret in it.
    pub details: String,
}

/// The colours of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Those of the system.
    #[default]
    System,
    /// Light ones.
    Light,
    /// Dark ones.
    Dark,
}

/// Who decided on the instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GivenBy {
    /// Whoever started the program or set it up.
    Start {
        /// The option, the variable or the line of a file that did.
        place: String,
    },
    /// Whoever built it.
    Build,
}
