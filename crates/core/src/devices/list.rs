//! The list of devices, and where signing out each of them stands.

use std::cmp::Reverse;

use latchkey_fapi_types::client::ActiveSession;
use latchkey_fapi_types::enums::SessionStatus;
use latchkey_fapi_types::id::SessionId;

use super::event::Outcome;
use crate::failure::Failure;
use crate::time::Instant;

/// A session of the person.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// The session, as the server described it last.
    pub session: ActiveSession,
    /// Whether it is the session that the list was asked for with. It cannot be ended here.
    pub current: bool,
    /// Where signing it out stands.
    pub ending: Ending,
}

/// Where signing out another device stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// Nobody asked for it.
    No,
    /// It is under way, or waits for its turn or for a step-up.
    Busy,
    /// The device is signed out.
    Done,
    /// It failed.
    Failed(Failure),
}

/// The devices, as the server listed them last: the current one first, then the one used last.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct List {
    pub(super) devices: Vec<Device>,
    /// When the server answered.
    pub(super) at: Instant,
}

impl List {
    /// The list that was answered. What is under way or failed keeps its state. What was signed out
    /// stays in view where `results` are still to be seen, else it goes; so does what ended elsewhere.
    pub(super) fn new(
        sessions: Vec<ActiveSession>,
        own: &SessionId,
        before: Option<Self>,
        results: bool,
        at: Instant,
    ) -> Self {
        let mut before = before.map(|list| list.devices).unwrap_or_default();
        let mut devices: Vec<_> = sessions
            .into_iter()
            .filter(is_live)
            .map(|session| {
                let place = before.iter().position(|device| device.session.id == session.id);
                let ending = place.map_or(Ending::No, |place| before.swap_remove(place).ending);
                let ending = if ending == Ending::Done && !results { Ending::No } else { ending };
                Device { current: session.id == *own, session, ending }
            })
            .collect();
        if results {
            // One that was to be signed out and is gone is signed out, whoever did it.
            let gone = before.into_iter().filter(|device| device.ending != Ending::No);
            devices.extend(gone.map(|device| Device { ending: Ending::Done, ..device }));
        }
        devices.sort_by_key(|device| (!device.current, Reverse(device.session.last_active_at)));
        Self { devices, at }
    }

    pub(super) fn find(&self, id: &SessionId) -> Option<&Device> {
        self.devices.iter().find(|device| device.session.id == *id)
    }

    /// The devices that can be signed out.
    pub(super) fn others(&self) -> Vec<SessionId> {
        let others = self.devices.iter().filter(|device| device.can_end());
        others.map(|device| device.session.id.clone()).collect()
    }

    pub(super) fn set(&mut self, id: &SessionId, ending: &Ending) {
        for device in self.devices.iter_mut().filter(|device| device.session.id == *id) {
            device.ending = ending.clone();
        }
    }

    /// Whether signing out this device is under way, or waits.
    pub(super) fn is_busy(&self, id: &SessionId) -> bool {
        self.find(id).is_some_and(|device| device.ending == Ending::Busy)
    }

    /// Whether a change is under way, or waits for a step-up.
    pub(super) fn is_changing(&self) -> bool {
        self.devices.iter().any(|device| device.ending == Ending::Busy)
    }

    /// Whatever is under way or waits was not asked for.
    pub(super) fn give_up(&mut self) {
        for device in &mut self.devices {
            if device.ending == Ending::Busy {
                device.ending = Ending::No;
            }
        }
    }

    /// Takes all results away, and the devices that are signed out with them.
    pub(super) fn forget_results(&mut self) {
        self.devices.retain(|device| device.ending != Ending::Done);
        self.devices.iter_mut().for_each(|device| device.ending = Ending::No);
    }

    pub(super) fn outcome(&self) -> Outcome {
        let (mut done, mut failed) = (0, 0);
        for device in &self.devices {
            match device.ending {
                Ending::Done => done += 1,
                Ending::Failed(_) => failed += 1,
                Ending::No | Ending::Busy => {}
            }
        }
        Outcome { done, failed }
    }
}

impl Device {
    /// Whether it can be signed out.
    pub(super) fn can_end(&self) -> bool {
        !self.current && matches!(self.ending, Ending::No | Ending::Failed(_))
    }
}

/// Whether a session goes on, as far as this version can tell.
fn is_live(session: &ActiveSession) -> bool {
    match session.status {
        SessionStatus::Active | SessionStatus::Pending | SessionStatus::Other(_) => true,
        SessionStatus::Revoked
        | SessionStatus::Ended
        | SessionStatus::Expired
        | SessionStatus::Removed
        | SessionStatus::Abandoned
        | SessionStatus::Replaced => false,
    }
}
