//! What a machine of somebody who is signed in goes by.

use latchkey_fapi_types::client::FactorVerificationAge;
use latchkey_fapi_types::enums::TaskKey;
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::{OrganizationId, SessionId};
use latchkey_fapi_types::user::User;

use crate::hold::UserHold;
use crate::ticket::Tickets;
use crate::time::{Instant, Timestamp};

/// What is known of a session and its account at the time of an event. It comes from the client that
/// the caller holds, and is no part of any state.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The session. Answers about the client are read for this one alone.
    pub session: &'a SessionId,
    /// The user as the server last said; none where the session came without.
    pub user: Option<&'a User>,
    /// What the instance offers.
    pub environment: &'a Environment,
    /// The organization that the session is used for; none while it is used for the person alone.
    pub organization: Option<&'a OrganizationId>,
    /// What the session is pending on; none where it is active.
    pub task: Option<&'a TaskKey>,
    /// How long ago the factors were proven, when the server last said so.
    pub age: Option<FactorVerificationAge>,
    /// When the server last said so, and how the client stands; none if it did not in this run.
    pub known_at: Option<Instant>,
    /// The time on the server's clock, as far as that is known: what the server says ends is compared
    /// with it.
    pub wall: Timestamp,
}

impl Facts<'_> {
    /// Whether the session is pending until a second factor is set up.
    pub fn setup_required(&self) -> bool {
        self.task == Some(&TaskKey::SetupMfa)
    }

    /// Whether the server said in this run how things stand. Until it has, nothing is changed.
    pub(crate) fn are_fresh(&self) -> bool {
        self.known_at.is_some()
    }
}

/// What comes with every event of a machine of somebody who is signed in.
pub(crate) struct Context<'a> {
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) now: Instant,
    pub(crate) tickets: &'a mut Tickets,
    pub(crate) hold: &'a mut UserHold,
    /// Whether a step-up is open, or a change under way that is not the part's own. While it is, no
    /// other change may begin.
    pub(crate) blocked: bool,
}

impl Context<'_> {
    /// Whether the server asked for a wait that is not over.
    pub(crate) fn is_held(&self) -> bool {
        self.hold.current(self.now).is_some()
    }

    /// Whether it is this device that asks too often. A lock of the account holds back proofs and changes,
    /// and no look at it.
    pub(crate) fn is_rate_limited(&self) -> bool {
        self.hold.current(self.now).is_some_and(|hold| !hold.is_lock())
    }
}
