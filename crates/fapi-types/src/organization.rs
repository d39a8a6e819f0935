//! Organizations: those that a user is in, is invited to, or may ask to join (contract §3; `next-flows.md` §5).

use serde::{Deserialize, Serialize};

use crate::id::{InvitationId, OrganizationId, SuggestionId};
use crate::lenient;

/// An organization, as far as it is shown to whoever is in it or may join it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Names the organization.
    pub id: OrganizationId,
    /// What it is called.
    pub name: String,
    /// Its name in addresses, where the instance has those.
    #[serde(default, deserialize_with = "lenient::text")]
    pub slug: Option<String>,
    /// Address of a logo.
    #[serde(default, deserialize_with = "lenient::text")]
    pub image_url: Option<String>,
    /// Whether that is a logo of its own. Otherwise it is one that the server drew.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub has_image: bool,
    /// Whether whoever is in it can be in no other one. Told of memberships alone.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub exclusive_membership: bool,
}

impl Organization {
    /// The address of the organization's own logo.
    pub fn logo(&self) -> Option<&str> {
        self.image_url.as_deref().filter(|_| self.has_image)
    }
}

/// That a user is in an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationMembership {
    /// Which one.
    pub organization: Organization,
    /// The key of the role in it, such as `org:admin`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub role: Option<String>,
    /// What the role is called.
    #[serde(default, deserialize_with = "lenient::text")]
    pub role_name: Option<String>,
}

/// That a user is invited to an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationInvitation {
    /// Names the invitation in calls.
    pub id: InvitationId,
    /// To which one.
    #[serde(rename = "public_organization_data")]
    pub organization: Organization,
    /// Where it stands: `pending` while it can be accepted.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// What the role will be called.
    #[serde(default, deserialize_with = "lenient::text")]
    pub role_name: Option<String>,
}

impl OrganizationInvitation {
    /// Whether it can be accepted, as far as the server says.
    pub fn is_open(&self) -> bool {
        self.status.as_deref().is_none_or(|status| status == "pending")
    }
}

/// That a user may ask to join an organization, since its domain is that of an address of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationSuggestion {
    /// Names the suggestion in calls.
    pub id: SuggestionId,
    /// Which one.
    #[serde(rename = "public_organization_data")]
    pub organization: Organization,
    /// Where it stands: `pending`, or `accepted` once the user asked to join.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
}

impl OrganizationSuggestion {
    /// Whether the user asked to join. Whoever runs the organization decides then.
    pub fn is_requested(&self) -> bool {
        self.status.as_deref() == Some("accepted")
    }
}

/// One page of a long list. One that cannot be read at all is refused, so that nobody takes it for an empty one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "T: serde::de::DeserializeOwned"))]
pub struct Listed<T> {
    /// What is in it. What cannot be read is left out.
    #[serde(deserialize_with = "lenient::list")]
    pub data: Vec<T>,
    /// How many there are in all.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub total_count: u32,
}
