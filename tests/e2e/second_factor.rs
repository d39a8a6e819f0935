//! The Verify page: second factors, and the check of a new device.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::ENTER;
use latchkey_tests::person::Person;
use latchkey_tests::wire::{Refusal, RetryAfter};
use latchkey_tests::world::{Setup, in_a_window, seconds};

const PHONE: &str = "+447700900142";

#[test]
fn a_code_of_the_authenticator_app_finishes_the_sign_in() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_code_from_a_text_message_finishes_the_sign_in() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        assert!(page.text(test_id::CODE_DESTINATION).await.ends_with("42"));
        page.enter_code(&world.newest_code_to(PHONE).await).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1);
    });
}

#[test]
fn a_backup_code_works_once_and_its_second_use_is_refused() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("backup@example.com").with_totp().with_backup_codes());
        let (first, second) = (&person.backup_codes[0], &person.backup_codes[1]);
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.use_method(test_id::METHOD_BACKUP_CODE).await;
        page.enter_backup_code(first).await;
        page.wait_for_account(&person.email).await;
        page.click(test_id::SIGN_OUT).await;

        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.use_method(test_id::METHOD_BACKUP_CODE).await;
        page.enter_backup_code(first).await;
        page.wait_for_text(test_id::FORM_ERROR, "code isn’t right").await;
        page.wait_for_value(test_id::CODE, "").await;
        page.enter_backup_code(second).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn going_to_another_method_and_back_sends_no_second_text_message() {
    in_a_window(Setup::default(), async |world, page| {
        let person =
            world.add(Person::new("both@example.com").with_phone(PHONE).with_backup_codes());
        page.sign_in(&person.email, &person.password).await;
        let code = world.newest_code_to(PHONE).await;
        page.wait_for(test_id::CODE_DESTINATION).await;

        page.use_method(test_id::METHOD_BACKUP_CODE).await;
        page.wait_until_gone(test_id::RESEND).await;
        page.use_method(test_id::METHOD_PHONE_CODE).await;
        page.wait_for(test_id::RESEND).await;

        page.enter_code(&code).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1);
        assert_eq!(world.wire.to_path("/prepare_second_factor").len(), 1);
    });
}

#[test]
fn a_wrong_code_is_cleared_and_the_right_one_can_be_typed_at_once() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.wrong_totp_code(&person)).await;

        page.wait_for_text(test_id::FORM_ERROR, "code isn’t right").await;
        page.wait_for_value(test_id::CODE, "").await;
        page.wait_for_focus(test_id::CODE).await;

        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.wire.to_path("/attempt_second_factor").len(), 2);
    });
}

#[test]
fn a_code_is_sent_once_however_it_gets_into_the_field() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        // The sixth digit sends it, and Enter right behind finds it sent.
        page.enter_code(&format!("{}{ENTER}", world.wrong_totp_code(&person))).await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.wait_for_value(test_id::CODE, "").await;
        assert_eq!(world.wire.to_path("/attempt_second_factor").len(), 1);

        let code = world.totp_code(&person);
        let (head, tail) = code.split_at(3);
        page.paste(test_id::CODE, &format!("Your code is {head} {tail}.")).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.wire.to_path("/attempt_second_factor").len(), 2);
    });
}

#[test]
fn an_expired_code_is_named_and_a_new_one_can_be_sent() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        page.sign_in(&person.email, &person.password).await;
        let old = world.newest_code_to(PHONE).await;
        world.advance(11 * 60);

        page.enter_code(&old).await;
        page.wait_for_text(test_id::FORM_ERROR, "too old").await;
        page.wait_for_value(test_id::CODE, "").await;

        page.click(test_id::RESEND).await;
        world.wait_until_sent(2).await;
        page.enter_code(&world.newest_code_to(PHONE).await).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_text_message_cannot_be_asked_for_again_before_the_wait_is_over() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        page.sign_in(&person.email, &person.password).await;
        world.wait_until_sent(1).await;
        page.wait_for(test_id::COUNTDOWN).await;

        let left = seconds(&page.text(test_id::COUNTDOWN).await);
        assert!((1..=30).contains(&left), "{left} seconds");
        assert!(!page.is_open(test_id::RESEND).await);
        page.press(test_id::RESEND).await;
        page.enter_code(&world.newest_code_to(PHONE).await).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1);
        assert_eq!(world.wire.to_path("/prepare_second_factor").len(), 1);
    });
}

#[test]
fn a_text_message_refused_for_coming_too_soon_can_be_asked_for_after_the_wait() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        world.wire.refuse_next(
            "/prepare_second_factor",
            Refusal {
                status: 429,
                code: "verification_code_too_many_requests",
                retry_after: Some(RetryAfter::Seconds(3)),
            },
        );
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_text(test_id::RESEND, "send a code in").await;
        assert_eq!(world.sent(), 0);

        page.click(test_id::RESEND).await;
        page.enter_code(&world.newest_code_to(PHONE).await).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_new_device_is_trusted_after_a_code_by_email() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.wait_for_text(test_id::PAGE_VERIFY, "device").await;
        page.enter_code(&world.newest_code_to(&person.email).await).await;
        page.wait_for_account(&person.email).await;
    });
}
