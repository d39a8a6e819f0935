//! Step-up: a sensitive change waits for a fresh proof, and is then made once.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::{ENTER, ESCAPE};
use latchkey_tests::page::{Page, inside, of_phone};
use latchkey_tests::person::{Person, PhoneRole};
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::{Setup, World, in_a_window};

const PHONE: &str = "+447700900142";
const OTHER: &str = "+447700900143";
const SERVER_FAILED: Refusal =
    Refusal { status: 500, code: "internal_clerk_error", retry_after: None };

fn everything() -> Person {
    Person::new("all@example.com")
        .with_totp()
        .with_phone(PHONE)
        .with_backup_codes()
        .with_number(OTHER, PhoneRole::Verified)
}

/// Asks for a change that the server wants a proof for: taking a number off the account.
async fn ask_to_remove(page: &Page, number: &str) {
    page.click(&inside(&of_phone(test_id::OTHER_PHONE, number), test_id::PHONE_REMOVE)).await;
    page.confirm().await;
    page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
}

/// The number is gone, and it was taken off once: the change was refused, and made on its second
/// try.
async fn removed_once(world: &World, page: &Page, id: &str) {
    removed_after(world, page, id, &[403, 200]).await;
}

/// The number is gone, and these were the answers to the tries to take it off.
async fn removed_after(world: &World, page: &Page, id: &str, answers: &[u16]) {
    page.wait_until_gone(test_id::DIALOG_STEP_UP).await;
    page.wait_for_numbers(test_id::OTHER_PHONE, &[]).await;
    page.wait_for_text(test_id::NOTICE, "removed from your account").await;
    assert_eq!(world.applied("DELETE", id), 1);
    let tries = world.wire.to_path(id);
    assert!(tries.iter().all(|one| one.name().starts_with("DELETE ")));
    assert_eq!(tries.iter().map(|one| one.status.as_u16()).collect::<Vec<_>>(), answers);
}

/// Signs in, lets the proof grow old, and asks for a change; gives the id of what it concerns.
async fn at_the_dialog(world: &World, page: &Page, person: &Person) -> String {
    world.manage_mfa(page, person).await;
    world.server().age_verification(person, 11);
    ask_to_remove(page, OTHER).await;
    world.server().phone_id(person, OTHER)
}

/// The same where the server fails when it is asked what it accepts.
async fn at_the_refused_dialog(world: &World, page: &Page, person: &Person) {
    world.manage_mfa(page, person).await;
    world.server().age_verification(person, 11);
    world.wire.refuse_next("/verify", SERVER_FAILED);
    page.click(&inside(&of_phone(test_id::OTHER_PHONE, OTHER), test_id::PHONE_REMOVE)).await;
    page.confirm().await;
}

#[test]
fn the_authenticator_app_proves_it_and_the_change_is_made_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        let id = at_the_dialog(world, page, &person).await;
        page.wait_for_text(test_id::DIALOG_STEP_UP, "+44 7700 900143 is removed").await;
        page.type_code(&world.next_totp_code(&person)).await;
        removed_once(world, page, &id).await;
        page.wait_for_text(test_id::VERIFIED_FOR, "10 min").await;
    });
}

#[test]
fn a_text_message_proves_it() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        let id = at_the_dialog(world, page, &person).await;
        page.use_method(test_id::METHOD_PHONE_CODE).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        page.type_code(&world.newest_code_to(PHONE).await).await;
        removed_once(world, page, &id).await;
    });
}

#[test]
fn a_backup_code_proves_it() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        let id = at_the_dialog(world, page, &person).await;
        page.use_method(test_id::METHOD_BACKUP_CODE).await;
        page.fill(test_id::CODE, &person.backup_codes[1]).await;
        page.click(test_id::VERIFY_SUBMIT).await;
        removed_once(world, page, &id).await;
    });
}

#[test]
fn without_mfa_the_password_proves_it() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person =
            world.add(Person::new("plain@example.com").with_number(OTHER, PhoneRole::Verified));
        let id = at_the_dialog(world, page, &person).await;
        page.fill(test_id::PASSWORD, "not the password").await;
        page.click(test_id::VERIFY_SUBMIT).await;
        page.wait_for_text(test_id::FORM_ERROR, "password").await;
        assert_eq!(world.applied("DELETE", &id), 0);
        page.fill(test_id::PASSWORD, &person.password).await;
        page.click(test_id::VERIFY_SUBMIT).await;
        removed_once(world, page, &id).await;
    });
}

#[test]
fn without_mfa_a_code_by_email_proves_it() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person =
            world.add(Person::new("plain@example.com").with_number(OTHER, PhoneRole::Verified));
        world.manage_mfa(page, &person).await;
        world.server().age_verification(&person, 11);
        // The code of the new device went to the same address.
        world.advance(30);
        ask_to_remove(page, OTHER).await;
        let id = world.server().phone_id(&person, OTHER);
        let sent = world.sent();
        page.use_method(test_id::METHOD_EMAIL_CODE).await;
        world.wait_until_sent(sent + 1).await;
        page.type_code(&world.newest_code_to(&person.email).await).await;
        removed_once(world, page, &id).await;
    });
}

#[test]
fn a_wrong_code_is_told_in_the_dialog_and_the_right_one_goes_on() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        let id = at_the_dialog(world, page, &person).await;
        page.type_code(&world.wrong_totp_code(&person)).await;
        page.wait_for_text(
            &inside(test_id::DIALOG_STEP_UP, test_id::FORM_ERROR),
            "code isn’t right",
        )
        .await;
        page.wait_for_value(test_id::CODE, "").await;
        page.wait_for_focus(test_id::CODE).await;
        assert_eq!(world.applied("DELETE", &id), 0);
        page.type_code(&world.next_totp_code(&person)).await;
        removed_once(world, page, &id).await;
    });
}

#[test]
fn cancel_changes_nothing_and_says_nothing() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        let id = at_the_dialog(world, page, &person).await;
        page.click(&inside(test_id::DIALOG_STEP_UP, test_id::CANCEL)).await;
        page.wait_until_gone(test_id::DIALOG_STEP_UP).await;
        page.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;
        for told in [test_id::NOTICE, test_id::ROW_ERROR, test_id::FORM_ERROR] {
            assert!(!page.shows(told).await, "{told}");
        }
        page.wait_for_numbers(test_id::OTHER_PHONE, &[OTHER]).await;
        assert_eq!(world.applied("DELETE", &id), 0);

        // The same change can be asked for again.
        ask_to_remove(page, OTHER).await;
        page.type_code(&world.next_totp_code(&person)).await;
        removed_after(world, page, &id, &[403, 403, 200]).await;
    });
}

#[test]
fn escape_cancels_as_well() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        let id = at_the_dialog(world, page, &person).await;
        page.press_keys(&[ESCAPE]).await;
        page.wait_until_gone(test_id::DIALOG_STEP_UP).await;
        page.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[OTHER]).await;
        assert!(!page.shows(test_id::NOTICE).await);
        assert_eq!(world.applied("DELETE", &id), 0);
    });
}

#[test]
fn a_reload_in_the_dialog_forgets_neither_it_nor_the_change() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        let id = at_the_dialog(world, page, &person).await;
        page.driver.refresh().await.unwrap();
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        page.type_code(&world.next_totp_code(&person)).await;
        removed_once(world, page, &id).await;
    });
}

#[test]
fn a_server_that_cannot_say_what_it_accepts_is_asked_again() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        at_the_refused_dialog(world, page, &person).await;
        page.wait_for_text(&inside(test_id::DIALOG_STEP_UP, test_id::FORM_ERROR), "at the server")
            .await;
        page.click(&inside(test_id::DIALOG_STEP_UP, test_id::RETRY)).await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        let id = world.server().phone_id(&person, OTHER);
        page.type_code(&world.next_totp_code(&person)).await;
        removed_once(world, page, &id).await;
    });
}

#[test]
fn the_keyboard_is_on_the_way_on_where_the_server_could_not_say_what_it_accepts() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        at_the_refused_dialog(world, page, &person).await;
        page.wait_for(&inside(test_id::DIALOG_STEP_UP, test_id::FORM_ERROR)).await;
        page.wait_for_focus(test_id::RETRY).await;
        page.press_keys(&[ENTER]).await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        page.wait_for_focus(test_id::CODE).await;
    });
}

#[test]
fn a_wizard_that_will_need_a_proof_asks_at_its_start() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa_late(page, &person).await;
        page.click(test_id::TOTP_ADD).await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        assert_eq!(world.wire.to_path("/me/totp").len(), 0, "it is not asked in vain");
        page.fill(test_id::PASSWORD, &person.password).await;
        page.click(test_id::VERIFY_SUBMIT).await;
        page.wait_for(test_id::TOTP_QR).await;
        page.wait_for_text(test_id::VERIFIED_FOR, "10 min").await;
        assert_eq!(world.applied("POST", "/me/totp"), 1);
    });
}

#[test]
fn cancelling_at_the_start_of_a_wizard_goes_back() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa_late(page, &person).await;
        page.click(test_id::TOTP_ADD).await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        page.click(&inside(test_id::DIALOG_STEP_UP, test_id::CANCEL)).await;
        page.wait_until_gone(test_id::DIALOG_STEP_UP).await;
        page.wait_for(test_id::PAGE_MANAGE_MFA).await;
        assert!(!page.shows(test_id::NOTICE).await);
        assert_eq!(world.wire.to_path("/me/totp").len(), 0);
    });
}

#[test]
fn a_phone_that_is_added_late_is_added_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let number = "+447400123456";
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.click(test_id::ADD_PHONE).await;
        page.wait_for(test_id::PAGE_ADD_PHONE).await;
        world.server().age_verification(&person, 11);
        page.submit_phone(number).await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        page.fill(test_id::PASSWORD, &person.password).await;
        page.click(test_id::VERIFY_SUBMIT).await;
        page.type_code(&world.newest_code_to(number).await).await;
        page.wait_for(test_id::PHONE_ADDED).await;
        assert_eq!(world.applied("POST", "/me/phone_numbers"), 1);
        assert_eq!(world.applied("POST", "/prepare_verification"), 1);
    });
}

#[test]
fn new_backup_codes_wait_for_a_proof_and_are_made_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(everything());
        world.manage_mfa(page, &person).await;
        world.server().age_verification(&person, 11);
        page.click(test_id::BACKUP_GENERATE).await;
        page.confirm().await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        page.type_code(&world.next_totp_code(&person)).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        assert_eq!(world.applied("POST", "/me/backup_codes"), 1);
    });
}
