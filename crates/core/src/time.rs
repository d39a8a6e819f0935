//! Moments, as the core is told them: on a clock that only runs forward, and on the wall.

use std::time::Duration;

/// A moment of this run, on a clock that nobody can set. Everything that is waited for or measured
/// within a run uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// The moment this long after the start of the clock, which the caller chooses.
    pub const fn from_start(passed: Duration) -> Self {
        Self(passed)
    }

    /// The moment this much later; the end of time where there is no such moment.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration))
    }

    /// How long from `now` until this moment; zero once it has passed.
    pub fn remaining(self, now: Self) -> Duration {
        self.0.saturating_sub(now.0)
    }

    /// How long it is since an earlier moment; zero for a later one.
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

/// A moment on the wall clock, which people and networks set: milliseconds since 1970-01-01 UTC, the
/// unit of every time on Clerk's wire. Only what is shown, sent or kept over a restart uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment this many milliseconds after 1970-01-01 UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// The moment this much later; the end of time where there is no such moment.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long from `now` until this moment; zero once it has passed.
    pub fn remaining(self, now: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(now.0)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_that_has_passed_leaves_nothing_to_wait() {
        let then = Timestamp::from_millis(1_000);
        assert_eq!(then.remaining(Timestamp::from_millis(4_000)), Duration::ZERO);
        assert_eq!(then.plus(Duration::from_secs(5)).remaining(then), Duration::from_secs(5));
        let then = Instant::from_start(Duration::from_secs(1));
        let later = then.plus(Duration::from_secs(5));
        assert_eq!(then.remaining(later), Duration::ZERO);
        assert_eq!(later.remaining(then), Duration::from_secs(5));
        assert_eq!(later.since(then), Duration::from_secs(5));
        assert_eq!(then.since(later), Duration::ZERO);
    }
}
