//! Views of this device and of the others, and of where this one's trust is kept.

use latchkey_core::devices::{self, Device};
use latchkey_core::time::Timestamp;
use latchkey_ipc::view::{
    DeviceId, DeviceView, DevicesView, Ending, OthersOutcome, Screen, StoragePlace, StorageView,
    ThisDeviceView,
};

use super::challenge;
use super::shown::Shown;
use crate::ports::Storage;
use crate::problem;

/// Where this device's trust is kept.
pub(super) fn storage(storage: Storage) -> StorageView {
    StorageView { place: storage.place, trouble: storage.trouble, decided: storage.decided }
}

/// The same, where the vault has told it. Without a vault everything is in memory, and before it has
/// told anything there is nothing to choose.
pub(super) fn kept(told: Option<Storage>) -> StorageView {
    let nowhere = StorageView { place: StoragePlace::Session, trouble: None, decided: true };
    told.map_or(nowhere, storage)
}

pub(super) fn this_device(shown: Shown<'_>) -> Screen {
    let Shown { connection, open, now, .. } = shown;
    let machine = &open.machine;
    let activity =
        challenge::activity(machine.is_account_busy(), machine.hold(now.instant), now.instant);
    Screen::ThisDevice(ThisDeviceView {
        // Zero stands for a time that could not be read.
        trusted_since: connection
            .holding
            .trusted_since
            .map(Timestamp::as_millis)
            .filter(|&since| since > 0),
        storage: kept(shown.storage),
        self_test: shown.self_test,
        refreshed_at: connection.refreshed_at(now).as_millis(),
        activity,
        problem: open.machine.account_failure().map(problem::of_account),
    })
}

pub(super) fn devices(shown: Shown<'_>) -> Screen {
    let Shown { open, now, .. } = shown;
    let devices = open.machine.devices();
    let is_busy = devices.is_listing() || devices.pending().is_some();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Screen::Devices(DevicesView {
        devices: devices.list().map(|list| list.iter().map(device).collect()),
        activity: challenge::activity(is_busy, open.machine.hold(now.instant), now.instant),
        problem: devices.failure().map(problem::of_question),
        others: devices
            .outcome()
            .map(|it| OthersOutcome { done: count(it.done), failed: count(it.failed) }),
    })
}

fn device(device: &Device) -> DeviceView {
    let session = &device.session;
    let activity = session.latest_activity.clone().unwrap_or_default();
    DeviceView {
        id: DeviceId(session.id.as_str().to_owned()),
        current: device.current,
        app: both(activity.browser_name, activity.browser_version, " "),
        system: activity.device_type,
        mobile: activity.is_mobile.unwrap_or_default(),
        place: both(activity.city, activity.country, ", "),
        ip_address: activity.ip_address,
        last_active_at: session.last_active_at,
        ending: match &device.ending {
            devices::Ending::No => Ending::No,
            devices::Ending::Busy => Ending::Busy,
            devices::Ending::Done => Ending::Done,
            devices::Ending::Failed(failure) => {
                Ending::Failed { problem: problem::of_account(failure) }
            }
        },
    }
}

/// The two texts with something between them, or the one that there is.
fn both(first: Option<String>, second: Option<String>, between: &str) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first}{between}{second}")),
        (first, second) => first.or(second),
    }
}
