//! What Devices, This device, the banner about storage and the date of an earlier run show.

use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Element, Page as Rendered, page};
use crate::scenes::devices::*;
use crate::scenes::*;

async fn listed(view: DevicesView) -> Rendered {
    page(app(Screen::Devices(view))).await
}

async fn here(view: ThisDeviceView) -> Rendered {
    page(app(Screen::ThisDevice(view))).await
}

fn kept(place: StoragePlace, trouble: Option<StorageTrouble>, decided: bool) -> ThisDeviceView {
    ThisDeviceView { storage: StorageView { place, trouble, decided }, ..this_device() }
}

const CHOICES: [&str; 3] = [STORAGE_RETRY, STORAGE_SESSION, STORAGE_FILE];

fn offered(page: &Rendered) -> Vec<&'static str> {
    CHOICES.into_iter().filter(|id| page.has(id)).collect()
}

// Devices.

#[tokio::test]
async fn this_device_is_first_and_marked_and_cannot_be_signed_out_from_the_list() {
    let page = listed(devices()).await;
    let rows = page.all(DEVICE);
    assert_eq!(rows[0].get("data-current"), Some("true"));
    assert!(
        rows[0].text().contains("Latchkey 0.1.0 on Linux")
            && rows[0].text().contains("This device")
    );
    assert!(rows[1..].iter().all(|row| row.get("data-current").is_none()));
    assert!(rows[0].text().contains("In use now") && !rows[0].text().contains("Sign out"));
    assert_eq!(page.all(DEVICE_SIGN_OUT).len(), rows.len() - 1);
    assert_eq!(page.only(NAV_DEVICES).get("aria-current"), Some("page"));
}

#[tokio::test]
async fn a_row_says_what_the_server_knows_and_what_it_does_not() {
    let page = listed(devices()).await;
    let rows: Vec<_> = page.all(DEVICE).iter().map(Element::text).collect();
    for part in
        ["Firefox 140 on Windows 11", "Oslo, Norway", "2001:db8", "Last used: 2026-11-22 08:42 UTC"]
    {
        assert!(rows[1].contains(part), "{part} in {}", rows[1]);
    }
    for part in ["Unknown device", "Place not known", "Last used: not known"] {
        assert!(rows[3].contains(part), "{part} in {}", rows[3]);
    }
}

#[tokio::test]
async fn each_button_names_its_device_to_who_cannot_see_the_row() {
    let page = listed(devices()).await;
    let spoken: Vec<_> = page
        .all(DEVICE_SIGN_OUT)
        .iter()
        .map(|button| button.get("aria-label").unwrap().to_owned())
        .collect();
    assert_eq!(
        spoken,
        [
            "Sign out: Firefox 140 on Windows 11",
            "Sign out: Safari 19 on iPhone",
            "Sign out: Unknown device"
        ]
    );
}

#[tokio::test]
async fn on_this_device_alone_there_is_nothing_to_sign_out() {
    let page = listed(only_this()).await;
    assert!(page.0.contains("on this device alone"));
    assert!(!page.has(SIGN_OUT_OTHERS) && !page.has(DEVICE_SIGN_OUT));
    let page = listed(DevicesView { devices: Some(Vec::new()), ..only_this() }).await;
    assert!(page.0.contains("lists no device") && !page.has(SIGN_OUT_OTHERS));
}

#[tokio::test]
async fn a_list_that_is_not_there_yet_has_an_outline_and_one_that_failed_a_way_to_try_again() {
    let waiting = DevicesView { activity: Activity::Busy, ..unlisted() };
    let page = listed(waiting).await;
    assert_eq!(page.only(PAGE_DEVICES).get("data-state"), Some("loading"));
    assert!(page.0.contains("class=\"bone") && !page.has(DEVICE) && !page.has(FORM_ERROR));
    let page = listed(unlisted()).await;
    assert_eq!(page.only(RETRY).text(), "Try again");
    assert!(page.has(FORM_ERROR) && !page.0.contains("class=\"bone"));
}

#[tokio::test]
async fn each_row_is_busy_done_or_failed_by_itself() {
    let page = listed(ending()).await;
    let rows = page.all(DEVICE);
    assert!(rows[1].text().contains("Signed out") && rows[1].get("aria-busy").is_none());
    assert!(rows[2].text().contains("Something failed at the server"));
    assert_eq!(rows[3].get("aria-busy"), Some("true"));
    assert!(rows[3].text().contains("Signing out…"));
    assert_eq!(page.only(DEVICE_SIGNED_OUT).text(), "Signed out");
    assert_eq!(page.only(ROW_ERROR).get("role"), Some("alert"));
    assert_eq!(page.all(DEVICE_SIGN_OUT).len(), 1, "only the one that failed can be asked again");
    assert_eq!(page.only(DEVICE_SIGN_OUT).get("aria-disabled"), Some("true"));
    assert!(!page.has(OTHERS_OUTCOME), "not before all is done");
}

#[tokio::test]
async fn what_became_of_all_others_is_told_and_the_ones_left_can_be_tried_again() {
    let page = listed(others_done()).await;
    let told = page.only(OTHERS_OUTCOME).text();
    assert!(told.starts_with("2 devices are signed out, 1 device is not."), "{told}");
    assert!(page.0.contains("<div role=\"status\"><p data-testid=\"others-outcome\""));
    assert_eq!(page.only(SIGN_OUT_OTHERS).get("aria-disabled"), None);
    let all_out = DevicesView { others: Some(OthersOutcome { done: 3, failed: 0 }), ..only_this() };
    assert!(!listed(all_out).await.has(SIGN_OUT_OTHERS));
}

#[tokio::test]
async fn a_wait_is_counted_on_the_page_and_nothing_can_be_asked_meanwhile() {
    let page = listed(DevicesView { activity: RATE_LIMITED, ..devices() }).await;
    assert_eq!(page.only(COUNTDOWN).text(), "0:24");
    for button in page.all(DEVICE_SIGN_OUT) {
        assert_eq!(button.get("aria-disabled"), Some("true"));
    }
}

#[tokio::test]
async fn no_question_is_open_before_somebody_asks() {
    assert!(!listed(devices()).await.has(DIALOG_CONFIRM));
    assert!(!here(this_device()).await.has(DIALOG_CONFIRM));
}

// This device.

#[tokio::test]
async fn this_device_says_since_when_it_is_trusted_or_that_nothing_tells() {
    let page = here(this_device()).await;
    assert_eq!(page.only(TRUST_STATE).text(), "Trusted since 2026-11-12");
    assert_eq!(page.only(ACCOUNT_REFRESHED).text(), "Updated at 2026-11-22 08:45 UTC");
    assert_eq!(page.only(NAV_THIS_DEVICE).get("aria-current"), Some("page"));
    let page = here(ThisDeviceView { trusted_since: None, ..this_device() }).await;
    assert_eq!(page.only(TRUST_STATE).text(), "Trusted");
    assert!(page.0.contains("Nothing says since when."));
}

#[tokio::test]
async fn each_place_is_named_with_what_it_is_worth() {
    for (place, data, worth) in [
        (StoragePlace::SecretService, "secret_service", "A program that runs as you could ask"),
        (StoragePlace::Keychain, "keychain", "macOS asks you"),
        (StoragePlace::CredentialManager, "credential_manager", "stays on this computer"),
        (StoragePlace::File, "file", "anything that runs as you can read it"),
        (StoragePlace::Session, "session", "counts as a new device"),
    ] {
        let page = here(kept(place, None, false)).await;
        assert_eq!(page.only(STORAGE_BACKEND).get("data-place"), Some(data));
        assert!(page.0.contains(worth), "{data}");
        assert!(!page.has(STORAGE_TROUBLE));
    }
}

#[tokio::test]
async fn a_choice_is_there_only_for_who_has_one() {
    let locked = Some(StorageTrouble::Locked);
    let asked = asking(kept(StoragePlace::Session, locked, false));
    assert_eq!(offered(&page(asked).await), CHOICES);
    assert!(offered(&here(this_device()).await).is_empty());
    let settled = kept(StoragePlace::Session, None, false);
    assert_eq!(offered(&here(settled).await), [STORAGE_RETRY, STORAGE_FILE]);
    let in_file = kept(StoragePlace::File, None, false);
    assert_eq!(offered(&here(in_file).await), [STORAGE_RETRY, STORAGE_SESSION]);
    let decided = here(kept(StoragePlace::File, None, true)).await;
    assert!(offered(&decided).is_empty());
    assert!(decided.0.contains("decided on this place"));
}

#[tokio::test]
async fn the_self_test_tells_its_outcome_to_who_listens() {
    for (self_test, outcome, words) in [
        (SelfTest::Running, "running", "Testing…"),
        (SelfTest::Passed, "passed", "Passed"),
        (SelfTest::NothingToTest, "nothing_to_test", "Nothing to test"),
        (SelfTest::Failed { part: StoragePart::Key }, "failed", "A key couldn’t be written"),
        (SelfTest::Failed { part: StoragePart::File }, "failed", "A file couldn’t be written"),
    ] {
        let page = here(ThisDeviceView { self_test, ..this_device() }).await;
        let told = page.only(SELF_TEST);
        assert_eq!((told.get("role"), told.get("data-outcome")), (Some("status"), Some(outcome)));
        assert!(told.text().contains(words), "{}", told.text());
        let closed = page.only(SELF_TEST_RUN).get("aria-disabled").is_some();
        assert_eq!(closed, self_test == SelfTest::Running);
    }
}

#[tokio::test]
async fn forgetting_says_what_it_costs_and_that_it_is_under_way() {
    let page = here(this_device()).await;
    assert!(page.near(FORGET_DEVICE).contains("needs a new-device check"));
    let page = here(ThisDeviceView { activity: Activity::Busy, ..this_device() }).await;
    assert_eq!(page.only(FORGET_DEVICE).text(), "Forgetting…");
    assert_eq!(page.only(FORGET_DEVICE).get("aria-disabled"), Some("true"));
    let problem = Some(problem(ErrorCode::TimedOut, None));
    assert!(here(ThisDeviceView { problem, ..this_device() }).await.has(FORM_ERROR));
}

#[tokio::test]
async fn the_keyboard_meets_what_forgets_the_device_last() {
    let page = here(kept(StoragePlace::File, Some(StorageTrouble::Locked), false)).await;
    let at = |id: &str| page.0.find(&format!("data-testid=\"{id}\"")).unwrap();
    let order = [RETRY, STORAGE_RETRY, STORAGE_SESSION, SELF_TEST_RUN, FORGET_DEVICE].map(at);
    assert!(order.is_sorted(), "{order:?}");
}

// The banner about storage.

#[tokio::test]
async fn the_banner_says_one_sentence_and_what_each_choice_is_worth() {
    let page = page(banner(Screen::Account(account()), StorageTrouble::Locked)).await;
    assert_eq!(page.only(STORAGE_BANNER).get("data-trouble"), Some("locked"));
    assert!(page.only(STORAGE_BANNER).text().starts_with("Your credential store is locked"));
    assert_eq!(offered(&page), CHOICES);
    let worth = page.by_id(page.only(STORAGE_FILE).get("aria-describedby").unwrap());
    assert!(worth.text().contains("anything that runs as you can read it"));
    assert!(page.0.contains("<div role=\"status\"><div data-testid=\"storage-banner\""));
}

#[tokio::test]
async fn the_page_of_this_device_says_it_once() {
    let locked = kept(StoragePlace::Session, Some(StorageTrouble::Locked), false);
    let page = page(asking(locked)).await;
    assert!(!page.has(STORAGE_BANNER));
    assert_eq!(page.only(STORAGE_TROUBLE).get("data-trouble"), Some("locked"));
    assert_eq!(page.all(STORAGE_FILE).len(), 1);
}

#[tokio::test]
async fn while_all_is_well_there_is_no_banner() {
    for (name, view) in crate::scenes::all().into_iter().filter(|(_, view)| view.storage.is_none())
    {
        assert!(!page(view).await.has(STORAGE_BANNER), "{name}");
    }
}

// What is shown of an earlier run, and while the server cannot be reached.

#[tokio::test]
async fn what_is_of_an_earlier_run_says_of_when_it_is_and_lets_nothing_be_changed() {
    let screens = [
        (
            Screen::ManageMfa(mfa::manage_mfa()),
            vec![TOTP_REMOVE, PHONE_DISABLE, PHONE_REMOVE, ADD_PHONE, BACKUP_GENERATE],
        ),
        (Screen::Devices(devices()), vec![DEVICE_SIGN_OUT, SIGN_OUT_OTHERS]),
        (
            Screen::Task(TaskView::SetupMfa(setup_mfa())),
            vec![TASK_CHOOSE_TOTP, TASK_CHOOSE_SMS, PHONE_USE],
        ),
    ];
    for (screen, changes) in screens {
        let page = page(earlier(screen)).await;
        assert!(page.only(AS_OF).text().starts_with("As of 2026-11-21 08:45 UTC. Checking…"));
        assert!(!page.has(ACCOUNT_REFRESHED), "one date is enough");
        for button in changes.into_iter().flat_map(|id| page.all(id)) {
            assert_eq!(button.get("aria-disabled"), Some("true"));
            let reasons = button.get("aria-describedby").unwrap();
            assert!(
                reasons
                    .split(' ')
                    .any(|id| page.by_id(id).text().contains("You can make changes once"))
            );
            assert!(button.get("title").is_some());
        }
    }
}

#[tokio::test]
async fn one_can_leave_and_look_around_before_the_server_has_said_how_things_stand() {
    let page = page(earlier(Screen::Account(account()))).await;
    for id in [SIGN_OUT, NAV_ACCOUNT, NAV_MFA, NAV_DEVICES, NAV_THIS_DEVICE] {
        assert_eq!(page.only(id).get("aria-disabled"), None, "{id}");
    }
    let password = Screen::Task(TaskView::ResetPassword(new_password()));
    let page = crate::html::page(earlier(password)).await;
    assert!(page.has(AS_OF) && page.only(SIGN_OUT).get("aria-disabled").is_none());
    assert_eq!(page.only(RESET_SUBMIT).get("aria-disabled"), Some("true"));
    let unknown = Screen::Task(TaskView::Unknown(unknown_task("sign-a-waiver")));
    let page = crate::html::page(earlier(unknown)).await;
    assert!(page.has(AS_OF) && page.only(SIGN_OUT).get("aria-disabled").is_none());
}

#[tokio::test]
async fn who_is_offline_can_forget_the_device_and_is_told_that_nothing_can_be_checked() {
    let here = Screen::ThisDevice(this_device());
    let page = page(AppView { online: false, ..earlier(here) }).await;
    assert!(page.only(AS_OF).text().contains("can’t be checked while offline"));
    assert_eq!(page.only(FORGET_DEVICE).get("aria-disabled"), None);
}

#[tokio::test]
async fn a_form_for_signing_in_is_not_held_up_by_what_was_known_before() {
    let page = page(earlier(Screen::SignIn(sign_in()))).await;
    assert!(!page.has(AS_OF));
    assert_eq!(page.only(SIGN_IN_SUBMIT).get("aria-disabled"), None);
}

#[tokio::test]
async fn while_offline_what_needs_the_server_says_so_and_can_be_tried() {
    let screens = [
        (Screen::SignIn(sign_in()), SIGN_IN_SUBMIT),
        (Screen::Account(account()), SIGN_OUT),
        (Screen::ManageMfa(mfa::manage_mfa()), TOTP_REMOVE),
        (Screen::Devices(devices()), SIGN_OUT_OTHERS),
        (Screen::ThisDevice(this_device()), FORGET_DEVICE),
    ];
    for (screen, id) in screens {
        let offline = page(AppView { online: false, ..app(screen.clone()) }).await;
        let button = offline.only(id);
        assert_eq!(button.get("aria-disabled"), None, "{id}");
        assert_eq!(button.get("aria-describedby"), offline.only(OFFLINE_BANNER).get("id"), "{id}");
        assert!(button.get("title").unwrap().contains("can’t be reached"), "{id}");
        let online = page(app(screen)).await;
        assert_eq!(
            (online.only(id).get("title"), online.only(id).get("aria-describedby")),
            (None, None)
        );
    }
}
