//! Messages with codes. None leaves the emulator: they go to its inbox.

use serde::Serialize;

/// An email or SMS with a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Counts up.
    pub id: i64,
    /// `email` or `sms`.
    pub channel: String,
    /// The address or number.
    pub to: String,
    /// The six digits.
    pub code: String,
    /// What the code is for, by the strategy's name.
    pub strategy: String,
    /// Milliseconds since the epoch.
    pub sent_at: i64,
}
