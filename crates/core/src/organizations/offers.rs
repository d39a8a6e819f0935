//! What there is to join.

use latchkey_fapi_types::id::{InvitationId, SuggestionId};
use latchkey_fapi_types::organization::{OrganizationInvitation, OrganizationSuggestion};

use crate::failure::Failure;
use crate::ticket::Ticket;

/// The organizations that a person can join, as the server listed them last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offers {
    /// By an invitation.
    pub invitations: Vec<OrganizationInvitation>,
    /// By asking whoever runs them.
    pub suggestions: Vec<OrganizationSuggestion>,
}

/// What is being asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Listing {
    /// The invitations.
    Invitations(Ticket),
    /// The suggestions; these are the invitations.
    Suggestions(Ticket, Vec<OrganizationInvitation>),
    /// The client, to learn whether the session is still there that refused like this.
    Client(Ticket, Failure),
}

impl Offers {
    pub(super) fn invitation(&self, id: &InvitationId) -> Option<&OrganizationInvitation> {
        self.invitations.iter().find(|it| it.id == *id)
    }

    pub(super) fn suggestion(&self, id: &SuggestionId) -> Option<&OrganizationSuggestion> {
        self.suggestions.iter().find(|it| it.id == *id)
    }

    /// The invitation was accepted.
    pub(super) fn joined(&mut self, id: &InvitationId) {
        self.invitations.retain(|it| it.id != *id);
    }

    /// The person asked to join.
    pub(super) fn requested(&mut self, id: &SuggestionId) {
        for it in self.suggestions.iter_mut().filter(|it| it.id == *id) {
            it.status = Some("accepted".to_owned());
        }
    }
}

impl Listing {
    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        match self {
            Self::Invitations(waiting)
            | Self::Suggestions(waiting, _)
            | Self::Client(waiting, _) => *waiting == ticket,
        }
    }
}
