//! Passwords: argon2id, kept as PHC strings that carry their own cost.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::config::PasswordCost;
use crate::settings::Settings;
use crate::wire::error::ApiError;

/// Hashes a password. None for a cost that argon2 does not support.
pub(crate) fn hash(password: &str, salt: &[u8; 16], cost: PasswordCost) -> Option<String> {
    let params = Params::new(cost.memory_kib, cost.iterations, 1, None).ok()?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password_with_salt(password.as_bytes(), salt).ok()?;
    Some(hash.to_string())
}

/// Compares a password with a PHC string, which carries its own cost.
pub(crate) fn matches(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Whether a password may be set.
pub(crate) fn acceptable(
    password: &str,
    current: Option<&str>,
    settings: &Settings,
) -> Result<(), ApiError> {
    let length = password.chars().count();
    let bounds = &settings.password_length;
    if length < bounds.min {
        return Err(ApiError::password_too_short(bounds.min));
    }
    if length > bounds.max {
        return Err(ApiError::password_too_long(bounds.max));
    }
    if settings.pwned_passwords.iter().any(|pwned| pwned == password) {
        return Err(ApiError::password_pwned());
    }
    if current.is_some_and(|phc| matches(password, phc)) {
        return Err(ApiError::password_unchanged());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_matches_its_hash() {
        let phc = hash("correct-horse-battery", &[7; 16], PasswordCost::cheap()).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$"));
        assert!(matches("correct-horse-battery", &phc));
        assert!(!matches("correct-horse-batterz", &phc));
    }

    #[test]
    fn a_new_password_is_long_enough_not_leaked_and_new() {
        let settings = Settings::default();
        let current = hash("correct-horse-battery", &[7; 16], PasswordCost::cheap()).unwrap();
        let code = |password: &str| {
            acceptable(password, Some(&current), &settings).err().map(|error| error.code)
        };
        assert_eq!(code("short"), Some("form_password_length_too_short"));
        assert_eq!(code(&"long".repeat(20)), Some("form_password_length_too_long"));
        assert_eq!(code("password123"), Some("form_password_pwned"));
        assert_eq!(code("correct-horse-battery"), Some("form_new_password_matches_current"));
        assert_eq!(code("another-horse-battery"), None);
    }
}
