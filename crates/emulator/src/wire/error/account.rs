//! Changing the account, and proving again that one may (contract §6 and §7).

use super::ApiError;

impl ApiError {
    pub(crate) fn no_password_set() -> Self {
        let text = "This user does not have a password set for their account.";
        Self::new(400, "no_password_set", "no password set", text)
    }

    pub(crate) fn password_required() -> Self {
        let text = "Your account must have a password. It can be changed, but not removed.";
        Self::new(400, "password_required", "password required", text)
    }

    pub(crate) fn user_delete_self_not_enabled() -> Self {
        Self::new(
            403,
            "user_delete_self_not_enabled",
            "not enabled",
            "Users of this instance cannot delete their own account.",
        )
    }

    pub(crate) fn verification_needed(param: &str) -> Self {
        let long = format!("{param} must be verified first.");
        Self::form("form_verification_needed", param, "is unverified", &long)
    }

    /// The other way to say that a password is wrong (correction 16).
    pub(crate) fn password_validation_failed(param: &str) -> Self {
        let text = "Incorrect password. Please try again.";
        Self::form("form_password_validation_failed", param, text, text)
    }

    /// No meta: the real one has none either (contract §6.1).
    pub(crate) fn session_reverification_required() -> Self {
        Self::new(
            403,
            "session_reverification_required",
            "Reverification required",
            "You need to provide additional verification to perform this operation",
        )
    }

    pub(crate) fn session_reverification_missing() -> Self {
        Self::same(
            400,
            "session_reverification_missing",
            "You need to start a new session verification flow first",
        )
    }

    pub(crate) fn session_reverification_action(action: &str, status: &str) -> Self {
        Self::new(
            400,
            "invalid_action_for_session_reverification",
            "Invalid action for session reverification",
            &format!(
                "We were unable to {action} for this session, as it's not ready for that. Its \
                 reverification is in status {status}."
            ),
        )
    }
}
