//! What axe-core finds on the pages, light and dark: nothing serious.

use latchkey_ipc::test_id;
use latchkey_tests::audit::Auditor;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, World, in_a_window};

const PHONE: &str = "+447700900142";

/// Runs a test with the audit, in both themes.
fn audited(setup: &Setup, test: &impl AsyncFn(&World, &Page, &Auditor)) {
    let Some(auditor) = Auditor::ready() else { return };
    for dark in [false, true] {
        in_a_window(setup.clone().dark(dark), async |world, page| {
            test(world, page, &auditor).await;
        });
    }
}

#[test]
fn the_audit_finds_a_button_without_a_name() {
    audited(&Setup::default(), &async |_world, page, axe| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.execute("document.body.append(document.createElement('button'))", &[]).await;
        let found = axe.serious(page, "spoilt").await;
        assert!(found.iter().any(|told| told.contains("button-name")), "{found:?}");
    });
}

#[test]
fn connecting() {
    audited(&Setup::default().without_key(), &async |_world, page, axe| {
        page.wait_for(test_id::PAGE_CONNECT).await;
        axe.audit(page, "connect").await;
        page.fill(test_id::PUBLISHABLE_KEY, "hello").await;
        page.click(test_id::CONNECT_SUBMIT).await;
        page.wait_for(test_id::CONNECT_ERROR).await;
        axe.audit(page, "connect, refused").await;
    });
}

#[test]
fn signing_in() {
    audited(&Setup::default(), &async |world, page, axe| {
        let person = world
            .add(Person::new("test@example.com").with_totp().with_phone(PHONE).with_backup_codes());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        axe.audit(page, "sign-in").await;
        page.sign_in(&person.email, "not the password").await;
        page.wait_for(test_id::FORM_ERROR).await;
        axe.audit(page, "sign-in, refused").await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        axe.audit(page, "verify").await;
        page.enter_code(&world.wrong_totp_code(&person)).await;
        page.wait_for(test_id::FORM_ERROR).await;
        axe.audit(page, "verify, refused").await;
        page.use_method(test_id::METHOD_PHONE_CODE).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        page.click(test_id::USE_ANOTHER_METHOD).await;
        page.wait_for(test_id::METHOD_TOTP).await;
        axe.audit(page, "verify, other methods").await;
        page.click(test_id::METHOD_TOTP).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        axe.audit(page, "account").await;
        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::NOTICE).await;
        axe.audit(page, "sign-in, with a notice").await;
    });
}

#[test]
fn a_forgotten_password() {
    audited(&Setup::default(), &async |world, page, axe| {
        let person = world.add(Person::new("test@example.com").with_totp());
        page.fill(test_id::IDENTIFIER, &person.email).await;
        page.click(test_id::FORGOT_PASSWORD).await;
        page.wait_for(test_id::PAGE_RESET_PASSWORD).await;
        axe.audit(page, "reset password, code").await;
        page.fill(test_id::CODE, &world.newest_code_to(&person.email).await).await;
        page.wait_for(test_id::NEW_PASSWORD).await;
        axe.audit(page, "reset password").await;
    });
}

#[test]
fn help_and_no_network() {
    audited(&Setup::default().offline(), &async |world, page, axe| {
        let person = world.add(Person::new("test@example.com").with_totp());
        page.wait_for(test_id::OFFLINE_BANNER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        axe.audit(page, "sign-in, offline").await;
        world.wire.connect();
        page.click(test_id::RETRY).await;
        page.wait_until_gone(test_id::OFFLINE_BANNER).await;
        world.wire.replace_in_next("/sign_ins", "\"needs_second_factor\"", "\"needs_a_stargazer\"");
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_HELP).await;
        axe.audit(page, "help").await;
    });
}
