//! What the instance does with organizations.

use serde::{Deserialize, Serialize};

use crate::lenient;

/// Whether users are in organizations, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationSettings {
    /// Whether there are organizations at all.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub enabled: bool,
    /// Whether a session is always used for an organization, and never for the person alone.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub force_organization_selection: bool,
    /// Whether organizations have names in addresses.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub slug: OrganizationSlugs,
}

/// Whether organizations have names in addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationSlugs {
    /// They have none.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub disabled: bool,
}
