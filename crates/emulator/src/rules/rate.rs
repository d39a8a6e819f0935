//! Rate limits: a sliding window of requests for each caller.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

use crate::clock::Timestamp;
use crate::settings::RateLimit;

/// The calls that are limited; each kind is counted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    CreateSignIn,
    Attempt,
}

/// The requests let through in the last seconds.
#[derive(Debug, Default)]
pub(crate) struct RateWindows(HashMap<(Bucket, IpAddr), VecDeque<Timestamp>>);

impl RateWindows {
    /// Lets a request through, or says after how many seconds to try again.
    pub(crate) fn admit(
        &mut self,
        bucket: Bucket,
        caller: IpAddr,
        now: Timestamp,
        limit: RateLimit,
    ) -> Result<(), u64> {
        let window = self.0.entry((bucket, caller)).or_default();
        while window.front().is_some_and(|seen| seen.plus_seconds(limit.seconds) <= now) {
            window.pop_front();
        }
        if window.len() < limit.requests {
            window.push_back(now);
            return Ok(());
        }
        let free_at = window.front().map_or(now, |oldest| oldest.plus_seconds(limit.seconds));
        Err(now.seconds_until(free_at).max(1))
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const LIMIT: RateLimit = RateLimit { requests: 3, seconds: 10 };
    const NOW: Timestamp = Timestamp::from_millis(1_772_000_000_000);
    const CALLER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn the_fourth_request_in_ten_seconds_waits_for_the_first_to_age() {
        let mut windows = RateWindows::default();
        for second in 0..3 {
            assert_eq!(admit(&mut windows, NOW.plus_seconds(second)), Ok(()));
        }
        assert_eq!(admit(&mut windows, NOW.plus_seconds(4)), Err(6));
        assert_eq!(admit(&mut windows, NOW.plus_seconds(10)), Ok(()));
        assert_eq!(admit(&mut windows, NOW.plus_seconds(10)), Err(1));
    }

    #[test]
    fn a_refused_request_does_not_prolong_the_wait() {
        let mut windows = RateWindows::default();
        for _ in 0..20 {
            let _ = admit(&mut windows, NOW);
        }
        assert_eq!(admit(&mut windows, NOW.plus_seconds(10)), Ok(()));
    }

    #[test]
    fn callers_and_buckets_are_counted_apart() {
        let mut windows = RateWindows::default();
        for _ in 0..3 {
            assert_eq!(admit(&mut windows, NOW), Ok(()));
        }
        let other = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
        assert_eq!(windows.admit(Bucket::Attempt, other, NOW, LIMIT), Ok(()));
        assert_eq!(windows.admit(Bucket::CreateSignIn, CALLER, NOW, LIMIT), Ok(()));
    }

    fn admit(windows: &mut RateWindows, now: Timestamp) -> Result<(), u64> {
        windows.admit(Bucket::Attempt, CALLER, now, LIMIT)
    }
}
