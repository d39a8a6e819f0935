//! Where this device's trust is kept: what is told of it, and what the person chooses.

use latchkey_core::sign_in::Stage;
use latchkey_core::ticket::Ticket;
use latchkey_ipc::view::{Notice, SelfTest};

use super::connecting;
use crate::model::{Model, State};
use crate::ports::{Storage, StorageChoice, Tested};
use crate::work::{StorageOrder, Work};

/// The vault tells how things are kept.
pub(super) fn changed(model: &mut Model, storage: Storage) -> Vec<Work> {
    model.storage = Some(storage);
    if storage.improved {
        model.saved.storage = None;
        // Nothing that is yet to be read makes way for it.
        model.notice.get_or_insert(Notice::StorageImproved);
    }
    match &model.state {
        // A sign-in that has got somewhere is not thrown away for what an earlier run kept; a token that
        // came with a try that failed is worth less.
        State::Connected(connection)
            if storage.readable
                && connection.open.is_none()
                && matches!(connection.sign_in.stage(), Stage::Identify(_))
                && !connection.sign_in.is_busy() =>
        {
            connecting::reopen(model)
        }
        State::Connected(_) | State::Choosing(_) | State::Starting => Vec::new(),
    }
}

/// Tries the credential store again.
pub(super) fn retry() -> Vec<Work> {
    vec![Work::Storage(StorageOrder::Retry)]
}

/// The person chose where to keep this device's trust. Where whoever started the program decided
/// there is nothing to choose.
pub(super) fn chosen(model: &mut Model, choice: StorageChoice) -> Vec<Work> {
    if model.storage.is_none_or(|storage| storage.decided) {
        return Vec::new();
    }
    model.saved.storage = Some(choice);
    vec![Work::Storage(StorageOrder::Choose(choice))]
}

/// Tests the place, unless that is under way.
pub(super) fn test(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    if model.testing_storage.is_some() {
        return Vec::new();
    }
    let host = connection.place();
    let ticket = model.tickets.issue();
    model.testing_storage = Some(ticket);
    model.self_test = SelfTest::Running;
    vec![Work::TestStorage { ticket, host }]
}

/// The test is over.
pub(super) fn tested(model: &mut Model, ticket: Ticket, tested: Tested) {
    if model.testing_storage.take_if(|testing| *testing == ticket).is_some() {
        model.self_test = match tested {
            Tested::Passed => SelfTest::Passed,
            Tested::Nothing => SelfTest::NothingToTest,
            Tested::Failed(part) => SelfTest::Failed { part },
        };
    }
}
