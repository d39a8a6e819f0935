//! Whether a form can be sent.

use serde::{Deserialize, Serialize};

/// Whether a form can be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activity {
    /// It can.
    Idle,
    /// A request is under way.
    Busy,
    /// The server asked to wait.
    Held {
        /// Why.
        reason: HoldReason,
        /// How long still, in milliseconds, at the moment the view was made.
        remaining_ms: u64,
    },
    /// The account is locked and the server did not say until when.
    Locked,
}

/// Why a form has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoldReason {
    /// Too many requests (429).
    RateLimited,
    /// Too many failed attempts: the account is locked (403 `user_locked`).
    Locked,
}
