//! The page that sets up an authenticator app.

use latchkey_fapi_types::mfa::Totp;
use latchkey_fapi_types::secret::{Code, TotpSecret, TotpUri};

use super::call::Call;
use super::codes::Codes;
use super::event::Origin;
use crate::challenge::six_digits;
use crate::failure::{BadAnswer, Failure};

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
    /// How often the server refused what was typed, or may have used it.
    pub refusals: u64,
    /// Where it was opened.
    pub(super) from: Origin,
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
    Codes(Codes),
    /// The authenticator app is on.
    Done,
}

impl AddTotp {
    pub(super) fn new(from: Origin) -> Self {
        Self { step: TotpStep::Preparing, failure: None, refusals: 0, from }
    }

    /// Whether a key can be asked for.
    pub(super) fn may_reset(&self) -> bool {
        match self.step {
            TotpStep::Preparing | TotpStep::Key(_) => true,
            TotpStep::Code(_) | TotpStep::Codes(_) | TotpStep::Done => false,
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

    /// The call that verifies this code, if it can be right at all.
    pub(super) fn verify(&mut self, typed: &Code) -> Option<Call> {
        if !matches!(self.step, TotpStep::Code(_)) {
            return None;
        }
        match six_digits(typed) {
            Ok(code) => Some(Call::AttemptTotp(code)),
            Err(error) => {
                self.failure = Some(Failure::Input(error));
                None
            }
        }
    }

    /// The answer with the key came.
    pub(super) fn take_key(&mut self, totp: Totp) -> Result<(), Failure> {
        let (Some(secret), Some(uri)) = (totp.secret, totp.uri) else {
            return Err(Failure::BadAnswer(BadAnswer::Other));
        };
        self.step = TotpStep::Key(Key { secret, uri });
        Ok(())
    }

    /// The authenticator app is on. Its key is not needed any more.
    pub(super) fn finish(&mut self, codes: Option<Codes>) {
        self.step = codes.map_or(TotpStep::Done, TotpStep::Codes);
        self.failure = None;
    }
}
