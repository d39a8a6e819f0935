//! Devices: where the person is signed in, and ending that.

use latchkey_emulator::Activity;
use latchkey_ipc::test_id;
use latchkey_tests::elsewhere::FIREFOX;
use latchkey_tests::page::{Page, inside};
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::{Setup, World, in_a_window};

const SERVER_FAILED: Refusal =
    Refusal { status: 500, code: "internal_clerk_error", retry_after: None };

/// Signs somebody in here, who is signed in on so many other devices already, and opens the page.
async fn at_devices(world: &World, page: &Page, others: usize) -> (Person, Vec<String>) {
    let person = world.add(Person::new("totp@example.com").with_totp());
    let others = (0..others)
        .map(|_| world.server().sign_in_elsewhere(&person, FIREFOX).session_id)
        .collect();
    world.sign_in(page, &person).await;
    page.wait_for_account(&person.email).await;
    (person, others)
}

async fn open(page: &Page, devices: usize) {
    page.click(test_id::NAV_DEVICES).await;
    page.wait_for_state(test_id::PAGE_DEVICES, "ready").await;
    wait_for_devices(page, devices).await;
}

async fn wait_for_devices(page: &Page, devices: usize) {
    let listed = async || (page.texts(test_id::DEVICE).await.len() == devices).then_some(());
    let listed = wait::until(listed).await;
    assert!(listed.is_ok(), "not {devices}: {:?}", page.texts(test_id::DEVICE).await);
}

fn is_over(world: &World, person: &Person, session: &str) -> bool {
    let sessions = world.server().sessions(person);
    sessions.iter().any(|one| one.id == session && one.status == "revoked")
}

#[test]
fn this_device_comes_first_and_the_other_is_named_as_the_server_knows_it() {
    in_a_window(Setup::default(), async |world, page| {
        let (person, others) = at_devices(world, page, 1).await;
        let activity = Activity {
            city: Some("Oslo".to_owned()),
            country: Some("NO".to_owned()),
            ..Activity::default()
        };
        world.server().describe(&others[0], &activity);
        open(page, 2).await;
        assert_eq!(page.attributes(test_id::DEVICE, "data-current").await, ["true", ""]);
        let devices = page.texts(test_id::DEVICE).await;
        assert!(
            devices[0].contains("Latchkey") && devices[0].contains("This device"),
            "{devices:?}"
        );
        assert!(devices[1].contains("Firefox 140.0 on Linux"), "{devices:?}");
        assert!(devices[1].contains("Oslo, NO"), "{devices:?}");
        assert_eq!(page.texts(test_id::DEVICE_SIGN_OUT).await.len(), 1, "this one has no button");
        assert!(!is_over(world, &person, &others[0]), "to look at it ends nothing");
    });
}

#[test]
fn another_device_is_signed_out_after_a_proof_and_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (person, others) = at_devices(world, page, 1).await;
        open(page, 2).await;
        world.server().age_verification(&person, 11);
        page.click(test_id::DEVICE_SIGN_OUT).await;
        page.confirm().await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        assert!(!is_over(world, &person, &others[0]));
        page.type_code(&world.next_totp_code(&person)).await;
        page.wait_until_gone(test_id::DIALOG_STEP_UP).await;
        let gone = async || page.texts(test_id::DEVICE_SIGN_OUT).await.is_empty().then_some(());
        wait::until(gone).await.expect("the device is signed out");
        assert!(is_over(world, &person, &others[0]));
        assert_eq!(world.applied("POST", "/revoke"), 1);
        let here = world.server().newest_session(&person);
        assert_eq!(here.status, "active", "this one stays");
    });
}

#[test]
fn signing_out_all_others_tells_which_of_them_failed() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (person, others) = at_devices(world, page, 3).await;
        open(page, 4).await;
        world.wire.refuse_next(&format!("/{}/revoke", others[1]), SERVER_FAILED);
        page.click(test_id::SIGN_OUT_OTHERS).await;
        page.confirm().await;
        page.wait_for_text(test_id::OTHERS_OUTCOME, "2 devices are signed out, 1 device is not")
            .await;
        page.wait_for(&inside(test_id::DEVICE, test_id::ROW_ERROR)).await;
        let over = others.iter().filter(|other| is_over(world, &person, other)).count();
        assert_eq!(over, 2);

        // The one that is left can be signed out by itself.
        page.click(test_id::DEVICE_SIGN_OUT).await;
        page.confirm().await;
        let over = async || is_over(world, &person, &others[1]).then_some(());
        wait::until(over).await.expect("the last one is signed out");
        assert_eq!(world.server().newest_session(&person).status, "active", "this one stays");
    });
}

#[test]
fn a_session_that_was_ended_elsewhere_disappears_when_the_window_is_looked_at() {
    in_a_window(Setup::default(), async |world, page| {
        let (_, others) = at_devices(world, page, 2).await;
        open(page, 3).await;
        world.server().revoke_session(&others[0]);
        let gone = async || {
            page.execute("window.dispatchEvent(new Event('focus'))", &[]).await;
            (page.texts(test_id::DEVICE).await.len() == 2).then_some(())
        };
        wait::until(gone).await.expect("it disappears by itself");

        world.server().revoke_session(&others[1]);
        page.click(test_id::RETRY).await;
        wait_for_devices(page, 1).await;
        assert_eq!(page.attributes(test_id::DEVICE, "data-current").await, ["true"]);
    });
}

#[test]
fn a_device_that_is_signed_out_from_elsewhere_says_so() {
    in_a_window(Setup::default(), async |world, page| {
        let (person, _) = at_devices(world, page, 0).await;
        open(page, 1).await;
        world.server().revoke_session(&world.server().newest_session(&person).id);
        page.click(test_id::RETRY).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "session has ended").await;
    });
}
