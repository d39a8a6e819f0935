//! Organizations, who is in them, and who may come in.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// How long an invitation can be accepted: 30 days, as documented for the Backend API.
const INVITATION_SECONDS: i64 = 30 * 86_400;

#[derive(Debug, Clone)]
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) slug: String,
    /// Its members are in no other one.
    pub(crate) exclusive_membership: bool,
    /// 0 for no limit.
    pub(crate) max_allowed_memberships: u32,
    pub(crate) logo_id: Option<String>,
    pub(crate) members: u32,
    pub(crate) pending_invitations: u32,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Organization {
    pub(crate) fn is_full(&self) -> bool {
        self.max_allowed_memberships > 0 && self.members >= self.max_allowed_memberships
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Membership {
    pub(crate) id: String,
    pub(crate) role: Role,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) organization: Organization,
}

/// What somebody may do in an organization. These two are there in every new instance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Manages the organization.
    #[serde(rename = "org:admin")]
    Admin,
    /// Is in it.
    #[default]
    #[serde(rename = "org:member")]
    Member,
}

impl Role {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "org:admin",
            Self::Member => "org:member",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Admin, Self::Member].into_iter().find(|role| role.as_str() == text)
    }

    /// As people read it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Member => "Member",
        }
    }

    /// What the two are documented to have: an admin every system permission, a member what reads members and billing.
    pub(crate) fn permissions(self) -> &'static [&'static str] {
        match self {
            Self::Admin => &[
                "org:sys_profile:manage",
                "org:sys_profile:delete",
                "org:sys_memberships:read",
                "org:sys_memberships:manage",
                "org:sys_domains:read",
                "org:sys_domains:manage",
                "org:sys_billing:read",
                "org:sys_billing:manage",
            ],
            Self::Member => &["org:sys_memberships:read", "org:sys_billing:read"],
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) email_address: String,
    pub(crate) role: Role,
    pub(crate) status: InvitationStatus,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) organization: Organization,
}

impl Invitation {
    pub(crate) fn expires_at(&self) -> Timestamp {
        self.created_at.plus_seconds(INVITATION_SECONDS)
    }

    pub(crate) fn status_at(&self, now: Timestamp) -> InvitationStatus {
        if self.status == InvitationStatus::Pending && self.expires_at() <= now {
            InvitationStatus::Expired
        } else {
            self.status
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InvitationStatus {
    Pending,
    Accepted,
    Revoked,
    /// Never stored: it depends on the clock.
    Expired,
}

impl InvitationStatus {
    const ALL: [Self; 4] = [Self::Pending, Self::Accepted, Self::Revoked, Self::Expired];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// An organization that somebody may ask to join.
#[derive(Debug, Clone)]
pub(crate) struct Suggestion {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) status: SuggestionStatus,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) organization: Organization,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SuggestionStatus {
    Pending,
    /// The user has asked to join.
    Accepted,
    /// An admin has let the user in.
    Completed,
}

impl SuggestionStatus {
    const ALL: [Self; 3] = [Self::Pending, Self::Accepted, Self::Completed];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Completed => "completed",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}
