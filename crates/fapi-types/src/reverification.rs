//! The fresh proof that a session gives before a sensitive change (contract §6).

use serde::Deserialize;

use crate::client::Session;
use crate::enums::{ReverificationLevel, ReverificationStatus};
use crate::lenient;
use crate::sign_in::Factor;
use crate::verification::Verification;

/// A reverification. It has no id: a session has one at most, and a new one replaces it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Reverification {
    /// How much is to be proven. Decides over the level that was asked for: it is lower where the user has no second
    /// factor.
    pub level: ReverificationLevel,
    /// What is due next.
    pub status: ReverificationStatus,
    /// First factors, where one is due.
    #[serde(default, deserialize_with = "lenient::list")]
    pub supported_first_factors: Vec<Factor>,
    /// Second factors, where one is due.
    #[serde(default, deserialize_with = "lenient::list")]
    pub supported_second_factors: Vec<Factor>,
    /// The verification of the first factor, once one was prepared or tried.
    #[serde(default, deserialize_with = "lenient::option")]
    pub first_factor_verification: Option<Verification>,
    /// The verification of the second factor, once one was prepared or tried.
    #[serde(default, deserialize_with = "lenient::option")]
    pub second_factor_verification: Option<Verification>,
    /// The session, with how long ago its factors were proven. It may lack its user.
    #[serde(default, deserialize_with = "lenient::option")]
    pub session: Option<Session>,
}
