//! Coming back by itself: while the server cannot be reached it is asked again, with growing pauses,
//! for as long as the window is seen. A hidden window sends nothing.

use std::time::Duration;

use latchkey_core::ticket::Ticket;

use super::{settings, trust};
use crate::model::{Model, State};
use crate::work::Work;

/// How long to wait before each try; the last one holds for all that follow.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(30),
    Duration::from_mins(1),
];

/// Waits for the next try, where one is due.
pub(super) fn keep(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let is_asking = connection.settings.is_asking() || connection.asking_client.is_some();
    if connection.network.online
        || model.hidden
        || is_asking
        || connection.reconnecting.waiting.is_some()
    {
        return Vec::new();
    }
    let tries = &mut connection.reconnecting.tries;
    let pause = PAUSES.get(*tries).or(PAUSES.last()).copied().unwrap_or_default();
    *tries += 1;
    let ticket = model.tickets.issue();
    connection.reconnecting.waiting = Some(ticket);
    vec![Work::Wait { ticket, duration: pause }]
}

/// A wait is over: the next try, unless the window is hidden or the server was reached meanwhile.
pub(super) fn time_up(model: &mut Model, ticket: Ticket) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let ours = connection.reconnecting.waiting.take_if(|waiting| *waiting == ticket);
    if ours.is_none() || connection.network.online || model.hidden {
        return Vec::new();
    }
    if connection.holding.has_token && connection.settings.known {
        trust::ask_client(model)
    } else {
        settings::ask(model)
    }
}
