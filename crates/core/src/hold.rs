//! Waits that the server asks for: how long they are, whom they hold back, and which of them
//! survives a restart.

use std::time::Duration;

use crate::time::{Instant, Timestamp};

/// Another code to the same place is refused for this long (contract §4.4 and §8).
pub const RESEND_WAIT: Duration = Duration::from_secs(30);

/// The rate limits are windows of ten seconds (contract, system limits). It is the wait after a
/// refusal that names none.
pub const RATE_LIMIT_WINDOW: Duration = Duration::from_secs(10);

/// After this long a locked account may be tried again: the server says itself if it is locked still.
const LONGEST_LOCK: Duration = Duration::from_hours(24);

/// A wait that the server asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// This device asks too often.
    TooFast(Duration),
    /// The account is locked; for how long, where the server says so.
    Locked(Option<Duration>),
}

/// A wait of a device that asks too often, within reason: a second to an hour.
pub(crate) fn bounded(wait: Duration) -> Duration {
    wait.clamp(Duration::from_secs(1), Duration::from_hours(1))
}

/// A wait that the server asked for, while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    locked: bool,
    /// When the server said that it ends.
    until: Option<Instant>,
    /// When it ends at the latest: where the server names no end, it may be asked again.
    latest: Instant,
    identifier: String,
}

impl Hold {
    fn new(wait: Wait, identifier: &str, now: Instant) -> Self {
        let (locked, wait) = match wait {
            Wait::TooFast(wait) => (false, Some(bounded(wait))),
            Wait::Locked(wait) => (true, wait.map(|wait| wait.min(LONGEST_LOCK))),
        };
        let until = wait.map(|wait| now.plus(wait));
        let latest = until.unwrap_or_else(|| now.plus(LONGEST_LOCK));
        Self { locked, until, latest, identifier: identifier.to_owned() }
    }

    /// A wait that an earlier run of the application left behind.
    pub fn resumed(locked: bool, remaining: Duration, identifier: &str, now: Instant) -> Self {
        let wait = if locked { Wait::Locked(Some(remaining)) } else { Wait::TooFast(remaining) };
        Self::new(wait, identifier, now)
    }

    /// Whether the account is locked, rather than the device too fast.
    pub fn is_lock(&self) -> bool {
        self.locked
    }

    /// How long it still runs; none where the server did not say when it ends.
    pub fn remaining(&self, now: Instant) -> Option<Duration> {
        self.until.map(|until| until.remaining(now))
    }

    /// Whom it concerns, for a lock; empty for the user who is signed in.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Whether it still holds back this identifier.
    pub fn applies(&self, identifier: &str, now: Instant) -> bool {
        let concerned = !self.locked || self.identifier == identifier;
        concerned && self.latest > now
    }
}

/// The wait of the user who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UserHold(Option<Hold>);

impl UserHold {
    pub(crate) fn current(&self, now: Instant) -> Option<&Hold> {
        self.0.as_ref().filter(|hold| hold.applies("", now))
    }

    /// Begins the wait that a failure asks for, if it asks for one.
    pub(crate) fn begin(&mut self, wait: Option<Wait>, now: Instant) {
        if let Some(wait) = wait {
            self.0 = Some(Hold::new(wait, "", now));
        }
    }

    /// The server said anew how the client stands: a lock without an end may be over. If it is not,
    /// the next refusal says so.
    pub(crate) fn client_known(&mut self) {
        self.0.take_if(|hold| hold.until.is_none());
    }
}

impl Wait {
    /// The wait of whoever signs in with this identifier.
    pub(crate) fn hold(self, identifier: &str, now: Instant) -> Hold {
        Hold::new(self, identifier, now)
    }
}

/// When a wait began and when it ends, on the wall clock: all that is left of it after a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SavedWait {
    /// When it began.
    pub began: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

impl SavedWait {
    /// How long it still runs. It is over where the clock now stands before its beginning: the clock
    /// was wrong then, or is wrong now, and the server says itself if the wait is not over.
    pub fn remaining(self, now: Timestamp) -> Option<Duration> {
        (self.began <= now && now < self.until).then(|| self.until.remaining(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_start(Duration::from_hours(1));

    #[test]
    fn a_wait_is_bounded() {
        let secs = Duration::from_secs;
        for (wait, expected) in [
            (Wait::TooFast(secs(0)), secs(1)),
            (Wait::TooFast(secs(7)), secs(7)),
            (Wait::TooFast(Duration::MAX), Duration::from_hours(1)),
            (Wait::Locked(Some(secs(1_800))), secs(1_800)),
            (Wait::Locked(Some(Duration::MAX)), Duration::from_hours(24)),
        ] {
            assert_eq!(wait.hold("", NOW).remaining(NOW), Some(expected), "{wait:?}");
        }
        let endless = Wait::Locked(None).hold("", NOW);
        assert_eq!(endless.remaining(NOW), None);
        assert!(endless.applies("", NOW.plus(Duration::from_hours(23))));
        assert!(!endless.applies("", NOW.plus(Duration::from_hours(24))));
        let kept = Hold::resumed(false, Duration::from_hours(99), "a", NOW);
        assert_eq!(kept.remaining(NOW), Some(Duration::from_hours(1)));
    }

    #[test]
    fn a_saved_wait_holds_until_its_end() {
        let began = Timestamp::from_millis(1_772_000_000_000);
        let saved = SavedWait { began, until: began.plus(Duration::from_secs(10)) };
        assert_eq!(saved.remaining(began), Some(Duration::from_secs(10)));
        let later = began.plus(Duration::from_secs(9));
        assert_eq!(saved.remaining(later), Some(Duration::from_secs(1)));
        assert_eq!(saved.remaining(saved.until), None);
    }

    #[test]
    fn a_corrected_clock_frees_a_saved_wait() {
        let right = Timestamp::from_millis(1_772_000_000_000);
        let an_hour_fast = right.plus(Duration::from_hours(1));
        let saved =
            SavedWait { began: an_hour_fast, until: an_hour_fast.plus(Duration::from_secs(10)) };
        assert_eq!(saved.remaining(right), None);
    }
}
