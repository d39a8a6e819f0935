//! Backup codes: on the screen, and lost.

use std::collections::BTreeMap;

use latchkey_fapi_types::secret::BackupCode;
use latchkey_fapi_types::user::User;

use super::call::Change;

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

/// Changes of which an answer was lost that may have had backup codes. Once such a change is known to
/// be made, its codes are told to be lost:
///
/// | the account had codes before | it has codes now | told |
/// |---|---|---|
/// | no | yes | that they are lost |
/// | no | no, or not known | nothing |
/// | yes, or not known | | nothing: they may be the old ones |
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LostAnswers(BTreeMap<Change, bool>);

impl LostAnswers {
    /// The answer to this change was lost. The account before the first try counts.
    pub(super) fn note(&mut self, change: Change, had_codes: bool) {
        self.0.entry(change).or_insert(had_codes);
    }

    /// Whether an earlier try of this change may have worked.
    pub(super) fn has(&self, change: &Change) -> bool {
        self.0.contains_key(change)
    }

    /// No earlier try of this change worked.
    pub(super) fn forget(&mut self, change: &Change) {
        self.0.remove(change);
    }

    /// There are new codes on the screen, which replace all earlier ones.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The change is made: whether codes are to be told as lost.
    pub(super) fn settle(&mut self, change: &Change, user: Option<&User>) -> bool {
        let had_none = self.0.remove(change) == Some(false);
        had_none && user.is_some_and(|user| user.backup_code_enabled)
    }
}
