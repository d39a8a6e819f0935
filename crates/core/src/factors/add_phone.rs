//! The page that adds a phone number.

use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::secret::Code;

use super::call::Call;
use super::codes::Codes;
use super::event::Origin;
use crate::challenge::six_digits;
use crate::failure::Failure;

/// A phone number is being added.
#[derive(Clone, Debug, PartialEq)]
pub struct AddPhone {
    /// Where it stands.
    pub step: PhoneStep,
    /// What failed last.
    pub failure: Option<Failure>,
    /// How often the server refused what was typed, or may have used it.
    pub refusals: u64,
    /// Where it was opened.
    pub(super) from: Origin,
}

/// Where adding a phone number stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneStep {
    /// The number is asked for.
    Number,
    /// The code that goes to it is asked for; [`super::Factors::delivery`] says where that stands.
    Code(Added),
    /// The number is on the account and verified.
    Added(Added),
    /// The backup codes that came with using it are shown.
    Codes(Added, Codes),
    /// The number is a second factor.
    Done(Added),
}

/// The number that is being added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The server's name for it.
    pub id: IdentificationId,
    /// In E.164 form.
    pub number: String,
}

impl AddPhone {
    pub(super) fn new(step: PhoneStep, from: Origin) -> Self {
        Self { step, failure: None, refusals: 0, from }
    }

    /// The number whose code is asked for.
    pub(super) fn verifying(&self) -> Option<&Added> {
        match &self.step {
            PhoneStep::Code(added) => Some(added),
            PhoneStep::Number | PhoneStep::Added(_) | PhoneStep::Codes(..) | PhoneStep::Done(_) => {
                None
            }
        }
    }

    /// Whether it stands where this number was just added.
    pub(super) fn has_just_added(&self, id: &IdentificationId) -> bool {
        matches!(&self.step, PhoneStep::Added(added) if added.id == *id)
    }

    /// Whether another number can be begun with.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.step, PhoneStep::Added(_) | PhoneStep::Done(_))
    }

    /// The person wants another number than the one that is being verified.
    pub(super) fn change_number(&mut self) {
        if self.verifying().is_some() {
            self.step = PhoneStep::Number;
            self.failure = None;
        }
    }

    /// The call that verifies the number with this code, if it can be right at all.
    pub(super) fn verify(&mut self, typed: &Code) -> Option<Call> {
        let id = self.verifying()?.id.clone();
        match six_digits(typed) {
            Ok(code) => Some(Call::AttemptPhone(id, code)),
            Err(error) => {
                self.failure = Some(Failure::Input(error));
                None
            }
        }
    }

    /// The number is verified. Gives it back.
    pub(super) fn take_verified(&mut self) -> Option<IdentificationId> {
        let added = self.verifying()?.clone();
        let id = added.id.clone();
        self.step = PhoneStep::Added(added);
        self.failure = None;
        Some(id)
    }

    /// The number that was just added is a second factor.
    pub(super) fn finish(&mut self, codes: Option<Codes>) {
        if let PhoneStep::Added(added) = &self.step {
            let added = added.clone();
            self.step = match codes {
                Some(codes) => PhoneStep::Codes(added, codes),
                None => PhoneStep::Done(added),
            };
            self.failure = None;
        }
    }
}
