//! The organizations that a user may join, makes or leaves (`next-flows.md` §5). Those that the user is in come with the user.

use latchkey_fapi_types::{
    Deleted, InvitationId, Listed, Organization, OrganizationId, OrganizationInvitation,
    OrganizationSuggestion, SessionId, SuggestionId,
};

use crate::call::{Call, Form};
use crate::error::CallError;
use crate::methods::{Answer, FapiClient};

/// How many are asked for. Who has more of them does well to answer those first.
const FEW: [(&str, &str); 1] = [("limit", "100")];

impl FapiClient {
    /// The invitations that the user can accept.
    pub async fn organization_invitations(
        &self,
        session: &SessionId,
    ) -> Result<Answer<Listed<OrganizationInvitation>>, CallError> {
        let call = Call::get(&["me", "organization_invitations"]).within(session);
        self.call(call.asking(&[("status", "pending")]).asking(&FEW)).await
    }

    /// The organizations that the user may ask to join, or asked to.
    pub async fn organization_suggestions(
        &self,
        session: &SessionId,
    ) -> Result<Answer<Listed<OrganizationSuggestion>>, CallError> {
        let call = Call::get(&["me", "organization_suggestions"]).within(session);
        let asked = [("status", "pending"), ("status", "accepted")];
        self.call(call.asking(&asked).asking(&FEW)).await
    }

    /// Accepts an invitation: the user is in the organization then.
    pub async fn accept_organization_invitation(
        &self,
        session: &SessionId,
        id: &InvitationId,
    ) -> Result<Answer<OrganizationInvitation>, CallError> {
        let path = ["me", "organization_invitations", id.as_str(), "accept"];
        self.call(Call::post(&path, Form::default()).within(session)).await
    }

    /// Asks to join an organization.
    pub async fn accept_organization_suggestion(
        &self,
        session: &SessionId,
        id: &SuggestionId,
    ) -> Result<Answer<OrganizationSuggestion>, CallError> {
        let path = ["me", "organization_suggestions", id.as_str(), "accept"];
        self.call(Call::post(&path, Form::default()).within(session)).await
    }

    /// Makes an organization, which the user is in then. Without a slug the server makes one.
    pub async fn create_organization(
        &self,
        session: &SessionId,
        name: &str,
        slug: Option<&str>,
    ) -> Result<Answer<Organization>, CallError> {
        let fields = [("name", Some(name)), ("slug", slug)];
        let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
        self.call(Call::post(&["organizations"], Form::new(fields)).within(session)).await
    }

    /// Takes the user out of an organization.
    pub async fn leave_organization(
        &self,
        session: &SessionId,
        id: &OrganizationId,
    ) -> Result<Answer<Deleted>, CallError> {
        let path = ["me", "organization_memberships", id.as_str()];
        self.call(Call::delete(&path).within(session)).await
    }
}
