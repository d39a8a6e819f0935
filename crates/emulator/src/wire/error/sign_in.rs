//! Signing in (contract §4).

use serde_json::json;

use super::ApiError;
use crate::clock::Timestamp;

impl ApiError {
    pub(crate) fn identifier_not_found() -> Self {
        let text = "Couldn't find your account.";
        Self::form("form_identifier_not_found", "identifier", text, text)
    }

    pub(crate) fn password_incorrect() -> Self {
        let text = "Password is incorrect. Try again, or use another method.";
        Self::form("form_password_incorrect", "password", text, text)
    }

    pub(crate) fn password_or_identifier_incorrect() -> Self {
        Self::same(
            422,
            "form_password_or_identifier_incorrect",
            "Identifier or password is incorrect. Try again, or use another method.",
        )
    }

    pub(crate) fn code_incorrect() -> Self {
        Self::form("form_code_incorrect", "code", "is incorrect", "Incorrect code")
    }

    pub(crate) fn password_too_short(min: usize) -> Self {
        let text = format!("Passwords must be {min} characters or more.");
        Self::form("form_password_length_too_short", "password", &text, &text)
    }

    pub(crate) fn password_too_long(max: usize) -> Self {
        let text = format!("Passwords must be {max} characters or fewer.");
        Self::form("form_password_length_too_long", "password", &text, &text)
    }

    pub(crate) fn password_pwned() -> Self {
        let text = "Password has been found in an online data breach. For account safety, please use a \
                    different password.";
        Self::form("form_password_pwned", "password", text, text)
    }

    pub(crate) fn password_unchanged() -> Self {
        Self::form(
            "form_new_password_matches_current",
            "password",
            "is invalid",
            "New password cannot be the same as the current password.",
        )
    }

    pub(crate) fn user_locked(now: Timestamp, until: Timestamp) -> Self {
        let seconds = now.seconds_until(until);
        let minutes = seconds.div_ceil(60);
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        let long = format!(
            "Your account is locked. You will be able to try again in {minutes} {unit}. For more \
             information, contact support."
        );
        let mut error = Self::new(403, "user_locked", "Account locked", &long);
        error.meta = Some(json!({ "lockout_expires_in_seconds": seconds }));
        error
    }

    /// The catalogue gives the code and when it is sent, but no text.
    pub(crate) fn lockout_warning(left: u32) -> Self {
        let tries = if left == 1 { "1 attempt".to_owned() } else { format!("{left} attempts") };
        let long = format!("You have {tries} left before your account is locked.");
        Self::new(422, "account_lockout_warning", "Account lockout warning", &long)
    }

    pub(crate) fn user_banned() -> Self {
        Self::new(
            403,
            "user_banned",
            "You have been banned",
            "You have been banned. Please contact support for more information.",
        )
    }

    pub(crate) fn session_exists() -> Self {
        Self::new(400, "session_exists", "Session already exists", "You're already signed in.")
    }

    pub(crate) fn already_signed_in(session_id: &str) -> Self {
        let mut error = Self::same(400, "identifier_already_signed_in", "You're already signed in");
        error.meta = Some(json!({ "session_id": session_id }));
        error
    }

    pub(crate) fn strategy_for_user() -> Self {
        Self::new(
            400,
            "strategy_for_user_invalid",
            "Invalid verification strategy",
            "The verification strategy is not valid for this account",
        )
    }

    pub(crate) fn no_second_factors(strategy: &str) -> Self {
        Self::new(
            400,
            "no_second_factors",
            "no second factors",
            &format!("No second factors were found for strategy {strategy}."),
        )
    }

    pub(crate) fn client_state(action: &str, resolution: &str) -> Self {
        Self::new(
            400,
            "client_state_invalid",
            "Invalid action",
            &format!("We were unable to complete {action} for this Client. {resolution}"),
        )
    }

    pub(crate) fn older_sign_in() -> Self {
        Self::same(403, "resource_forbidden", "Update operations are not allowed on older sign ins")
    }

    pub(crate) fn older_sign_up() -> Self {
        Self::same(403, "resource_forbidden", "Update operations are not allowed on older sign ups")
    }

    pub(crate) fn foreign_identification() -> Self {
        Self::same(
            403,
            "resource_forbidden",
            "The given identification belongs to a different user.",
        )
    }

    pub(crate) fn user_deleted() -> Self {
        Self::same(
            400,
            "sign_in_identification_or_user_deleted",
            "Either the user or the selected identification were deleted. Please start over.",
        )
    }
}
