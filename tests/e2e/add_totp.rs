//! Add authenticator, from the picture that a camera sees to the next sign-in.

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::{Setup, in_a_window};
use latchkey_tests::{qr, wait};

const SERVER_FAILED: Refusal =
    Refusal { status: 500, code: "internal_clerk_error", retry_after: None };

/// The value of a parameter of an `otpauth` address.
fn parameter<'a>(uri: &'a str, name: &str) -> &'a str {
    let (_, query) = uri.split_once('?').unwrap();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).unwrap().1
}

#[test]
fn an_app_that_scanned_the_picture_turns_it_on_and_signs_in() {
    in_a_window(Setup::default().for_pictures().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.wait_for_text(test_id::TOTP_STATUS, "off").await;
        page.open_add_totp().await;
        page.settle().await;

        let seen = qr::read(&page.driver.screenshot().await.unwrap());
        assert_eq!(seen.len(), 1, "{seen:?}");
        let key = page.totp_key().await;
        assert_eq!(page.text(test_id::TOTP_URI).await, seen[0]);
        let groups: Vec<_> = key.split(' ').map(str::len).collect();
        assert!(groups.iter().all(|group| *group == 4), "groups of four: {groups:?}");
        let secret = parameter(&seen[0], "secret");
        assert_eq!(key.replace(' ', ""), secret);
        assert!(seen[0].starts_with("otpauth://totp/"), "{}", seen[0]);

        page.click(test_id::TOTP_CONTINUE).await;
        page.type_code(&world.code_of(secret)).await;
        let codes = page.take_backup_codes().await;
        assert_eq!(codes.len(), 10);
        page.wait_for(test_id::TOTP_SUCCESS).await;
        page.click(test_id::WIZARD_DONE).await;
        page.wait_for(test_id::PAGE_MANAGE_MFA).await;
        page.wait_for(test_id::TOTP_REMOVE).await;
        assert_eq!(world.applied("POST", "/me/totp/attempt_verification"), 1);

        page.sign_out().await;
        world.advance(30);
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.code_of(secret)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_wrong_code_is_told_and_the_right_one_goes_on() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        let key = page.totp_key().await;
        page.click(test_id::TOTP_CONTINUE).await;

        let right = world.code_of(&key);
        let wrong = if right.starts_with('0') { "111111" } else { "000000" };
        page.type_code(wrong).await;
        page.wait_for_text(test_id::FORM_ERROR, "code isn’t right").await;
        page.wait_for_value(test_id::CODE, "").await;
        page.wait_for_focus(test_id::CODE).await;
        // To look at the key again changes nothing about it.
        page.click(test_id::TOTP_BACK).await;
        assert_eq!(page.totp_key().await, key);
        page.click(test_id::TOTP_CONTINUE).await;
        page.type_code(&right).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
        assert_eq!(world.wire.to_path("/me/totp").len(), 1);
    });
}

#[test]
fn reset_gives_another_key_and_the_codes_of_the_first_are_refused() {
    in_a_window(Setup::default().for_pictures().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        let first = page.totp_key().await;
        page.click(test_id::TOTP_RESET).await;
        let another = async || {
            let now = page.texts(test_id::TOTP_KEY).await;
            now.into_iter().find(|key| *key != first)
        };
        let second = wait::until(another).await.expect("another key comes");

        page.wait_for_state(test_id::PAGE_ADD_TOTP, "ready").await;
        page.click(test_id::SHOW_QR).await;
        page.wait_for(test_id::TOTP_QR).await;
        page.settle().await;
        let seen = qr::read(&page.driver.screenshot().await.unwrap());
        assert_eq!(parameter(&seen[0], "secret"), second.replace(' ', ""));
        page.click(test_id::TOTP_CONTINUE).await;
        page.type_code(&world.code_of(&first)).await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.wait_for_value(test_id::CODE, "").await;
        page.type_code(&world.code_of(&second)).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
    });
}

#[test]
fn leaving_half_way_leaves_nothing_behind() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        let first = page.totp_key().await;
        page.click(test_id::TOTP_CONTINUE).await;
        page.click(test_id::CANCEL).await;
        page.wait_for(test_id::PAGE_MANAGE_MFA).await;
        page.wait_for_text(test_id::TOTP_STATUS, "off").await;

        page.open_add_totp().await;
        let second = page.totp_key().await;
        assert_ne!(first, second);
        page.click(test_id::TOTP_CONTINUE).await;
        page.type_code(&world.code_of(&second)).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
    });
}

#[test]
fn a_reload_shows_the_same_key_and_asks_for_none() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        let key = page.totp_key().await;
        page.driver.refresh().await.unwrap();
        page.wait_for(test_id::TOTP_QR).await;
        assert_eq!(page.totp_key().await, key);
        assert_eq!(world.wire.to_path("/me/totp").len(), 1);

        page.click(test_id::TOTP_CONTINUE).await;
        page.wait_for(test_id::CODE).await;
        page.driver.refresh().await.unwrap();
        page.type_code(&world.code_of(&key)).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        let codes = page.texts(test_id::BACKUP_CODE).await;
        page.driver.refresh().await.unwrap();
        assert_eq!(page.take_backup_codes().await, codes);
        page.wait_for(test_id::TOTP_SUCCESS).await;
    });
}

#[test]
fn a_key_that_could_not_be_had_is_asked_for_again() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        world.wire.refuse_next("/me/totp", SERVER_FAILED);
        page.click(test_id::TOTP_ADD).await;
        page.wait_for_text(test_id::FORM_ERROR, "at the server").await;
        assert!(!page.shows(test_id::TOTP_QR).await);
        page.click(test_id::TOTP_RESET).await;
        page.wait_for(test_id::TOTP_QR).await;
    });
}

#[test]
fn a_key_on_the_clipboard_is_cleared_unless_something_else_is_there() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        let key = page.totp_key().await;

        page.click(test_id::TOTP_URI_COPY).await;
        page.wait_for(test_id::COPIED).await;
        assert_eq!(world.display().clipboard(), page.text(test_id::TOTP_URI).await);
        page.click(test_id::TOTP_KEY_COPY).await;
        let copied = async || {
            let held = world.display().clipboard();
            (held.replace(' ', "") == key.replace(' ', "")).then_some(())
        };
        wait::until(copied).await.expect("the key is on the clipboard");
        let cleared = async || world.display().clipboard().is_empty().then_some(());
        wait::until(cleared).await.expect("the clipboard is cleared");
        page.wait_until_gone(test_id::COPIED).await;

        page.click(test_id::TOTP_KEY_COPY).await;
        page.wait_for(test_id::COPIED).await;
        world.display().copy("a shopping list");
        page.wait_until_gone(test_id::COPIED).await;
        assert_eq!(world.display().clipboard(), "a shopping list");
    });
}
