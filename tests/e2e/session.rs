//! What comes after a sign-in, and what the program does around one.

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::world::{Setup, in_a_window};

const PHONE: &str = "+447700900142";

#[test]
fn signing_out_and_in_again_asks_for_no_new_device_code() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.newest_code_to(&person.email).await).await;
        page.wait_for_account(&person.email).await;

        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "signed out").await;
        assert!(!page.source().await.contains(&person.email));

        page.sign_in(&person.email, &person.password).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1);
    });
}

#[test]
fn a_reload_in_the_middle_of_a_sign_in_changes_nothing() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        world.wait_until_sent(1).await;
        let before = world.wire.exchanges().len();

        page.driver.refresh().await.unwrap();
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        assert_eq!(world.wire.exchanges().len(), before, "a reload asks the server nothing");

        page.enter_code(&world.newest_code_to(PHONE).await).await;
        page.wait_for_account(&person.email).await;
        page.driver.refresh().await.unwrap();
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1);
    });
}

#[test]
fn a_second_start_leaves_the_running_program_alone() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;

        let status = world.start_a_second_time().await;
        assert!(status.success(), "{status}");

        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_session_that_waits_for_a_task_names_it_and_can_be_ended() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("forced@example.com").who_must_set_up_mfa());
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.newest_code_to(&person.email).await).await;

        page.wait_for(test_id::PAGE_TASK).await;
        page.wait_for(test_id::TASK_SETUP_MFA).await;
        page.wait_for_text(test_id::TASK_NAME, "multi-factor").await;
        assert!(!page.shows(test_id::PAGE_ACCOUNT).await);
        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
    });
}

#[test]
fn the_close_button_ends_the_program() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        world.display().press_close_button();
        let closed = async || world.display().windows().is_empty().then_some(());
        wait::until(closed).await.expect("the window closes");
    });
}
