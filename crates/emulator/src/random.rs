//! Randomness as an input: from the system, or from a seed so that a run can be repeated.

use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const ID_ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// As many characters as Clerk's own ids have after the prefix.
const ID_LENGTH: usize = 27;

/// The source of every id, code and salt.
#[derive(Debug)]
pub(crate) struct Random(Mutex<StdRng>);

impl Random {
    pub(crate) fn from_system() -> Self {
        Self(Mutex::new(rand::make_rng()))
    }

    pub(crate) fn from_seed(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// An id such as `sess_2xQ8gB1mT…`.
    pub(crate) fn id(&self, prefix: &str) -> String {
        format!("{prefix}_{}", self.text(ID_ALPHABET, ID_LENGTH))
    }

    /// A secret of 62^27 possibilities: rotating tokens, `jti`.
    pub(crate) fn token(&self) -> String {
        self.text(ID_ALPHABET, ID_LENGTH)
    }

    /// Six decimal digits.
    pub(crate) fn code(&self) -> String {
        self.text(b"0123456789", 6)
    }

    /// A secret of an authenticator app: 160 bits in base32.
    pub(crate) fn totp_secret(&self) -> String {
        self.text(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32)
    }

    /// Eight letters and digits, without those that look alike.
    pub(crate) fn backup_code(&self) -> String {
        self.text(b"23456789abcdefghjkmnpqrstuvwxyz", 8)
    }

    pub(crate) fn salt(&self) -> [u8; 16] {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).random()
    }

    fn text(&self, alphabet: &[u8], length: usize) -> String {
        let mut rng = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (0..length)
            .filter_map(|_| alphabet.get(rng.random_range(0..alphabet.len())))
            .map(|&byte| char::from(byte))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        assert_eq!(Random::from_seed(7).id("sess"), Random::from_seed(7).id("sess"));
        assert_ne!(Random::from_seed(7).id("sess"), Random::from_seed(8).id("sess"));
    }

    #[test]
    fn a_code_has_six_digits() {
        let code = Random::from_seed(1).code();
        assert_eq!(code.len(), 6);
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
    }
}
