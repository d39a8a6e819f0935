//! The pages about the program itself: the settings, and what the program is. They stand over
//! whatever else is shown, which goes on beneath them.

use crate::connection::OpenSession;
use crate::model::{Model, Over, OverPage, State};

/// Shows one, once there is something to go back to.
pub(super) fn open(model: &mut Model, page: OverPage) {
    if matches!(model.state, State::Starting) {
        return;
    }
    model.notice = None;
    model.over = Some(Over { page, session: shown(model).map(|open| open.id.clone()) });
}

/// Goes back to what it stands over.
pub(super) fn back(model: &mut Model) {
    match &mut model.over {
        Some(over) if over.page == OverPage::About => over.page = OverPage::Settings,
        Some(_) | None => model.over = None,
    }
}

/// Goes back to what stands beneath all of them.
pub(super) fn close(model: &mut Model) {
    model.over = None;
}

/// Takes it away where somebody else is shown beneath it, or the person is asked something there.
pub(super) fn keep(model: &mut Model) {
    let Some(over) = &model.over else { return };
    let open = shown(model);
    let is_asked = open.is_some_and(|open| open.machine.leaving());
    if is_asked || open.map(|open| &open.id) != over.session.as_ref() {
        model.over = None;
    }
}

fn shown(model: &Model) -> Option<&OpenSession> {
    match &model.state {
        State::Connected(connection) => connection.open.as_ref(),
        State::Choosing(_) | State::Starting => None,
    }
}
