//! A sign-in attempt and what it offers (contract §4.2).

use serde::{Deserialize, Serialize};

use crate::enums::{ClientTrustState, SignInStatus, Strategy};
use crate::id::{IdentificationId, SessionId, SignInId};
use crate::lenient;
use crate::user_data::UserData;

pub use crate::verification::Verification;

/// A sign-in attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Names the attempt in later calls.
    pub id: SignInId,
    /// What is due next. The factors decide what can be done about it, never the status alone.
    pub status: SignInStatus,
    /// The identifier that was given.
    #[serde(default, deserialize_with = "lenient::option")]
    pub identifier: Option<String>,
    /// Kinds of identifiers that the instance takes.
    #[serde(default, deserialize_with = "lenient::list")]
    pub supported_identifiers: Vec<String>,
    /// First factors; empty until the identifier is known.
    #[serde(default, deserialize_with = "lenient::list")]
    pub supported_first_factors: Vec<Factor>,
    /// Second factors; empty until a second step is due.
    #[serde(default, deserialize_with = "lenient::list")]
    pub supported_second_factors: Vec<Factor>,
    /// The verification of the first factor, once one was prepared or tried.
    #[serde(default, deserialize_with = "lenient::option")]
    pub first_factor_verification: Option<Verification>,
    /// The verification of the second factor, once one was prepared or tried.
    #[serde(default, deserialize_with = "lenient::option")]
    pub second_factor_verification: Option<Verification>,
    /// The session of a complete attempt.
    #[serde(default, deserialize_with = "lenient::option")]
    pub created_session_id: Option<SessionId>,
    /// Whether the device is known to the user.
    #[serde(default, deserialize_with = "lenient::option")]
    pub client_trust_state: Option<ClientTrustState>,
    /// Who signs in, unless the instance hides it.
    #[serde(default, deserialize_with = "lenient::option")]
    pub user_data: Option<UserData>,
    /// When the attempt ends by itself, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub abandon_at: Option<i64>,
}

/// One way to prove a factor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Factor {
    /// How it is proven.
    pub strategy: Strategy,
    /// The address or number, masked where the instance protects it.
    #[serde(default, deserialize_with = "lenient::option")]
    pub safe_identifier: Option<String>,
    /// The address that a code goes to.
    #[serde(default, deserialize_with = "lenient::option")]
    pub email_address_id: Option<IdentificationId>,
    /// The number that a code goes to.
    #[serde(default, deserialize_with = "lenient::option")]
    pub phone_number_id: Option<IdentificationId>,
    /// Whether it is the user's primary address or number.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub primary: bool,
    /// Whether it is the user's default phone number for second factors.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub default: bool,
}
