//! A verification: a factor that was proved, or a code that was sent and is not proved yet.

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::external::ExternalCheck;
use super::strategy::Strategy;
use crate::clock::Timestamp;

/// The code of every test address (contract: test mode).
pub(crate) const TEST_CODE: &str = "424242";

/// The state of one factor of a sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Verification {
    /// Proved on the spot: password, TOTP or backup code.
    Proved { strategy: Strategy },
    /// A code that was sent.
    Code(CodeCheck),
    /// Somebody else who was asked.
    External(ExternalCheck),
}

/// A code that was sent, and the attempts to give it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CodeCheck {
    pub(crate) strategy: Strategy,
    pub(crate) target_id: String,
    pub(crate) code: String,
    pub(crate) attempts: u32,
    pub(crate) expire_at: i64,
    pub(crate) status: CodeStatus,
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CodeStatus {
    Unverified,
    Verified,
    Failed,
}

/// The answer to one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeOutcome {
    Right,
    Wrong,
    Expired,
    Failed,
    AlreadyVerified,
}

impl CodeCheck {
    pub(crate) fn new(
        strategy: Strategy,
        target_id: &str,
        code: String,
        now: Timestamp,
        lifetime_seconds: i64,
    ) -> Self {
        Self {
            strategy,
            target_id: target_id.to_owned(),
            code,
            attempts: 0,
            expire_at: now.plus_seconds(lifetime_seconds).millis(),
            status: CodeStatus::Unverified,
        }
    }

    /// The status on the wire at a moment.
    pub(crate) fn status_at(&self, now: Timestamp) -> &'static str {
        match self.status {
            CodeStatus::Verified => "verified",
            CodeStatus::Failed => "failed",
            CodeStatus::Unverified if self.is_expired(now) => "expired",
            CodeStatus::Unverified => "unverified",
        }
    }

    /// Tries a code. After `max_attempts` wrong ones every further one is refused.
    pub(crate) fn attempt(
        &mut self,
        given: &str,
        now: Timestamp,
        max_attempts: u32,
    ) -> CodeOutcome {
        match self.status {
            CodeStatus::Verified => return CodeOutcome::AlreadyVerified,
            CodeStatus::Failed => return CodeOutcome::Failed,
            CodeStatus::Unverified => {}
        }
        if self.is_expired(now) {
            return CodeOutcome::Expired;
        }
        self.attempts = self.attempts.saturating_add(1);
        if bool::from(self.code.as_bytes().ct_eq(given.as_bytes())) {
            self.status = CodeStatus::Verified;
            CodeOutcome::Right
        } else {
            if self.attempts >= max_attempts {
                self.status = CodeStatus::Failed;
            }
            CodeOutcome::Wrong
        }
    }

    fn is_expired(&self, now: Timestamp) -> bool {
        now.millis() > self.expire_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_772_000_000_000);

    #[test]
    fn a_wrong_code_keeps_the_attempt_open() {
        let mut check = check();
        assert_eq!(check.attempt("000000", START, 5), CodeOutcome::Wrong);
        assert_eq!(check.attempt("123456", START, 5), CodeOutcome::Right);
    }

    #[test]
    fn a_code_works_once() {
        let mut check = check();
        assert_eq!(check.attempt("123456", START, 5), CodeOutcome::Right);
        assert_eq!(check.attempt("123456", START, 5), CodeOutcome::AlreadyVerified);
    }

    #[test]
    fn too_many_wrong_codes_spoil_the_right_one() {
        let mut check = check();
        for _ in 0..5 {
            assert_eq!(check.attempt("000000", START, 5), CodeOutcome::Wrong);
        }
        assert_eq!(check.attempt("123456", START, 5), CodeOutcome::Failed);
    }

    #[test]
    fn a_code_expires_after_ten_minutes() {
        let mut check = check();
        assert_eq!(check.status_at(START.plus_seconds(600)), "unverified");
        assert_eq!(check.status_at(START.plus_seconds(601)), "expired");
        assert_eq!(check.attempt("123456", START.plus_seconds(601), 5), CodeOutcome::Expired);
        assert_eq!(check.attempt("123456", START.plus_seconds(600), 5), CodeOutcome::Right);
    }

    fn check() -> CodeCheck {
        CodeCheck::new(Strategy::EmailCode, "idn_1", "123456".to_owned(), START, 600)
    }
}
