//! Secrets on the clipboard.

use serde::{Deserialize, Serialize};

/// A secret that can be put on the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Copyable {
    /// The `otpauth` address of the authenticator app's key.
    TotpUri,
    /// The authenticator app's key.
    TotpKey,
    /// All backup codes, one in a line.
    BackupCodes,
}

/// Something is on the clipboard and will be cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// What.
    pub what: Copyable,
    /// Milliseconds until it is cleared, at the moment the view was made.
    pub clears_in_ms: u64,
}
