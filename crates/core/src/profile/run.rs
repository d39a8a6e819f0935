//! The change under way, of which there is one at a time, and the one that waits for a proof.

use super::call::{Call, Change};
use crate::effect;
use crate::failure::Failure;
use crate::settling::WaitsFor;
use crate::ticket::Ticket;

/// A change whose call went out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) call: Call,
    /// Whether a step-up was made for it. There is never a second one.
    pub(super) proven: bool,
    pub(super) waits_for: WaitsFor,
}

/// A change that goes on once a factor is proven.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deferred(pub(super) Call);

/// What has to be done for the profile.
pub(crate) type Next = effect::Next<Call, Deferred>;

impl Deferred {
    /// The change that waits for the proof.
    pub(crate) fn change(&self) -> Change {
        self.0.change()
    }
}

impl Run {
    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        self.waits_for.awaits(ticket)
    }

    /// Whether the account is deleted if the session goes now: the server may have done what it was
    /// asked. After a refusal it has not.
    pub(super) fn may_have_deleted(&self) -> bool {
        self.waits_for.may_have_happened() && self.call == Call::DeleteUser
    }
}

/// Whether the client may explain this failure: the answer was lost, or the server knows more of the
/// account than we do.
pub(super) fn wants_client(call: &Call, failure: &Failure) -> bool {
    let explained = match call {
        Call::CreateEmail(_) => "form_identifier_exists",
        Call::PrepareEmail(_) | Call::AttemptEmail(..) => "verification_already_verified",
        Call::DeletePicture => "image_not_found",
        Call::SetPicture { .. }
        | Call::SetName { .. }
        | Call::SetUsername(_)
        | Call::SetPrimaryEmail(_)
        | Call::DeleteEmail(_)
        | Call::SetPrimaryPhone(_)
        | Call::DeleteUser => "",
    };
    failure.is_lost() || failure.doubts_session() || failure.code() == Some(explained)
}
