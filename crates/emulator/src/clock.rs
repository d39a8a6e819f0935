//! The clock of the emulator, which tests can move.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A moment, in milliseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment this many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch, the unit of every time in a JSON answer.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, the unit of JWT claims.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment moved by some seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Whole seconds from this moment until `later`, rounded up, never negative.
    pub fn seconds_until(self, later: Self) -> u64 {
        let millis = later.0.saturating_sub(self.0).max(0);
        u64::try_from(millis).unwrap_or(0).div_ceil(1000)
    }

    /// Whole minutes from `earlier` until this moment, never negative.
    pub fn minutes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).max(0) / 60_000
    }
}

/// Real time plus an offset that tests move. Clones share the offset.
#[derive(Debug, Clone, Default)]
pub struct EmulatorClock {
    offset_millis: Arc<AtomicI64>,
}

impl EmulatorClock {
    /// A clock that shows real time.
    pub fn new() -> Self {
        Self::default()
    }

    /// The time now, as every rule of the emulator sees it.
    pub fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the home of the emulator's clock")]
        let real = SystemTime::now();
        let since_epoch = real.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let millis = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX);
        Timestamp(millis.saturating_add(self.offset_millis.load(Ordering::Relaxed)))
    }

    /// Moves the clock by some seconds, backwards when negative.
    pub fn advance_seconds(&self, seconds: i64) {
        self.offset_millis.fetch_add(seconds.saturating_mul(1000), Ordering::Relaxed);
    }

    /// Goes back to real time.
    pub fn reset(&self) {
        self.offset_millis.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_move_together() {
        let clock = EmulatorClock::new();
        let other = clock.clone();
        let before = clock.now();
        other.advance_seconds(600);
        assert!(clock.now() >= before.plus_seconds(600));
    }

    #[test]
    fn remaining_seconds_round_up_and_never_go_below_zero() {
        let now = Timestamp::from_millis(10_000);
        assert_eq!(now.seconds_until(Timestamp::from_millis(10_001)), 1);
        assert_eq!(now.seconds_until(Timestamp::from_millis(9_000)), 0);
    }
}
