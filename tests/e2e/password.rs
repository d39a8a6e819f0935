//! The password on the Account page: set, changed and taken away.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::{ENTER, SPACE};
use latchkey_tests::page::{Page, inside};
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::world::{Setup, World, in_a_window};
use serde_json::json;

const NEW: &str = "another horse battery 2";

/// An instance that lets go of passwords.
fn optional() -> Setup {
    Setup::default().without_rate_limits().with_settings(json!({ "password_required": false }))
}

async fn signed_in(world: &World, page: &Page) -> Person {
    let person = world.add(Person::new("plain@example.com").with_totp());
    world.sign_in(page, &person).await;
    page.wait_for_account(&person.email).await;
    person
}

async fn change(page: &Page, to: &str) {
    page.click(test_id::CHANGE_PASSWORD).await;
    page.wait_for_focus(test_id::NEW_PASSWORD).await;
    page.fill(test_id::NEW_PASSWORD, to).await;
    page.click(test_id::RESET_SUBMIT).await;
}

async fn remove(page: &Page, current: &str) {
    page.click(test_id::REMOVE_PASSWORD).await;
    page.wait_for_focus(test_id::CURRENT_PASSWORD).await;
    page.fill(test_id::CURRENT_PASSWORD, current).await;
    page.click(test_id::REMOVE_SUBMIT).await;
}

/// Whether the person can sign in with this.
async fn opens(world: &World, page: &Page, person: Person, password: &str) {
    page.click(test_id::SIGN_OUT).await;
    page.wait_for(test_id::PAGE_SIGN_IN).await;
    world.advance(60);
    let person = Person { password: password.to_owned(), ..person };
    world.sign_in(page, &person).await;
    page.wait_for_account(&person.email).await;
}

#[test]
fn a_password_is_changed_by_the_rules_with_a_proof_and_one_call() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = signed_in(world, page).await;
        world.server().sign_in_elsewhere(&person, "Another/1.0");
        assert!(!page.shows(test_id::REMOVE_PASSWORD).await, "this instance wants passwords");
        change(page, "short").await;
        page.wait_for_text(test_id::FORM_ERROR, "too short").await;
        assert_eq!(page.value(test_id::NEW_PASSWORD).await, "short", "nothing typed is lost");
        assert!(!page.shows(test_id::CURRENT_PASSWORD).await, "a fresh proof stands for it");
        assert!(!page.is_open(test_id::ADD_EMAIL).await, "one form at a time");
        world.server().age_verification(&person, 11);
        let before = world.wire.exchanges().len();
        page.fill(test_id::NEW_PASSWORD, NEW).await;
        page.click(test_id::RESET_SUBMIT).await;
        page.wait_for_text(test_id::DIALOG_STEP_UP, "your password is changed").await;
        page.type_code(&world.next_totp_code(&person)).await;
        page.wait_for_text(test_id::NOTICE, "new password is set").await;
        page.wait_for_focus(test_id::CHANGE_PASSWORD).await;
        // Refused, the proof in two calls, and once more: no read beside it.
        assert_eq!(world.wire.exchanges().len(), before + 4);
        assert_eq!(world.applied("POST", "/me/change_password"), 1);
        assert_eq!(
            world.server().sessions(&person).iter().filter(|it| it.status == "active").count(),
            1
        );
        opens(world, page, person, NEW).await;
    });
}

#[test]
fn a_lost_answer_is_settled_by_asking_and_the_password_is_sent_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        signed_in(world, page).await;
        world.advance(5);
        world.wire.lose_next_answer("/me/change_password");
        change(page, NEW).await;
        page.wait_for_text(test_id::NOTICE, "new password is set").await;
        assert_eq!(world.applied("POST", "/me/change_password"), 1);
        assert_eq!(world.wire.to_path("/me/change_password").len(), 1);
    });
}

#[test]
fn a_change_of_which_nothing_is_known_waits_until_the_server_can_be_asked() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        signed_in(world, page).await;
        world.advance(5);
        let _held = world.wire.hold_next_answer("/me/change_password");
        change(page, NEW).await;
        let changed = async || (world.applied("POST", "/me/change_password") == 1).then_some(());
        wait::until(changed).await.unwrap();
        world.wire.disconnect().await;
        page.wait_for_text(test_id::UNSETTLED, "don’t know yet").await;
        assert!(!page.is_open(test_id::RESET_SUBMIT).await, "it is not sent again");
        world.wire.connect();
        page.wait_for_text(test_id::NOTICE, "new password is set").await;
        page.wait_until_gone(test_id::UNSETTLED).await;
        assert_eq!(world.applied("POST", "/me/change_password"), 1);
    });
}

#[test]
fn a_password_is_taken_away_and_a_first_one_is_set() {
    in_a_window(optional(), async |world, page| {
        let person = signed_in(world, page).await;
        remove(page, "wrong horse").await;
        page.wait_for_text(test_id::FORM_ERROR, "isn’t the password of this account").await;
        page.wait_for_text(test_id::WAYS_LEFT, &person.email).await;
        page.fill(test_id::CURRENT_PASSWORD, &person.password).await;
        page.click(test_id::REMOVE_SUBMIT).await;
        page.wait_for_text(test_id::NOTICE, "password is removed").await;
        page.wait_for_text(test_id::CHANGE_PASSWORD, "Set a password").await;
        assert!(!page.shows(test_id::REMOVE_PASSWORD).await);
        assert_eq!(world.applied("POST", "/me/remove_password"), 1);
        change(page, NEW).await;
        page.wait_for_text(test_id::CHANGE_PASSWORD, "Change password").await;
        assert_eq!(world.applied("POST", "/me/change_password"), 1);
        opens(world, page, person, NEW).await;
    });
}

#[test]
fn the_present_password_is_asked_for_where_no_proof_is() {
    let setup = Setup::default().without_rate_limits();
    in_a_window(setup.with_settings(json!({ "reverification": false })), async |world, page| {
        let person = signed_in(world, page).await;
        page.click(test_id::CHANGE_PASSWORD).await;
        page.wait_for_focus(test_id::CURRENT_PASSWORD).await;
        page.fill(test_id::NEW_PASSWORD, NEW).await;
        page.click(test_id::RESET_SUBMIT).await;
        page.wait_for_text(test_id::FORM_ERROR, "Enter your current password").await;
        page.wait_for_focus(test_id::CURRENT_PASSWORD).await;
        page.fill(test_id::CURRENT_PASSWORD, "wrong horse").await;
        page.click(test_id::RESET_SUBMIT).await;
        page.wait_for_text(test_id::FORM_ERROR, "isn’t the password of this account").await;
        page.fill(test_id::CURRENT_PASSWORD, &person.password).await;
        page.click(test_id::RESET_SUBMIT).await;
        page.wait_for_text(test_id::NOTICE, "new password is set").await;
    });
}

#[test]
fn the_password_needs_no_mouse() {
    in_a_window(optional(), async |world, page| {
        signed_in(world, page).await;
        page.tab_and_press(test_id::CHANGE_PASSWORD, ENTER).await;
        page.wait_for_focus(test_id::NEW_PASSWORD).await;
        page.type_keys(NEW).await;
        page.tab_and_press(test_id::SIGN_OUT_OTHERS, SPACE).await;
        page.tab_and_press(test_id::RESET_SUBMIT, ENTER).await;
        page.wait_for_focus(test_id::CHANGE_PASSWORD).await;
        page.tab_and_press(test_id::REMOVE_PASSWORD, ENTER).await;
        page.wait_for_focus(test_id::CURRENT_PASSWORD).await;
        page.tab_and_press(test_id::EDIT_CANCEL, ENTER).await;
        page.wait_for_focus(test_id::REMOVE_PASSWORD).await;
        page.press_keys(&[ENTER]).await;
        page.wait_for_focus(test_id::CURRENT_PASSWORD).await;
        page.type_keys(NEW).await;
        page.press_keys(&[ENTER]).await;
        page.wait_for_text(test_id::NOTICE, "password is removed").await;
        assert!(page.shows(&inside(test_id::PASSWORD_CARD, test_id::CHANGE_PASSWORD)).await);
    });
}
