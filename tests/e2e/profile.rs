//! The profile on the Account page.

use latchkey_ipc::test_id;
use latchkey_tests::page::{inside, of_phone};
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::json;

fn with_names() -> Setup {
    let names =
        json!({ "attributes": { "username": "on", "first_name": "on", "last_name": "on" } });
    Setup::default().without_rate_limits().with_settings(names)
}

fn row(address: &str) -> String {
    of_phone(test_id::EMAIL_ROW, address)
}

#[test]
fn a_name_is_changed_with_one_call_and_a_lost_answer_is_settled_by_asking() {
    in_a_window(with_names(), async |world, page| {
        let person = world.add(Person::new("plain@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.click(test_id::EDIT_NAME).await;
        page.wait_for_focus(test_id::FIRST_NAME).await;
        page.fill(test_id::FIRST_NAME, "Ada").await;
        let before = world.wire.exchanges().len();
        page.click(test_id::NAME_SAVE).await;
        page.wait_for_text(test_id::PROFILE_NAME, "Ada").await;
        page.wait_for_focus(test_id::EDIT_NAME).await;
        assert_eq!(world.wire.exchanges().len(), before + 1, "no read beside it");

        page.click(test_id::EDIT_NAME).await;
        page.fill(test_id::FIRST_NAME, "Grace").await;
        world.wire.lose_next_answer("/me");
        page.click(test_id::NAME_SAVE).await;
        page.wait_for_text(test_id::PROFILE_NAME, "Grace").await;
        assert_eq!(world.applied("PATCH", "/me"), 2);
    });
}

#[test]
fn half_a_name_is_sent_without_the_other() {
    in_a_window(with_names(), async |world, page| {
        let person = world.add(Person::new("plain@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.click(test_id::EDIT_NAME).await;
        page.fill(test_id::LAST_NAME, "Byron").await;
        page.click(test_id::NAME_SAVE).await;
        page.wait_for_text(test_id::PROFILE_NAME, "Byron").await;
        assert_eq!(world.wire.to_path("/me").pop().unwrap().request_body, "last_name=Byron");
    });
}

#[test]
fn verifying_an_address_puts_the_keyboard_on_its_code_in_sight() {
    in_a_window(with_names(), async |world, page| {
        let person = world.add(Person::new("plain@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.click(test_id::ADD_EMAIL).await;
        page.fill(test_id::EMAIL, "new@example.com").await;
        page.click(test_id::ADD_EMAIL_SUBMIT).await;
        page.wait_for(test_id::CODE).await;
        page.click(test_id::EDIT_CANCEL).await;
        page.click(test_id::EMAIL_VERIFY).await;
        page.wait_for_focus(test_id::CODE).await;
        let in_sight = "const it = document.querySelector('[data-testid=code]').getBoundingClientRect();\
            return it.top >= 0 && it.bottom <= window.innerHeight;";
        assert_eq!(page.execute(in_sight, &[]).await, json!(true));
    });
}

#[test]
fn a_user_name_waits_for_a_proof_and_is_set_once() {
    in_a_window(with_names(), async |world, page| {
        let person = world.add(Person::new("plain@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        world.server().age_verification(&person, 11);
        page.click(test_id::EDIT_USERNAME).await;
        page.fill(test_id::USERNAME, "ada_l").await;
        page.click(test_id::USERNAME_SAVE).await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        page.type_code(&world.next_totp_code(&person)).await;
        page.wait_for_text(test_id::PROFILE_USERNAME, "ada_l").await;
        assert_eq!(world.applied("PATCH", "/me"), 1);
    });
}

#[test]
fn an_address_is_added_verified_made_primary_and_the_old_one_removed() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("old@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.click(test_id::ADD_EMAIL).await;
        page.fill(test_id::EMAIL, "not an address").await;
        page.click(test_id::ADD_EMAIL_SUBMIT).await;
        page.wait_for_text(test_id::FORM_ERROR, "whole email address").await;
        page.fill(test_id::EMAIL, "new@example.com").await;
        page.click(test_id::ADD_EMAIL_SUBMIT).await;
        page.wait_for(test_id::CODE).await;
        page.type_code(&world.newest_code_to("new@example.com").await).await;
        page.wait_for_text(&row("new@example.com"), "Verified").await;
        page.click(&inside(&row("new@example.com"), test_id::MAKE_PRIMARY)).await;
        page.wait_for_text(&row("new@example.com"), "Primary").await;
        page.click(&inside(&row("old@example.com"), test_id::REMOVE_EMAIL)).await;
        page.confirm().await;
        page.wait_until_gone(&row("old@example.com")).await;
        page.wait_for_account("new@example.com").await;
    });
}

#[test]
fn the_account_is_deleted_after_a_typed_word_and_this_device_stays_trusted() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("gone@example.com").with_totp());
        let other = world.add(Person::new("stays@example.com").with_totp());
        world.sign_in(page, &other).await;
        page.click(test_id::SIGN_OUT).await;
        world.sign_in(page, &person).await;
        page.click(test_id::DELETE_ACCOUNT).await;
        page.wait_for(test_id::CONFIRM_WORD).await;
        let confirm = inside(test_id::DIALOG_CONFIRM, test_id::CONFIRM);
        assert!(!page.is_open(&confirm).await, "the word comes first");
        let word = page.attributes(test_id::CONFIRM_WORD, "data-word").await.remove(0);
        page.fill(test_id::CONFIRM_WORD, &word).await;
        page.click(&confirm).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "deleted").await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::FORM_ERROR).await;
    });
}
