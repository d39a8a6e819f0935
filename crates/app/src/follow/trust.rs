//! The trust of the server in this device: asking how the client stands, and what follows when the
//! server does not know this device any more.

use latchkey_core::failure::Failure;
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::client::{Client, Session};
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::view::Notice;

use super::{endings, session, signing_in};
use crate::connection::{Connection, Forgetting, Recognition};
use crate::input::Holding;
use crate::model::{Model, State};
use crate::now::Now;
use crate::work::{Call, Work};

/// Asks how the client stands, unless that is under way.
pub(super) fn ask_client(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    if connection.asking_client.is_some() {
        return Vec::new();
    }
    let ticket = model.tickets.issue();
    connection.asking_client = Some(ticket);
    vec![Work::Call { ticket, call: Call::Client }]
}

/// The answer to [`ask_client`]. `News::Held` brought the client already.
pub(super) fn client_answered(
    model: &mut Model,
    ticket: Ticket,
    answer: Result<Option<Box<Client>>, Failure>,
    now: Now,
) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    if connection.asking_client.take_if(|asking| *asking == ticket).is_none() {
        return Vec::new();
    }
    match answer {
        Ok(client) => {
            let mut work = client_told(model, client.is_some());
            if client.is_some() {
                work.extend(resume(model, now));
            }
            work
        }
        Err(_) => Vec::new(),
    }
}

/// Goes on, once in a run, with the sign-in or the task that an earlier run began: the server has said
/// where it stands.
fn resume(model: &mut Model, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    if connection.kept_at.is_none() || std::mem::replace(&mut connection.resumed, true) {
        return Vec::new();
    }
    if connection.open.is_some() {
        session::resume(model, now)
    } else {
        signing_in::resume(model, now)
    }
}

/// Takes what is held from now on. Where it belongs to another client than before, or the server
/// refused the token, the server does not know this device any more.
pub(super) fn held(connection: &mut Connection, holding: &Holding) {
    let before = connection.holding.client.as_ref().map(|client| &client.id);
    let after = holding.client.as_ref().map(|client| &client.id);
    let is_another = match (before, after) {
        (Some(before), Some(after)) => before != after,
        (Some(_), None) => holding.refused,
        (None, _) => holding.refused && connection.holding.has_token,
    };
    let is_forgetting = connection.forgetting.is_some()
        || connection.open.as_ref().is_some_and(|open| open.machine.is_forgetting());
    if is_another && !is_forgetting {
        connection.recognition = Recognition::No;
    }
    if let (Some(before), Some(after)) = (&connection.holding.client, &holding.client) {
        let had = before.sessions.iter().filter(|session| session.is_signed_in());
        let is_gone = |id: &&SessionId| !after.session(id).is_some_and(Session::is_signed_in);
        connection.vanished.extend(had.map(|session| &session.id).filter(is_gone).cloned());
        let appeared = after.sessions.iter().filter(|it| before.session(&it.id).is_none());
        connection.appeared = appeared.map(|session| session.id.clone()).collect();
    }
    connection.holding = holding.clone();
}

/// The server said that it knows no client for the token. The token is dropped once it has said so
/// twice: the first answer may have been to one that was replaced meanwhile.
pub(super) fn client_told(model: &mut Model, is_known: bool) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let is_leaving = connection
        .open
        .as_ref()
        .is_some_and(|open| open.machine.is_signing_out() || open.machine.is_forgetting());
    if is_known || is_leaving || !connection.holding.has_token {
        if connection.recognition == Recognition::Doubted {
            connection.recognition = Recognition::Yes;
        }
        return Vec::new();
    }
    if connection.recognition == Recognition::Yes {
        connection.recognition = Recognition::Doubted;
        return ask_client(model);
    }
    connection.recognition = Recognition::No;
    forget(model, false)
}

/// Drops what is held of this instance, here and in the vault.
pub(super) fn forget(model: &mut Model, is_wanted: bool) -> Vec<Work> {
    endings::drop_all(model);
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    if connection.forgetting.is_some() {
        return Vec::new();
    }
    let ticket = model.tickets.issue();
    connection.forgetting = Some(Forgetting { ticket, is_wanted });
    vec![Work::Call { ticket, call: Call::Forget }]
}

/// What was held is dropped.
pub(super) fn forgotten(model: &mut Model, ticket: Ticket) {
    let State::Connected(connection) = &mut model.state else { return };
    let forgotten = connection.forgetting.take_if(|forgetting| forgetting.ticket == ticket);
    if forgotten.is_some_and(|forgetting| forgetting.is_wanted) {
        model.notice = Some(told_of_forgetting(connection, true));
    }
}

/// What is told of forgetting this device; `ended` says whether the server ended its sessions.
pub(super) fn told_of_forgetting(connection: &Connection, ended: bool) -> Notice {
    match connection.holding.not_erased {
        Some(part) => Notice::NotAllDeleted { part },
        None if ended => Notice::Forgotten,
        None => Notice::ForgottenHere,
    }
}
