//! Sessions that were signed out while the server could not be told: it is told as soon as it can be.
//! Such a session is shown no more, whatever the client says of it.

use latchkey_core::failure::Failure;
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::id::SessionId;

use crate::connection::{Connection, Ending};
use crate::model::{Model, State};
use crate::ports::SavedEnding;
use crate::work::{Call, Work};

/// Notes that this session of the present instance is to be ended at the server.
pub(super) fn note(model: &mut Model, session: &SessionId) {
    let State::Connected(connection) = &model.state else { return };
    let ending = SavedEnding {
        host: connection.key.host().to_owned(),
        session: session.as_str().to_owned(),
    };
    if !model.saved.endings.contains(&ending) {
        model.saved.endings.push(ending);
    }
}

/// Whether this session is signed out as far as the person is concerned.
pub(super) fn is_noted(endings: &[SavedEnding], connection: &Connection, id: &SessionId) -> bool {
    let host = connection.key.host();
    endings.iter().any(|ending| ending.host == host && ending.session == id.as_str())
}

/// Nothing of this instance is left to be ended: its token is gone, so nothing could be.
pub(super) fn drop_all(model: &mut Model) {
    let State::Connected(connection) = &mut model.state else { return };
    connection.ending = Ending::No;
    let host = connection.key.host();
    model.saved.endings.retain(|ending| ending.host != host);
}

/// Ends the next one, while the server can be reached and one is not under way.
pub(super) fn keep(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    // The client was described in this run: the server is there, and knows the token.
    let reachable = connection.network.online && connection.refreshed.is_some();
    if !reachable || connection.ending != Ending::No || !connection.holding.has_token {
        return Vec::new();
    }
    let host = connection.key.host();
    let Some(next) = model.saved.endings.iter().find(|ending| ending.host == host) else {
        return Vec::new();
    };
    let session = SessionId::new(next.session.clone());
    let ticket = model.tickets.issue();
    connection.ending = Ending::Now(ticket);
    vec![Work::Call { ticket, call: Call::End(session) }]
}

/// One ended, or did not. A refusal means that the server has no such session any more; whatever says
/// nothing of the session leaves it for the next time that the server is reached.
pub(super) fn answered(
    model: &mut Model,
    ticket: Ticket,
    session: &SessionId,
    answer: &Result<(), Failure>,
) {
    let State::Connected(connection) = &mut model.state else { return };
    if connection.ending != Ending::Now(ticket) {
        return;
    }
    connection.ending = Ending::No;
    let over = match answer {
        Ok(()) => true,
        Err(Failure::Refused { retry_after, .. }) => retry_after.is_none(),
        Err(_) => false,
    };
    if over {
        let host = connection.key.host();
        let is_it =
            |ending: &SavedEnding| ending.host == host && ending.session == session.as_str();
        model.saved.endings.retain(|ending| !is_it(ending));
    } else {
        connection.ending = Ending::Later;
    }
}
