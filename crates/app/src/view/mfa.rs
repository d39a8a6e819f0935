//! Views of the account's factors: the overview, the wizards, and the step-up above them.

mod overview;
mod wizard;

use latchkey_core::devices;
use latchkey_core::factors::{Change, Codes, Freshness, Stage, freshness};
use latchkey_core::organizations;
use latchkey_core::password;
use latchkey_core::signed_in::Waiting;
use latchkey_core::step_up::Stage as Proof;
use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_ipc::error::Problem;
use latchkey_ipc::secret::Revealed;
use latchkey_ipc::view::{
    Activity, BackupCodesView, Copied, Screen, StepUpAction, StepUpStep, StepUpView, VerifyReason,
};

pub(super) use overview::{phones, ways_in};

use super::shown::Shown;
use super::{challenge, profile};
use crate::words::millis;
use crate::{phone, problem};

/// The page of the factors; none while the account is shown.
pub(super) fn screen(shown: Shown<'_>) -> Option<Screen> {
    Some(match shown.open.machine.factors().stage()? {
        Stage::Overview { .. } => Screen::ManageMfa(overview::view(shown)),
        Stage::AddTotp(page) => Screen::AddTotp(wizard::add_totp(shown, page)),
        Stage::AddPhone(page) => Screen::AddPhone(wizard::add_phone(shown, page)),
    })
}

/// The step-up dialog, while there is one.
pub(super) fn step_up(shown: Shown<'_>) -> Option<StepUpView> {
    let (proof, waiting) = shown.open.machine.step_up()?;
    let now = shown.now.instant;
    let activity = challenge::activity(proof.is_busy(), shown.open.machine.hold(now), now);
    let step = match proof.stage() {
        Proof::Starting(_) | Proof::Done => StepUpStep::Starting,
        Proof::Proving(proving) => {
            let ahead_ms = shown.connection.network.ahead_ms;
            let reason = VerifyReason::StepUp;
            let verify = challenge::verify(&proving.challenge, reason, activity, ahead_ms, now);
            StepUpStep::Verify(verify)
        }
        Proof::Failed(failure) => {
            StepUpStep::Failed { problem: problem::of_step_up(failure), activity }
        }
        Proof::Unknown(value) => StepUpStep::Unknown { value: value.clone() },
    };
    Some(StepUpView { action: action(&waiting, shown.session), step })
}

fn action(waiting: &Waiting, session: &Session) -> StepUpAction {
    let change = match waiting {
        Waiting::Factors(change) => change,
        Waiting::Profile(change) => return profile::action(change, session),
        Waiting::Password(password::Change::Remove) => return StepUpAction::RemovePassword,
        Waiting::Password(password::Change::Reset | password::Change::Set) => {
            return StepUpAction::ChangePassword;
        }
        Waiting::Devices(devices::Change::SignOut(_)) => return StepUpAction::SignOutDevice,
        Waiting::Devices(devices::Change::SignOutOthers) => return StepUpAction::SignOutOthers,
        Waiting::Organizations(change) => {
            return match change {
                organizations::Change::Select(_) => StepUpAction::SelectOrganization,
                organizations::Change::Join(_) | organizations::Change::Request(_) => {
                    StepUpAction::JoinOrganization
                }
                organizations::Change::Create { .. } => StepUpAction::CreateOrganization,
                organizations::Change::Leave(_) => StepUpAction::LeaveOrganization,
            };
        }
    };
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

fn activity(shown: Shown<'_>) -> Activity {
    let machine = &shown.open.machine;
    let now = shown.now.instant;
    challenge::activity(machine.is_busy(), machine.hold(now), now)
}

fn verified_for_ms(shown: Shown<'_>) -> Option<u64> {
    match freshness(&shown.connection.facts(shown.session, shown.now), shown.now.instant) {
        Freshness::Fresh { remaining } => Some(millis(remaining)),
        Freshness::NotAsked | Freshness::Stale | Freshness::Unknown => None,
    }
}

/// Backup codes on the screen.
fn codes_view(shown: Shown<'_>, codes: &Codes) -> BackupCodesView {
    let copies = &shown.open.copies;
    BackupCodesView {
        // EXPOSE: onto the page whose purpose is to show them, once.
        codes: codes.codes.iter().map(|code| Revealed::new(code.expose())).collect(),
        copied: copied(shown),
        saved_to: copies.saved_to.clone(),
        confirmed: codes.confirmed,
        saving: copies.is_saving(),
        problem: not_done(shown),
    }
}

fn copied(shown: Shown<'_>) -> Option<Copied> {
    let on_clipboard = shown.open.copies.on_clipboard(&shown.open.machine)?;
    Some(Copied {
        what: on_clipboard.what,
        clears_in_ms: millis(on_clipboard.until.remaining(shown.now.instant)),
    })
}

/// Why a secret could not be copied, saved or printed.
fn not_done(shown: Shown<'_>) -> Option<Problem> {
    shown.open.copies.problem.map(problem::local)
}
