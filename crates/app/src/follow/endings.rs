//! Sessions that were signed out while the server could not be told: it is told as soon as it can be.
//! Such a session is shown no more, whatever the client says of it.

use latchkey_core::failure::Failure;
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::id::SessionId;

use crate::connection::Ending;
use crate::model::{Model, State};
use crate::ports::SavedSession;
use crate::work::{Call, Work};

/// Notes that this session of the present instance is to be ended at the server.
pub(super) fn note(model: &mut Model, session: &SessionId) {
    let State::Connected(connection) = &model.state else { return };
    let ending = connection.saved(session);
    if !model.saved.endings.contains(&ending) {
        model.saved.endings.push(ending);
    }
}

/// Nothing of this instance is left to be ended: its token is gone, so nothing could be.
pub(super) fn drop_all(model: &mut Model) {
    let State::Connected(connection) = &mut model.state else { return };
    connection.ending = Ending::No;
    let place = connection.place();
    model.saved.endings.retain(|ending| ending.host != place);
    model.saved.selected.retain(|selected| selected.host != place);
}

/// Forgets that this session was to be ended.
pub(super) fn drop_one(model: &mut Model, session: &SessionId) {
    let State::Connected(connection) = &model.state else { return };
    let ended = connection.saved(session);
    model.saved.endings.retain(|ending| *ending != ended);
}

/// Notes a sign-out from the moment that the person asks for it, so that a window which closes before
/// the server has answered does not show the session again. What the server refused is no sign-out.
pub(super) fn follow_sign_out(model: &mut Model) {
    let State::Connected(connection) = &mut model.state else { return };
    let Some(open) = &connection.open else { return };
    let (id, machine) = (&open.id, &open.machine);
    if machine.is_signing_out() && open.noted.is_empty() {
        let sessions = connection.holding.client.iter().flat_map(|client| &client.sessions);
        let ends = |it: &&SessionId| machine.is_signing_out_all() || *it == id;
        // What was noted before is no part of this: it stays so, whatever comes of it.
        let is_new = |it: &&SessionId| !connection.is_noted(&model.saved.endings, it);
        let noted = sessions.map(|session| &session.id).filter(ends).filter(is_new).cloned();
        let noted: Vec<_> = noted.collect();
        if let Some(open) = &mut connection.open {
            open.noted.clone_from(&noted);
        }
        for id in noted {
            note(model, &id);
        }
    } else if !machine.is_signing_out() && machine.over().is_none() {
        let noted = connection.open.as_mut().map(|open| std::mem::take(&mut open.noted));
        for id in noted.unwrap_or_default() {
            drop_one(model, &id);
        }
    }
}

/// Ends the next one, while the server can be reached and one is not under way. One that the client
/// has no more is over.
pub(super) fn keep(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    // The client was described in this run: the server is there, and knows the token.
    let reachable = connection.network.online && connection.refreshed.is_some();
    if !reachable || connection.ending != Ending::No || !connection.holding.has_token {
        return Vec::new();
    }
    let place = connection.place();
    let client = connection.holding.client.as_ref();
    let is_there = |ending: &SavedSession| {
        client.is_some_and(|it| it.session(&SessionId::new(ending.session.clone())).is_some())
    };
    model.saved.endings.retain(|ending| ending.host != place || is_there(ending));
    // Some are being ended by the machine of the one that is shown.
    let noted = connection.open.iter().flat_map(|open| &open.noted);
    let noted: Vec<_> = noted.map(SessionId::as_str).collect();
    let refused =
        |ending: &SavedSession| connection.not_ended.iter().any(|id| id.as_str() == ending.session);
    let due = |ending: &&SavedSession| {
        ending.host == place && !noted.contains(&ending.session.as_str()) && !refused(ending)
    };
    let Some(next) = model.saved.endings.iter().find(due) else { return Vec::new() };
    let session = SessionId::new(next.session.clone());
    let ticket = model.tickets.issue();
    connection.ending = Ending::Now(ticket);
    vec![Work::Call { ticket, call: Call::End(session) }]
}

/// One ended, or did not. It is over where the answer proves it, or the server says that there is no
/// such session. What says nothing of the session leaves it for later: for the next time that the
/// server is reached or, where it refused, for the next run.
pub(super) fn answered(
    model: &mut Model,
    ticket: Ticket,
    session: &SessionId,
    answer: &Result<bool, Failure>,
) {
    let State::Connected(connection) = &mut model.state else { return };
    if connection.ending != Ending::Now(ticket) {
        return;
    }
    connection.ending = match answer {
        Ok(true) => Ending::No,
        Err(failure) if failure.code() == Some("resource_not_found") => Ending::No,
        Ok(false) | Err(Failure::Refused { retry_after: None, .. }) => {
            // A later run may try again; the others are not held up by it.
            connection.not_ended.push(session.clone());
            connection.ending = Ending::No;
            return;
        }
        Err(_) => Ending::Later,
    };
    if connection.ending == Ending::No {
        drop_one(model, session);
    }
}
