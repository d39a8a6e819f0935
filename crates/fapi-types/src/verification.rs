//! How far a proof got: the same for a factor, an address and a number (contract §4.2 and §7).

use serde::{Deserialize, Serialize};

use crate::enums::{Strategy, VerificationStatus};
use crate::lenient;

/// How far the proof of a factor, address or number got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Where it stands.
    pub status: VerificationStatus,
    /// How it is proven.
    #[serde(default, deserialize_with = "lenient::option")]
    pub strategy: Option<Strategy>,
    /// Tries so far, for codes that were sent.
    #[serde(default, deserialize_with = "lenient::option")]
    pub attempts: Option<i64>,
    /// When the code stops working, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub expire_at: Option<i64>,
}
