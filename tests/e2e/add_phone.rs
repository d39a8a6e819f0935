//! Add phone: the number, the code, and what it is used for.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::ENTER;
use latchkey_tests::page::{Page, inside, of_phone};
use latchkey_tests::person::{Person, PhoneRole};
use latchkey_tests::wait;
use latchkey_tests::wire::{Refusal, RetryAfter};
use latchkey_tests::world::{Setup, World, in_a_window, seconds};
use serde_json::json;

const NUMBER: &str = "+447400123456";

/// Signs in somebody without a phone and opens the wizard.
async fn at_the_number(world: &World, page: &Page) -> Person {
    let person = world.add(Person::new("plain@example.com"));
    world.manage_mfa(page, &person).await;
    page.click(test_id::ADD_PHONE).await;
    page.wait_for(test_id::PAGE_ADD_PHONE).await;
    person
}

/// Opens the list of countries, searches, and takes the first that is found.
async fn choose_country(page: &Page, search: &str, iso: &str) {
    page.click(test_id::PHONE_COUNTRY).await;
    page.fill(test_id::COUNTRY_SEARCH, search).await;
    let found = async || page.attributes(test_id::COUNTRY_OPTION, "data-country").await;
    let first = async || (found().await.first().map(String::as_str) == Some(iso)).then_some(());
    let first = wait::until(first).await;
    assert!(first.is_ok(), "{search}: {:?}, not {iso} first", found().await);
    page.press_keys(&[ENTER]).await;
    page.wait_until_gone(test_id::COUNTRY_SEARCH).await;
    let chosen = page.attributes(test_id::PHONE_COUNTRY, "data-country").await;
    assert_eq!(chosen, [iso], "{search}");
}

#[test]
fn a_number_is_verified_used_for_mfa_and_gets_the_next_code() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = at_the_number(world, page).await;
        page.submit_phone(NUMBER).await;
        page.wait_for_text(test_id::CODE_DESTINATION, "+44 7400 123456").await;
        page.type_code(&world.newest_code_to(NUMBER).await).await;
        page.wait_for_text(test_id::PHONE_ADDED, "+44 7400 123456").await;
        page.click(test_id::USE_FOR_MFA).await;
        assert_eq!(page.take_backup_codes().await.len(), 10);
        page.wait_for_text(test_id::PHONE_SUCCESS, "+44 7400 123456").await;
        page.click(test_id::WIZARD_DONE).await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[NUMBER]).await;
        page.wait_for(test_id::PHONE_DEFAULT).await;
        assert_eq!(world.applied("POST", "/me/phone_numbers"), 1);

        page.sign_out().await;
        world.advance(30);
        let sent = world.sent();
        page.sign_in(&person.email, &person.password).await;
        world.wait_until_sent(sent + 1).await;
        page.enter_code(&world.newest_code_to(NUMBER).await).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_number_can_stay_unused() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_number(world, page).await;
        page.submit_phone(NUMBER).await;
        page.type_code(&world.newest_code_to(NUMBER).await).await;
        page.wait_for(test_id::PHONE_ADDED).await;
        page.click(test_id::WIZARD_DONE).await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[NUMBER]).await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[]).await;
    });
}

#[test]
fn a_country_is_found_by_its_name_its_code_and_its_dial_code() {
    in_a_window(Setup::default(), async |world, page| {
        at_the_number(world, page).await;
        choose_country(page, "franc", "FR").await;
        page.wait_for_text(test_id::PHONE_COUNTRY, "+33").await;
        choose_country(page, "no", "NO").await;
        choose_country(page, "+45", "DK").await;
        choose_country(page, "49", "DE").await;

        page.click(test_id::PHONE_COUNTRY).await;
        page.fill(test_id::COUNTRY_SEARCH, "atlantis").await;
        page.wait_for_text(test_id::PAGE_ADD_PHONE, "no country matches").await;
    });
}

#[test]
fn a_number_is_written_as_people_write_it_while_it_is_typed() {
    in_a_window(Setup::default(), async |world, page| {
        at_the_number(world, page).await;
        choose_country(page, "france", "FR").await;
        page.fill(test_id::PHONE, "0612345678").await;
        page.wait_for_value(test_id::PHONE, "06 12 34 56 78").await;
        page.wait_for_text(test_id::PAGE_ADD_PHONE, "+33 6 12 34 56 78").await;
    });
}

#[test]
fn a_pasted_number_with_a_plus_brings_its_country() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_number(world, page).await;
        choose_country(page, "france", "FR").await;
        world.display().copy("+44 7400 123456");
        page.tab_to(test_id::PHONE).await;
        page.press_keys(&[latchkey_tests::keyboard::CONTROL, "v"]).await;
        page.wait_for_text(test_id::PHONE_COUNTRY, "+44").await;
        page.click(test_id::ADD_PHONE_SUBMIT).await;
        page.type_code(&world.newest_code_to(NUMBER).await).await;
        page.wait_for(test_id::PHONE_ADDED).await;
    });
}

#[test]
fn a_number_that_cannot_be_is_told_and_not_sent() {
    in_a_window(Setup::default(), async |world, page| {
        at_the_number(world, page).await;
        for (number, words) in [
            ("", "complete"),
            ("+44 74", "complete"),
            ("+44 7400 123456 789 00", "more digits"),
            ("+999 1234567", "looks like that"),
        ] {
            page.submit_phone(number).await;
            page.wait_for_text(test_id::FORM_ERROR, words).await;
            page.wait_for_focus(test_id::PHONE).await;
        }
        assert_eq!(world.wire.to_path("/me/phone_numbers").len(), 0);
        assert_eq!(world.sent(), 1, "the code of the new device");
    });
}

#[test]
fn a_number_of_the_account_itself_is_told_without_asking_the_server() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person =
            world.add(Person::new("plain@example.com").with_number(NUMBER, PhoneRole::Verified));
        world.manage_mfa(page, &person).await;
        page.click(test_id::ADD_PHONE).await;
        page.submit_phone(NUMBER).await;
        page.wait_for_text(test_id::FORM_ERROR, "on your account already").await;
        assert_eq!(world.wire.to_path("/me/phone_numbers").len(), 0);
    });
}

#[test]
fn each_refusal_of_the_server_has_its_own_words() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        world.add(Person::new("somebody@example.com").with_number(NUMBER, PhoneRole::Verified));
        at_the_number(world, page).await;
        page.submit_phone(NUMBER).await;
        page.wait_for_text(test_id::FORM_ERROR, "in use already").await;

        let france = json!([{ "alpha2": "FR", "country_code": "33" }]);
        world.server().set(&json!({ "unsupported_countries": france }));
        page.submit_phone("+33612345678").await;
        page.wait_for_text(test_id::FORM_ERROR, "to this country").await;

        world.server().set(&json!({ "blocked_identifiers": ["+4915123456789"] }));
        page.submit_phone("+4915123456789").await;
        page.wait_for_text(test_id::FORM_ERROR, "number may not be used").await;

        world.server().set(&json!({ "max_unverified": 0 }));
        page.submit_phone("+358412345678").await;
        page.wait_for_text(test_id::FORM_ERROR, "too many numbers").await;
        assert_eq!(page.value(test_id::PHONE).await, "+358 41 2345678");
        assert_eq!(world.sent(), 1, "the code of the new device");
    });
}

#[test]
fn a_wrong_code_is_told_and_the_right_one_goes_on() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_number(world, page).await;
        page.submit_phone(NUMBER).await;
        let right = world.newest_code_to(NUMBER).await;
        page.type_code(if right.starts_with('0') { "111111" } else { "000000" }).await;
        page.wait_for_text(test_id::FORM_ERROR, "code isn’t right").await;
        page.wait_for_value(test_id::CODE, "").await;
        page.type_code(&right).await;
        page.wait_for(test_id::PHONE_ADDED).await;
        assert_eq!(world.wire.to_path("/attempt_verification").len(), 2);
    });
}

#[test]
fn an_old_code_is_told_and_another_is_sent_when_asked_for() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_number(world, page).await;
        page.submit_phone(NUMBER).await;
        let old = world.newest_code_to(NUMBER).await;
        let left = seconds(&page.text(test_id::COUNTDOWN).await);
        assert!((1..=30).contains(&left), "{left} seconds");
        assert!(!page.is_open(test_id::RESEND).await);
        let sent = world.sent();
        page.press(test_id::RESEND).await;

        world.advance(601);
        page.type_code(&old).await;
        page.wait_for_text(test_id::FORM_ERROR, "too old").await;
        assert_eq!(world.sent(), sent, "the button was closed");
        page.click(test_id::RESEND).await;
        world.wait_until_sent(sent + 1).await;
        page.type_code(&world.newest_code_to(NUMBER).await).await;
        page.wait_for(test_id::PHONE_ADDED).await;
    });
}

#[test]
fn the_wait_after_a_code_that_came_too_soon_falls_and_the_button_comes_back() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_number(world, page).await;
        let sent = world.sent();
        let too_soon = Refusal {
            status: 429,
            code: "verification_code_too_many_requests",
            retry_after: Some(RetryAfter::Seconds(3)),
        };
        world.wire.refuse_next("/prepare_verification", too_soon);
        page.submit_phone(NUMBER).await;
        page.wait_for(test_id::COUNTDOWN).await;
        let mut waits = Vec::new();
        // It is not there any more once the button is open.
        while let Some(left) = page.texts(test_id::COUNTDOWN).await.first() {
            waits.push(seconds(left));
        }
        assert!(waits.iter().all(|left| (1..=3).contains(left)), "{waits:?}");
        assert!(waits.is_sorted_by(|earlier, later| earlier >= later), "{waits:?}");
        assert!(waits.first() > waits.last(), "{waits:?}");
        assert_eq!(world.sent(), sent);

        page.click(test_id::RESEND).await;
        world.wait_until_sent(sent + 1).await;
        page.type_code(&world.newest_code_to(NUMBER).await).await;
        page.wait_for(test_id::PHONE_ADDED).await;
    });
}

#[test]
fn a_number_left_unverified_can_be_verified_later() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_number(world, page).await;
        page.submit_phone(NUMBER).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        world.newest_code_to(NUMBER).await;
        page.click(test_id::CANCEL).await;
        page.wait_for_numbers(test_id::UNVERIFIED_PHONE, &[NUMBER]).await;

        world.advance(30);
        page.click(&inside(&of_phone(test_id::UNVERIFIED_PHONE, NUMBER), test_id::PHONE_VERIFY))
            .await;
        page.wait_for_text(test_id::CODE_DESTINATION, "+44 7400 123456").await;
        page.type_code(&world.newest_code_to(NUMBER).await).await;
        page.wait_for(test_id::PHONE_ADDED).await;
        page.click(test_id::WIZARD_DONE).await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[NUMBER]).await;
        assert_eq!(world.applied("POST", "/me/phone_numbers"), 1);
    });
}

#[test]
fn a_mistyped_number_can_be_changed_before_its_code_is_typed() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_number(world, page).await;
        page.submit_phone("+447400123450").await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        page.click(test_id::CHANGE_PHONE).await;
        page.submit_phone(NUMBER).await;
        page.wait_for_text(test_id::CODE_DESTINATION, "+44 7400 123456").await;
        page.type_code(&world.newest_code_to(NUMBER).await).await;
        page.wait_for(test_id::PHONE_ADDED).await;
    });
}
