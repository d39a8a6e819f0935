//! Fields of the form.

use super::ApiError;

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
