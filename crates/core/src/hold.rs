//! Waits that the server asks for.

use std::time::Duration;

use crate::time::Timestamp;

/// A wait that the server asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Whether the account is locked, rather than the device too fast.
    pub locked: bool,
    /// Until when; none where the server did not say.
    pub until: Option<Timestamp>,
    /// Whom it concerns, for a lock; empty for the user who is signed in.
    pub identifier: String,
}

impl Hold {
    /// A wait of the user who is signed in.
    pub(crate) fn of_user(locked: bool, wait: Option<Duration>, now: Timestamp) -> Self {
        Self { locked, until: wait.map(|wait| now.plus(wait)), identifier: String::new() }
    }

    /// Whether the server did not say when it ends. It holds until the account is known anew; if it
    /// is locked still, the next refusal says so.
    pub(crate) fn is_endless(&self) -> bool {
        self.until.is_none()
    }

    /// Whether it still holds back this identifier.
    pub fn applies(&self, identifier: &str, now: Timestamp) -> bool {
        let concerned = !self.locked || self.identifier == identifier;
        concerned && self.until.is_none_or(|until| until > now)
    }
}
