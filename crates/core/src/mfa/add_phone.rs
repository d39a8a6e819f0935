//! The page that adds a phone number.

use latchkey_fapi_types::id::IdentificationId;

use super::Page;
use crate::failure::Failure;

/// A phone number is being added.
#[derive(Clone, Debug, PartialEq)]
pub struct AddPhone {
    /// Where it stands.
    pub step: PhoneStep,
    /// What failed last.
    pub failure: Option<Failure>,
    /// How often a code that was typed turned out to be of no more use.
    pub refusals: u64,
    /// Where it was opened.
    pub(super) from: Page,
}

/// Where adding a phone number stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneStep {
    /// The number is asked for.
    Number,
    /// The code that goes to it is asked for; [`super::Mfa::delivery`] says where that stands.
    Code(Added),
    /// The number is on the account and verified.
    Added(Added),
    /// The backup codes that came with using it are shown.
    Codes(Added),
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
    pub(super) fn new(step: PhoneStep, from: Page) -> Self {
        Self { step, failure: None, refusals: 0, from }
    }

    /// The number, once the server has it.
    pub fn added(&self) -> Option<&Added> {
        match &self.step {
            PhoneStep::Number => None,
            PhoneStep::Code(added)
            | PhoneStep::Added(added)
            | PhoneStep::Codes(added)
            | PhoneStep::Done(added) => Some(added),
        }
    }

    /// The number whose code is asked for.
    pub(super) fn verifying(&self) -> Option<&Added> {
        match &self.step {
            PhoneStep::Code(added) => Some(added),
            PhoneStep::Number | PhoneStep::Added(_) | PhoneStep::Codes(_) | PhoneStep::Done(_) => {
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
}
