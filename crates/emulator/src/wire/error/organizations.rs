//! Organizations (next-flows §5).

use super::ApiError;

impl ApiError {
    pub(crate) fn organizations_not_enabled() -> Self {
        Self::new(
            403,
            "organization_not_enabled_in_instance",
            "not enabled",
            "Organizations are not enabled on this instance.",
        )
    }

    pub(crate) fn not_a_member() -> Self {
        Self::same(403, "not_a_member_in_organization", "You are not a member of the organization")
    }

    pub(crate) fn organization_not_found() -> Self {
        Self::new(
            404,
            "organization_not_found_or_unauthorized",
            "Organization not found",
            "There is no such organization, or you are not in it.",
        )
    }

    pub(crate) fn already_a_member() -> Self {
        Self::same(
            400,
            "already_a_member_in_organization",
            "You are a member of this organization already.",
        )
    }

    pub(crate) fn last_admin() -> Self {
        Self::new(
            400,
            "organization_minimum_permissions_needed",
            "minimum permissions needed",
            "An organization needs at least one member who can manage it.",
        )
    }

    pub(crate) fn exclusive_membership() -> Self {
        Self::new(
            422,
            "exclusive_organization_membership",
            "exclusive membership",
            "Whoever is in an organization with exclusive membership is in no other one.",
        )
    }

    pub(crate) fn membership_quota(limit: u32) -> Self {
        Self::new(
            403,
            "organization_membership_quota_exceeded",
            "membership quota exceeded",
            &format!("This organization has reached its limit of {limit} members."),
        )
    }

    pub(crate) fn organization_quota(limit: u32) -> Self {
        Self::new(
            403,
            "organization_quota_exceeded",
            "organization quota exceeded",
            &format!("You have reached your limit of {limit} organizations."),
        )
    }

    pub(crate) fn cannot_create_organization() -> Self {
        Self::new(
            403,
            "user_create_organization_not_enabled",
            "not enabled",
            "You are not allowed to create organizations.",
        )
    }

    pub(crate) fn slugs_disabled() -> Self {
        Self::new(
            403,
            "organization_slugs_disabled",
            "slugs disabled",
            "Organizations of this instance have no slugs of their own choice.",
        )
    }

    pub(crate) fn invitation_not_found() -> Self {
        Self::new(
            404,
            "organization_invitation_not_found",
            "Invitation not found",
            "You have no such invitation.",
        )
    }

    pub(crate) fn invitation_not_pending() -> Self {
        Self::new(
            404,
            "organization_invitation_not_pending",
            "Invitation not pending",
            "This invitation is not pending any more.",
        )
    }

    pub(crate) fn suggestion_already_accepted() -> Self {
        Self::new(
            400,
            "organization_suggestion_already_accepted",
            "already accepted",
            "You have asked to join this organization already.",
        )
    }
}
