//! Manage MFA: the factors of the account.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::backup_codes::BackupCodesView;
use super::sign_in::Strategy;
use crate::error::Problem;

/// The factors of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each shown by itself")]
pub struct ManageMfaView {
    /// The authenticator app; none where the instance offers none and the account has none.
    pub totp: Option<TotpRow>,
    /// Whether phone numbers are shown at all: the instance offers them, or the account has some.
    pub phones_offered: bool,
    /// Whether a number can be added.
    pub can_add_phone: bool,
    /// Whether the instance takes text messages as a second factor.
    pub sms_offered: bool,
    /// All numbers of the account: the default one first, then other second factors, then verified
    /// ones, then those that wait to be verified.
    pub phones: Vec<MfaPhone>,
    /// Backup codes; none while the instance does not offer them or no other second factor is on.
    pub backup_codes: Option<BackupCodesRow>,
    /// Whether the account has a password.
    pub password: bool,
    /// Whether the session is pending until a second factor is set up.
    pub required: bool,
    /// New backup codes, until the person is done with them.
    pub codes: Option<BackupCodesView>,
    /// How long still the last proof of a factor counts for changes, in milliseconds; none where
    /// the instance does not ask for one, or the time is up.
    pub verified_for_ms: Option<u64>,
    /// When the account was last fetched, in milliseconds since 1970-01-01 UTC.
    pub refreshed_at: i64,
    /// Whether the server is being asked for the current state, at the person's wish.
    pub refreshing: bool,
    /// Why it could not be asked.
    pub refresh_problem: Option<Problem>,
    /// Whether a change can be asked for.
    pub activity: Activity,
    /// What the change that is under way concerns.
    pub busy: Option<MfaTarget>,
    /// The change that failed last.
    pub problem: Option<TargetProblem>,
}

/// What a change concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MfaTarget {
    /// The authenticator app.
    Totp,
    /// A phone number.
    Phone(PhoneId),
    /// The backup codes.
    BackupCodes,
}

/// A change that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetProblem {
    /// What it concerns. The problem is shown there, or at the top where that is gone.
    pub target: MfaTarget,
    /// What is wrong.
    pub problem: Problem,
}

/// The authenticator app of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TotpRow {
    /// None is set up.
    Off,
    /// One is set up.
    On {
        /// What removing it would do.
        removal: Removal,
    },
}

/// Clerk's id of a phone number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PhoneId(pub String);

/// A phone number of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaPhone {
    /// Its id.
    pub id: PhoneId,
    /// The number in E.164 form.
    pub number: String,
    /// The number as people write it.
    pub formatted: String,
    /// What it is used for.
    pub role: PhoneRole,
    /// What taking it off the account would do.
    pub removal: Removal,
}

/// What a phone number is used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhoneRole {
    /// A second factor.
    SecondFactor {
        /// Whether codes go to it first.
        default: bool,
        /// What using it no longer as a second factor would do.
        disabling: Removal,
    },
    /// Verified, and not used as a second factor.
    Verified,
    /// Not verified.
    Unverified,
}

/// What a removal would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// False where the instance demands a second factor and this is the last one.
    pub allowed: bool,
    /// Whether it is the last second factor.
    pub last_factor: bool,
    /// Whether the backup codes go with it.
    pub backup_codes_go: bool,
    /// What is left to sign in with.
    pub left: WaysIn,
}

/// What one can sign in with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaysIn {
    /// First factors.
    pub first: Vec<Way>,
    /// Second factors; empty where none is asked for.
    pub second: Vec<Way>,
}

/// A way to prove a factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// What it is.
    pub strategy: Strategy,
    /// The address or number; none where there is none.
    pub detail: Option<String>,
}

/// The backup codes of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupCodesRow {
    /// Whether there are any. How many are left, the server does not say.
    pub exist: bool,
}
