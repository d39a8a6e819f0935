//! Errors as the Frontend API words them: codes, statuses and texts of its catalogue.

mod account;
mod factors;

use serde_json::{Value, json};

use crate::clock::Timestamp;

/// Why a call was not carried out.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// An answer of the catalogue.
    Api(Box<ApiError>),
    /// The emulator itself failed: 500, nothing is committed.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

/// One error answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    message: String,
    long_message: String,
    meta: Option<Value>,
    /// Seconds, for the `Retry-After` header.
    pub(crate) retry_after: Option<u64>,
}

impl ApiError {
    fn new(status: u16, code: &'static str, message: &str, long_message: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
            long_message: long_message.to_owned(),
            meta: None,
            retry_after: None,
        }
    }

    fn form(code: &'static str, param: &str, message: &str, long_message: &str) -> Self {
        let mut error = Self::new(422, code, message, long_message);
        error.meta = Some(json!({ "param_name": param }));
        error
    }

    /// The same error about another field.
    pub(crate) fn about(mut self, param: &str) -> Self {
        self.meta = Some(json!({ "param_name": param }));
        self
    }

    fn same(status: u16, code: &'static str, text: &str) -> Self {
        Self::new(status, code, text, text)
    }

    /// The entry of `errors`.
    pub(crate) fn entry(&self) -> Value {
        let mut entry = json!({
            "code": self.code,
            "message": self.message,
            "long_message": self.long_message,
        });
        if let (Some(meta), Some(entry)) = (&self.meta, entry.as_object_mut()) {
            entry.insert("meta".to_owned(), meta.clone());
        }
        entry
    }

    pub(crate) fn internal() -> Self {
        Self::same(500, "internal_clerk_error", "Oops, an unexpected error occurred")
    }
}

/// The request as such.
impl ApiError {
    pub(crate) fn origin_conflict() -> Self {
        Self::new(
            400,
            "origin_authorization_headers_conflict",
            "Setting both the 'Origin' and 'Authorization' headers is forbidden",
            "For security purposes, only one of the 'Origin' and 'Authorization' headers should be provided, \
             but not both. In browser contexts, the 'Origin' header is set automatically by the browser. \
             In native application contexts (e.g. mobile apps), set the 'Authorization' header.",
        )
    }

    pub(crate) fn authorization_missing() -> Self {
        Self::new(
            400,
            "request_header_missing",
            "Missing request headers",
            "The request is missing the Authorization header. Set it to a valid Clerk client JWT or set it to \
             an empty string for your first Frontend API request that will return your Clerk client JWT.",
        )
    }

    pub(crate) fn authorization_repeated() -> Self {
        Self::same(
            400,
            "multiple_authorization_header_values_forbidden",
            "For security purposes, multiple 'Authorization' header values are forbidden.",
        )
    }

    pub(crate) fn authorization_format() -> Self {
        Self::same(
            401,
            "authorization_header_format_invalid",
            "Invalid Authorization header format. Must be \"Bearer <YOUR_API_KEY>\"",
        )
    }

    /// A request without `_is_native` comes from a browser, and a development instance asks those for a dev browser.
    pub(crate) fn browser_mode() -> Self {
        Self::new(
            401,
            "dev_browser_unauthenticated",
            "Browser unauthenticated",
            "The emulator serves native clients only: add _is_native=true to the query.",
        )
    }

    pub(crate) fn native_api_disabled() -> Self {
        Self::same(
            400,
            "native_api_disabled",
            "The Native API is disabled for this instance. Visit the Clerk Dashboard to enable it.",
        )
    }

    pub(crate) fn api_version(long_message: &str) -> Self {
        Self::new(400, "api_version_invalid", "Invalid API version", long_message)
    }

    pub(crate) fn content_type(given: &str) -> Self {
        Self::new(
            415,
            "unsupported_content_type",
            "Content-Type is unsupported",
            &format!("Expected application/x-www-form-urlencoded, got {given}."),
        )
    }

    pub(crate) fn body_invalid() -> Self {
        Self::same(400, "request_body_invalid", "Request body is invalid")
    }

    pub(crate) fn body_too_large() -> Self {
        Self::same(413, "request_body_too_large", "Request body is too large")
    }

    /// 421: a name that is not this machine's own leads here, as in a DNS rebinding attack.
    pub(crate) fn host(host: &str) -> Self {
        Self::new(
            421,
            "host_invalid",
            "Invalid host",
            &format!("The emulator answers to loopback names only, not to {host}."),
        )
    }

    pub(crate) fn cookie_invalid(token: &str) -> Self {
        Self::new(
            400,
            "cookie_invalid",
            "Invalid cookie",
            &format!("The client's rotating key does not match the given one {token}"),
        )
    }

    pub(crate) fn route_not_found() -> Self {
        Self::same(404, "resource_not_found", "Resource not found")
    }

    pub(crate) fn too_many_requests(seconds: u64) -> Self {
        let mut error = Self::new(
            429,
            "too_many_requests",
            "Too many requests",
            "Too many requests, retry later",
        );
        error.retry_after = Some(seconds);
        error
    }
}

/// Fields of the form.
impl ApiError {
    pub(crate) fn unknown(param: &str) -> Self {
        let long = format!("{param} is not a valid parameter for this request.");
        Self::form("form_param_unknown", param, "is unknown", &long)
    }

    pub(crate) fn duplicate(param: &str) -> Self {
        let long = format!("{param} included multiple times. There should only be one.");
        Self::form("form_param_duplicate", param, "is duplicate", &long)
    }

    pub(crate) fn missing(param: &str) -> Self {
        Self::form("form_param_missing", param, "is missing", &format!("{param} must be included."))
    }

    pub(crate) fn nil(param: &str) -> Self {
        Self::form("form_param_nil", param, "is empty", &format!("{param} can't be empty."))
    }

    pub(crate) fn value(param: &str, value: &str) -> Self {
        let long =
            format!("{value} does not match one of the allowed values for parameter {param}");
        Self::form("form_param_value_invalid", param, "is invalid", &long)
    }

    pub(crate) fn format(param: &str, what: &str) -> Self {
        let long = format!("{param} must be {what}.");
        Self::form("form_param_format_invalid", param, "is invalid", &long)
    }

    pub(crate) fn too_long(param: &str, limit: usize) -> Self {
        let long = format!("{param} should not exceed {limit} characters.");
        Self::form("form_param_max_length_exceeded", param, "exceeds maximum length", &long)
    }

    pub(crate) fn identification_not_found(param: &str) -> Self {
        let long = format!("No identification was found with the given {param}.");
        Self::form("form_resource_not_found", param, "is missing", &long)
    }
}

/// Signing in.
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

/// Verifications by code.
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

/// Clients and sessions.
impl ApiError {
    pub(crate) fn client_not_found() -> Self {
        Self::same(404, "resource_not_found", "Client not found")
    }

    pub(crate) fn client_expected() -> Self {
        Self::new(
            400,
            "client_not_found",
            "No client found",
            "This request is expecting a client and did not find one",
        )
    }

    pub(crate) fn not_found(kind: &str, id: &str) -> Self {
        Self::new(
            404,
            "resource_not_found",
            "Resource not found",
            &format!("No {kind} was found with id {id}"),
        )
    }

    pub(crate) fn signed_out() -> Self {
        Self::same(401, "signed_out", "You are signed out")
    }

    pub(crate) fn authentication_invalid() -> Self {
        Self::new(
            401,
            "authentication_invalid",
            "Invalid authentication",
            "Unable to authenticate the request, you need to supply an active session",
        )
    }

    pub(crate) fn session_not_yours() -> Self {
        Self::same(
            401,
            "action_for_session_not_authorized",
            "You are not authorized to perform this action on the session",
        )
    }

    pub(crate) fn session_action(action: &str, id: &str) -> Self {
        Self::new(
            400,
            "invalid_action_for_session",
            "Invalid action for user session",
            &format!("Unable to {action} session {id}"),
        )
    }

    pub(crate) fn not_a_member() -> Self {
        Self::same(403, "not_a_member_in_organization", "You are not a member of the organization")
    }
}
