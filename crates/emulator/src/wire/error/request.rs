//! The request as such (contract §1).

use super::ApiError;

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
