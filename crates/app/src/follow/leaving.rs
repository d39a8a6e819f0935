//! Leaving a session, or an instance: what goes with it.

use latchkey_core::effect::Platform;

use super::{accounts, over};
use crate::model::{Choosing, Model, State};
use crate::work::Work;

/// Does what a machine wants of the platform.
pub(super) fn perform(model: &mut Model, platform: Platform) -> Vec<Work> {
    match platform {
        Platform::CloseWindow => {
            let clearing = match &mut model.state {
                State::Connected(connection) => {
                    connection.open.as_mut().map(|open| open.copies.take_copied())
                }
                State::Choosing(_) | State::Starting => None,
            };
            vec![Work::Close { clearing: clearing.unwrap_or_default() }]
        }
        Platform::LeaveInstance => choose_another(model),
        Platform::Switch(session) => accounts::turn_to(model, session),
        Platform::AddAccount => {
            accounts::begin_adding(model);
            Vec::new()
        }
    }
}

/// Shows no session any more: all that belongs to it alone goes, from the clipboard too.
pub(super) fn close_session(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let Some(mut open) = connection.open.take() else { return Vec::new() };
    open.copies.take_copied().into_iter().map(Work::ClearClipboard).collect()
}

/// Back to the Connect page. A key that failed stays in the field, to be mended there.
pub(super) fn choose_another(model: &mut Model) -> Vec<Work> {
    let mut work = close_session(model);
    let State::Connected(connection) = &model.state else { return work };
    model.state = State::Choosing(Choosing::with_key_of(&connection.target));
    over::close(model);
    model.notice = None;
    model.saved.instance = None;
    work.push(Work::Disconnect);
    work
}
