//! Verifications by code.

use super::ApiError;

impl ApiError {
    pub(crate) fn verification_expired() -> Self {
        Self::new(
            400,
            "verification_expired",
            "expired",
            "This verification has expired. You must create a new one.",
        )
    }

    pub(crate) fn verification_failed() -> Self {
        Self::new(
            400,
            "verification_failed",
            "failed",
            "Too many failed attempts. You have to try again with the same or another method.",
        )
    }

    pub(crate) fn verification_already_verified() -> Self {
        Self::new(
            400,
            "verification_already_verified",
            "already verified",
            "This verification has already been verified.",
        )
    }

    pub(crate) fn verification_missing() -> Self {
        Self::new(
            400,
            "verification_missing",
            "is missing",
            "This strategy requires verification preparation before attempting to validate it.",
        )
    }

    pub(crate) fn verification_strategy() -> Self {
        Self::new(
            400,
            "verification_strategy_invalid",
            "has invalid strategy",
            "The strategy is not valid for the current verification.",
        )
    }

    pub(crate) fn resend_too_soon(seconds: u64) -> Self {
        let mut error = Self::new(
            429,
            "verification_code_too_many_requests",
            "Too many requests",
            "A code was sent a moment ago. Wait before asking for another one.",
        );
        error.retry_after = Some(seconds);
        error
    }
}
