//! Organizations, and what becomes of memberships without the device's doing.

use crate::emulator::Emulator;
use crate::emulator::devices::user;
use crate::emulator::new_organization::NewOrganization;
use crate::error::ControlError;
use crate::model::organizations::{InvitationStatus, Organization, Role, SuggestionStatus};
use crate::resources::organizations;
use crate::store;
use crate::work::Work;

impl Emulator {
    /// Adds an organization and gives its id.
    pub fn add_organization(&self, new: &NewOrganization) -> Result<String, ControlError> {
        self.work(None, |work| {
            let slug = new.slug.clone();
            let limit = new.max_allowed_memberships;
            let organization = Organization {
                id: work.random.id("org"),
                name: new.name.clone(),
                slug: slug.unwrap_or_else(|| organizations::made_slug(work, &new.name)),
                exclusive_membership: new.exclusive_membership,
                max_allowed_memberships: limit
                    .unwrap_or(work.settings.organizations.max_allowed_memberships),
                logo_id: None,
                members: 0,
                pending_invitations: 0,
                created_at: work.now,
                updated_at: work.now,
            };
            store::organizations::insert(work.db, &organization, None)?;
            Ok(organization.id)
        })
    }

    /// Makes a user a member of an organization, as an admin of it does. No limit counts.
    pub fn add_member(
        &self,
        organization_id: &str,
        user_id: &str,
        role: Role,
    ) -> Result<(), ControlError> {
        self.work(None, |work| {
            let (organization, user) = (organization(work, organization_id)?, user(work, user_id)?);
            Ok(organizations::add_member(work, &organization, &user, role)?)
        })
    }

    /// Takes a user out of an organization, as an admin of it does.
    pub fn remove_member(&self, organization_id: &str, user_id: &str) -> Result<(), ControlError> {
        self.work(None, |work| {
            let user = user(work, user_id)?;
            let membership = user
                .membership(organization_id)
                .ok_or_else(|| ControlError::NotAMember(organization_id.to_owned()))?;
            Ok(organizations::remove_member(work, &user, membership)?)
        })
    }

    /// Invites whoever has verified an address to an organization, and gives the invitation's id. No message goes out.
    pub fn invite(
        &self,
        organization_id: &str,
        email_address: &str,
        role: Role,
    ) -> Result<String, ControlError> {
        self.work(None, |work| {
            let organization = organization(work, organization_id)?;
            let id = work.random.id("orginv");
            let to = email_address.to_ascii_lowercase();
            store::invitations::insert(work.db, &id, &organization.id, &to, role, work.now)?;
            Ok(id)
        })
    }

    /// Takes an invitation back.
    pub fn revoke_invitation(&self, id: &str) -> Result<(), ControlError> {
        self.work(None, |work| {
            let revoked = InvitationStatus::Revoked;
            match store::invitations::set_status(work.db, id, revoked, work.now)? {
                0 => Err(ControlError::NoSuchOffer(id.to_owned())),
                _ => Ok(()),
            }
        })
    }

    /// Suggests an organization to a user, and gives the suggestion's id.
    pub fn suggest(&self, organization_id: &str, user_id: &str) -> Result<String, ControlError> {
        self.work(None, |work| {
            let (organization, user) = (organization(work, organization_id)?, user(work, user_id)?);
            let id = work.random.id("orgsug");
            store::suggestions::insert(work.db, &id, &organization.id, &user.id, work.now)?;
            Ok(id)
        })
    }

    /// Lets in who was suggested an organization, as an admin of it does once asked.
    pub fn approve_suggestion(&self, id: &str) -> Result<(), ControlError> {
        self.work(None, |work| {
            let suggestion = store::suggestions::load(work.db, id)?
                .ok_or_else(|| ControlError::NoSuchOffer(id.to_owned()))?;
            let user = user(work, &suggestion.user_id)?;
            organizations::add_member(work, &suggestion.organization, &user, Role::Member)?;
            let completed = SuggestionStatus::Completed;
            Ok(store::suggestions::set_status(work.db, id, completed, work.now)?)
        })
    }
}

fn organization(work: &Work<'_>, id: &str) -> Result<Organization, ControlError> {
    let found = store::organizations::load(work.db, id)?;
    found.ok_or_else(|| ControlError::NoSuchOrganization(id.to_owned()))
}
