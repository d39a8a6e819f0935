//! What people type and paste: however it is written, what it stands for is sent.

use latchkey_ipc::test_id;
use latchkey_tests::person::{Person, PhoneRole};
use latchkey_tests::wire::{Refusal, RetryAfter};
use latchkey_tests::world::{Setup, World, in_a_window};

const PHONE: &str = "+447700900142";

/// The parameters of the last request to a path.
fn sent(world: &World, path_end: &str) -> String {
    world.wire.to_path(path_end).last().unwrap().request_body.clone()
}

#[test]
fn a_phone_number_signs_in_however_it_is_written() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("phone@example.com").with_number(PHONE, PhoneRole::Verified);
        let person = world.add(person);
        for written in [
            "+44 7700 900142",
            "+44 (0)7700-900142",
            "＋４４\u{a0}７７００\u{a0}９００１４２",
            "\u{202a}+447700900142\u{202c}",
        ] {
            page.sign_in(written, &person.password).await;
            page.wait_for(test_id::PAGE_VERIFY).await;
            let sent = sent(world, "/sign_ins");
            assert!(sent.contains("identifier=%2B447700900142&"), "{written:?}");
            page.click(test_id::CANCEL).await;
        }
        page.sign_in("+44 77", &person.password).await;
        page.wait_for_text(test_id::FORM_ERROR, "whole phone number").await;
        page.wait_for_focus(test_id::IDENTIFIER).await;
        assert_eq!(world.wire.to_path("/sign_ins").len(), 4);
    });
}

#[test]
fn marks_that_nobody_sees_are_no_part_of_an_address() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        let pasted = format!("\u{feff}\u{202a}{}\u{202c}\u{200b} ", person.email);
        page.sign_in(&pasted, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        assert!(sent(world, "/sign_ins").contains("identifier=totp%40example.com&"));
    });
}

#[test]
fn blanks_and_marks_around_a_backup_code_are_no_part_of_it() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("backup@example.com").with_totp().with_backup_codes());
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.use_method(test_id::METHOD_BACKUP_CODE).await;
        page.enter_backup_code("\u{a0} ").await;
        page.wait_for_text(test_id::FORM_ERROR, "one of your backup codes").await;
        page.enter_backup_code(&format!("  {}\u{a0}\u{feff}", person.backup_codes[0])).await;
        page.wait_for_account(&person.email).await;
        let requests = world.wire.to_path("/attempt_second_factor");
        assert_eq!(requests.len(), 1, "nothing was sent for blanks alone");
        let code = format!("code={}", person.backup_codes[0]);
        assert!(sent(world, "/attempt_second_factor").ends_with(&code));
    });
}

#[test]
fn a_pasted_number_that_is_no_code_is_told_and_not_sent() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        for pasted in ["4155552655", "+1 415-555-2655", "12:34:56", "no digits at all"] {
            page.fill(test_id::CODE, "1").await;
            page.wait_until_gone(test_id::FORM_ERROR).await;
            page.paste(test_id::CODE, pasted).await;
            page.wait_for_text(test_id::FORM_ERROR, "isn’t a code of 6 digits").await;
            page.wait_for_value(test_id::CODE, "1").await;
        }
        let code: String = world.totp_code(&person).chars().filter_map(full_width).collect();
        page.paste(test_id::CODE, &format!("Your code: {code}.")).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.wire.to_path("/attempt_second_factor").len(), 1);
    });
}

/// A digit as it is typed with keyboards of East Asia.
fn full_width(digit: char) -> Option<char> {
    char::from_u32(u32::from(digit) - u32::from('0') + u32::from('０'))
}

#[test]
fn a_code_can_be_typed_right_after_it_was_asked_for_again() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("sms@example.com").with_phone(PHONE));
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        world.wire.refuse_next(
            "/prepare_second_factor",
            Refusal {
                status: 429,
                code: "verification_code_too_many_requests",
                retry_after: Some(RetryAfter::Seconds(2)),
            },
        );
        page.sign_in(&person.email, &person.password).await;
        page.click(test_id::RESEND).await;
        page.wait_for_focus(test_id::CODE).await;
        let code = world.newest_code_to(PHONE).await;
        page.wait_for_text(test_id::PAGE_VERIFY, "went to").await;
        page.wait_for_focus(test_id::CODE).await;
        page.type_keys(&code).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn until_the_service_is_known_the_field_is_for_anything_that_it_may_accept() {
    in_a_window(Setup::default().offline(), async |world, page| {
        page.wait_for(test_id::OFFLINE_BANNER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let label = "return document.querySelector('label[for=identifier]').innerText";
        let text = page.execute(label, &[]).await;
        assert_eq!(text, "Email address, phone number or username");
        world.wire.connect();
        page.wait_until_gone(test_id::OFFLINE_BANNER).await;
        assert_eq!(page.execute(label, &[]).await, "Email address or phone number");
    });
}
