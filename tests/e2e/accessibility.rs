//! What axe-core finds on the pages, light and dark: nothing serious.

use latchkey_ipc::test_id;
use latchkey_tests::audit::Auditor;
use latchkey_tests::page::{Page, inside, of_phone};
use latchkey_tests::person::{Person, PhoneRole};
use latchkey_tests::world::{Setup, World, in_a_window};
use serde_json::json;

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
fn organizations() {
    audited(&Setup::default().without_rate_limits(), &async |world, page, axe| {
        let person = world.add(Person::new("works@example.com"));
        world.server().in_organization(&person, "Acme");
        world.server().in_organization(&person, "Northwind");
        world.server().invited(&person, "Globex");
        world.sign_in(page, &person).await;
        page.click(test_id::ORGANIZATION_SWITCH).await;
        page.wait_for(test_id::INVITATION).await;
        axe.audit(page, "organizations").await;
        page.click(test_id::ORGANIZATION_CREATE).await;
        page.click(test_id::ORGANIZATION_SUBMIT).await;
        page.wait_for(test_id::FORM_ERROR).await;
        axe.audit(page, "organizations, a form that was refused").await;
        page.click(test_id::ORGANIZATION_LEAVE).await;
        page.wait_for(test_id::DIALOG_CONFIRM).await;
        axe.audit(page, "organizations, leaving one").await;
    });
}

#[test]
fn several_accounts() {
    let setup = Setup::default().without_rate_limits().with_settings(json!({
        "single_session": false
    }));
    audited(&setup, &async |world, page, axe| {
        let first = world.add(Person::new("works@example.com").with_totp());
        world.server().in_organization(&first, "Acme");
        let second = world.add(Person::new("plain@example.com").with_totp());
        world.sign_in(page, &second).await;
        page.wait_for_account(&second.email).await;
        page.click(test_id::ACCOUNT_MENU).await;
        page.click(test_id::ADD_ACCOUNT).await;
        page.wait_for_state(test_id::PAGE_SIGN_IN, "ready").await;
        axe.audit(page, "adding an account").await;
        world.sign_in(page, &first).await;
        page.wait_for_account(&first.email).await;
        page.click(test_id::ACCOUNT_MENU).await;
        page.wait_for(test_id::SIGN_OUT_ALL).await;
        axe.audit(page, "the person's menu").await;
    });
}

#[test]
fn the_task_to_choose_an_organization() {
    let setup = Setup::default().without_rate_limits().with_settings(json!({
        "organizations": { "force_selection": true }
    }));
    audited(&setup, &async |world, page, axe| {
        let person = world.add(Person::new("works@example.com"));
        world.server().in_organization(&person, "Acme");
        world.sign_in(page, &person).await;
        page.wait_for_state(test_id::PAGE_TASK, "ready").await;
        axe.audit(page, "choose-organization").await;
    });
}

#[test]
fn the_profile() {
    let setup = Setup::default().without_rate_limits().with_settings(json!({
        "attributes": { "username": "on", "first_name": "on", "last_name": "on" }
    }));
    audited(&setup, &async |world, page, axe| {
        let person = world.add(Person::new("plain@example.com"));
        world.sign_in(page, &person).await;
        page.click(test_id::EDIT_USERNAME).await;
        page.fill(test_id::USERNAME, "a b").await;
        axe.audit(page, "profile, a user name").await;
        page.click(test_id::EDIT_CANCEL).await;
        page.click(test_id::ADD_EMAIL).await;
        page.fill(test_id::EMAIL, "new@example.com").await;
        page.click(test_id::ADD_EMAIL_SUBMIT).await;
        page.wait_for(test_id::CODE).await;
        axe.audit(page, "profile, the code of an address").await;
        page.click(test_id::EDIT_CANCEL).await;
        page.click(test_id::DELETE_ACCOUNT).await;
        page.wait_for(test_id::CONFIRM_WORD).await;
        axe.audit(page, "profile, deleting the account").await;
    });
}

#[test]
fn the_password() {
    let setup = Setup::default()
        .without_rate_limits()
        .with_settings(json!({ "password_required": false, "reverification": false }));
    audited(&setup, &async |world, page, axe| {
        let person = world.add(Person::new("plain@example.com"));
        world.sign_in(page, &person).await;
        page.click(test_id::CHANGE_PASSWORD).await;
        page.fill(test_id::CURRENT_PASSWORD, "wrong horse").await;
        page.fill(test_id::NEW_PASSWORD, "short").await;
        page.click(test_id::RESET_SUBMIT).await;
        page.wait_for(test_id::FORM_ERROR).await;
        axe.audit(page, "password, one that was refused").await;
        page.click(test_id::EDIT_CANCEL).await;
        page.click(test_id::REMOVE_PASSWORD).await;
        page.wait_for(test_id::WAYS_LEFT).await;
        axe.audit(page, "password, taking it away").await;
    });
}

#[test]
fn about() {
    let list = format!(
        "Head\n\nring 0.17.14\n  Apache-2.0 AND ISC\n  https://example.com\n  [1]\n\n[1]\n{}\nISC License\n",
        "-".repeat(72)
    );
    audited(&Setup::default().installed_with(list.as_bytes()), &async |world, page, axe| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.open_about().await;
        page.wait_for_state(test_id::PAGE_ABOUT, "ready").await;
        page.click(test_id::THIRD_PARTY_SHOW).await;
        page.wait_for(test_id::LICENCE_TEXT).await;
        axe.audit(page, "about").await;
        page.fill(test_id::LICENCES_SEARCH, "nothing like it").await;
        page.wait_until_gone(test_id::THIRD_PARTY).await;
        axe.audit(page, "about, nothing found").await;
        page.click(test_id::ABOUT_BACK).await;
        page.wait_for(test_id::PAGE_SETTINGS).await;
        page.click(test_id::SETTINGS_BACK).await;
        let person = world.add(Person::new("test@example.com"));
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        std::fs::remove_file(world.licence_list()).unwrap();
        page.open_about().await;
        page.wait_for(test_id::LICENCES_ERROR).await;
        axe.audit(page, "about, signed in, without a list").await;
    });
}

#[test]
fn settings() {
    audited(&Setup::default(), &async |world, page, axe| {
        page.open_settings().await;
        axe.audit(page, "settings").await;
        page.click(test_id::SETTINGS_BACK).await;
        let person = world.add(Person::new("test@example.com"));
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        page.open_settings().await;
        axe.audit(page, "settings, signed in").await;
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
        // The app comes back by itself, so that a press might come too late.
        world.wire.connect();
        page.wait_until_gone(test_id::OFFLINE_BANNER).await;
        world.wire.replace_in_next("/sign_ins", "\"needs_second_factor\"", "\"needs_a_stargazer\"");
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_HELP).await;
        axe.audit(page, "help").await;
    });
}

const OTHER: &str = "+447700900143";
const UNVERIFIED: &str = "+447700900144";
const NEW: &str = "+447400123456";

#[test]
fn managing_mfa() {
    audited(&Setup::default().without_rate_limits(), &async |world, page, axe| {
        let person = world.add(
            Person::new("test@example.com")
                .with_totp()
                .with_phone(PHONE)
                .with_backup_codes()
                .with_number(OTHER, PhoneRole::Verified)
                .with_number(UNVERIFIED, PhoneRole::Unverified),
        );
        world.manage_mfa(page, &person).await;
        axe.audit(page, "manage MFA").await;
        page.click(test_id::TOTP_REMOVE).await;
        page.wait_for(test_id::DIALOG_CONFIRM).await;
        axe.audit(page, "manage MFA, remove?").await;
        page.click(test_id::CANCEL).await;

        world.server().age_verification(&person, 11);
        page.click(&inside(&of_phone(test_id::OTHER_PHONE, OTHER), test_id::PHONE_REMOVE)).await;
        page.confirm().await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        axe.audit(page, "step-up").await;
        page.type_code(&world.wrong_totp_code(&person)).await;
        page.wait_for(test_id::FORM_ERROR).await;
        axe.audit(page, "step-up, refused").await;
        page.click(test_id::USE_ANOTHER_METHOD).await;
        page.wait_for(test_id::METHOD_BACKUP_CODE).await;
        axe.audit(page, "step-up, other methods").await;
        page.click(&inside(test_id::DIALOG_STEP_UP, test_id::CANCEL)).await;
        page.wait_until_gone(test_id::DIALOG_STEP_UP).await;

        world.server().remove_second_factors(&person);
        page.click(test_id::RETRY).await;
        page.wait_for(test_id::TOTP_ADD).await;
        axe.audit(page, "manage MFA, changed elsewhere").await;
    });
}

#[test]
fn the_last_factor() {
    audited(&Setup::default().without_rate_limits(), &async |world, page, axe| {
        let person = world.add(Person::new("test@example.com").with_totp());
        world.manage_mfa(page, &person).await;
        page.click(test_id::TOTP_REMOVE).await;
        page.wait_for(test_id::CONFIRM_LAST).await;
        axe.audit(page, "manage MFA, remove the last?").await;
        page.confirm_last().await;
        page.wait_for(test_id::NOTICE).await;
        axe.audit(page, "manage MFA, off").await;
    });
}

#[test]
fn adding_an_authenticator_app() {
    audited(&Setup::default().without_rate_limits(), &async |world, page, axe| {
        let person = world.add(Person::new("test@example.com"));
        world.manage_mfa(page, &person).await;
        world.advance(90);
        page.open_add_totp().await;
        axe.audit(page, "add authenticator, QR").await;
        let key = page.totp_key().await;
        page.click(test_id::TOTP_KEY_COPY).await;
        page.wait_for(test_id::COPIED).await;
        axe.audit(page, "add authenticator, key").await;
        page.click(test_id::TOTP_CONTINUE).await;
        page.wait_for(test_id::CODE).await;
        axe.audit(page, "add authenticator, code").await;
        page.type_code("000000").await;
        page.wait_for(test_id::FORM_ERROR).await;
        axe.audit(page, "add authenticator, refused").await;
        page.type_code(&world.code_of(&key)).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        axe.audit(page, "backup codes").await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for(test_id::DIALOG_CONFIRM).await;
        axe.audit(page, "backup codes, leave?").await;
        page.click(test_id::CANCEL).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
        axe.audit(page, "add authenticator, on").await;
    });
}

#[test]
fn adding_a_phone() {
    audited(&Setup::default().without_rate_limits(), &async |world, page, axe| {
        let person = world.add(Person::new("test@example.com"));
        world.manage_mfa(page, &person).await;
        page.click(test_id::ADD_PHONE).await;
        page.wait_for(test_id::PHONE).await;
        axe.audit(page, "add phone").await;
        page.click(test_id::PHONE_COUNTRY).await;
        page.fill(test_id::COUNTRY_SEARCH, "united").await;
        axe.audit(page, "add phone, countries").await;
        page.submit_phone("+44 74").await;
        page.wait_for(test_id::FORM_ERROR).await;
        axe.audit(page, "add phone, refused").await;
        page.submit_phone(NEW).await;
        page.wait_for(test_id::CODE_DESTINATION).await;
        axe.audit(page, "add phone, code").await;
        page.type_code(&world.newest_code_to(NEW).await).await;
        page.wait_for(test_id::PHONE_ADDED).await;
        axe.audit(page, "add phone, added").await;
        page.click(test_id::USE_FOR_MFA).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::PHONE_SUCCESS).await;
        axe.audit(page, "add phone, on").await;
    });
}

#[test]
fn the_task() {
    audited(&Setup::default().without_rate_limits(), &async |world, page, axe| {
        let person = Person::new("test@example.com").with_number(PHONE, PhoneRole::Verified);
        let person = world.add(person.who_must_set_up_mfa());
        world.sign_in(page, &person).await;
        page.wait_for(test_id::TASK_SETUP_MFA).await;
        axe.audit(page, "task").await;
    });
}

#[test]
fn the_task_of_another_password() {
    audited(&Setup::default().without_rate_limits(), &async |world, page, axe| {
        let person = Person::new("reset@example.com").with_totp().who_must("reset-password");
        let person = world.add(person);
        world.sign_in(page, &person).await;
        page.wait_for(test_id::TASK_RESET_PASSWORD).await;
        axe.audit(page, "task, another password").await;
        page.fill(test_id::NEW_PASSWORD, "short").await;
        page.click(test_id::RESET_SUBMIT).await;
        page.wait_for(test_id::FORM_ERROR).await;
        axe.audit(page, "task, another password, refused").await;
    });
}
