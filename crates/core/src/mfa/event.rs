//! What goes into the machine and what comes out.

use latchkey_fapi_types::client::{Client, FactorVerificationAge};
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::mfa::{BackupCodes, PhoneNumberAnswer, Totp};
use latchkey_fapi_types::reverification::Reverification;
use latchkey_fapi_types::secret::Code;
use latchkey_fapi_types::user::{PhoneNumber, User};

use crate::failure::Failure;
use crate::step_up;
use crate::ticket::Ticket;
use crate::time::Timestamp;

/// What is known of the account besides, at the time of an event.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The user as the server last said; none where the session came without.
    pub user: Option<&'a User>,
    /// What the instance offers.
    pub environment: &'a Environment,
    /// Whether the session is pending until a second factor is set up.
    pub setup_required: bool,
    /// How long ago the factors were proven, when the server last said so.
    pub age: Option<FactorVerificationAge>,
    /// When the server last said so.
    pub age_known_at: Timestamp,
}

/// A page of the user who is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// The account, or the task that its session is pending on.
    Account,
    /// The factors of the account.
    Overview,
    /// An authenticator app is set up.
    AddTotp,
    /// A phone number is added.
    AddPhone,
}

/// Where the person wants to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// To another page.
    Page(Page),
    /// Out of the session.
    SignOut,
    /// Out of the app.
    Close,
}

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The person wants to go somewhere.
    Open(Destination),
    /// The person leaves backup codes behind that were not confirmed.
    Leave,
    /// The person stays with them.
    Stay,
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
    /// The person goes on with a number that an earlier try left unverified.
    ResumePhone(IdentificationId),
    /// The person wants the code to the phone number again.
    ResendPhoneCode,
    /// The person answers with the code that was sent to the phone number.
    VerifyPhone {
        /// As typed.
        code: Code,
    },
    /// The person asks for a change from the overview, or for [`Change::UsePhone`] where a number
    /// was just added. Changes of which they are not the subject are ignored.
    Ask(Change),
    /// The person says whether the backup codes are kept somewhere.
    ConfirmSaved(bool),
    /// The person is done with the backup codes.
    CodesDone,
    /// The person has read what is told of the last change.
    DismissProblem,
    /// The person does something in the step-up dialog.
    StepUp(step_up::Event),
    /// The client was asked for apart from any change, and came.
    Refreshed,
    /// A call came back.
    Answered {
        /// That of the effect.
        ticket: Ticket,
        /// What came back.
        answer: Result<Reply, Failure>,
    },
}

/// A change of the account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Setting up an authenticator app: its key.
    AddTotp,
    /// Setting up an authenticator app: its first code.
    VerifyTotp,
    /// Removing the authenticator app.
    RemoveTotp,
    /// Adding a phone number.
    AddPhone,
    /// Verifying a phone number.
    VerifyPhone(IdentificationId),
    /// Using this number as a second factor.
    UsePhone(IdentificationId),
    /// Using this number as a second factor no longer.
    DisablePhone(IdentificationId),
    /// Sending codes to this number first.
    MakeDefaultPhone(IdentificationId),
    /// Taking this number off the account.
    RemovePhone(IdentificationId),
    /// Making new backup codes.
    GenerateBackupCodes,
}

/// What a change concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The authenticator app.
    Totp,
    /// A number that is not on the account yet.
    NewPhone,
    /// A phone number.
    Phone(IdentificationId),
    /// The backup codes.
    BackupCodes,
}

impl Change {
    /// What it concerns.
    pub fn target(&self) -> Target {
        match self {
            Self::AddTotp | Self::VerifyTotp | Self::RemoveTotp => Target::Totp,
            Self::AddPhone => Target::NewPhone,
            Self::VerifyPhone(id)
            | Self::UsePhone(id)
            | Self::DisablePhone(id)
            | Self::MakeDefaultPhone(id)
            | Self::RemovePhone(id) => Target::Phone(id.clone()),
            Self::GenerateBackupCodes => Target::BackupCodes,
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
    /// The phone number is a second factor no longer.
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

/// What an answered call brought.
#[derive(Debug)]
pub enum Reply {
    /// Nothing besides the success.
    Done,
    /// To [`Call::CreateTotp`] and [`Call::AttemptTotp`].
    Totp(Totp),
    /// To the calls on a phone number, except its removal.
    Phone(Box<PhoneNumberAnswer>),
    /// To [`Call::CreateBackupCodes`].
    Codes(BackupCodes),
    /// To [`step_up::Call`].
    Verification(Box<Reverification>),
    /// To [`Call::AskClient`] and [`step_up::Call::AskClient`].
    Client(Option<Box<Client>>),
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the server.
    Call {
        /// To be handed back with the answer.
        ticket: Ticket,
        /// What to ask.
        call: Call,
    },
    /// Leave: [`Destination::SignOut`] or [`Destination::Close`], nothing else.
    Depart(Destination),
}

/// A call of the Frontend API.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `POST /me/totp`
    CreateTotp,
    /// `POST /me/totp/attempt_verification`
    AttemptTotp(Code),
    /// `DELETE /me/totp`
    DeleteTotp,
    /// `POST /me/phone_numbers`, with the number in E.164 form.
    CreatePhone(String),
    /// `POST /me/phone_numbers/{id}/prepare_verification`
    PreparePhone(IdentificationId),
    /// `POST /me/phone_numbers/{id}/attempt_verification`
    AttemptPhone(IdentificationId, Code),
    /// `PATCH /me/phone_numbers/{id}` with `reserved_for_second_factor`.
    ReservePhone(IdentificationId, bool),
    /// `PATCH /me/phone_numbers/{id}` with `default_second_factor`.
    MakeDefaultPhone(IdentificationId),
    /// `DELETE /me/phone_numbers/{id}`
    DeletePhone(IdentificationId),
    /// `POST /me/backup_codes`
    CreateBackupCodes,
    /// `GET /client`, to learn what became of a call, or of the account.
    AskClient,
    /// A call of the step-up.
    StepUp(step_up::Call),
}

impl Call {
    /// Whether the user is as the call was to make it. Never for what the user does not show: a
    /// new key, or new backup codes.
    pub(super) fn is_done(&self, user: &User) -> bool {
        let phone = |id| phone(user, id);
        match self {
            Self::AttemptTotp(_) => user.totp_enabled,
            Self::DeleteTotp => !user.totp_enabled,
            Self::CreatePhone(e164) => phone_of_number(user, e164).is_some(),
            Self::PreparePhone(id) | Self::AttemptPhone(id, _) => {
                phone(id).is_some_and(PhoneNumber::is_verified)
            }
            Self::ReservePhone(id, reserved) => {
                phone(id).is_some_and(|it| it.reserved_for_second_factor == *reserved)
            }
            Self::MakeDefaultPhone(id) => phone(id).is_some_and(|it| it.default_second_factor),
            Self::DeletePhone(id) => phone(id).is_none(),
            Self::CreateTotp | Self::CreateBackupCodes | Self::AskClient | Self::StepUp(_) => false,
        }
    }

    /// Whether its answer may have backup codes, which are told once.
    pub(super) fn may_bring_codes(&self) -> bool {
        match self {
            Self::AttemptTotp(_) | Self::ReservePhone(_, true) | Self::CreateBackupCodes => true,
            Self::CreateTotp
            | Self::DeleteTotp
            | Self::CreatePhone(_)
            | Self::PreparePhone(_)
            | Self::AttemptPhone(..)
            | Self::ReservePhone(_, false)
            | Self::MakeDefaultPhone(_)
            | Self::DeletePhone(_)
            | Self::AskClient
            | Self::StepUp(_) => false,
        }
    }
}

/// The user's number with this id.
pub(super) fn phone<'a>(user: &'a User, id: &IdentificationId) -> Option<&'a PhoneNumber> {
    user.phone_numbers.iter().find(|phone| phone.id == *id)
}

/// The user's number with these digits.
pub(super) fn phone_of_number<'a>(user: &'a User, e164: &str) -> Option<&'a PhoneNumber> {
    user.phone_numbers.iter().find(|phone| phone.phone_number == e164)
}
