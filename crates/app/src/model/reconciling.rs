//! Brings everything in line with what is known, at the end of every input: which session is shown,
//! what is told, what is kept for the next run. No other place has to remember any of it.

use std::time::Duration;

use latchkey_core::hold::{Hold, SavedWait};
use latchkey_core::sign_in::{SignIn, Stage};
use latchkey_core::ticket::Ticket;
use latchkey_core::time::Timestamp;
use latchkey_fapi_types::client::{Client, Session};
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::view::Notice;

use super::{Model, Now, State, connecting, session};
use crate::connection::{Connection, OpenSession, identifier};
use crate::ports::SavedHold;
use crate::work::Work;

pub(super) fn reconcile(model: &mut Model, now: Now) -> Vec<Work> {
    let mut work = follow_client(model);
    if let State::Connected(connection) = &mut model.state
        && let Some(open) = &mut connection.open
    {
        open.follow_machine();
    }
    work.extend(keep_hold(model, now));
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
    if let Some(open) = &connection.open
        && client.and_then(|client| signed_in(client, &open.id)).is_none()
    {
        let ended_here = open.machine.is_signing_out();
        model.notice = Some(if ended_here { Notice::SignedOut } else { Notice::SessionEnded });
        work = session::close(model);
        work.extend(connecting::ask_unknown_settings(model));
    }
    let State::Connected(connection) = &mut model.state else { return work };
    let Some(id) = session_to_open(connection) else {
        // A session that ended before it was shown leaves nothing to wait for.
        if matches!(connection.sign_in.stage(), Stage::Complete(_)) {
            connection.sign_in = SignIn::default();
        }
        return work;
    };
    let unasked = connection.gave_up && !matches!(connection.sign_in.stage(), Stage::Complete(_));
    model.notice = unasked.then_some(Notice::SignedInMeanwhile);
    connection.gave_up = false;
    connection.sign_in = SignIn::default();
    work.extend(session::close(model));
    if let State::Connected(connection) = &mut model.state {
        connection.open = Some(OpenSession::new(id));
    }
    work.extend(connecting::ask_unknown_settings(model));
    work
}

/// The session to show from now on. While a sign-in waits for an answer, that answer says which.
fn session_to_open(connection: &Connection) -> Option<SessionId> {
    let client = connection.holding.client.as_ref()?;
    let session = if let Stage::Complete(own) = connection.sign_in.stage() {
        signed_in(client, own)
    } else if connection.open.is_some() || connection.sign_in.is_busy() {
        None
    } else {
        client.current_session()
    };
    session.map(|session| session.id.clone())
}

fn signed_in<'a>(client: &'a Client, id: &SessionId) -> Option<&'a Session> {
    client.session(id).filter(|session| session.is_signed_in())
}

/// The wait that the server asked for, as it is kept for the next run.
pub(super) struct NotedHold {
    hold: Hold,
    /// Of the clock that ends it.
    ticket: Option<Ticket>,
}

/// Takes up the wait of the last run, unless it is over by now.
pub(super) fn resume_hold(model: &mut Model, now: Now) {
    let Some(saved) = &model.saved.hold else { return };
    let wait = SavedWait {
        began: Timestamp::from_millis(saved.began),
        until: Timestamp::from_millis(saved.until),
    };
    match wait.remaining(now.wall) {
        Some(left) => {
            let hold = Hold::resumed(saved.locked, left, &saved.identifier, now.instant);
            model.hold = Some(NotedHold { hold, ticket: None });
        }
        None => model.saved.hold = None,
    }
}

/// A sign-in at this host that begins under the wait of the last run.
pub(super) fn held_sign_in(model: &Model, host: &str) -> Option<SignIn> {
    let here = model.saved.hold.as_ref().is_some_and(|saved| saved.host == host);
    model.hold.as_ref().filter(|_| here).map(|noted| SignIn::held(noted.hold.clone()))
}

/// Keeps the wait that the server asked for, so that a restart does not lose it, and forgets it when
/// it is over: it names whom it concerns.
fn keep_hold(model: &mut Model, now: Now) -> Vec<Work> {
    let over =
        |noted: &mut NotedHold| noted.hold.remaining(now.instant).is_some_and(|it| it.is_zero());
    if model.hold.take_if(over).is_some() {
        model.saved.hold = None;
    }
    let State::Connected(connection) = &model.state else { return Vec::new() };
    let (hold, whom) = if let Some((open, session)) = connection.session() {
        let whom = session.user.as_ref().and_then(identifier).unwrap_or_default();
        (open.machine.hold(now.instant), whom)
    } else {
        let hold = connection.sign_in.hold(now.instant);
        (hold, hold.map(|hold| hold.identifier().to_owned()).unwrap_or_default())
    };
    let Some(hold) = hold else { return Vec::new() };
    // One without an end is not kept: nothing would ever end it.
    let Some(left) = hold.remaining(now.instant) else { return Vec::new() };
    match &model.hold {
        Some(noted) if noted.hold == *hold && noted.ticket.is_some() => return Vec::new(),
        Some(noted) if noted.hold == *hold => {}
        Some(_) | None => {
            model.saved.hold = Some(SavedHold {
                host: connection.key.host().to_owned(),
                locked: hold.is_lock(),
                began: now.wall.as_millis(),
                until: now.wall.plus(left).as_millis(),
                identifier: whom,
            });
        }
    }
    let ticket = model.tickets.issue();
    model.hold = Some(NotedHold { hold: hold.clone(), ticket: Some(ticket) });
    // A clock may be a little early.
    vec![Work::Wait { ticket, duration: left.saturating_add(Duration::from_secs(1)) }]
}
