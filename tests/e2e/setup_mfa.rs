//! The task `setup-mfa`: from the sign-in to an active session by enrolling a factor.

use latchkey_ipc::test_id;
use latchkey_tests::page::{Page, inside, of_phone};
use latchkey_tests::person::{Person, PhoneRole};
use latchkey_tests::wire::Exchange;
use latchkey_tests::world::{Setup, World, in_a_window};

const NUMBER: &str = "+447400123456";

async fn at_the_task(world: &World, page: &Page, person: Person) -> Person {
    let person = world.add(person.who_must_set_up_mfa());
    world.sign_in(page, &person).await;
    page.wait_for(test_id::PAGE_TASK).await;
    page.wait_for(test_id::TASK_SETUP_MFA).await;
    person
}

/// Reloads the page and waits until something is shown again.
async fn reload(page: &Page, id: &str) {
    page.driver.refresh().await.unwrap();
    page.wait_for(id).await;
}

/// What the server says of the session.
fn status(world: &World) -> String {
    let said = |one: &Exchange| {
        one.json().pointer("/client/sessions/0/status")?.as_str().map(str::to_owned)
    };
    world.wire.exchanges().iter().rev().find_map(said).unwrap()
}

#[test]
fn an_authenticator_app_makes_the_session_active() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = at_the_task(world, page, Person::new("forced@example.com")).await;
        assert_eq!(status(world), "pending");
        page.click(test_id::TASK_CHOOSE_TOTP).await;
        page.wait_for(test_id::TOTP_QR).await;
        let key = page.totp_key().await;
        reload(page, test_id::TOTP_QR).await;
        page.click(test_id::TOTP_CONTINUE).await;
        reload(page, test_id::CODE).await;
        page.type_code(&world.code_of(&key)).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        assert_eq!(status(world), "active");
        reload(page, test_id::BACKUP_CODES).await;
        assert_eq!(page.take_backup_codes().await.len(), 10);
        page.wait_for(test_id::TOTP_SUCCESS).await;
        page.click(test_id::WIZARD_DONE).await;
        page.wait_until_gone(test_id::PAGE_ADD_TOTP).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_text_message_makes_the_session_active() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = at_the_task(world, page, Person::new("forced@example.com")).await;
        page.click(test_id::TASK_CHOOSE_SMS).await;
        page.submit_phone(NUMBER).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        let code = world.newest_code_to(NUMBER).await;
        assert_eq!(status(world), "pending");
        reload(page, test_id::CODE_DESTINATION).await;
        page.type_code(&code).await;
        // What it is for is known, so that it is used at once.
        page.wait_for(test_id::BACKUP_CODES).await;
        assert_eq!(status(world), "active");
        reload(page, test_id::BACKUP_CODES).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::PHONE_SUCCESS).await;
        page.click(test_id::WIZARD_DONE).await;
        page.wait_until_gone(test_id::PAGE_ADD_PHONE).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_number_that_is_verified_already_can_be_used_at_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("forced@example.com").with_number(NUMBER, PhoneRole::Verified);
        let person = at_the_task(world, page, person).await;
        page.click(&inside(&of_phone(test_id::OTHER_PHONE, NUMBER), test_id::PHONE_USE)).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        assert_eq!(status(world), "active");
        page.take_backup_codes().await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn leaving_a_wizard_comes_back_to_the_choice_and_the_account_stays_closed() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_task(world, page, Person::new("forced@example.com")).await;
        page.click(test_id::TASK_CHOOSE_TOTP).await;
        page.wait_for(test_id::TOTP_QR).await;
        page.click(test_id::CANCEL).await;
        page.wait_for(test_id::TASK_CHOOSE_SMS).await;
        page.click(test_id::TASK_CHOOSE_SMS).await;
        page.wait_for(test_id::PAGE_ADD_PHONE).await;
        page.click(test_id::CANCEL).await;
        page.wait_for(test_id::TASK_CHOOSE_TOTP).await;
        assert!(!page.shows(test_id::PAGE_ACCOUNT).await);
        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
    });
}
