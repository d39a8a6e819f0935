//! Whether a form can be sent now: what the view says, and the countdown since it arrived.

use latchkey_ipc::error::{ErrorCode, Problem};
use latchkey_ipc::view::{Activity, HoldReason};

/// Whether a form can be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// It can.
    Open,
    /// It could not, and the wait has just ended on this page.
    Reopened,
    /// A request is under way.
    Busy,
    /// It has to wait.
    Held {
        /// Why.
        reason: HoldReason,
        /// The whole wait in seconds, as this page saw it begin.
        total: u64,
        /// Seconds still to wait; never zero.
        left: u64,
    },
    /// It has to wait, for an unknown time.
    Locked,
}

impl Gate {
    /// What the view says, `left` seconds before the end of the wait.
    pub(crate) fn new(activity: Activity, left: u64) -> Self {
        match activity {
            Activity::Idle => Self::Open,
            Activity::Busy => Self::Busy,
            Activity::Held { .. } if left == 0 => Self::Reopened,
            Activity::Held { reason, remaining_ms } => {
                Self::Held { reason, total: remaining_ms.div_ceil(1000), left }
            }
            Activity::Locked => Self::Locked,
        }
    }

    /// The gate for another account: a lock concerns one alone.
    pub(crate) fn without_lock(self) -> Self {
        match self {
            Self::Locked | Self::Held { reason: HoldReason::Locked, .. } => Self::Reopened,
            Self::Open
            | Self::Reopened
            | Self::Busy
            | Self::Held { reason: HoldReason::RateLimited, .. } => self,
        }
    }

    /// True when the form can be sent.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Reopened)
    }

    /// True when it can be asked how things stand: a lock of the account does not forbid that.
    pub(crate) fn may_ask(self) -> bool {
        match self {
            Self::Open | Self::Reopened | Self::Locked => true,
            Self::Held { reason, .. } => reason == HoldReason::Locked,
            Self::Busy => false,
        }
    }

    /// True while a request is under way.
    pub(crate) fn is_busy(self) -> bool {
        self == Self::Busy
    }

    /// The problem to show: none while the next request is under way, so that the same one is
    /// announced again when it comes back; and no 'wait' once the wait is over.
    pub(crate) fn shown(self, problem: Option<&Problem>) -> Option<Problem> {
        let problem = problem?;
        let outdated = match self {
            Self::Busy => true,
            Self::Reopened => asks_to_wait(problem.code),
            Self::Open | Self::Held { .. } | Self::Locked => false,
        };
        (!outdated).then(|| problem.clone())
    }

    /// The value of `data-state` for automation.
    pub(crate) fn page_state(self, problem: Option<&Problem>) -> &'static str {
        match self {
            Self::Busy => BUSY,
            Self::Held { .. } | Self::Locked => ERROR,
            Self::Open | Self::Reopened => {
                if self.shown(problem).is_some() {
                    ERROR
                } else {
                    READY
                }
            }
        }
    }
}

/// Nothing is known yet.
pub(crate) const LOADING: &str = "loading";
/// The page can be used.
pub(crate) const READY: &str = "ready";
/// A request is under way.
pub(crate) const BUSY: &str = "busy";
/// Something failed, or has to wait.
pub(crate) const ERROR: &str = "error";

fn asks_to_wait(code: ErrorCode) -> bool {
    code == ErrorCode::TooManyRequests
        || code == ErrorCode::VerificationCodeTooManyRequests
        || code == ErrorCode::UserLocked
        || code == ErrorCode::UserLockedForGood
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELD: Activity = Activity::Held { reason: HoldReason::RateLimited, remaining_ms: 10_000 };

    #[test]
    fn a_wait_gives_the_form_back_at_its_end() {
        assert!(!Gate::new(HELD, 1).is_open());
        assert!(Gate::new(HELD, 0).is_open());
        assert!(!Gate::new(Activity::Locked, 0).is_open());
    }

    #[test]
    fn a_lock_lets_another_account_in_and_a_rate_limit_does_not() {
        let locked = Activity::Held { reason: HoldReason::Locked, remaining_ms: 10_000 };
        assert!(Gate::new(locked, 5).without_lock().is_open());
        assert!(Gate::new(Activity::Locked, 0).without_lock().is_open());
        assert!(!Gate::new(HELD, 5).without_lock().is_open());
        assert!(!Gate::new(Activity::Busy, 0).without_lock().is_open());
    }

    #[test]
    fn the_request_to_wait_goes_with_the_wait_and_other_problems_stay() {
        let wait = problem(ErrorCode::TooManyRequests);
        let wrong = problem(ErrorCode::FormCodeIncorrect);
        assert_eq!(Gate::new(HELD, 5).page_state(Some(&wait)), ERROR);
        assert_eq!(Gate::new(HELD, 0).page_state(Some(&wait)), READY);
        assert_eq!(Gate::new(HELD, 0).page_state(Some(&wrong)), ERROR);
    }

    #[test]
    fn a_problem_is_not_shown_while_the_next_request_is_under_way() {
        let wrong = problem(ErrorCode::FormCodeIncorrect);
        assert_eq!(Gate::Busy.shown(Some(&wrong)), None);
        assert_eq!(Gate::Busy.page_state(Some(&wrong)), BUSY);
        assert_eq!(Gate::Open.shown(Some(&wrong)), Some(wrong));
    }

    fn problem(code: ErrorCode) -> Problem {
        Problem { code, field: None, detail: None, trace_id: None }
    }
}
