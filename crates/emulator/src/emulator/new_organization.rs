//! What an organization is that is added from outside of the API.

use serde::{Deserialize, Serialize};

/// An organization to add. It has no members yet.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrganization {
    /// Its name.
    pub name: String,
    /// Its slug; without one it is made of the name.
    #[serde(default)]
    pub slug: Option<String>,
    /// Whether its members are in no other one.
    #[serde(default)]
    pub exclusive_membership: bool,
    /// How many members it takes, 0 for any number; without it, as the instance says.
    #[serde(default)]
    pub max_allowed_memberships: Option<u32>,
}
