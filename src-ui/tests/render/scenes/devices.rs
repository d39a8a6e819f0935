//! Devices, this device, the banner about storage, and what is shown of an earlier run.

use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{
    Activity, AppView, DeviceId, DeviceView, DevicesView, Ending, Notice, OthersOutcome, Screen,
    SelfTest, StoragePart, StoragePlace, StorageTrouble, StorageView, TaskView, ThisDeviceView,
};

use super::{RATE_LIMITED, account, app, mfa, problem, setup_mfa, sign_in, unknown_task};

pub(crate) fn all() -> Vec<(&'static str, AppView)> {
    let listed = |devices| app(Screen::Devices(devices));
    let here = |view| app(Screen::ThisDevice(view));
    let stored = |place, trouble| ThisDeviceView {
        storage: StorageView { place, trouble, decided: false },
        ..this_device()
    };
    let mut scenes = vec![
        ("devices", listed(devices())),
        ("devices-only-this", listed(only_this())),
        ("devices-loading", listed(DevicesView { activity: Activity::Busy, ..no_list() })),
        ("devices-failed", listed(unlisted())),
        ("devices-offline", AppView { online: false, ..listed(unlisted()) }),
        ("devices-ending", listed(ending())),
        ("devices-others-done", listed(others_done())),
        ("devices-held", listed(DevicesView { activity: RATE_LIMITED, ..devices() })),
        ("devices-hostile", listed(hostile(HOSTILE))),
        ("this-device", here(this_device())),
        ("this-device-unknown", here(ThisDeviceView { trusted_since: None, ..this_device() })),
        (
            "this-device-file",
            here(ThisDeviceView {
                self_test: SelfTest::Running,
                ..stored(StoragePlace::File, Some(StorageTrouble::Unavailable))
            }),
        ),
        (
            "this-device-locked",
            asking(ThisDeviceView {
                self_test: SelfTest::NothingToTest,
                ..stored(StoragePlace::Session, Some(StorageTrouble::Locked))
            }),
        ),
        (
            "this-device-full",
            here(ThisDeviceView {
                self_test: SelfTest::Failed { part: StoragePart::File },
                ..stored(StoragePlace::SecretService, Some(StorageTrouble::NotWritten))
            }),
        ),
        (
            "this-device-decided",
            here(ThisDeviceView {
                storage: StorageView { place: StoragePlace::File, trouble: None, decided: true },
                ..this_device()
            }),
        ),
        (
            "this-device-forgetting",
            here(ThisDeviceView { activity: Activity::Busy, ..this_device() }),
        ),
        (
            "this-device-not-forgotten",
            here(ThisDeviceView {
                problem: Some(problem(ErrorCode::TimedOut, None)),
                ..this_device()
            }),
        ),
        ("storage-locked", banner(Screen::Account(account()), StorageTrouble::Locked)),
        ("storage-sign-in", banner(Screen::SignIn(sign_in()), StorageTrouble::Unavailable)),
        ("storage-damaged", banner(Screen::SignIn(sign_in()), StorageTrouble::Damaged)),
        (
            "storage-offline",
            AppView {
                online: false,
                notice: Some(Notice::SignedOutHere),
                ..banner(Screen::SignIn(sign_in()), StorageTrouble::NotWritten)
            },
        ),
    ];
    scenes.extend([
        ("as-of-account", earlier(Screen::Account(account()))),
        ("as-of-mfa", earlier(Screen::ManageMfa(mfa::manage_mfa()))),
        ("as-of-devices", earlier(Screen::Devices(devices()))),
        ("as-of-task", earlier(Screen::Task(TaskView::SetupMfa(setup_mfa())))),
        ("as-of-unknown", earlier(Screen::Task(TaskView::Unknown(unknown_task("sign-a-waiver"))))),
        (
            "as-of-offline",
            AppView { online: false, ..earlier(Screen::ManageMfa(mfa::phones_only())) },
        ),
        (
            "as-of-this-device",
            AppView { online: false, ..earlier(Screen::ThisDevice(this_device())) },
        ),
    ]);
    scenes
}

/// What no honest server says of a device.
pub(crate) const HOSTILE: &str =
    "<img src=x onerror=alert(1)>\u{202e}javascript:alert(2)\u{2066}\"'&";

/// This one, and three others.
pub(crate) fn devices() -> DevicesView {
    DevicesView {
        devices: Some(vec![
            DeviceView { current: true, ..device("sess_1", "Latchkey 0.1.0", "Linux") },
            device("sess_2", "Firefox 140", "Windows 11"),
            DeviceView { mobile: true, ..device("sess_3", "Safari 19", "iPhone") },
            DeviceView {
                app: None,
                system: None,
                place: None,
                ip_address: None,
                last_active_at: None,
                ..device("sess_4", "", "")
            },
        ]),
        ..no_list()
    }
}

/// Nobody is signed in anywhere else.
pub(crate) fn only_this() -> DevicesView {
    let only = DeviceView { current: true, ..device("sess_1", "Latchkey 0.1.0", "Linux") };
    DevicesView { devices: Some(vec![only]), ..no_list() }
}

/// The list could not be fetched.
pub(crate) fn unlisted() -> DevicesView {
    DevicesView { problem: Some(problem(ErrorCode::TimedOut, None)), ..no_list() }
}

/// All others are being signed out: one is, one is not, and one waits for its turn.
pub(crate) fn ending() -> DevicesView {
    let failed = Ending::Failed { problem: problem(ErrorCode::InternalClerkError, None) };
    with_endings([Ending::Done, failed, Ending::Busy], Activity::Busy, None)
}

/// They were.
pub(crate) fn others_done() -> DevicesView {
    let failed = Ending::Failed { problem: problem(ErrorCode::InternalClerkError, None) };
    let others = Some(OthersOutcome { done: 2, failed: 1 });
    with_endings([Ending::Done, failed, Ending::Done], Activity::Idle, others)
}

/// A device of which every word is the given one.
pub(crate) fn hostile(text: &str) -> DevicesView {
    let device = DeviceView {
        place: Some(text.to_owned()),
        ip_address: Some(text.to_owned()),
        ..device("sess_2", text, text)
    };
    let current = DeviceView { id: DeviceId("sess_1".to_owned()), current: true, ..device.clone() };
    DevicesView { devices: Some(vec![current, device]), ..no_list() }
}

pub(crate) fn this_device() -> ThisDeviceView {
    ThisDeviceView {
        trusted_since: Some(1_794_472_920_000),
        storage: StorageView { place: StoragePlace::SecretService, trouble: None, decided: false },
        self_test: SelfTest::Passed,
        refreshed_at: 1_795_337_100_000,
        activity: Activity::Idle,
        problem: None,
    }
}

/// The person has not said yet where the key is to be kept.
pub(crate) fn asking(view: ThisDeviceView) -> AppView {
    AppView { storage: Some(view.storage), ..app(Screen::ThisDevice(view)) }
}

/// A page under the banner about storage.
pub(crate) fn banner(screen: Screen, trouble: StorageTrouble) -> AppView {
    let storage =
        StorageView { place: StoragePlace::Session, trouble: Some(trouble), decided: false };
    AppView { storage: Some(storage), ..app(screen) }
}

/// A page as it was known in an earlier run.
pub(crate) fn earlier(screen: Screen) -> AppView {
    AppView { as_of: Some(1_795_250_700_000), ..app(screen) }
}

fn no_list() -> DevicesView {
    DevicesView { devices: None, activity: Activity::Idle, problem: None, others: None }
}

fn with_endings(
    endings: [Ending; 3],
    activity: Activity,
    others: Option<OthersOutcome>,
) -> DevicesView {
    let mut view = DevicesView { activity, others, ..devices() };
    let all = view.devices.iter_mut().flatten().skip(1);
    for (device, ending) in all.zip(endings) {
        device.ending = ending;
    }
    view
}

fn device(id: &str, app: &str, system: &str) -> DeviceView {
    DeviceView {
        id: DeviceId(id.to_owned()),
        current: false,
        app: Some(app.to_owned()),
        system: Some(system.to_owned()),
        mobile: false,
        place: Some("Oslo, Norway".to_owned()),
        ip_address: Some("2001:db8:85a3::8a2e:370:7334".to_owned()),
        last_active_at: Some(1_795_336_920_000),
        ending: Ending::No,
    }
}
