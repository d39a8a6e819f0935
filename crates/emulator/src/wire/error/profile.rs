//! The profile of the user: username, names and picture (next-flows §6).

use super::ApiError;

impl ApiError {
    pub(crate) fn username_length(min: usize, max: usize) -> Self {
        let long = format!("Your username must be between {min} and {max} characters long.");
        Self::form("form_username_invalid_length", "username", "is invalid", &long)
    }

    pub(crate) fn username_character() -> Self {
        let long = "Your username contains characters that are not allowed.";
        Self::form("form_username_invalid_character", "username", "is invalid", long)
    }

    pub(crate) fn username_needs_letter() -> Self {
        let long = "Your username must contain at least one letter.";
        Self::form("form_username_needs_non_number_char", "username", "is invalid", long)
    }

    pub(crate) fn username_is_phone_number() -> Self {
        let long = "Your username cannot be a phone number.";
        Self::form("form_username_cannot_be_phone_number", "username", "is invalid", long)
    }

    pub(crate) fn image_too_large() -> Self {
        let long = "The image is larger than 10 MB. Choose a smaller one.";
        Self::new(413, "image_too_large", "Image too large", long)
    }

    pub(crate) fn image_not_found() -> Self {
        Self::new(404, "image_not_found", "Image not found", "There is no image to remove.")
    }

    /// That no meta names the attribute is a guess: the catalogue lists none.
    pub(crate) fn immutable_attribute() -> Self {
        Self::new(
            403,
            "immutable_attribute_modification_not_allowed",
            "modification not allowed",
            "This attribute cannot be changed on this instance.",
        )
    }
}
