//! The Sign-in page, and what the server may say to it.

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, in_a_window, seconds};
use serde_json::json;

#[test]
fn a_wrong_password_is_told_beside_the_field_and_the_identifier_stays() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, "not the password").await;
        page.wait_for_text(test_id::FORM_ERROR, "password isn’t right").await;
        assert_eq!(page.value(test_id::IDENTIFIER).await, person.email);

        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn an_unknown_identifier_is_told_and_stays_to_be_mended() {
    in_a_window(Setup::default(), async |_world, page| {
        page.sign_in("nobody@example.com", "some password 1").await;
        page.wait_for_text(test_id::FORM_ERROR, "no account").await;
        assert_eq!(page.value(test_id::IDENTIFIER).await, "nobody@example.com");
        page.wait_for_focus(test_id::IDENTIFIER).await;
    });
}

#[test]
fn an_empty_form_is_not_sent() {
    in_a_window(Setup::default(), async |world, page| {
        page.click(test_id::SIGN_IN_SUBMIT).await;
        page.wait_for(test_id::FORM_ERROR).await;
        assert_eq!(world.wire.to_path("/sign_ins").len(), 0);
    });
}

#[test]
fn two_presses_in_a_row_send_one_sign_in() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.fill(test_id::IDENTIFIER, &person.email).await;
        page.fill(test_id::PASSWORD, &person.password).await;
        page.press_twice(test_id::SIGN_IN_SUBMIT).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.wire.to_path("/sign_ins").len(), 1);
    });
}

#[test]
fn a_locked_account_shows_how_long_and_cannot_be_tried() {
    let setup = Setup::default().with_settings(json!({ "lockout": { "max_attempts": 2 } }));
    in_a_window(setup, async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, "not the password").await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.sign_in(&person.email, "not this one either").await;

        page.wait_for_text(test_id::SIGN_IN_SUBMIT, "locked").await;
        let left = seconds(&page.text(test_id::COUNTDOWN).await);
        assert!((3500..=3600).contains(&left), "{left} seconds");
        assert!(!page.is_open(test_id::SIGN_IN_SUBMIT).await);
        let before = world.wire.exchanges().len();
        page.press(test_id::SIGN_IN_SUBMIT).await;
        page.wait_for_text(test_id::SIGN_IN_SUBMIT, "locked").await;
        assert_eq!(world.wire.exchanges().len(), before);
    });
}

#[test]
fn a_rate_limit_counts_down_and_gives_the_button_back() {
    let limits = json!({ "rate_limits": { "create_sign_in": { "requests": 1, "seconds": 3 } } });
    in_a_window(Setup::default().with_settings(limits), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, "not the password").await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.sign_in(&person.email, &person.password).await;

        page.wait_for(test_id::COUNTDOWN).await;
        assert!(!page.is_open(test_id::SIGN_IN_SUBMIT).await);
        assert_eq!(page.value(test_id::IDENTIFIER).await, person.email);
        page.wait_until_gone(test_id::COUNTDOWN).await;
        page.click(test_id::SIGN_IN_SUBMIT).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_code_by_email_takes_the_place_of_the_password() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        page.fill(test_id::IDENTIFIER, &person.email).await;
        page.click(test_id::USE_EMAIL_CODE).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.enter_code(&world.newest_code_to(&person.email).await).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_forgotten_password_is_replaced_and_the_second_factor_still_asked_for() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.fill(test_id::IDENTIFIER, &person.email).await;
        page.click(test_id::FORGOT_PASSWORD).await;
        page.wait_for(test_id::PAGE_RESET_PASSWORD).await;
        page.fill(test_id::CODE, &world.newest_code_to(&person.email).await).await;

        page.fill(test_id::NEW_PASSWORD, "a whole new passphrase 7").await;
        page.click(test_id::RESET_SUBMIT).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}
