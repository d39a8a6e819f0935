//! Backup codes on the screen.

use latchkey_fapi_types::secret::BackupCode;

use super::{Mfa, PhoneStep, Stage, TotpStep};

/// New backup codes. The server never tells them again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes {
    /// The codes, at least one.
    pub codes: Vec<BackupCode>,
    /// Whether the person says that they are kept somewhere.
    pub confirmed: bool,
}

impl Codes {
    /// None where there are no codes.
    pub(super) fn new(codes: Vec<BackupCode>) -> Option<Self> {
        (!codes.is_empty()).then_some(Self { codes, confirmed: false })
    }
}

impl Mfa {
    /// Whether leaving now would lose backup codes.
    pub(super) fn would_lose_codes(&self) -> bool {
        self.codes.as_ref().is_some_and(|codes| !codes.confirmed)
    }

    /// Takes the codes off the screen, and goes on from the step that showed them.
    pub(super) fn drop_codes(&mut self) {
        self.codes = None;
        self.leaving = None;
        match &mut self.stage {
            Stage::AddTotp(wizard) if wizard.step == TotpStep::Codes => {
                wizard.step = TotpStep::Done;
            }
            Stage::AddPhone(wizard) => {
                if let PhoneStep::Codes(added) = &wizard.step {
                    wizard.step = PhoneStep::Done(added.clone());
                }
            }
            Stage::Account | Stage::Overview | Stage::AddTotp(_) => {}
        }
    }
}
