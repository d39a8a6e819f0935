//! Who may make an account.

use serde::{Deserialize, Serialize};

/// Signing up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignUps {
    /// For whom it is.
    pub mode: SignUpMode,
    /// Whether everybody has to accept the terms.
    pub legal_consent: bool,
    /// The address of the terms.
    pub terms_url: Option<String>,
    /// The address of what is said about privacy.
    pub privacy_policy_url: Option<String>,
}

/// For whom signing up is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpMode {
    /// Everybody.
    #[default]
    Public,
    /// Those who are invited, which nobody is here.
    Restricted,
    /// Those who have waited, which nobody has here.
    Waitlist,
}

impl SignUpMode {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Restricted => "restricted",
            Self::Waitlist => "waitlist",
        }
    }
}
