//! Phone numbers, authenticator apps and backup codes (contract §8 to §10).

use serde_json::json;

use super::ApiError;
use crate::settings::Country;

impl ApiError {
    pub(crate) fn identifier_exists(param: &str, what: &str) -> Self {
        let text = format!("That {what} is taken. Please try another.");
        Self::form("form_identifier_exists", param, &text, &text)
    }

    pub(crate) fn not_allowed_access(identifier: &str) -> Self {
        let mut error = Self::new(
            403,
            "not_allowed_access",
            "Access not allowed.",
            &format!("{identifier} is not allowed to access this application."),
        );
        error.meta = Some(json!({ "identifiers": [identifier] }));
        error
    }

    pub(crate) fn unsupported_country(country: &Country) -> Self {
        let mut error = Self::new(
            403,
            "unsupported_country_code",
            "Unsupported country code",
            &format!(
                "Phone numbers from this country (+{}) are currently not supported.",
                country.country_code
            ),
        );
        error.meta = Some(json!({
            "alpha2": country.alpha2,
            "country_code": country.country_code,
        }));
        error
    }

    pub(crate) fn too_many_unverified() -> Self {
        Self::new(
            400,
            "too_many_unverified_identifications",
            "too many unverified contacts",
            "There are too many unverified contacts for this user.",
        )
    }

    pub(crate) fn monthly_sms_limit(limit: u32) -> Self {
        let mut error = Self::new(
            400,
            "dev_monthly_sms_limit_exceeded",
            "Monthly SMS limit exceeded",
            &format!("This development instance has sent its {limit} SMS of this month."),
        );
        error.meta = Some(json!({ "limit": limit }));
        error
    }

    pub(crate) fn verification_not_sent() -> Self {
        Self::new(
            400,
            "verification_not_sent",
            "not sent",
            "You need to send a verification code before attempting to verify.",
        )
    }

    pub(crate) fn second_factor_unverified() -> Self {
        Self::new(
            400,
            "identification_update_second_factor_unverified",
            "update failed",
            "Cannot update second factor attributes for unverified identification",
        )
    }

    pub(crate) fn second_factor_last_identification() -> Self {
        Self::new(
            400,
            "identification_update_failed",
            "update failed",
            "You cannot set your last identification as second factor.",
        )
    }

    pub(crate) fn disable_default_second_factor(param: &str) -> Self {
        let text = "The default second factor method can only be changed by assigning another method as the default.";
        Self::form("form_disable_default_second_factor_not_allowed", param, text, text)
    }

    pub(crate) fn second_factor_deletion() -> Self {
        Self::new(
            400,
            "second_factor_deletion_not_allowed",
            "second factor deletion not allowed",
            "You are required to maintain at least one two-step verification method in your account at all times",
        )
    }

    pub(crate) fn last_required_identification(what: &str) -> Self {
        Self::new(
            400,
            "last_required_identification_deletion_failed",
            "deletion failed",
            &format!("You must keep at least one {what}."),
        )
    }

    pub(crate) fn last_identification() -> Self {
        Self::new(
            400,
            "identification_deletion_failed",
            "deletion failed",
            "You cannot delete your last identification.",
        )
    }

    pub(crate) fn linked_identification() -> Self {
        Self::new(
            400,
            "delete_linked_identification_disallowed",
            "deletion failed",
            "This identification came with a connected account. Remove that account first.",
        )
    }

    /// A way that the instance does not offer.
    pub(crate) fn feature_not_enabled() -> Self {
        Self::new(
            403,
            "feature_not_enabled",
            "not enabled",
            "This feature is not enabled on this instance.",
        )
    }

    pub(crate) fn no_totp() -> Self {
        Self::new(
            404,
            "resource_not_found",
            "Resource not found",
            "No TOTP was found on your account",
        )
    }

    pub(crate) fn totp_already_enabled() -> Self {
        Self::new(
            400,
            "totp_already_enabled",
            "TOTP already enabled",
            "TOTP is already enabled on your account",
        )
    }

    pub(crate) fn backup_codes_not_available() -> Self {
        Self::new(
            400,
            "backup_codes_not_available",
            "backup codes not available",
            "In order to use backup codes, you have to enable any other Multi-factor method",
        )
    }
}
