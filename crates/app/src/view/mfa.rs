//! Views of the account's factors: the overview, the wizards, and the step-up above them.

mod overview;
mod wizard;

use latchkey_core::challenge::Reason;
use latchkey_core::mfa::{Change, Freshness, Stage, freshness};
use latchkey_core::step_up::Stage as Proof;
use latchkey_core::time::Timestamp;
use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_ipc::error::Problem;
use latchkey_ipc::secret::Revealed;
use latchkey_ipc::view::{
    Activity, BackupCodesView, Copied, Screen, StepUpAction, StepUpStep, StepUpView, VerifyReason,
};

pub(super) use overview::phones;

use super::challenge::{self, millis};
use crate::connection::Connection;
use crate::{phone, problem};

/// The page of the machine's stage; none while it shows the account.
pub(super) fn screen(connection: &Connection, session: &Session, now: Timestamp) -> Option<Screen> {
    match connection.mfa.stage() {
        Stage::Account => None,
        Stage::Overview => Some(Screen::ManageMfa(overview::view(connection, session, now))),
        Stage::AddTotp(page) => {
            Some(Screen::AddTotp(wizard::add_totp(connection, session, page, now)))
        }
        Stage::AddPhone(page) => {
            Some(Screen::AddPhone(wizard::add_phone(connection, session, page, now)))
        }
    }
}

/// The step-up dialog, while there is one.
pub(super) fn step_up(
    connection: &Connection,
    session: &Session,
    now: Timestamp,
) -> Option<StepUpView> {
    let (proof, change) = connection.mfa.step_up()?;
    let activity = challenge::activity(proof.is_busy(), proof.hold(now), now);
    let step = match proof.stage() {
        Proof::Starting | Proof::Done => StepUpStep::Starting,
        Proof::Challenge(it) => {
            debug_assert!(matches!(it.reason, Reason::StepUpFirst | Reason::StepUpSecond));
            let reason = VerifyReason::StepUp;
            StepUpStep::Verify(challenge::verify(it, reason, activity, connection.ahead_ms, now))
        }
        Proof::Failed(failure) => StepUpStep::Failed { problem: problem::of(failure) },
        Proof::Unknown(value) => StepUpStep::Unknown { value: value.clone() },
    };
    Some(StepUpView { action: action(change, session), step })
}

fn action(change: &Change, session: &Session) -> StepUpAction {
    match change {
        Change::AddTotp | Change::VerifyTotp => StepUpAction::AddTotp,
        Change::RemoveTotp => StepUpAction::RemoveTotp,
        Change::AddPhone | Change::VerifyPhone(_) => StepUpAction::AddPhone,
        Change::UsePhone(id) => StepUpAction::UsePhone(number(session, id)),
        Change::DisablePhone(id) => StepUpAction::DisablePhone(number(session, id)),
        Change::MakeDefaultPhone(id) => StepUpAction::MakeDefaultPhone(number(session, id)),
        Change::RemovePhone(id) => StepUpAction::RemovePhone(number(session, id)),
        Change::GenerateBackupCodes => StepUpAction::GenerateBackupCodes,
    }
}

/// A number of the account as people write it.
fn number(session: &Session, id: &IdentificationId) -> String {
    let phones = session.user.iter().flat_map(|user| &user.phone_numbers);
    let found = phones.into_iter().find(|phone| phone.id == *id);
    found.map(|it| phone::formatted(&it.phone_number)).unwrap_or_default()
}

fn activity(connection: &Connection, now: Timestamp) -> Activity {
    let mfa = &connection.mfa;
    challenge::activity(mfa.is_busy(), mfa.hold(now), now)
}

fn verified_for_ms(connection: &Connection, session: &Session, now: Timestamp) -> Option<u64> {
    match freshness(&connection.facts(session, now), now) {
        Freshness::Fresh { remaining } => Some(millis(remaining)),
        Freshness::NotAsked | Freshness::Stale | Freshness::Unknown => None,
    }
}

/// The backup codes on the screen, while there are any.
fn codes(connection: &Connection, now: Timestamp) -> Option<BackupCodesView> {
    let codes = connection.mfa.codes()?;
    let handout = &connection.handout;
    Some(BackupCodesView {
        // EXPOSE: onto the page whose purpose is to show them, once.
        codes: codes.codes.iter().map(|code| Revealed::new(code.expose())).collect(),
        copied: copied(connection, now),
        saved_to: handout.saved_to.clone(),
        confirmed: codes.confirmed,
        saving: handout.is_saving(),
        problem: not_done(connection),
    })
}

fn copied(connection: &Connection, now: Timestamp) -> Option<Copied> {
    connection.handout.on_clipboard(&connection.mfa).map(|copied| Copied {
        what: copied.what,
        clears_in_ms: millis(copied.until.remaining(now)),
    })
}

/// Why a secret could not be copied, saved or printed.
fn not_done(connection: &Connection) -> Option<Problem> {
    connection.handout.problem.map(problem::local)
}
