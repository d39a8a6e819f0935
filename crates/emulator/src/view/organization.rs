//! Organizations, memberships, invitations and suggestions.

use serde_json::{Value, json};

use super::picture;
use crate::model::organizations::{Invitation, Membership, Organization, Suggestion};
use crate::work::Work;

pub(crate) fn organization(work: &Work<'_>, organization: &Organization) -> Value {
    let mut view = json!({
        "object": "organization",
        "id": organization.id,
        "name": organization.name,
        "slug": organization.slug,
        "image_url": picture::of_organization(work, organization),
        "has_image": organization.logo_id.is_some(),
        "members_count": organization.members,
        "pending_invitations_count": organization.pending_invitations,
        "max_allowed_memberships": organization.max_allowed_memberships,
        "admin_delete_enabled": true,
        "self_serve_sso_enabled": false,
        "public_metadata": {},
        "created_at": organization.created_at.millis(),
        "updated_at": organization.updated_at.millis(),
    });
    // No description has this field, but official clients read it. It is there where it says something.
    if let (true, Some(view)) = (organization.exclusive_membership, view.as_object_mut()) {
        view.insert("exclusive_membership".to_owned(), true.into());
    }
    view
}

/// A membership, with what others see of the member.
pub(crate) fn membership(work: &Work<'_>, membership: &Membership, member: &Value) -> Value {
    json!({
        "object": "organization_membership",
        "id": membership.id,
        "public_metadata": {},
        "role": membership.role.as_str(),
        "role_name": membership.role.name(),
        "permissions": membership.role.permissions(),
        "organization": organization(work, &membership.organization),
        "public_user_data": member,
        "created_at": membership.created_at.millis(),
        "updated_at": membership.updated_at.millis(),
    })
}

pub(crate) fn invitation(work: &Work<'_>, invitation: &Invitation) -> Value {
    json!({
        "object": "organization_invitation",
        "id": invitation.id,
        "email_address": invitation.email_address,
        "role": invitation.role.as_str(),
        "role_name": invitation.role.name(),
        "organization_id": invitation.organization.id,
        "public_organization_data": public_data(work, &invitation.organization),
        "status": invitation.status_at(work.now).as_str(),
        "public_metadata": {},
        "url": null,
        "expires_at": invitation.expires_at().millis(),
        "created_at": invitation.created_at.millis(),
        "updated_at": invitation.updated_at.millis(),
    })
}

pub(crate) fn suggestion(work: &Work<'_>, suggestion: &Suggestion) -> Value {
    json!({
        "object": "organization_suggestion",
        "id": suggestion.id,
        "public_organization_data": public_data(work, &suggestion.organization),
        "status": suggestion.status.as_str(),
        "created_at": suggestion.created_at.millis(),
        "updated_at": suggestion.updated_at.millis(),
    })
}

/// What everybody may know of an organization.
fn public_data(work: &Work<'_>, organization: &Organization) -> Value {
    json!({
        "id": organization.id,
        "name": organization.name,
        "slug": organization.slug,
        "image_url": picture::of_organization(work, organization),
        "has_image": organization.logo_id.is_some(),
    })
}
