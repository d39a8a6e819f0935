//! Waits that the server asks for, and answers after which there is nothing to wait for: the button says which, nothing typed is
//! lost, and nobody is signed out.

use latchkey_emulator::{Fault, FaultKind};
use latchkey_ipc::test_id;
use latchkey_tests::page::{Page, inside};
use latchkey_tests::person::Person;
use latchkey_tests::wire::{Refusal, RetryAfter};
use latchkey_tests::world::{Setup, World, in_a_window, seconds};
use serde_json::{Value, json};

fn too_fast(retry_after: Option<RetryAfter>) -> Refusal {
    Refusal { status: 429, code: "too_many_requests", retry_after }
}

/// The next such request is answered with this error, and is not carried out.
fn refuse(world: &World, method: &str, path: &str, body: Value) {
    world.server().emulator().inject_fault(Fault {
        method: Some(method.to_owned()),
        path: Some(path.to_owned()),
        count: 1,
        skip: 0,
        kind: FaultKind::Respond { status: 403, body },
    });
}

/// An error as the server words it.
fn error(code: &str, meta: &Value) -> Value {
    json!({ "code": code, "message": "Refused", "long_message": "Refused.", "meta": meta })
}

async fn signed_in(world: &World, page: &Page) {
    let person = world.add(Person::new("totp@example.com").with_totp());
    world.sign_in(page, &person).await;
    page.wait_for_account(&person.email).await;
}

#[test]
fn a_wait_counts_down_however_the_server_words_it() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        // An answer without a time stands for the window of ten seconds; an hour is the most.
        for (wait, least, most) in [
            (Some(RetryAfter::Seconds(3)), 1, 3),
            (Some(RetryAfter::Date(4)), 1, 4),
            (None, 6, 10),
            (Some(RetryAfter::Seconds(99_999_999_999)), 3_590, 3_600),
        ] {
            world.wire.refuse_next("/sign_ins", too_fast(wait));
            page.sign_in(&person.email, &person.password).await;
            page.wait_for(test_id::COUNTDOWN).await;
            let left = seconds(&page.text(test_id::COUNTDOWN).await);
            assert!((least..=most).contains(&left), "{wait:?}: {left} seconds");
            assert!(!page.is_open(test_id::SIGN_IN_SUBMIT).await);
            assert_eq!(page.value(test_id::IDENTIFIER).await, person.email);
            if most <= 10 {
                page.wait_until_gone(test_id::COUNTDOWN).await;
                assert!(page.is_open(test_id::SIGN_IN_SUBMIT).await, "it is given back");
            }
        }
    });
}

#[test]
fn a_wait_goes_along_from_page_to_page() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        signed_in(world, page).await;
        world.wire.refuse_next("/client", too_fast(Some(RetryAfter::Seconds(120))));
        page.click(test_id::RETRY).await;
        page.wait_for_text(test_id::FORM_ERROR, "Too many tries").await;
        let sent = world.wire.exchanges().len();
        page.click(test_id::NAV_MFA).await;
        page.wait_for(test_id::PAGE_MANAGE_MFA).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for(test_id::PAGE_ACCOUNT).await;
        assert!(!page.is_open(test_id::RETRY).await);
        assert_eq!(world.wire.exchanges().len(), sent, "nothing is sent meanwhile");
    });
}

#[test]
fn the_wait_of_a_locked_account_outlives_the_program() {
    let setup = Setup::default().with_settings(json!({ "lockout": { "max_attempts": 1 } }));
    in_a_window(setup.without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, "not the password").await;
        page.wait_for_text(test_id::SIGN_IN_SUBMIT, "locked").await;
        let page = world.restart().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.fill(test_id::IDENTIFIER, &person.email).await;
        page.wait_for_text(test_id::SIGN_IN_SUBMIT, "locked").await;
        let left = seconds(&page.text(test_id::COUNTDOWN).await);
        assert!((3_400..=3_600).contains(&left), "{left} seconds");
    });
}

#[test]
fn a_lock_in_a_step_up_is_told_wherever_its_time_stands_and_signs_nobody_out() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.manage_mfa_late(page, &person).await;
        let path = "/v1/client/sessions/*/verify/attempt_second_factor";
        let time = json!({ "lockout_expires_in_seconds": 8 });
        let dialog = |id: &str| inside(test_id::DIALOG_STEP_UP, id);
        page.click(test_id::TOTP_REMOVE).await;
        page.confirm_last().await;
        page.wait_for(test_id::DIALOG_STEP_UP).await;
        let beside = json!({ "errors": [error("user_locked", &time)] });
        let above = json!({ "errors": [error("user_locked", &json!({}))], "meta": time });
        let wrong = world.wrong_totp_code(&person);
        for (round, body) in [beside, above].into_iter().enumerate() {
            refuse(world, "POST", path, body);
            if round == 0 {
                page.fill(&dialog(test_id::CODE), &wrong).await;
            } else {
                assert_eq!(
                    page.value(&dialog(test_id::CODE)).await,
                    wrong,
                    "nothing typed is lost"
                );
                page.click(&dialog(test_id::VERIFY_SUBMIT)).await;
            }
            page.wait_for_text(&dialog(test_id::VERIFY_SUBMIT), "locked").await;
            page.wait_until_gone(&dialog(test_id::COUNTDOWN)).await;
        }
        page.fill(&dialog(test_id::CODE), &world.next_totp_code(&person)).await;
        page.wait_until_gone(test_id::DIALOG_STEP_UP).await;
        page.wait_for_text(test_id::NOTICE, "was removed").await;
    });
}

#[test]
fn a_lock_without_an_end_and_a_ban_say_whom_to_ask() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        for (code, words) in [
            ("user_banned", "has been banned. Ask whoever manages"),
            ("user_deactivated", "Ask whoever manages it to turn it on again"),
            ("native_api_disabled", "Turn on the Native API"),
            ("requires_device_attestation", "Ask whoever manages it"),
            ("requires_captcha", "turn that off for native apps"),
            // The last one, as it locks the form for this identifier.
            ("user_locked", "locked until somebody opens it again"),
        ] {
            let body = json!({ "errors": [error(code, &json!({}))] });
            refuse(world, "POST", "/v1/client/sign_ins", body);
            page.sign_in(&person.email, &person.password).await;
            page.wait_for_text(test_id::FORM_ERROR, words).await;
            assert_eq!(page.value(test_id::IDENTIFIER).await, person.email);
        }
    });
}

#[test]
fn a_limit_on_a_change_gives_its_button_back_and_the_change_is_made_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        signed_in(world, page).await;
        page.open_manage_mfa().await;
        world.wire.refuse_next("/backup_codes", too_fast(Some(RetryAfter::Seconds(3))));
        page.click(test_id::BACKUP_GENERATE).await;
        page.confirm().await;
        page.wait_for_text(test_id::PAGE_MANAGE_MFA, "Too many tries").await;
        page.wait_until_gone(test_id::COUNTDOWN).await;
        page.wait_until_open(test_id::BACKUP_GENERATE).await;
        page.click(test_id::BACKUP_GENERATE).await;
        page.confirm().await;
        page.wait_for(test_id::BACKUP_CODES).await;
        assert_eq!(world.applied("POST", "/backup_codes"), 1);
    });
}
