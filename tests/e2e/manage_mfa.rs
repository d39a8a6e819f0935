//! Manage MFA: the factors as the server last said, and every change of them.

use latchkey_ipc::test_id;
use latchkey_tests::page::{inside, of_phone};
use latchkey_tests::person::{Person, PhoneRole};
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::json;

const PHONE: &str = "+447700900142";
const OTHER: &str = "+447700900143";
const SERVER_FAILED: Refusal =
    Refusal { status: 500, code: "internal_clerk_error", retry_after: None };

fn in_row(row: &str, number: &str, what: &str) -> String {
    inside(&of_phone(row, number), what)
}

#[test]
fn an_account_without_mfa_says_so_and_offers_no_backup_codes() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.wait_for_text(test_id::TOTP_STATUS, "off").await;
        page.wait_for(test_id::TOTP_ADD).await;
        page.wait_for(test_id::ADD_PHONE).await;
        page.wait_for_text(test_id::PAGE_MANAGE_MFA, "no phone number is used").await;
        page.wait_for_text(test_id::PAGE_MANAGE_MFA, "no other verified numbers").await;
        assert!(!page.shows(test_id::BACKUP_GENERATE).await);
        assert!(!page.shows(test_id::TOTP_REMOVE).await);
    });
}

#[test]
fn what_the_instance_does_not_offer_is_not_shown() {
    let attributes = json!({ "totp": false, "phone_second_factor": false, "phone_code": false });
    let setup = Setup::default().with_settings(json!({ "attributes": attributes }));
    in_a_window(setup, async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        for id in [test_id::TOTP_STATUS, test_id::TOTP_ADD, test_id::ADD_PHONE] {
            assert!(!page.shows(id).await, "{id}");
        }
    });
}

#[test]
fn removing_the_authenticator_app_lists_what_is_left_and_turns_it_off() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world
            .add(Person::new("totp@example.com").with_totp().with_phone(PHONE).with_backup_codes());
        world.manage_mfa(page, &person).await;
        page.click(test_id::TOTP_REMOVE).await;
        page.wait_for_text(test_id::WAYS_LEFT, "password").await;
        page.wait_for_text(test_id::WAYS_LEFT, "text message").await;
        assert!(!page.text(test_id::WAYS_LEFT).await.contains("Authenticator"));
        assert!(!page.shows(test_id::CONFIRM_LAST).await);
        page.wait_for_focus(test_id::CANCEL).await;

        page.click(test_id::CANCEL).await;
        page.wait_until_gone(test_id::DIALOG_CONFIRM).await;
        assert_eq!(world.wire.to_path("/me/totp").len(), 0);
        page.click(test_id::TOTP_REMOVE).await;
        page.confirm().await;
        page.wait_for_text(test_id::NOTICE, "authenticator app was removed").await;
        page.wait_for(test_id::TOTP_ADD).await;
        assert_eq!(world.applied("DELETE", "/me/totp"), 1);
        page.wait_for(&in_row(test_id::MFA_PHONE, PHONE, test_id::PHONE_DEFAULT)).await;
    });
}

#[test]
fn removing_the_last_factor_is_asked_about_twice() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_backup_codes());
        world.manage_mfa(page, &person).await;
        page.click(test_id::TOTP_REMOVE).await;
        page.wait_for_text(test_id::DIALOG_CONFIRM, "last second factor").await;
        page.wait_for_text(test_id::DIALOG_CONFIRM, "backup codes stop working").await;
        page.press(test_id::CONFIRM).await;
        assert_eq!(world.wire.to_path("/me/totp").len(), 0);
        page.confirm_last().await;
        page.wait_for(test_id::TOTP_ADD).await;
        page.wait_until_gone(test_id::BACKUP_GENERATE).await;
        assert_eq!(world.applied("DELETE", "/me/totp"), 1);

        // From now on the password alone is asked for: the device is trusted.
        page.sign_out().await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_verified_number_becomes_a_second_factor_and_stays_when_it_is_disabled() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person =
            world.add(Person::new("plain@example.com").with_number(PHONE, PhoneRole::Verified));
        world.manage_mfa(page, &person).await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[PHONE]).await;
        page.click(&in_row(test_id::OTHER_PHONE, PHONE, test_id::PHONE_USE)).await;
        let codes = page.take_backup_codes().await;
        assert_eq!(codes.len(), 10);
        page.wait_for_numbers(test_id::MFA_PHONE, &[PHONE]).await;
        page.wait_for(&in_row(test_id::MFA_PHONE, PHONE, test_id::PHONE_DEFAULT)).await;

        page.click(&in_row(test_id::MFA_PHONE, PHONE, test_id::PHONE_DISABLE)).await;
        page.confirm_last().await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[PHONE]).await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[]).await;
    });
}

#[test]
fn another_number_becomes_the_default_and_gets_the_next_code() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE).with_phone(OTHER));
        world.manage_mfa(page, &person).await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[PHONE, OTHER]).await;
        assert!(!page.shows(&in_row(test_id::MFA_PHONE, PHONE, test_id::PHONE_MAKE_DEFAULT)).await);
        page.click(&in_row(test_id::MFA_PHONE, OTHER, test_id::PHONE_MAKE_DEFAULT)).await;
        page.wait_for(&in_row(test_id::MFA_PHONE, OTHER, test_id::PHONE_DEFAULT)).await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[OTHER, PHONE]).await;
        assert!(!page.shows(&in_row(test_id::MFA_PHONE, PHONE, test_id::PHONE_DEFAULT)).await);

        page.sign_out().await;
        world.advance(30);
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.newest_code_to(OTHER).await).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn with_an_authenticator_app_it_is_said_to_come_first_and_no_number_is_made_default() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world
            .add(Person::new("totp@example.com").with_totp().with_phone(PHONE).with_phone(OTHER));
        world.manage_mfa(page, &person).await;
        page.wait_for_text(test_id::TOTP_FIRST, "first").await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[PHONE, OTHER]).await;
        assert!(!page.shows(test_id::PHONE_MAKE_DEFAULT).await);
    });
}

#[test]
fn a_number_is_removed_from_the_account() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person =
            world.add(Person::new("plain@example.com").with_number(PHONE, PhoneRole::Verified));
        world.manage_mfa(page, &person).await;
        page.click(&in_row(test_id::OTHER_PHONE, PHONE, test_id::PHONE_REMOVE)).await;
        page.wait_for_text(test_id::DIALOG_CONFIRM, "+44 7700 900142").await;
        page.wait_for_text(test_id::WAYS_LEFT, "password").await;
        page.confirm().await;
        page.wait_for_text(test_id::NOTICE, "removed from your account").await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[]).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for(test_id::PAGE_ACCOUNT).await;
        assert!(!page.shows(test_id::ACCOUNT_PHONE).await);
    });
}

#[test]
fn an_unverified_number_can_be_removed() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person =
            world.add(Person::new("plain@example.com").with_number(PHONE, PhoneRole::Unverified));
        world.manage_mfa(page, &person).await;
        page.wait_for_numbers(test_id::UNVERIFIED_PHONE, &[PHONE]).await;
        page.click(&in_row(test_id::UNVERIFIED_PHONE, PHONE, test_id::PHONE_REMOVE)).await;
        page.confirm().await;
        page.wait_for_numbers(test_id::UNVERIFIED_PHONE, &[]).await;
    });
}

#[test]
fn the_last_factor_stays_where_the_app_demands_one_and_says_why() {
    let setup = Setup::default().without_rate_limits().with_settings(json!({ "force_mfa": true }));
    in_a_window(setup, async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        world.manage_mfa(page, &person).await;
        let row = |what| in_row(test_id::MFA_PHONE, PHONE, what);
        page.wait_for_text(&row(test_id::PHONE_REQUIRED), "last second factor").await;
        for button in [test_id::PHONE_DISABLE, test_id::PHONE_REMOVE] {
            assert!(!page.is_open(&row(button)).await, "{button}");
            page.press(&row(button)).await;
            assert!(!page.shows(test_id::DIALOG_CONFIRM).await);
        }
    });
}

#[test]
fn the_last_authenticator_app_stays_where_the_app_demands_one() {
    let setup = Setup::default().without_rate_limits().with_settings(json!({ "force_mfa": true }));
    in_a_window(setup, async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.manage_mfa(page, &person).await;
        page.wait_for_text(test_id::TOTP_REQUIRED, "last second factor").await;
        assert!(!page.is_open(test_id::TOTP_REMOVE).await);
    });
}

#[test]
fn a_removal_that_the_server_forbids_is_told_beside_what_it_was_about() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        world.manage_mfa(page, &person).await;
        // The instance begins to demand MFA while the page is open.
        world.server().set(&json!({ "force_mfa": true }));
        page.click(&in_row(test_id::MFA_PHONE, PHONE, test_id::PHONE_DISABLE)).await;
        page.confirm_last().await;
        page.wait_for_text(&in_row(test_id::MFA_PHONE, PHONE, test_id::ROW_ERROR), "demands MFA")
            .await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[PHONE]).await;
    });
}

#[test]
fn a_change_that_fails_is_told_in_its_row_and_can_be_tried_again() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(
            Person::new("plain@example.com")
                .with_number(PHONE, PhoneRole::Verified)
                .with_number(OTHER, PhoneRole::Verified),
        );
        world.manage_mfa(page, &person).await;
        let id = world.server().phone_id(&person, PHONE);
        world.wire.refuse_next(&id, SERVER_FAILED);
        page.click(&in_row(test_id::OTHER_PHONE, PHONE, test_id::PHONE_USE)).await;
        let told = in_row(test_id::OTHER_PHONE, PHONE, test_id::ROW_ERROR);
        page.wait_for_text(&told, "at the server").await;
        assert!(!page.shows(&in_row(test_id::OTHER_PHONE, OTHER, test_id::ROW_ERROR)).await);

        page.click(&in_row(test_id::OTHER_PHONE, PHONE, test_id::PHONE_USE)).await;
        page.take_backup_codes().await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[PHONE]).await;
        assert!(!page.shows(test_id::ROW_ERROR).await);
    });
}

#[test]
fn factors_removed_elsewhere_are_gone_from_the_page_after_the_next_change() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_phone(PHONE));
        world.manage_mfa(page, &person).await;
        page.wait_for(test_id::TOTP_REMOVE).await;
        world.server().remove_second_factors(&person);
        page.click(test_id::TOTP_REMOVE).await;
        page.confirm().await;

        page.wait_for_text(test_id::NOTICE, "changed elsewhere").await;
        page.wait_for(test_id::TOTP_ADD).await;
        page.wait_for_numbers(test_id::OTHER_PHONE, &[PHONE]).await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[]).await;
    });
}

#[test]
fn an_authenticator_app_added_elsewhere_is_told_and_shown() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.wait_for(test_id::TOTP_ADD).await;
        world.server().enable_totp(&person, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        page.click(test_id::TOTP_ADD).await;
        page.wait_for_text(test_id::NOTICE, "changed elsewhere").await;
        page.wait_for(test_id::PAGE_MANAGE_MFA).await;
        page.wait_for(test_id::TOTP_REMOVE).await;
    });
}

#[test]
fn a_refresh_that_fails_is_told_and_the_factors_stay_readable() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_phone(PHONE));
        world.manage_mfa(page, &person).await;
        world.wire.refuse_next("/client", SERVER_FAILED);
        page.click(test_id::RETRY).await;
        page.wait_for_text(test_id::FORM_ERROR, "at the server").await;
        page.wait_for(test_id::TOTP_REMOVE).await;
        page.wait_for_numbers(test_id::MFA_PHONE, &[PHONE]).await;
        page.wait_for(test_id::ACCOUNT_REFRESHED).await;
        page.click(test_id::RETRY).await;
        page.wait_until_gone(test_id::FORM_ERROR).await;
    });
}
