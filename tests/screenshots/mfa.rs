//! The pages of multi-factor authentication, their dialogs, and the task that leads to them.

use latchkey_ipc::test_id;
use latchkey_tests::page::{inside, of_phone};
use latchkey_tests::person::{Person, PhoneRole};
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::in_a_window;
use serde_json::json;

use crate::PHONE;
use crate::camera::cameras;

const OTHER: &str = "+447700900143";
const SECOND: &str = "+447700900144";
const UNVERIFIED: &str = "+447700900145";
const NEW: &str = "+447400123456";
const SERVER_FAILED: Refusal =
    Refusal { status: 500, code: "internal_clerk_error", retry_after: None };

fn everything() -> Person {
    Person::new("test@example.com")
        .with_totp()
        .with_phone(PHONE)
        .with_phone(SECOND)
        .with_backup_codes()
        .with_number(OTHER, PhoneRole::Verified)
        .with_number(UNVERIFIED, PhoneRole::Unverified)
}

#[test]
fn manage_mfa() {
    for camera in cameras() {
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = world.add(everything());
            world.manage_mfa(page, &person).await;
            camera.take(page, "manage-mfa").await;
            camera.take_narrow(page, "manage-mfa").await;
            page.execute("document.querySelector('main').scrollTo(0, 1e6); scrollTo(0, 1e6)", &[])
                .await;
            camera.take(page, "manage-mfa-end").await;

            page.click(test_id::TOTP_REMOVE).await;
            page.wait_for(test_id::DIALOG_CONFIRM).await;
            camera.take(page, "manage-mfa-remove").await;
            camera.take_narrow(page, "manage-mfa-remove").await;
            page.click(test_id::CANCEL).await;
            page.click(test_id::BACKUP_GENERATE).await;
            page.wait_for(test_id::DIALOG_CONFIRM).await;
            camera.take(page, "manage-mfa-generate").await;
            page.confirm().await;
            page.wait_for(test_id::BACKUP_CODES).await;
            camera.take(page, "manage-mfa-new-codes").await;
            page.take_backup_codes().await;
            let disable = inside(&of_phone(test_id::MFA_PHONE, SECOND), test_id::PHONE_DISABLE);
            page.click(&disable).await;
            page.wait_for(test_id::DIALOG_CONFIRM).await;
            camera.take(page, "manage-mfa-disable").await;
            page.click(test_id::CANCEL).await;
            page.wait_until_gone(test_id::DIALOG_CONFIRM).await;

            let row = of_phone(test_id::OTHER_PHONE, OTHER);
            world.wire.refuse_next(&world.server().phone_id(&person, OTHER), SERVER_FAILED);
            page.click(&inside(&row, test_id::PHONE_USE)).await;
            page.wait_for(test_id::ROW_ERROR).await;
            camera.take(page, "manage-mfa-row-error").await;
        });
    }
}

#[test]
fn manage_mfa_off_and_required() {
    for camera in cameras() {
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            world.manage_mfa(page, &person).await;
            page.click(test_id::TOTP_REMOVE).await;
            page.wait_for(test_id::CONFIRM_LAST).await;
            camera.take(page, "manage-mfa-remove-last").await;
            page.confirm_last().await;
            page.wait_for(test_id::TOTP_ADD).await;
            camera.take(page, "manage-mfa-off").await;
        });
        let setup = camera.setup().without_rate_limits();
        in_a_window(setup.with_settings(json!({ "force_mfa": true })), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_phone(PHONE));
            world.manage_mfa(page, &person).await;
            page.wait_for(test_id::PHONE_REQUIRED).await;
            camera.take(page, "manage-mfa-last-kept").await;
        });
    }
}

#[test]
fn step_up() {
    for camera in cameras() {
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = world.add(everything());
            world.manage_mfa(page, &person).await;
            world.server().age_verification(&person, 11);
            page.click(test_id::BACKUP_GENERATE).await;
            page.confirm().await;
            page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
            camera.take(page, "step-up-totp").await;
            camera.take_narrow(page, "step-up-totp").await;
            page.type_code(&world.wrong_totp_code(&person)).await;
            page.wait_for(test_id::FORM_ERROR).await;
            camera.take(page, "step-up-totp-error").await;
            page.click(test_id::USE_ANOTHER_METHOD).await;
            page.wait_for(test_id::METHOD_BACKUP_CODE).await;
            camera.take(page, "step-up-methods").await;
            page.click(test_id::METHOD_PHONE_CODE).await;
            page.wait_for(test_id::CODE_DESTINATION).await;
            world.newest_code_to(PHONE).await;
            page.wait_for(test_id::COUNTDOWN).await;
            camera.take(page, "step-up-sms").await;
        });
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = world.add(everything());
            world.manage_mfa(page, &person).await;
            world.server().age_verification(&person, 11);
            world.wire.refuse_next("/verify", SERVER_FAILED);
            page.click(test_id::BACKUP_GENERATE).await;
            page.confirm().await;
            page.wait_for_state(test_id::DIALOG_STEP_UP, "error").await;
            camera.take(page, "step-up-failed").await;
        });
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = world.add(Person::new("test@example.com"));
            world.manage_mfa_late(page, &person).await;
            page.click(test_id::TOTP_ADD).await;
            page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
            camera.take(page, "step-up-password").await;
        });
    }
}

#[test]
fn add_totp() {
    for camera in cameras() {
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = world.add(Person::new("test@example.com"));
            world.manage_mfa(page, &person).await;
            let held = world.wire.hold_next_answer("/me/totp");
            page.click(test_id::TOTP_ADD).await;
            page.wait_for_state(test_id::PAGE_ADD_TOTP, "loading").await;
            camera.take(page, "add-totp-loading").await;
            drop(held);
            page.wait_for(test_id::TOTP_QR).await;
            camera.take(page, "add-totp").await;
            camera.take_narrow(page, "add-totp").await;
            let key = page.totp_key().await;
            page.click(test_id::TOTP_KEY_COPY).await;
            page.wait_for(test_id::COPIED).await;
            camera.take(page, "add-totp-key").await;
            camera.take_narrow(page, "add-totp-key").await;
            page.click(test_id::TOTP_CONTINUE).await;
            page.wait_for(test_id::CODE).await;
            camera.take(page, "add-totp-code").await;
            world.advance(94);
            page.type_code("000000").await;
            page.wait_for(test_id::CLOCK_WARNING).await;
            camera.take(page, "add-totp-clock").await;
            page.type_code(&world.code_of(&key)).await;
            page.wait_for(test_id::BACKUP_CODES).await;
            camera.take(page, "backup-codes").await;
            camera.take_narrow(page, "backup-codes").await;
            page.click(test_id::NAV_ACCOUNT).await;
            page.wait_for(test_id::DIALOG_CONFIRM).await;
            camera.take(page, "backup-codes-leave").await;
            page.click(test_id::CANCEL).await;
            page.take_backup_codes().await;
            page.wait_for(test_id::TOTP_SUCCESS).await;
            camera.take(page, "add-totp-done").await;
        });
    }
}

#[test]
fn add_phone() {
    for camera in cameras() {
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = world.add(Person::new("test@example.com"));
            world.manage_mfa(page, &person).await;
            page.click(test_id::ADD_PHONE).await;
            page.wait_for(test_id::PHONE).await;
            camera.take(page, "add-phone").await;
            page.click(test_id::PHONE_COUNTRY).await;
            page.fill(test_id::COUNTRY_SEARCH, "united").await;
            camera.take(page, "add-phone-countries").await;
            camera.take_narrow(page, "add-phone-countries").await;
            page.submit_phone("+44 74").await;
            page.wait_for(test_id::FORM_ERROR).await;
            camera.take(page, "add-phone-error").await;
            page.submit_phone(NEW).await;
            page.wait_for(test_id::CODE_DESTINATION).await;
            world.newest_code_to(NEW).await;
            camera.take(page, "add-phone-code").await;
            camera.take_narrow(page, "add-phone-code").await;
            page.type_code(&world.newest_code_to(NEW).await).await;
            page.wait_for(test_id::PHONE_ADDED).await;
            camera.take(page, "add-phone-added").await;
            page.click(test_id::USE_FOR_MFA).await;
            page.take_backup_codes().await;
            page.wait_for(test_id::PHONE_SUCCESS).await;
            camera.take(page, "add-phone-done").await;
        });
    }
}

#[test]
fn setup_mfa() {
    for camera in cameras() {
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = Person::new("test@example.com").with_number(OTHER, PhoneRole::Verified);
            let person = world.add(person.who_must_set_up_mfa());
            world.sign_in(page, &person).await;
            page.wait_for(test_id::TASK_SETUP_MFA).await;
            camera.take(page, "task-setup-mfa").await;
            camera.take_narrow(page, "task-setup-mfa").await;
            page.click(test_id::TASK_CHOOSE_TOTP).await;
            page.wait_for(test_id::TOTP_QR).await;
            camera.take(page, "task-add-totp").await;
            page.click(test_id::CANCEL).await;
            page.click(test_id::TASK_CHOOSE_SMS).await;
            page.wait_for(test_id::PHONE).await;
            camera.take(page, "task-add-phone").await;
        });
    }
}

#[test]
fn a_task_of_another_password() {
    for camera in cameras() {
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = Person::new("test@example.com").with_totp().who_must("reset-password");
            let person = world.add(person);
            world.sign_in(page, &person).await;
            page.wait_for(test_id::TASK_RESET_PASSWORD).await;
            camera.take(page, "task-reset-password").await;
            camera.take_narrow(page, "task-reset-password").await;
            page.fill(test_id::NEW_PASSWORD, "password123").await;
            page.click(test_id::RESET_SUBMIT).await;
            page.wait_for(test_id::FORM_ERROR).await;
            camera.take(page, "task-reset-password-error").await;
        });
    }
}

#[test]
fn a_task_of_a_later_version() {
    for camera in cameras() {
        in_a_window(camera.setup().without_rate_limits(), async |world, page| {
            let person = world.add(Person::new("test@example.com").who_must_set_up_mfa());
            page.sign_in(&person.email, &person.password).await;
            page.wait_for(test_id::PAGE_VERIFY).await;
            let (known, unknown) = ("\"setup-mfa\"", "\"sign-a-waiver\"");
            world.wire.replace_in_next("/attempt_second_factor", known, unknown);
            page.enter_code(&world.newest_code_to(&person.email).await).await;
            page.wait_for(test_id::TASK_NAME).await;
            assert!(!page.shows(test_id::TASK_SETUP_MFA).await, "it is a known task");
            camera.take(page, "task-unknown").await;
        });
    }
}
