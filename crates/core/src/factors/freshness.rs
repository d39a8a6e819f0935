//! Whether the last proof of a factor still counts for sensitive changes.

use std::time::Duration;

use crate::context::Facts;
use crate::time::Instant;

/// How long a proof counts (contract §6.2).
const LIMIT: Duration = Duration::from_mins(10);

/// Whether the last proof of a factor still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// None is asked for: the instance does not, or the session has only just begun.
    NotAsked,
    /// It counts.
    Fresh {
        /// For how long still, at most: the server tells its age in whole minutes.
        remaining: Duration,
    },
    /// It is too old, or the strongest factor was never proven in this session.
    Stale,
    /// The server did not say.
    Unknown,
}

/// Whether the last proof of the user's strongest factor still counts. A second factor that this
/// session never proved was enrolled elsewhere and counts as stale.
pub fn freshness(facts: &Facts<'_>, now: Instant) -> Freshness {
    if !facts.environment.auth.reverification || facts.setup_required() {
        return Freshness::NotAsked;
    }
    let (Some(user), Some(age), Some(known_at)) = (facts.user, facts.age, facts.known_at) else {
        return Freshness::Unknown;
    };
    let minutes = if user.two_factor_enabled { age.second_factor } else { age.first_factor };
    let Some(minutes) = minutes else { return Freshness::Stale };
    let age = Duration::from_secs(minutes.saturating_mul(60));
    let age = age.saturating_add(now.since(known_at));
    match LIMIT.saturating_sub(age) {
        Duration::ZERO => Freshness::Stale,
        remaining => Freshness::Fresh { remaining },
    }
}
