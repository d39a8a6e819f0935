//! How far a reverification is: its level decides which factors it asks for.

use crate::rules::code::{CodeStatus, Verification};
use crate::rules::strategy::Strategy;

/// Which factors have to be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    First,
    Second,
    Multi,
}

/// Which factor comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    NeedsFirstFactor,
    NeedsSecondFactor,
    Complete,
}

/// One reverification of a session.
#[derive(Debug, Clone)]
pub(crate) struct Reverification {
    pub(crate) id: String,
    pub(crate) session_id: String,
    pub(crate) level: Level,
    pub(crate) status: Status,
    pub(crate) first: Option<Verification>,
    pub(crate) second: Option<Verification>,
}

impl Level {
    const ALL: [Self; 3] = [Self::First, Self::Second, Self::Multi];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::First => "first_factor",
            Self::Second => "second_factor",
            Self::Multi => "multi_factor",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }

    /// The level itself, or the first one for a user without a second factor (description of `POST …/verify`).
    fn reachable(self, has_second_factor: bool) -> Self {
        if has_second_factor { self } else { Self::First }
    }
}

impl Status {
    const ALL: [Self; 3] = [Self::NeedsFirstFactor, Self::NeedsSecondFactor, Self::Complete];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::NeedsFirstFactor => "needs_first_factor",
            Self::NeedsSecondFactor => "needs_second_factor",
            Self::Complete => "complete",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

impl Reverification {
    pub(crate) fn new(
        id: String,
        session_id: String,
        wanted: Level,
        has_second_factor: bool,
    ) -> Self {
        let level = wanted.reachable(has_second_factor);
        let status = match level {
            Level::First | Level::Multi => Status::NeedsFirstFactor,
            Level::Second => Status::NeedsSecondFactor,
        };
        Self { id, session_id, level, status, first: None, second: None }
    }

    /// Moves on after a factor was verified.
    pub(crate) fn advance(&mut self) {
        self.status = match (self.status, self.level) {
            (Status::NeedsFirstFactor, Level::Multi) => Status::NeedsSecondFactor,
            (Status::NeedsFirstFactor, Level::First | Level::Second)
            | (Status::NeedsSecondFactor | Status::Complete, _) => Status::Complete,
        };
    }
}

/// Whether the right code of a strategy was given before; it cannot be given again.
pub(crate) fn is_verified_by_code(verification: Option<&Verification>, strategy: Strategy) -> bool {
    match verification {
        Some(Verification::Code(check)) => {
            check.strategy == strategy && check.status == CodeStatus::Verified
        }
        Some(Verification::Proved { .. } | Verification::External(_)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_asks_for_its_factors_one_after_the_other() {
        use Status::{Complete, NeedsFirstFactor, NeedsSecondFactor};
        for (level, steps) in [
            (Level::First, &[NeedsFirstFactor, Complete][..]),
            (Level::Second, &[NeedsSecondFactor, Complete]),
            (Level::Multi, &[NeedsFirstFactor, NeedsSecondFactor, Complete]),
        ] {
            let mut reverification = begin(level, true);
            for status in steps {
                assert_eq!(reverification.status, *status, "{level:?}");
                reverification.advance();
            }
        }
    }

    #[test]
    fn without_a_second_factor_every_level_is_the_first() {
        for level in Level::ALL {
            let reverification = begin(level, false);
            assert_eq!(
                (reverification.level, reverification.status),
                (Level::First, Status::NeedsFirstFactor)
            );
        }
    }

    fn begin(level: Level, has_second_factor: bool) -> Reverification {
        Reverification::new("sver_1".to_owned(), "sess_1".to_owned(), level, has_second_factor)
    }
}
