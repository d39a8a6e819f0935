//! Brings everything in line with what is known, at the end of every input: which session is shown,
//! what is told, what is kept for the next run. No other place has to remember any of it.

use std::time::Duration;

use latchkey_core::sign_in::{SignIn, Stage};
use latchkey_core::signed_in::{Over, Stage as Shown};
use latchkey_fapi_types::client::{Client, Session};
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::view::Notice;

use super::{accounts, endings, holds, leaving, over, reconnecting, session, settings, trust};
use crate::connection::{Connection, Front, Recognition};
use crate::model::{Model, State};
use crate::now::Now;
use crate::ports::Saved;
use crate::work::Work;

pub(super) fn reconcile(model: &mut Model, now: Now) -> Vec<Work> {
    endings::follow_sign_out(model);
    let mut work = follow_client(model);
    work.extend(session::tell_selected(model, now));
    if let State::Connected(connection) = &mut model.state
        && let Some(open) = &mut connection.open
    {
        open.follow_machine();
    }
    work.extend(session::settle(model, now));
    work.extend(holds::keep(model, now));
    work.extend(endings::keep(model));
    accounts::keep_selected(model);
    work.extend(reconnecting::keep(model));
    work.extend(note_seen(model));
    work.extend(watch_devices(model));
    work.extend(session::look_for_organizations(model, now));
    work.extend(close_when_forgotten(model));
    over::keep(model);
    if model.saved != model.written {
        model.written = model.saved.clone();
        work.push(Work::Save(model.saved.clone()));
    }
    work
}

/// Shows another session, or none, where the client says so.
fn follow_client(model: &mut Model) -> Vec<Work> {
    let mut work = Vec::new();
    let mut ended = false;
    if let State::Connected(connection) = &mut model.state
        && connection.recognition == Recognition::No
    {
        connection.recognition = Recognition::Yes;
        // An attempt of another client is nothing to go on with.
        if !connection.sign_in.is_busy() {
            connection.sign_in = SignIn::default();
        }
        model.notice = Some(Notice::DeviceNotRecognised);
        ended = true;
        endings::drop_all(model);
        work.extend(leaving::close_session(model));
        work.extend(settings::ask_unknown(model));
    }
    if let Some(end) = end(model) {
        model.notice = end.notice;
        ended = true;
        if let Some(session) = end.told {
            endings::drop_one(model, &session);
        }
        work.extend(leaving::close_session(model));
        if end.forgot {
            endings::drop_all(model);
        }
        if end.forget {
            work.extend(trust::forget(model, true));
        }
        work.extend(settings::ask_unknown(model));
    }
    if accounts::drop_ended(model) && !ended {
        model.notice = Some(Notice::OtherAccountEnded);
    }
    let State::Connected(connection) = &mut model.state else { return work };
    if accounts::was_added(connection) {
        model.notice = Some(Notice::AddedMeanwhile);
    }
    if connection.open.is_none() && connection.others(&model.saved.endings).is_empty() {
        // There is nothing to go back to: it is a sign-in like any other.
        connection.front = Front::Session;
    }
    let Some(id) = session_to_open(connection, &model.saved) else {
        // The new session is gone already: back to the first page.
        if matches!(connection.sign_in.stage(), Stage::Complete(_)) {
            connection.sign_in = SignIn::default();
        }
        return work;
    };
    if connection.open.as_ref().is_some_and(|open| open.id == id) {
        connection.front = Front::Session;
        connection.sign_in = SignIn::default();
        model.notice = Some(Notice::SignedInAlready);
        return work;
    }
    let after_cancel =
        connection.gave_up && !matches!(connection.sign_in.stage(), Stage::Complete(_));
    if after_cancel {
        model.notice = Some(Notice::SignedInMeanwhile);
    } else if !ended {
        model.notice = None;
    }
    connection.gave_up = false;
    let by_backup_code = std::mem::take(&mut connection.by_backup_code);
    connection.sign_in = SignIn::default();
    work.extend(connection.set_aside().into_iter().map(Work::ClearClipboard));
    connection.bring_forth(id, by_backup_code);
    work.extend(settings::ask_unknown(model));
    work
}

/// The end of the session that is shown.
#[derive(Default)]
struct End {
    notice: Option<Notice>,
    /// The session whose end the server knows.
    told: Option<SessionId>,
    /// What is held is still to be dropped.
    forget: bool,
    /// What was held is dropped, so nothing of this instance is left to be ended.
    forgot: bool,
}

/// Whether the session that is shown is over: the client has it no more, or the person is done with
/// it whatever the server says.
fn end(model: &Model) -> Option<End> {
    let State::Connected(connection) = &model.state else { return None };
    let open = connection.open.as_ref()?;
    let told =
        |notice| Some(End { notice: Some(notice), told: Some(open.id.clone()), ..End::default() });
    let others_left = !connection.others(&model.saved.endings).is_empty();
    let client = connection.holding.client.as_ref();
    if client.and_then(|client| signed_in(client, &open.id)).is_none() {
        if open.machine.is_forgetting() {
            // The sessions are ended; then the token goes. Without one it has gone already, although
            // the server could not be told.
            let forget = connection.holding.has_token;
            let notice = (!forget).then(|| trust::told_of_forgetting(connection, false));
            return Some(End { notice, told: Some(open.id.clone()), forget, forgot: !forget });
        }
        // Whoever signs out of what may be deleted is signed out in any case.
        if open.machine.profile().is_deleting() && !open.machine.is_signing_out() {
            return told(Notice::AccountDeleted);
        }
        return told(match (open.machine.is_signing_out(), connection.holding.has_token) {
            // The server knew no client to sign out of.
            (true, false) => Notice::DeviceNotRecognised,
            (true, true) if others_left => Notice::SignedOutOfOne,
            (true, true) => Notice::SignedOut,
            (false, _) if others_left => Notice::AccountEnded,
            (false, _) => Notice::SessionEnded,
        });
    }
    match open.machine.over()? {
        Over::SignedOut { told: true } if others_left => told(Notice::SignedOutOfOne),
        Over::SignedOut { told: true } => told(Notice::SignedOut),
        // It was noted when the person asked for it, and is told later.
        Over::SignedOut { told: false } => {
            Some(End { notice: Some(Notice::SignedOutHere), ..End::default() })
        }
        Over::Forgotten { ended } => {
            let notice = Some(trust::told_of_forgetting(connection, ended));
            Some(End { notice, forgot: true, ..End::default() })
        }
    }
}

/// The session to show from now on. While a sign-in waits for an answer, that answer says which,
/// unless another one was given up: then the session is that one's.
fn session_to_open(connection: &Connection, saved: &Saved) -> Option<SessionId> {
    // What is being dropped is shown no more.
    if connection.forgetting.is_some() {
        return None;
    }
    let client = connection.holding.client.as_ref()?;
    let session = if let Stage::Complete(own) = connection.sign_in.stage() {
        signed_in(client, own)
    } else if connection.open.is_some()
        || connection.is_adding()
        || (connection.sign_in.is_busy() && !connection.gave_up)
    {
        None
    } else {
        let is_over = |id: &SessionId| connection.is_noted(&saved.endings, id);
        let selected = accounts::selected(&saved.selected, connection);
        let selected = selected.filter(|id| !is_over(id));
        selected
            .and_then(|id| signed_in(client, &id))
            .or_else(|| client.current_session_but(is_over))
    };
    session.map(|session| session.id.clone())
}

fn signed_in<'a>(client: &'a Client, id: &SessionId) -> Option<&'a Session> {
    client.session(id).filter(|session| session.is_signed_in())
}

/// How often the list of devices is asked for while it is looked at.
const DEVICES_PERIOD: Duration = Duration::from_secs(30);

/// Waits for the next look at the list of devices, while it is shown.
fn watch_devices(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let is_online = connection.network.online;
    let Some(open) = &mut connection.open else { return Vec::new() };
    let is_shown = matches!(open.machine.stage(), Shown::Devices(_));
    if !is_shown || !is_online || model.hidden || open.watching.is_some() {
        return Vec::new();
    }
    let ticket = model.tickets.issue();
    open.watching = Some(ticket);
    vec![Work::Wait { ticket, duration: DEVICES_PERIOD }]
}

/// Closes the window that was to close while this device was being forgotten.
fn close_when_forgotten(model: &mut Model) -> Vec<Work> {
    let is_done = match &model.state {
        State::Connected(connection) => {
            connection.open.is_none() && connection.forgetting.is_none()
        }
        State::Choosing(_) | State::Starting => true,
    };
    if !is_done || !std::mem::take(&mut model.closes_when_forgotten) {
        return Vec::new();
    }
    vec![Work::Close { clearing: Vec::new() }]
}

/// How long what is kept may count as older than it is. To note it writes a file.
const SEEN_ROUNDING: Duration = Duration::from_mins(10);

/// Has the vault note that what it keeps of the client still holds.
fn note_seen(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let Some(refreshed) = connection.refreshed.filter(|_| connection.holding.has_token) else {
        return Vec::new();
    };
    let is_noted =
        connection.noted_seen.is_some_and(|noted| refreshed.instant.since(noted) < SEEN_ROUNDING);
    if is_noted {
        return Vec::new();
    }
    connection.noted_seen = Some(refreshed.instant);
    vec![Work::NoteSeen { host: connection.place(), at: refreshed.wall }]
}
