//! Locking an account after wrong passwords and codes (contract: user lockout).

use crate::clock::Timestamp;
use crate::settings::Lockout;

/// The wrong passwords and codes of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Failures {
    pub(crate) count: u32,
    pub(crate) locked_until: Option<Timestamp>,
}

impl Failures {
    /// Until when the user is locked, if the lock has not run out.
    pub(crate) fn locked(self, now: Timestamp) -> Option<Timestamp> {
        self.locked_until.filter(|&until| until > now)
    }

    /// The count after one more failure. It starts again after a lock that has run out.
    #[must_use]
    pub(crate) fn plus_one(self, now: Timestamp, rule: &Lockout) -> Self {
        if !rule.enabled {
            return self;
        }
        let past = if self.locked_until.is_some_and(|until| until <= now) { 0 } else { self.count };
        let count = past.saturating_add(1);
        let locked_until =
            (count >= rule.max_attempts).then(|| now.plus_seconds(rule.minutes.saturating_mul(60)));
        Self { count, locked_until }
    }

    /// Tries left before the lock.
    pub(crate) fn remaining(self, now: Timestamp, rule: &Lockout) -> u32 {
        if self.locked_until.is_some_and(|until| until <= now) {
            return rule.max_attempts;
        }
        rule.max_attempts.saturating_sub(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Lockout = Lockout { enabled: true, max_attempts: 10, minutes: 60 };
    const NOW: Timestamp = Timestamp::from_millis(1_772_000_000_000);

    #[test]
    fn the_tenth_failure_locks_for_an_hour() {
        let nine = fail(9);
        assert_eq!((nine.locked(NOW), nine.remaining(NOW, &RULE)), (None, 1));
        assert_eq!(fail(10).locked(NOW), Some(NOW.plus_seconds(3600)));
    }

    #[test]
    fn the_lock_ends_by_itself_and_counting_starts_again() {
        let later = NOW.plus_seconds(3600);
        let locked = fail(10);
        assert_eq!((locked.locked(later), locked.remaining(later, &RULE)), (None, 10));
        assert_eq!(locked.plus_one(later, &RULE), Failures { count: 1, locked_until: None });
    }

    #[test]
    fn nothing_is_counted_while_the_rule_is_off() {
        let rule = Lockout { enabled: false, ..RULE };
        assert_eq!(Failures::default().plus_one(NOW, &rule), Failures::default());
    }

    fn fail(times: u32) -> Failures {
        (0..times).fold(Failures::default(), |failures, _| failures.plus_one(NOW, &RULE))
    }
}
