//! Signing in at somebody else (next-flows §1).

use super::ApiError;

impl ApiError {
    pub(crate) fn oauth_provider_not_enabled(strategy: &str) -> Self {
        Self::new(
            400,
            "oauth_provider_not_enabled",
            "OAuth provider not enabled",
            &format!("The provider of {strategy} is not enabled for this instance."),
        )
    }

    pub(crate) fn oauth_non_authenticatable(strategy: &str) -> Self {
        Self::new(
            400,
            "oauth_non_authenticatable_provider",
            "OAuth provider not authenticatable",
            &format!("The provider of {strategy} can be connected, but nobody signs in by it."),
        )
    }

    pub(crate) fn invalid_redirect_url(param: &str) -> Self {
        let long =
            format!("{param} must be an address with a scheme, such as latchkey://callback.");
        Self::form("invalid_redirect_url", param, "is invalid", &long)
    }

    pub(crate) fn prohibited_redirect_url(param: &str) -> Self {
        let long = format!("{param} is not among the redirect URLs that the instance allows.");
        Self::form("prohibited_redirect_url", param, "is not allowed", &long)
    }

    pub(crate) fn oauth_callback_invalid() -> Self {
        Self::new(
            400,
            "oauth_callback_invalid",
            "Invalid callback",
            "Nothing waits for this callback: its state is unknown, or it came before.",
        )
    }

    pub(crate) fn oauth_access_denied() -> Self {
        Self::new(
            403,
            "oauth_access_denied",
            "Access denied",
            "You did not grant access to your account at the provider.",
        )
    }

    pub(crate) fn oauth_account_already_connected() -> Self {
        Self::new(
            400,
            "oauth_account_already_connected",
            "Already connected",
            "An account at this provider is connected already.",
        )
    }

    pub(crate) fn oauth_identification_claimed() -> Self {
        Self::new(
            400,
            "oauth_identification_claimed",
            "Claimed by another user",
            "This account at the provider, or its email address, belongs to somebody else.",
        )
    }

    pub(crate) fn oauth_connection_blocked() -> Self {
        Self::new(
            403,
            "oauth_connection_blocked_by_immutable_attribute",
            "Connection not allowed",
            "Email addresses cannot be changed on this instance, so no account can be connected.",
        )
    }

    pub(crate) fn enterprise_connection_missing() -> Self {
        Self::same(
            422,
            "enterprise_sso_sign_in_connection_missing",
            "There is no enterprise connection for this email address.",
        )
    }

    pub(crate) fn enterprise_connection_id_required() -> Self {
        Self::same(
            422,
            "enterprise_connection_id_is_required_with_multiple_connections",
            "Name one of the enterprise connections of this email address.",
        )
    }

    pub(crate) fn enterprise_domain_mismatch() -> Self {
        Self::same(
            400,
            "enterprise_sso_email_address_domain_mismatch",
            "The email address is not of the domain of the enterprise connection.",
        )
    }

    pub(crate) fn external_account_not_found() -> Self {
        Self::new(
            404,
            "external_account_not_found",
            "External account not found",
            "There is no account for this one at the provider.",
        )
    }

    pub(crate) fn external_account_email_unverified() -> Self {
        Self::new(
            400,
            "external_account_email_address_verification_required",
            "Email address not verified",
            "The provider has not verified the email address. Prove another way that it is yours.",
        )
    }
}
