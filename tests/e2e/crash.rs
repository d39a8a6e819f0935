//! Started many times at once, and killed at the worst moments.

use std::process::ExitStatus;

use latchkey_ipc::test_id;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::process::ProcessGroup;
use latchkey_tests::wait;
use latchkey_tests::world::{Setup, World, in_a_window};

const PHONE: &str = "+447700900142";
const NUMBER: &str = "+447400123456";

/// How often it is started at once.
const STARTS: usize = 20;

#[test]
fn of_twenty_starts_at_once_one_stays_and_the_others_end_well() {
    in_a_window(Setup::default(), one_window);
}

#[test]
fn without_a_message_bus_one_of_twenty_starts_at_once_stays_too() {
    in_a_window(Setup::default().without_bus(), one_window);
}

/// Starts the program many times at once, and again after the one that stays is killed.
async fn one_window(world: &World, page: &Page) {
    page.wait_for(test_id::PAGE_SIGN_IN).await;
    world.close().await;

    let mut starts = world.start_at_once(STARTS);
    let ended = |starts: &mut Vec<ProcessGroup>| {
        let ended = starts.iter_mut().filter_map(|one| one.leader().try_wait().unwrap());
        ended.collect::<Vec<_>>()
    };
    let all_but_one =
        wait::until(async || (ended(&mut starts).len() + 1 == STARTS).then_some(())).await;
    let ends = ended(&mut starts);
    assert!(all_but_one.is_ok(), "{} of {STARTS} ended: {ends:?}", ends.len());
    assert!(ends.iter().all(ExitStatus::success), "{ends:?}");
    // Each of the others brought the window to front, so that it comes and goes for a moment.
    let shown = async || (world.display().windows().len() == 1).then_some(());
    let shown = wait::until(shown).await;
    assert!(shown.is_ok(), "one window is shown, not {:?}", world.display().windows());
    assert_eq!(world.desktop().processes().len(), 1);

    let page = world.kill_and_restart().await;
    page.wait_for(test_id::PAGE_SIGN_IN).await;
    assert!(world.start_a_second_time().await.success());
    page.wait_for(test_id::PAGE_SIGN_IN).await;
}

#[test]
fn a_sign_in_that_was_cut_off_goes_on_at_its_code_and_no_new_one_is_sent() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        let code = world.newest_code_to(PHONE).await;

        let page = world.kill_and_restart().await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.wait_for_text(test_id::CODE_DESTINATION, "42").await;
        page.enter_code(&code).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1);
        assert_eq!(world.applied("POST", "/prepare_second_factor"), 1);
    });
}

#[test]
fn the_check_of_a_new_device_that_was_cut_off_goes_on_at_its_code() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        let code = world.newest_code_to(&person.email).await;

        let page = world.kill_and_restart().await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        page.enter_code(&code).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1);
    });
}

#[test]
fn a_sign_in_that_was_cut_off_before_an_authenticator_code_goes_on_there() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_phone(PHONE));
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;

        let page = world.kill_and_restart().await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        assert!(!page.shows(test_id::CODE_DESTINATION).await, "it asks for the same factor");
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 0);
    });
}

#[test]
fn the_set_up_of_a_phone_that_was_cut_off_goes_on_at_its_code() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("forced@example.com").who_must_set_up_mfa());
        world.sign_in(page, &person).await;
        page.wait_for(test_id::TASK_SETUP_MFA).await;
        page.click(test_id::TASK_CHOOSE_SMS).await;
        page.submit_phone(NUMBER).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        let code = world.newest_code_to(NUMBER).await;
        let sent = world.sent();

        let page = world.kill_and_restart().await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        page.type_code(&code).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        assert_eq!(world.sent(), sent, "no new code was sent");
        page.take_backup_codes().await;
        page.wait_for(test_id::PHONE_SUCCESS).await;
        page.click(test_id::WIZARD_DONE).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn whoever_is_shown_as_signed_in_still_is_after_a_crash() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.sign_in(page, &person).await;
        // The answer that is shown carried the token that counts from now on.
        page.wait_for(test_id::PAGE_ACCOUNT).await;
        let page = world.kill_and_restart().await;
        page.wait_for_account(&person.email).await;
        page.wait_until_gone(test_id::AS_OF).await;
        page.wait_for_account(&person.email).await;
        assert!(!page.shows(test_id::NOTICE).await);
        assert_eq!(world.server().statuses(&person), ["active"], "nobody ended the session");
    });
}
