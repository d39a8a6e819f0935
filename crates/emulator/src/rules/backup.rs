//! Backup codes, kept as salted SHA-256. A slow hash would protect nothing, because the codes are random and work once;
//! and it would be slow, because each attempt is compared with all that are left.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A code as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredBackupCode {
    pub(crate) salt: String,
    pub(crate) digest: String,
}

impl StoredBackupCode {
    pub(crate) fn new(code: &str, salt: [u8; 16]) -> Self {
        let salt = STANDARD_NO_PAD.encode(salt);
        let digest = digest(code, &salt);
        Self { salt, digest }
    }

    pub(crate) fn matches(&self, code: &str) -> bool {
        digest(code, &self.salt).as_bytes().ct_eq(self.digest.as_bytes()).into()
    }
}

fn digest(code: &str, salt: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt.as_bytes());
    hasher.update(code.trim().to_ascii_lowercase().as_bytes());
    STANDARD_NO_PAD.encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_matches_in_any_case_and_with_spaces_around() {
        let stored = StoredBackupCode::new("7q2m4k9p", [1; 16]);
        assert!(stored.matches(" 7Q2M4K9P "));
        assert!(!stored.matches("7q2m4k9q"));
    }

    #[test]
    fn the_code_itself_is_not_kept() {
        let stored = StoredBackupCode::new("7q2m4k9p", [1; 16]);
        assert!(!format!("{stored:?}").contains("7q2m4k9p"));
    }
}
