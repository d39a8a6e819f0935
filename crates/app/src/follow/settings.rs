//! Asking the instance what it offers.

use latchkey_core::failure::Failure;
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::environment::Environment;

use crate::connection::Asking;
use crate::model::{Model, State};
use crate::now::Now;
use crate::ports::{KeptEnvironment, SavedInstance};
use crate::startup::{Origin, Target};
use crate::work::{Call, Work};

/// Asks what the instance offers, if it never said so.
pub(super) fn ask_unknown(model: &mut Model) -> Vec<Work> {
    match &model.state {
        State::Connected(connection) if !connection.settings.known => ask(model),
        State::Connected(_) | State::Choosing(_) | State::Starting => Vec::new(),
    }
}

pub(super) fn ask(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    if connection.settings.is_asking() {
        return Vec::new();
    }
    let ticket = model.tickets.issue();
    connection.settings.asking = Asking::Waiting(ticket);
    vec![Work::Call { ticket, call: Call::Environment }]
}

pub(super) fn known(
    model: &mut Model,
    ticket: Ticket,
    answer: Result<Box<Environment>, Failure>,
    now: Now,
) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let settings = &mut connection.settings;
    if !matches!(settings.asking, Asking::Waiting(waiting) if waiting == ticket) {
        return Vec::new();
    }
    match answer {
        Ok(environment) => {
            settings.environment = (*environment).clone();
            settings.known = true;
            settings.asking = Asking::No;
            let host = connection.place();
            if let Some(instance) = chosen_just_now(&connection.target) {
                model.saved.instance = Some(instance);
            }
            let kept = KeptEnvironment { environment: *environment, known_at: now.wall };
            vec![Work::KeepEnvironment { host, kept: Box::new(kept) }]
        }
        Err(failure) => {
            tracing::info!(?failure, "the instance could not be asked");
            settings.asking = Asking::Failed(failure);
            settings.asked_in_vain = true;
            Vec::new()
        }
    }
}

/// An instance that was chosen on the Connect page just now is kept once it has answered.
fn chosen_just_now(target: &Target) -> Option<SavedInstance> {
    match target {
        Target::Emulator(Origin::Chosen) => Some(SavedInstance::Emulator),
        Target::Key(key, Origin::Chosen) => {
            Some(SavedInstance::Key { publishable_key: key.as_str().to_owned() })
        }
        Target::Emulator(Origin::Given | Origin::Saved)
        | Target::Key(_, Origin::Given | Origin::Saved) => None,
    }
}
