//! The Clerk instance that the app is connected to.

use serde::{Deserialize, Serialize};

/// The Clerk instance that the app is connected to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceView {
    /// The application's name, once the instance was reached.
    pub name: Option<String>,
    /// The host that the publishable key names.
    pub host: String,
    /// The address that requests go to, where another one was given in the place of the host's own.
    pub address: Option<String>,
    /// Where its people ask for help, where it says so.
    pub support_email: Option<String>,
    /// Development or production.
    pub kind: InstanceKind,
    /// True where the person chose the instance on the Connect page and may choose another.
    pub changeable: bool,
}

/// What the prefix of the publishable key says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InstanceKind {
    /// `pk_test_`
    Development,
    /// `pk_live_`
    Production,
}
