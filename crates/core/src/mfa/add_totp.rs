//! The page that sets up an authenticator app.

use latchkey_fapi_types::mfa::Totp;
use latchkey_fapi_types::secret::{TotpSecret, TotpUri};

use super::Page;
use crate::failure::Failure;

/// The key of an authenticator app, which the server tells once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// In base 32.
    pub secret: TotpSecret,
    /// As an `otpauth` address.
    pub uri: TotpUri,
}

/// An authenticator app is being set up.
#[derive(Clone, Debug, PartialEq)]
pub struct AddTotp {
    /// Where it stands.
    pub step: TotpStep,
    /// What failed last.
    pub failure: Option<Failure>,
    /// How often a code that was typed turned out to be of no more use.
    pub refusals: u64,
    /// Where it was opened.
    pub(super) from: Page,
}

/// Where setting up an authenticator app stands.
#[derive(Clone, Debug, PartialEq)]
pub enum TotpStep {
    /// The key is being asked for, or could not be had.
    Preparing,
    /// The key is shown.
    Key(Key),
    /// The code of the app is asked for; the key can be shown again.
    Code(Key),
    /// The backup codes that came with it are shown.
    Codes,
    /// The authenticator app is on.
    Done,
}

impl AddTotp {
    pub(super) fn new(from: Page) -> Self {
        Self { step: TotpStep::Preparing, failure: None, refusals: 0, from }
    }

    /// Whether the key has not been had yet.
    pub(super) fn is_preparing(&self) -> bool {
        self.step == TotpStep::Preparing
    }

    /// Whether a key can be asked for.
    pub(super) fn may_reset(&self) -> bool {
        match self.step {
            TotpStep::Preparing | TotpStep::Key(_) => true,
            TotpStep::Code(_) | TotpStep::Codes | TotpStep::Done => false,
        }
    }

    /// The app has the key.
    pub(super) fn forward(&mut self) {
        if let TotpStep::Key(key) = &self.step {
            self.step = TotpStep::Code(key.clone());
            self.failure = None;
        }
    }

    /// The key is wanted again.
    pub(super) fn back(&mut self) {
        if let TotpStep::Code(key) = &self.step {
            self.step = TotpStep::Key(key.clone());
            self.failure = None;
        }
    }
}

impl Key {
    /// The key of a fresh answer; none if the answer has none.
    pub(super) fn of(totp: Totp) -> Option<Self> {
        Some(Self { secret: totp.secret?, uri: totp.uri? })
    }
}
