//! The wait that the server asked for, kept over a restart.

use std::time::Duration;

use latchkey_core::hold::{Hold, SavedWait};
use latchkey_core::sign_in::SignIn;
use latchkey_core::time::Timestamp;

use crate::connection::identifier;
use crate::model::{Model, NotedHold, State};
use crate::now::Now;
use crate::ports::SavedHold;
use crate::work::Work;

/// Takes up the wait of the last run, unless it is over by now.
pub(super) fn resume(model: &mut Model, now: Now) {
    let Some(saved) = &mut model.saved.hold else { return };
    let wait = SavedWait {
        began: Timestamp::from_millis(saved.began),
        until: Timestamp::from_millis(saved.until),
    };
    match wait.remaining(now.wall) {
        Some(left) => {
            let hold = Hold::resumed(saved.locked, left, &saved.identifier, now.instant);
            // A wait that is too long to be true is as long after this as it may be.
            if let Some(bounded) = hold.remaining(now.instant) {
                saved.until = now.wall.plus(bounded).as_millis();
            }
            model.hold = Some(NotedHold { hold, ticket: None });
        }
        None => model.saved.hold = None,
    }
}

/// A sign-in at this host that begins under the wait of the last run.
pub(super) fn sign_in_at(model: &Model, host: &str) -> Option<SignIn> {
    let here = model.saved.hold.as_ref().is_some_and(|saved| saved.host == host);
    model.hold.as_ref().filter(|_| here).map(|noted| SignIn::held(noted.hold.clone()))
}

/// Keeps the wait that the server asked for, so that a restart does not lose it, and forgets it when
/// it is over: it names whom it concerns.
pub(super) fn keep(model: &mut Model, now: Now) -> Vec<Work> {
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
