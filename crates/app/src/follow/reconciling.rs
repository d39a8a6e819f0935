//! Brings everything in line with what is known, at the end of every input: which session is shown,
//! what is told, what is kept for the next run. No other place has to remember any of it.

use latchkey_core::sign_in::{SignIn, Stage};
use latchkey_fapi_types::client::{Client, Session};
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::view::Notice;

use super::{holds, leaving, settings};
use crate::connection::{Connection, OpenSession};
use crate::model::{Model, State};
use crate::now::Now;
use crate::work::Work;

pub(super) fn reconcile(model: &mut Model, now: Now) -> Vec<Work> {
    let mut work = follow_client(model);
    if let State::Connected(connection) = &mut model.state
        && let Some(open) = &mut connection.open
    {
        open.follow_machine();
    }
    work.extend(holds::keep(model, now));
    if model.saved != model.written {
        model.written = model.saved.clone();
        work.push(Work::Save(model.saved.clone()));
    }
    work
}

/// Shows another session, or none, where the client says so.
fn follow_client(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let client = connection.holding.client.as_ref();
    let mut work = Vec::new();
    let mut ended = false;
    if let Some(open) = &connection.open
        && client.and_then(|client| signed_in(client, &open.id)).is_none()
    {
        let ended_here = open.machine.is_signing_out();
        model.notice = Some(if ended_here { Notice::SignedOut } else { Notice::SessionEnded });
        ended = true;
        work = leaving::close_session(model);
        work.extend(settings::ask_unknown(model));
    }
    let State::Connected(connection) = &mut model.state else { return work };
    let Some(id) = session_to_open(connection) else {
        // The new session is gone already: back to the first page.
        if matches!(connection.sign_in.stage(), Stage::Complete(_)) {
            connection.sign_in = SignIn::default();
        }
        return work;
    };
    let after_cancel =
        connection.gave_up && !matches!(connection.sign_in.stage(), Stage::Complete(_));
    if after_cancel {
        model.notice = Some(Notice::SignedInMeanwhile);
    } else if !ended {
        model.notice = None;
    }
    connection.gave_up = false;
    connection.sign_in = SignIn::default();
    work.extend(leaving::close_session(model));
    if let State::Connected(connection) = &mut model.state {
        connection.open = Some(OpenSession::new(id));
    }
    work.extend(settings::ask_unknown(model));
    work
}

/// The session to show from now on. While a sign-in waits for an answer, that answer says which,
/// unless another one was given up: then the session is that one's.
fn session_to_open(connection: &Connection) -> Option<SessionId> {
    let client = connection.holding.client.as_ref()?;
    let session = if let Stage::Complete(own) = connection.sign_in.stage() {
        signed_in(client, own)
    } else if connection.open.is_some() || (connection.sign_in.is_busy() && !connection.gave_up) {
        None
    } else {
        client.current_session()
    };
    session.map(|session| session.id.clone())
}

fn signed_in<'a>(client: &'a Client, id: &SessionId) -> Option<&'a Session> {
    client.session(id).filter(|session| session.is_signed_in())
}
