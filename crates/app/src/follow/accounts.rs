//! Several people signed in on this device, where the instance allows it: adding one, turning to
//! another, and ending all their sessions.

use latchkey_core::sign_in::SignIn;
use latchkey_core::signed_in::{Destination, Event};
use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::command::AccountsRequest;

use super::holds;
use crate::connection::{Connection, Front};
use crate::model::{Model, State};
use crate::ports::SavedSession;
use crate::work::Work;

/// What the session that is shown makes of a request, where it concerns that.
pub(super) fn event(model: &mut Model, request: AccountsRequest) -> Option<Event> {
    let destination = match request {
        AccountsRequest::Add if allowed(model) => Destination::AddAccount,
        AccountsRequest::Add => return None,
        AccountsRequest::SignOutAll => Destination::SignOutAll,
        AccountsRequest::Switch { account } => {
            Destination::Switch(other(model, &SessionId::new(account))?)
        }
        AccountsRequest::CancelAdding => {
            give_up_adding(model);
            return None;
        }
    };
    Some(Event::Open(destination))
}

/// Whether the instance lets more than one person be signed in on a device.
fn allowed(model: &Model) -> bool {
    let State::Connected(connection) = &model.state else { return false };
    connection.allows_several()
}

/// Another session of this device with this id, that is there to be turned to.
fn other(model: &Model, id: &SessionId) -> Option<SessionId> {
    let State::Connected(connection) = &model.state else { return None };
    let others = connection.others(&model.saved.endings);
    others.into_iter().find(|session| session.id == *id).map(|session| session.id.clone())
}

/// Shows a sign-in in the place of the session, which stays as it is.
pub(super) fn begin_adding(model: &mut Model) {
    let State::Connected(connection) = &model.state else { return };
    let sign_in = holds::sign_in_at(model, connection.key.host()).unwrap_or_default();
    let State::Connected(connection) = &mut model.state else { return };
    connection.sign_in = sign_in;
    connection.front = Front::Adding;
}

/// Back to the session. A sign-in that is answered all the same adds its account to the others.
fn give_up_adding(model: &mut Model) {
    let State::Connected(connection) = &mut model.state else { return };
    if connection.is_adding() {
        connection.front = Front::Session;
        connection.gave_up = connection.sign_in.is_busy();
        connection.sign_in = SignIn::default();
    }
}

/// Whether a sign-in that was given up added its account all the same.
pub(super) fn was_added(connection: &mut Connection) -> bool {
    let appeared = std::mem::take(&mut connection.appeared);
    let was_added = !appeared.is_empty() && connection.gave_up && connection.open.is_some();
    if was_added {
        connection.gave_up = false;
    }
    was_added
}

/// Shows another session in the place of the one that is shown.
pub(super) fn turn_to(model: &mut Model, id: SessionId) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let copied = connection.set_aside();
    connection.bring_forth(id, false);
    copied.into_iter().map(Work::ClearClipboard).collect()
}

/// Forgets what is held of sessions that are there no more. True where one of them ended without
/// anybody asking for it here.
pub(super) fn drop_ended(model: &mut Model) -> bool {
    let State::Connected(connection) = &mut model.state else { return false };
    let Connection { holding, aside, .. } = &mut **connection;
    let client = holding.client.as_ref();
    let is_there = |id: &SessionId| {
        client.and_then(|client| client.session(id)).is_some_and(Session::is_signed_in)
    };
    aside.retain(|open| is_there(&open.id));
    let shown = connection.open.as_ref().map(|open| open.id.clone());
    let vanished = std::mem::take(&mut connection.vanished);
    let endings = &model.saved.endings;
    let State::Connected(connection) = &model.state else { return false };
    vanished.iter().any(|id| Some(id) != shown.as_ref() && !connection.is_noted(endings, id))
}

/// Keeps for the next run which session is shown, where there is more than one.
pub(super) fn keep_selected(model: &mut Model) {
    let State::Connected(connection) = &model.state else { return };
    let Some(open) = &connection.open else { return };
    let host = connection.place();
    let is_one_of_several = !connection.others(&model.saved.endings).is_empty();
    let selected = is_one_of_several.then(|| connection.saved(&open.id));
    let is_kept = |it: &SavedSession| it.host == host;
    if model.saved.selected.iter().find(|it| is_kept(it)) != selected.as_ref() {
        model.saved.selected.retain(|it| !is_kept(it));
        model.saved.selected.extend(selected);
    }
}

/// The session that an earlier run showed last.
pub(super) fn selected(selections: &[SavedSession], connection: &Connection) -> Option<SessionId> {
    let host = connection.place();
    let kept = selections.iter().find(|it| it.host == host)?;
    Some(SessionId::new(kept.session.clone()))
}
