//! The Connect page.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::instance::InstanceKind;
use crate::error::{KeyProblem, Problem};

/// The Connect page: choose an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectView {
    /// The text in the field, as last checked.
    pub key: String,
    /// What the offline check says about it.
    pub check: KeyCheck,
    /// True in builds that contain the emulator.
    pub emulator_available: bool,
    /// Whether the instance is being asked.
    pub activity: Activity,
    /// Why the instance could not be used.
    pub problem: Option<Problem>,
}

/// What the offline check of a publishable key says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyCheck {
    /// Nothing was checked yet.
    Unchecked,
    /// It is a key of this instance.
    Valid {
        /// The host that the key names.
        host: String,
        /// Development or production.
        kind: InstanceKind,
    },
    /// It is no key.
    Invalid {
        /// Why not.
        problem: KeyProblem,
    },
}
