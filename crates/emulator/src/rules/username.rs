//! Usernames: which ones may be taken.

use crate::rules::identifier::Identifier;
use crate::settings::UsernameRules;
use crate::wire::error::ApiError;

/// Beside letters and digits. The descriptions name the switch for more of them, not the characters: they were read in a
/// program that moves users to Clerk.
const SPECIAL: &str = "_-";
const EXTENDED: &str = "!#$'+.^_`~-";

/// A username as it is kept: the same program notes that Clerk keeps lower case.
pub(crate) fn kept(username: &str) -> String {
    username.to_ascii_lowercase()
}

/// Whether a username may be taken.
pub(crate) fn acceptable(username: &str, rules: &UsernameRules) -> Result<(), ApiError> {
    let length = username.chars().count();
    if length < rules.min_length || length > rules.max_length {
        return Err(ApiError::username_length(rules.min_length, rules.max_length));
    }
    if matches!(Identifier::parse(username), Some(Identifier::Phone(_))) {
        return Err(ApiError::username_is_phone_number());
    }
    let special = if rules.allow_extended_special_characters { EXTENDED } else { SPECIAL };
    let allowed = |it: char| it.is_ascii_alphanumeric() || special.contains(it);
    if !username.chars().all(allowed) {
        return Err(ApiError::username_character());
    }
    if !rules.allow_numeric_usernames && !username.contains(|it: char| it.is_ascii_alphabetic()) {
        return Err(ApiError::username_needs_letter());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_characters_and_letters_follow_the_rules() {
        let strict = UsernameRules::default();
        let open = UsernameRules {
            allow_extended_special_characters: true,
            allow_numeric_usernames: true,
            ..strict.clone()
        };
        for (username, by_strict, by_open) in [
            ("some_name-1", None, None),
            ("abc", Some("form_username_invalid_length"), Some("form_username_invalid_length")),
            ("some.name", Some("form_username_invalid_character"), None),
            (
                "some name",
                Some("form_username_invalid_character"),
                Some("form_username_invalid_character"),
            ),
            (
                "sömename",
                Some("form_username_invalid_character"),
                Some("form_username_invalid_character"),
            ),
            ("12345", Some("form_username_needs_non_number_char"), None),
            (
                "+447700900150",
                Some("form_username_cannot_be_phone_number"),
                Some("form_username_cannot_be_phone_number"),
            ),
        ] {
            let code = |rules| acceptable(username, rules).err().map(|error| error.code);
            assert_eq!((code(&strict), code(&open)), (by_strict, by_open), "{username}");
        }
        assert!(acceptable(&"x".repeat(64), &strict).is_ok());
        assert!(acceptable(&"x".repeat(65), &strict).is_err());
    }
}
