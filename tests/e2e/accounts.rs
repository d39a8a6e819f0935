//! Several people signed in on one device.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::{ENTER, ESCAPE, SPACE};
use latchkey_tests::page::{Page, inside, of_phone};
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::world::{Setup, World, in_a_window};
use serde_json::json;

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

fn several() -> Setup {
    let several = json!({
        "single_session": false,
        "attributes": { "first_name": "on", "last_name": "on" },
    });
    Setup::default().without_rate_limits().with_settings(several)
}

fn row(identifier: &str) -> String {
    of_phone(test_id::ACCOUNT_ROW, identifier)
}

/// Opens the person's menu.
async fn open_menu(page: &Page) {
    page.click(test_id::ACCOUNT_MENU).await;
    page.wait_for(test_id::MENU_SIGN_OUT).await;
}

async fn switch_to(page: &Page, identifier: &str) {
    open_menu(page).await;
    page.click(&inside(&row(identifier), test_id::SWITCH_ACCOUNT)).await;
    page.wait_for_account(identifier).await;
}

/// Signs in as Ada, then adds Bob, whose account is shown in the end.
async fn both(world: &World, page: &Page) -> (Person, Person) {
    let ada = world.add(Person::new(ADA).with_totp().with_backup_codes());
    let bob = world.add(Person::new(BOB).with_totp());
    world.sign_in(page, &ada).await;
    page.wait_for_account(ADA).await;
    open_menu(page).await;
    page.click(test_id::ADD_ACCOUNT).await;
    page.wait_for_text(test_id::ADDING_ACCOUNT, "stays signed in").await;
    page.wait_for_state(test_id::PAGE_SIGN_IN, "ready").await;
    world.sign_in(page, &bob).await;
    page.wait_for_account(BOB).await;
    (ada, bob)
}

#[test]
fn an_account_is_added_switched_to_by_one_call_and_there_again_after_a_restart() {
    in_a_window(several(), async |world, page| {
        both(world, page).await;
        page.wait_until_gone(test_id::ADDING_ACCOUNT).await;
        let before = world.wire.exchanges().len();
        switch_to(page, ADA).await;
        page.wait_until_gone(test_id::MENU_SIGN_OUT).await;
        let told = async || (world.wire.to_path("/touch").len() == 1).then_some(());
        wait::until(told).await.unwrap();
        assert_eq!(world.wire.exchanges().len(), before + 1, "no read beside it");
        let page = &world.restart().await;
        page.wait_for_account(ADA).await;
        page.wait_until_gone(test_id::AS_OF).await;
        switch_to(page, BOB).await;
    });
}

#[test]
fn adding_an_account_can_be_given_up_with_the_keyboard_alone() {
    in_a_window(several(), async |world, page| {
        let ada = world.add(Person::new(ADA).with_totp());
        world.sign_in(page, &ada).await;
        page.wait_for_account(ADA).await;
        page.tab_and_press(test_id::ACCOUNT_MENU, ENTER).await;
        page.wait_for(test_id::ADD_ACCOUNT).await;
        page.press_keys(&[ESCAPE]).await;
        page.wait_until_gone(test_id::ADD_ACCOUNT).await;
        page.wait_for_focus(test_id::ACCOUNT_MENU).await;
        page.press_keys(&[SPACE]).await;
        page.tab_and_press(test_id::ADD_ACCOUNT, ENTER).await;
        page.wait_for_state(test_id::PAGE_SIGN_IN, "ready").await;
        page.tab_and_press(test_id::CANCEL_ADDING, ENTER).await;
        page.wait_for_account(ADA).await;
        page.wait_until_gone(test_id::ADDING_ACCOUNT).await;
    });
}

#[test]
fn an_account_that_is_revoked_elsewhere_disturbs_nobody_else() {
    in_a_window(several(), async |world, page| {
        let (ada, bob) = both(world, page).await;
        page.click(test_id::EDIT_NAME).await;
        page.fill(test_id::FIRST_NAME, "Robert").await;
        world.server().expire_sessions(&ada);
        page.click(test_id::RETRY).await;
        page.wait_for_text(test_id::NOTICE, "Another account of this device").await;
        assert_eq!(page.value(test_id::FIRST_NAME).await, "Robert", "what is typed stays");
        open_menu(page).await;
        assert!(!page.shows(test_id::ACCOUNT_ROW).await);

        // Now the one in front, while there is another.
        page.click(test_id::ADD_ACCOUNT).await;
        page.wait_for_state(test_id::PAGE_SIGN_IN, "ready").await;
        world.advance(30);
        world.sign_in(page, &ada).await;
        page.wait_for_account(ADA).await;
        world.server().expire_sessions(&ada);
        page.click(test_id::RETRY).await;
        page.wait_for_text(test_id::NOTICE, "signed out elsewhere").await;
        page.wait_for_account(&bob.email).await;
    });
}

#[test]
fn one_account_is_signed_out_and_then_all_and_the_device_stays_trusted() {
    in_a_window(several(), async |world, page| {
        let (ada, _) = both(world, page).await;
        open_menu(page).await;
        page.click(test_id::MENU_SIGN_OUT).await;
        page.wait_for_account(ADA).await;
        page.wait_for_text(test_id::NOTICE, "Another one of yours").await;
        let bob = world.add(Person::new("eve@example.com").with_totp());
        open_menu(page).await;
        page.click(test_id::ADD_ACCOUNT).await;
        page.wait_for_state(test_id::PAGE_SIGN_IN, "ready").await;
        world.sign_in(page, &bob).await;
        page.wait_for_account(&bob.email).await;
        world.wire.lose_next_answer("/client/sessions");
        open_menu(page).await;
        page.click(test_id::SIGN_OUT_ALL).await;
        page.wait_for_state(test_id::PAGE_SIGN_IN, "ready").await;
        assert_eq!(world.applied("DELETE", "/client/sessions"), 1, "settled by asking");
        let page = &world.restart().await;
        page.wait_for_state(test_id::PAGE_SIGN_IN, "ready").await;
        world.advance(30);
        world.sign_in(page, &ada).await;
        page.wait_for_account(ADA).await;
    });
}

#[test]
fn what_was_typed_for_one_account_never_stands_on_the_page_of_another() {
    in_a_window(several(), async |world, page| {
        both(world, page).await;
        page.click(test_id::EDIT_NAME).await;
        page.fill(test_id::FIRST_NAME, "Robert").await;
        switch_to(page, ADA).await;
        assert!(!page.shows(test_id::FIRST_NAME).await);
        page.click(test_id::EDIT_NAME).await;
        page.wait_for(test_id::FIRST_NAME).await;
        assert_eq!(page.value(test_id::FIRST_NAME).await, "Test", "the name of Ada");
    });
}

#[test]
fn unsaved_codes_are_asked_about_before_another_account_is_shown() {
    in_a_window(several(), async |world, page| {
        let (ada, _) = both(world, page).await;
        switch_to(page, ADA).await;
        page.open_manage_mfa().await;
        page.click(test_id::BACKUP_GENERATE).await;
        page.confirm().await;
        page.wait_for(test_id::BACKUP_CODES).await;
        open_menu(page).await;
        page.click(&inside(&row(BOB), test_id::SWITCH_ACCOUNT)).await;
        page.wait_for(test_id::DIALOG_CONFIRM).await;
        page.click(&inside(test_id::DIALOG_CONFIRM, test_id::CANCEL)).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        open_menu(page).await;
        page.click(&inside(&row(BOB), test_id::SWITCH_ACCOUNT)).await;
        page.confirm().await;
        page.wait_for_account(BOB).await;
        switch_to(page, &ada.email).await;
        assert!(!page.shows(test_id::BACKUP_CODES).await);
    });
}

#[test]
fn the_menu_uses_the_session_for_another_organization_by_one_call() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("works@example.com").with_totp());
        let acme = world.server().in_organization(&person, "Acme");
        let north = world.server().in_organization(&person, "<b>Northwind</b>");
        world.sign_in(page, &person).await;
        page.wait_for_text(test_id::ORGANIZATION_IN_USE, "Your own account").await;
        page.click(test_id::NAV_THIS_DEVICE).await;
        page.wait_for(test_id::PAGE_THIS_DEVICE).await;
        open_menu(page).await;
        assert!(!page.shows(test_id::ADD_ACCOUNT).await, "one account at a time");
        let before = world.wire.exchanges().len();
        let row = |id: &str| of_phone(test_id::MENU_ORGANIZATION, id);
        page.click(&inside(&row(&north), test_id::MENU_ORGANIZATION_SELECT)).await;
        page.wait_for_text(test_id::NOTICE, "something else").await;
        assert_eq!(world.wire.exchanges().len(), before + 1, "no read beside it");
        page.wait_for_text(&row(&north), "<b>Northwind</b>").await;

        world.server().remove_from_organization(&person, &acme);
        page.click(&inside(&row(&acme), test_id::MENU_ORGANIZATION_SELECT)).await;
        page.wait_until_gone(&row(&acme)).await;
        assert!(page.shows(test_id::PAGE_THIS_DEVICE).await, "nobody is signed out by that");
    });
}
