//! Backup codes on the screen.

use latchkey_fapi_types::secret::BackupCode;
use latchkey_fapi_types::user::User;

use super::{Aim, Call, Change, Doing, Mfa, Notice, PhoneStep, Stage, TotpStep, UnderWay};

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
    /// Whether leaving now would lose backup codes on the screen.
    pub(super) fn would_lose_codes(&self) -> bool {
        self.codes.as_ref().is_some_and(|codes| !codes.confirmed)
    }

    /// Whether an answer is under way that may have backup codes.
    pub(super) fn awaits_codes(&self) -> bool {
        self.under_way.as_ref().is_some_and(|under_way| match (&under_way.state, &under_way.aim) {
            (Doing::Calling(_), Aim::Call(call)) => call.may_bring_codes(),
            (Doing::Calling(_) | Doing::Asking(..) | Doing::StepUp(_), _) => false,
        })
    }

    /// Notes that the answer to a change was lost, and with it the codes that it may have had.
    pub(super) fn note_lost(&mut self, under_way: &UnderWay, call: &Call) {
        if call.may_bring_codes() {
            let had_codes = under_way.before.as_ref().is_none_or(|before| before.backup_codes);
            self.lost.entry(under_way.change.clone()).or_insert(had_codes);
        }
    }

    /// A change is made: tells of codes that an earlier try of it made and that nobody saw.
    pub(super) fn tell_lost_codes(&mut self, change: &Change, user: Option<&User>) {
        let had_none = self.lost.remove(change) == Some(false);
        if had_none && user.is_some_and(|user| user.backup_code_enabled) {
            self.notice = Some(Notice::BackupCodesLost);
        }
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
