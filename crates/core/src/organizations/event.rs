//! What goes into the machine and what comes out.

use latchkey_fapi_types::id::{InvitationId, OrganizationId, SuggestionId};
use latchkey_fapi_types::organization::{
    Organization, OrganizationInvitation, OrganizationSuggestion,
};

/// What a person asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The person wants to see again what there is to join.
    Refresh,
    /// The person wants this changed.
    Ask(Change),
}

/// A change of the organizations of a user, or of which one the session is used for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Using the session for this organization; none for the person alone.
    Select(Option<OrganizationId>),
    /// Accepting an invitation. A session that waits for an organization is used for that one then.
    Join(InvitationId),
    /// Asking to join.
    Request(SuggestionId),
    /// Making an organization, and using the session for it.
    Create {
        /// What it is to be called.
        name: String,
        /// Its name in addresses; none to leave that to the server.
        slug: Option<String>,
    },
    /// No longer being in this organization.
    Leave(OrganizationId),
}

/// A call of the Frontend API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// `GET /me/organization_invitations`
    Invitations,
    /// `GET /me/organization_suggestions`
    Suggestions,
    /// `POST /client/sessions/{id}/touch`
    Select(Option<OrganizationId>),
    /// `POST /me/organization_invitations/{id}/accept`
    Join(InvitationId),
    /// `POST /me/organization_suggestions/{id}/accept`
    Request(SuggestionId),
    /// `POST /organizations`
    Create {
        /// What it is to be called.
        name: String,
        /// Its name in addresses.
        slug: Option<String>,
    },
    /// `DELETE /me/organization_memberships/{id}`
    Leave(OrganizationId),
}

/// What an answered call brought.
#[derive(Debug)]
pub enum Reply {
    /// To [`Call::Invitations`].
    Invitations(Vec<OrganizationInvitation>),
    /// To [`Call::Suggestions`].
    Suggestions(Vec<OrganizationSuggestion>),
    /// To [`Call::Create`].
    Created(Organization),
    /// To any other call.
    Done,
}

/// What an event brought that is worth telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The session is used for another organization, or for the person alone.
    Selected,
    /// The person is in an organization more.
    Joined,
    /// The person asked to join.
    Requested,
    /// The person is in an organization less.
    Left,
}
