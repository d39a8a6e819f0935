//! The page about the program. It stands over whatever else is shown, which goes on beneath it.

use crate::connection::OpenSession;
use crate::model::{About, Model, State};

/// Shows it, once there is something to go back to.
pub(super) fn open(model: &mut Model) {
    if matches!(model.state, State::Starting) {
        return;
    }
    model.notice = None;
    model.about = Some(About { over: shown(model).map(|open| open.id.clone()) });
}

/// Goes back to what it stands over.
pub(super) fn close(model: &mut Model) {
    model.about = None;
}

/// Takes it away where somebody else is shown beneath it, or the person is asked something there.
pub(super) fn keep(model: &mut Model) {
    let Some(about) = &model.about else { return };
    let open = shown(model);
    let is_asked = open.is_some_and(|open| open.machine.leaving());
    if is_asked || open.map(|open| &open.id) != about.over.as_ref() {
        model.about = None;
    }
}

fn shown(model: &Model) -> Option<&OpenSession> {
    match &model.state {
        State::Connected(connection) => connection.open.as_ref(),
        State::Choosing(_) | State::Starting => None,
    }
}
