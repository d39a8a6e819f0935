//! What a person asks for on the pages of the factors, and what is told of it.

use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::secret::Code;

use super::call::{Call, Change};

/// A page of the factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// All factors of the account.
    Overview,
    /// An authenticator app is set up.
    AddTotp,
    /// A phone number is added.
    AddPhone,
}

impl Page {
    /// Whether it adds something, and begins with a change.
    pub(crate) fn is_wizard(self) -> bool {
        match self {
            Self::Overview => false,
            Self::AddTotp | Self::AddPhone => true,
        }
    }
}

/// Where a page that adds something was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Account,
    Overview,
}

/// What a person asks for.
#[derive(Clone, Debug)]
pub enum Event {
    /// The person wants another key for the authenticator app, or the first one after a failure.
    ResetTotp,
    /// The authenticator app has the key.
    ContinueTotp,
    /// The person wants to see the key again.
    BackToTotpKey,
    /// The person answers with a code of the authenticator app.
    VerifyTotp {
        /// As typed.
        code: Code,
    },
    /// The person adds a phone number.
    SubmitPhone {
        /// In E.164 form.
        e164: String,
    },
    /// The person wants another phone number than the one that is being verified.
    ChangePhone,
    /// The person goes on with a number that an earlier try left unverified. No code is sent where the
    /// last one still counts.
    ResumePhone(IdentificationId),
    /// The app began anew in the middle of a task: where a second factor has to be set up and the code
    /// to a number still counts, it is asked for again. Nothing is sent.
    ResumeSetup,
    /// The person wants the code to the phone number again.
    ResendPhoneCode,
    /// The person answers with the code that was sent to the phone number.
    VerifyPhone {
        /// As typed.
        code: Code,
    },
    /// The person asks for a change from the overview, or for [`Change::UsePhone`] where a number
    /// was just added. It is ignored on any other page.
    Ask(Change),
    /// The person says whether the backup codes are kept somewhere.
    ConfirmSaved(bool),
    /// The person is done with the backup codes.
    CodesDone,
    /// The person has read what is told of the last change.
    DismissProblem,
}

/// What has to hold before an event can do anything.
pub(super) enum Needs {
    Nothing,
    /// No change is under way, and the server said in this run how things stand.
    Idle,
    /// A change can begin: the same, and the server asked for no wait.
    Free,
}

impl Event {
    pub(super) fn needs(&self) -> Needs {
        match self {
            Self::ConfirmSaved(_) | Self::CodesDone | Self::DismissProblem => Needs::Nothing,
            Self::ContinueTotp
            | Self::BackToTotpKey
            | Self::ChangePhone
            | Self::ResumePhone(_)
            | Self::ResumeSetup
            | Self::ResendPhoneCode => Needs::Idle,
            Self::ResetTotp
            | Self::VerifyTotp { .. }
            | Self::SubmitPhone { .. }
            | Self::VerifyPhone { .. }
            | Self::Ask(_) => Needs::Free,
        }
    }
}

/// Something worth telling that no longer has a place of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notice {
    /// The authenticator app is off.
    TotpRemoved,
    /// The phone number is off the account.
    PhoneRemoved,
    /// The phone number is no longer a second factor.
    PhoneDisabled,
    /// The phone number is a second factor.
    PhoneEnabled,
    /// Codes go to another phone number first.
    DefaultPhoneChanged,
    /// The account was changed elsewhere meanwhile.
    ChangedElsewhere,
    /// Backup codes were made, and the answer that had them was lost: new ones should be made.
    BackupCodesLost,
}

impl Notice {
    /// What to tell of a change that has no page of its own.
    pub(super) fn of_success(call: &Call) -> Option<Self> {
        match call {
            Call::DeleteTotp => Some(Self::TotpRemoved),
            Call::ReservePhone(_, true) => Some(Self::PhoneEnabled),
            Call::ReservePhone(_, false) => Some(Self::PhoneDisabled),
            Call::MakeDefaultPhone(_) => Some(Self::DefaultPhoneChanged),
            Call::DeletePhone(_) => Some(Self::PhoneRemoved),
            Call::CreateTotp
            | Call::AttemptTotp(_)
            | Call::CreatePhone(_)
            | Call::PreparePhone(_)
            | Call::AttemptPhone(..)
            | Call::CreateBackupCodes => None,
        }
    }
}
