//! The pages that add a factor.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::backup_codes::BackupCodesView;
use super::clipboard::Copied;
use super::mfa::PhoneId;
use super::sign_in::{ClockDifference, Delivery};
use crate::error::{ErrorCode, Problem};
use crate::secret::Revealed;

/// An authenticator app is being set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddTotpView {
    /// Where it stands.
    pub step: AddTotpStep,
    /// How far this computer's clock is from the server's, where it is more than 20 seconds.
    pub clock: Option<ClockDifference>,
    /// Whether the session is pending until a second factor is set up.
    pub required: bool,
    /// How long still the last proof of a factor counts for changes, in milliseconds; none where
    /// the instance does not ask for one, or the time is up.
    pub verified_for_ms: Option<u64>,
    /// Whether the form can be sent.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
    /// Grows with each code that is of no more use, so that the page clears it once for each.
    pub attempt: u64,
}

/// Where setting up an authenticator app stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddTotpStep {
    /// The key is being asked for, or could not be had.
    Preparing,
    /// The key is shown.
    Key(TotpKeyView),
    /// The code of the app is asked for.
    Code,
    /// The backup codes that came with it.
    BackupCodes(BackupCodesView),
    /// The authenticator app is on.
    Done,
}

/// The key of an authenticator app, in each form that an app can take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpKeyView {
    /// The QR code of `uri`.
    pub qr: QrCode,
    /// The `otpauth` address.
    pub uri: Revealed,
    /// The key in base32, in groups of four.
    pub key: Revealed,
    /// What the app will call the account's issuer.
    pub issuer: Option<String>,
    /// What the app will call the account.
    pub account: Option<String>,
    /// Digits of a code.
    pub digits: u32,
    /// Seconds that a code is shown for.
    pub period: u32,
    /// What was copied last, while it is on the clipboard.
    pub copied: Option<Copied>,
}

/// A QR code as an svg: one path in a square. The quiet zone around it is part of the square.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// Modules on a side, the quiet zone included: `viewBox="0 0 size size"`.
    pub size: u32,
    /// The dark modules: the `d` of an svg path.
    pub path: Revealed,
}

/// A phone number is being added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPhoneView {
    /// Where it stands.
    pub step: AddPhoneStep,
    /// Whether the session is pending until a second factor is set up.
    pub required: bool,
    /// How long still the last proof of a factor counts for changes, in milliseconds; none where
    /// the instance does not ask for one, or the time is up.
    pub verified_for_ms: Option<u64>,
    /// Whether the form can be sent.
    pub activity: Activity,
    /// What failed.
    pub problem: Option<Problem>,
    /// Grows with each code that is of no more use, so that the page clears it once for each.
    pub attempt: u64,
}

/// Where adding a phone number stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddPhoneStep {
    /// The number is asked for.
    Number {
        /// What was typed, and what it is.
        entry: PhoneEntry,
    },
    /// The code that was sent to it is asked for.
    Code {
        /// The number as people write it.
        formatted: String,
        /// Where the code stands.
        delivery: Delivery,
    },
    /// The number is on the account and verified.
    Added {
        /// Its id.
        phone: PhoneId,
        /// The number as people write it.
        formatted: String,
        /// Whether it may be used as a second factor.
        sms_offered: bool,
    },
    /// The backup codes that came with using it.
    BackupCodes(BackupCodesView),
    /// The number is a second factor now.
    Done {
        /// The number as people write it.
        formatted: String,
    },
}

/// A phone number while it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneEntry {
    /// The country, by its ISO 3166 code. A number that begins with `+` changes it.
    pub country: String,
    /// What the field held when the backend looked at it.
    pub typed: String,
    /// The same as people write it; the page puts it in place of `typed`.
    pub formatted: String,
    /// What it is.
    pub verdict: PhoneVerdict,
}

/// What a typed number is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhoneVerdict {
    /// The beginning of one.
    Incomplete,
    /// One that can exist.
    Valid {
        /// In E.164 form, as it will be sent.
        e164: String,
        /// As people write it, with its dial code.
        formatted: String,
    },
    /// Not one.
    Invalid {
        /// Why not: one of the local codes that begin with `phone_`.
        code: ErrorCode,
    },
}

/// A country with phone numbers. What it is called, the webview knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// Its ISO 3166 code.
    pub iso: String,
    /// Its dial code, without `+`.
    pub dial_code: u16,
    /// Whether it is the main one of those that share the dial code; true where none does.
    pub main: bool,
}
