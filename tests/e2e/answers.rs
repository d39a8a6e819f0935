//! What the server may answer to somebody who signs in: each answer has a next step.

use latchkey_emulator::{Fault, FaultKind};
use latchkey_ipc::test_id;
use latchkey_tests::page::inside;
use latchkey_tests::person::Person;
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::json;

const SESSION_EXISTS: Refusal = Refusal { status: 400, code: "session_exists", retry_after: None };

#[test]
fn the_tries_that_are_left_are_told_on_sign_in() {
    let setup = Setup::default().with_settings(json!({ "lockout": { "max_attempts": 4 } }));
    in_a_window(setup.without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, "not the password").await;
        page.wait_for_text(test_id::FORM_ERROR, "password isn’t right").await;
        assert!(!page.text(test_id::FORM_ERROR).await.contains("left"));
        page.sign_in(&person.email, "not this one").await;
        page.wait_for_text(test_id::FORM_ERROR, "You have 2 attempts left").await;
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.wrong_totp_code(&person)).await;
        page.wait_for_text(test_id::FORM_ERROR, "You have 1 attempt left").await;
        assert!(page.text(test_id::FORM_ERROR).await.starts_with("That code isn’t right."));
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn the_tries_that_are_left_are_told_in_a_step_up() {
    let setup = Setup::default()
        .with_settings(json!({ "lockout": { "max_attempts": 2 }, "lockout_warning": "instead" }));
    in_a_window(setup.without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.manage_mfa_late(page, &person).await;
        page.click(test_id::TOTP_REMOVE).await;
        page.confirm_last().await;
        page.wait_for(test_id::DIALOG_STEP_UP).await;
        page.fill(&inside(test_id::DIALOG_STEP_UP, test_id::CODE), &world.wrong_totp_code(&person))
            .await;
        let problem = inside(test_id::DIALOG_STEP_UP, test_id::FORM_ERROR);
        page.wait_for_text(&problem, "You have 1 attempt left").await;
    });
}

#[test]
fn a_session_that_the_server_sees_alone_is_tried_once_more() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        world.wire.refuse_next("/sign_ins", SESSION_EXISTS);
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        // The emulator did not see the first.
        assert_eq!(world.wire.to_path("/sign_ins").len(), 1);
    });
}

#[test]
fn a_session_that_is_never_there_is_told_with_a_next_step() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let said = json!({ "code": "session_exists", "message": "Session already exists",
            "long_message": "You're already signed in." });
        world.server().emulator().inject_fault(Fault {
            method: Some("POST".to_owned()),
            path: Some("/v1/client/sign_ins".to_owned()),
            count: 2,
            skip: 0,
            kind: FaultKind::Respond { status: 400, body: json!({ "errors": [said] }) },
        });
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_text(test_id::FORM_ERROR, "Try again in a moment").await;
        assert_eq!(world.wire.to_path("/sign_ins").len(), 2);
        page.click(test_id::SIGN_IN_SUBMIT).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn who_has_lost_access_reads_who_can_help() {
    let texts = json!({ "texts": { "support_email": "help@acme.example" } });
    in_a_window(Setup::default().with_settings(texts), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        assert!(!page.shows(test_id::SUPPORT_EMAIL).await);
        page.click(test_id::LOST_ACCESS).await;
        page.wait_for_text(test_id::LOST_ACCESS, "take the second factor that you lost").await;
        assert_eq!(page.text(test_id::SUPPORT_EMAIL).await, "help@acme.example");
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_way_to_sign_in_that_this_app_does_not_have_is_named() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let password = r#""strategy":"password""#;
        world.wire.replace_in_next("/sign_ins", password, r#""strategy":"passkey""#);
        page.fill(test_id::IDENTIFIER, &person.email).await;
        page.click(test_id::USE_EMAIL_CODE).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.click(test_id::USE_ANOTHER_METHOD).await;
        page.wait_for_text(test_id::PAGE_VERIFY, "also has a passkey").await;
        page.wait_for_text(test_id::PAGE_VERIFY, "in a web browser").await;
        page.enter_code(&world.newest_code_to(&person.email).await).await;
        page.wait_for_account(&person.email).await;
        let sent = &world.wire.to_path("/sign_ins")[0].request_body;
        assert!(!sent.contains("strategy"), "{sent}");
    });
}

#[test]
fn a_password_that_may_not_be_used_any_more_is_replaced() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let pwned = Refusal { status: 422, code: "form_password_pwned", retry_after: None };
        world.wire.refuse_next("/sign_ins", pwned);
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_text(test_id::PAGE_RESET_PASSWORD, "found in a data breach").await;
        page.fill(test_id::CODE, &world.newest_code_to(&person.email).await).await;
        page.wait_for(test_id::NEW_PASSWORD).await;
        page.wait_for_text(test_id::PAGE_RESET_PASSWORD, "found in a data breach").await;
        page.fill(test_id::NEW_PASSWORD, "another horse battery 2").await;
        page.click(test_id::RESET_SUBMIT).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn after_a_backup_code_the_lost_factor_can_be_replaced() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("backup@example.com").with_totp().with_backup_codes());
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.use_method(test_id::METHOD_BACKUP_CODE).await;
        page.enter_backup_code(&person.backup_codes[0]).await;
        page.wait_for_account(&person.email).await;
        page.wait_for_text(test_id::PAGE_ACCOUNT, "signed in with a backup code").await;
        page.click(test_id::REPLACE_FACTORS).await;
        page.wait_for(test_id::PAGE_MANAGE_MFA).await;
        page.wait_for(test_id::TOTP_REMOVE).await;
        page.wait_for(test_id::BACKUP_GENERATE).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for(test_id::PAGE_ACCOUNT).await;
        assert!(!page.shows(test_id::REPLACE_FACTORS).await);
    });
}
