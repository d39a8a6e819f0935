//! Whole journeys with the keyboard alone. The focus has to be seen at every stop.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::{DOWN, ENTER, ESCAPE, SHIFT, SPACE, TAB};
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, World, in_a_window};

#[test]
fn signing_in_needs_no_mouse() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.tab_to(test_id::IDENTIFIER).await;
        page.type_keys(&person.email).await;
        page.tab_to(test_id::PASSWORD).await;
        page.type_keys(&person.password).await;
        page.tab_and_press(test_id::SIGN_IN_SUBMIT, ENTER).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.tab_to(test_id::CODE).await;
        page.type_keys(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        page.tab_and_press(test_id::SIGN_OUT, ENTER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
    });
}

/// Signs in and goes to the factors of the account.
async fn to_the_factors(world: &World, page: &Page, person: &Person) {
    world.sign_in(page, person).await;
    page.wait_for_account(&person.email).await;
    page.tab_and_press(test_id::NAV_MFA, ENTER).await;
    page.wait_for(test_id::PAGE_MANAGE_MFA).await;
}

/// Takes the backup codes and goes on.
async fn keep_codes(page: &Page) {
    page.wait_for(test_id::BACKUP_CODES).await;
    page.tab_and_press(test_id::BACKUP_COPY, SPACE).await;
    page.wait_for(test_id::COPIED).await;
    page.tab_and_press(test_id::BACKUP_SAVED, SPACE).await;
    page.tab_and_press(test_id::BACKUP_DONE, ENTER).await;
    page.wait_until_gone(test_id::BACKUP_CODES).await;
}

#[test]
fn adding_an_authenticator_app_needs_no_mouse() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        to_the_factors(world, page, &person).await;
        page.tab_and_press(test_id::TOTP_ADD, ENTER).await;
        page.wait_for(test_id::TOTP_QR).await;
        page.tab_and_press(test_id::SHOW_URI, SPACE).await;
        let key = page.text(test_id::TOTP_KEY).await;
        page.tab_and_press(test_id::TOTP_KEY_COPY, ENTER).await;
        page.wait_for(test_id::COPIED).await;
        page.tab_and_press(test_id::TOTP_CONTINUE, ENTER).await;
        page.wait_for(test_id::CODE).await;
        page.wait_for_focus(test_id::CODE).await;
        page.type_keys(&world.code_of(&key)).await;
        keep_codes(page).await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
        page.tab_and_press(test_id::WIZARD_DONE, ENTER).await;
        page.wait_for(test_id::TOTP_REMOVE).await;
    });
}

#[test]
fn adding_a_phone_needs_no_mouse() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        to_the_factors(world, page, &person).await;
        page.tab_and_press(test_id::ADD_PHONE, ENTER).await;
        page.wait_for(test_id::PHONE).await;
        page.wait_for_focus(test_id::PHONE).await;
        page.press_keys(&[SHIFT, TAB]).await;
        page.wait_for_focus(test_id::PHONE_COUNTRY).await;
        page.press_keys(&[DOWN]).await;
        page.wait_for(test_id::COUNTRY_SEARCH).await;
        page.type_keys("united").await;
        page.press_keys(&[ESCAPE]).await;
        page.wait_until_gone(test_id::COUNTRY_SEARCH).await;
        page.wait_for_focus(test_id::PHONE_COUNTRY).await;
        page.press_keys(&[ENTER]).await;
        page.wait_for(test_id::COUNTRY_SEARCH).await;
        page.type_keys("united k").await;
        page.press_keys(&[ENTER]).await;
        page.wait_for_text(test_id::PHONE_COUNTRY, "+44").await;
        page.wait_for_focus(test_id::PHONE).await;
        page.type_keys("7400123456").await;
        page.tab_and_press(test_id::ADD_PHONE_SUBMIT, ENTER).await;
        page.wait_for(test_id::CODE).await;
        let code = world.newest_code_to("+447400123456").await;
        page.tab_to(test_id::CODE).await;
        page.type_keys(&code).await;
        page.wait_for(test_id::PHONE_ADDED).await;
        page.tab_and_press(test_id::USE_FOR_MFA, ENTER).await;
        keep_codes(page).await;
        page.wait_for(test_id::PHONE_SUCCESS).await;
        page.tab_and_press(test_id::WIZARD_DONE, ENTER).await;
        page.wait_for(test_id::MFA_PHONE).await;
    });
}

#[test]
fn a_dialog_keeps_the_keyboard_and_gives_it_back() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.manage_mfa(page, &person).await;
        page.tab_and_press(test_id::TOTP_REMOVE, ENTER).await;
        page.wait_for(test_id::DIALOG_CONFIRM).await;
        page.wait_for_focus(test_id::CANCEL).await;
        let script = "return !!document.activeElement
            .closest(\"[data-testid='dialog-confirm']\")";
        for keys in [&[TAB][..], &[TAB], &[TAB], &[TAB], &[SHIFT, TAB], &[SHIFT, TAB]] {
            page.press_keys(keys).await;
            assert_eq!(page.execute(script, &[]).await, true, "the keyboard left the dialog");
        }
        page.press_keys(&[ESCAPE]).await;
        page.wait_until_gone(test_id::DIALOG_CONFIRM).await;
        page.wait_for_focus(test_id::TOTP_REMOVE).await;
        assert_eq!(world.wire.to_path("/me/totp").len(), 0);
    });
}

#[test]
fn proving_it_again_needs_no_mouse() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_backup_codes());
        world.manage_mfa(page, &person).await;
        world.server().age_verification(&person, 11);
        page.tab_and_press(test_id::BACKUP_GENERATE, ENTER).await;
        page.wait_for(test_id::DIALOG_CONFIRM).await;
        page.tab_and_press(test_id::CONFIRM, ENTER).await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        page.tab_and_press(test_id::USE_ANOTHER_METHOD, ENTER).await;
        page.tab_and_press(test_id::METHOD_BACKUP_CODE, ENTER).await;
        page.wait_for_text(test_id::DIALOG_STEP_UP, "codes that you saved").await;
        page.tab_to(test_id::CODE).await;
        page.type_keys(&person.backup_codes[0]).await;
        page.press_keys(&[ENTER]).await;
        keep_codes(page).await;
    });
}
