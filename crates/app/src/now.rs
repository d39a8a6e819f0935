//! This moment, on both clocks.

use latchkey_core::time::{Instant, Timestamp};

/// This moment, on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Now {
    /// The time of day.
    pub(crate) wall: Timestamp,
    /// The clock that nobody can set.
    pub(crate) instant: Instant,
}
