//! What an instance does with organizations.

use serde::{Deserialize, Serialize};

/// Organizations. They are on here, while a new instance of Clerk has them off until somebody turns them on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Organizations {
    /// Off: nobody is in one, and every call about them is refused.
    pub enabled: bool,
    /// Nobody acts for themselves: sessions are pending on `choose-organization` until one is chosen.
    pub force_selection: bool,
    /// Members of a new organization; 0 for no limit.
    pub max_allowed_memberships: u32,
    /// Whether people choose the slug of an organization that they create.
    pub slugs: bool,
    /// Whether people create organizations.
    pub create: bool,
    /// How many each creates. No limit when null.
    pub create_limit: Option<u32>,
}

impl Default for Organizations {
    fn default() -> Self {
        Self {
            enabled: true,
            force_selection: false,
            max_allowed_memberships: 5,
            slugs: false,
            create: true,
            create_limit: None,
        }
    }
}

impl Organizations {
    /// Whether everybody has to choose one.
    pub(crate) fn is_forced(&self) -> bool {
        self.enabled && self.force_selection
    }

    /// Whether people create them.
    pub(crate) fn can_create(&self) -> bool {
        self.enabled && self.create
    }
}
