//! No network, a server that fails, answers that are lost, and answers of a later version.

use latchkey_ipc::test_id;
use latchkey_tests::page::{inside, of_phone};
use latchkey_tests::person::{Person, PhoneRole};
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::{Setup, in_a_window};

const SERVER_FAILED: Refusal =
    Refusal { status: 500, code: "internal_clerk_error", retry_after: None };

#[test]
fn without_a_network_nothing_typed_is_lost_and_the_network_brings_it_back() {
    in_a_window(Setup::default().offline(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::OFFLINE_BANNER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.fill(test_id::IDENTIFIER, &person.email).await;
        page.fill(test_id::PASSWORD, &person.password).await;
        page.click(test_id::SIGN_IN_SUBMIT).await;
        page.wait_for_text(test_id::FORM_ERROR, "can’t be reached").await;
        assert_eq!(page.value(test_id::IDENTIFIER).await, person.email);
        assert_eq!(page.value(test_id::PASSWORD).await, person.password);

        world.wire.connect();
        page.click(test_id::RETRY).await;
        page.wait_until_gone(test_id::OFFLINE_BANNER).await;
        assert_eq!(page.value(test_id::IDENTIFIER).await, person.email);
        page.click(test_id::SIGN_IN_SUBMIT).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_server_that_fails_keeps_what_was_typed() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        world.wire.refuse_next("/sign_ins", SERVER_FAILED);
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_text(test_id::FORM_ERROR, "at the server").await;
        assert_eq!(page.value(test_id::IDENTIFIER).await, person.email);
        assert_eq!(page.value(test_id::PASSWORD).await, person.password);

        page.click(test_id::SIGN_IN_SUBMIT).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_server_that_fails_signs_nobody_out() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;

        world.wire.refuse_next("/client", SERVER_FAILED);
        page.click(test_id::RETRY).await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.wait_for_account(&person.email).await;
        page.click(test_id::RETRY).await;
        page.wait_until_gone(test_id::FORM_ERROR).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn without_a_network_the_factors_stay_readable_and_a_change_is_told_beside_its_row() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let number = "+447700900142";
        let person =
            world.add(Person::new("plain@example.com").with_number(number, PhoneRole::Verified));
        world.manage_mfa(page, &person).await;
        let row = of_phone(test_id::OTHER_PHONE, number);
        world.wire.disconnect().await;
        page.click(&inside(&row, test_id::PHONE_USE)).await;
        page.wait_for_text(&inside(&row, test_id::ROW_ERROR), "can’t be reached").await;
        page.wait_for(test_id::OFFLINE_BANNER).await;
        page.wait_for(test_id::TOTP_ADD).await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[number]).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_account(&person.email).await;
        page.click(test_id::NAV_MFA).await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[number]).await;

        world.wire.connect();
        page.click(test_id::RETRY).await;
        page.wait_until_gone(test_id::OFFLINE_BANNER).await;
        page.click(&inside(&row, test_id::PHONE_USE)).await;
        page.take_backup_codes().await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[number]).await;
    });
}

#[test]
fn a_lost_answer_is_told_and_the_code_goes_out_once() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        world.wire.lose_next_answer("/attempt_second_factor");
        page.enter_code(&world.totp_code(&person)).await;

        // The token that the lost answer carried is lost with it: the session cannot be reached.
        page.wait_for_text(test_id::NOTICE, "counts as used").await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        assert_eq!(world.wire.to_path("/attempt_second_factor").len(), 1);

        // The next code of the authenticator app: the last one was used.
        world.advance(30);
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_status_of_a_later_version_is_named_on_the_help_page() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        world.wire.replace_in_next("/sign_ins", "\"needs_second_factor\"", "\"needs_a_stargazer\"");
        page.sign_in(&person.email, &person.password).await;

        page.wait_for(test_id::PAGE_HELP).await;
        page.wait_for_text(test_id::HELP_SUBJECT, "needs_a_stargazer").await;
        page.click(test_id::COPY_DETAILS).await;
        page.wait_for_text(test_id::NOTICE, "clipboard").await;
        page.click(test_id::START_OVER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
    });
}
