//! Pictures of every page, of the real program in a real window, light and dark. They go into the
//! folder that `LATCHKEY_SCREENSHOTS` names; `cargo xtask screenshots` names `docs/screenshots`.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a picture that cannot be taken fails")]

mod account;
mod camera;
mod mfa;
mod settings;

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::world::in_a_window;
use serde_json::json;

use camera::cameras;

const PHONE: &str = "+447700900142";

#[test]
fn connect() {
    for camera in cameras() {
        in_a_window(camera.setup().without_key(), async |_world, page| {
            page.wait_for(test_id::PAGE_CONNECT).await;
            camera.take(page, "connect").await;
            page.fill(test_id::PUBLISHABLE_KEY, "sk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk").await;
            page.click(test_id::CONNECT_SUBMIT).await;
            page.wait_for(test_id::CONNECT_ERROR).await;
            camera.take(page, "connect-error").await;
            page.fill(test_id::PUBLISHABLE_KEY, "pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk").await;
            page.wait_for_text(test_id::KEY_CHECK, "example.accounts.dev").await;
            camera.take(page, "connect-valid").await;
            camera.take_narrow(page, "connect").await;
        });
    }
}

#[test]
fn sign_in_with_an_authenticator_app() {
    for camera in cameras() {
        in_a_window(camera.setup(), async |world, page| {
            let person = world.add(
                Person::new("test@example.com").with_totp().with_phone(PHONE).with_backup_codes(),
            );
            page.wait_for(test_id::PAGE_SIGN_IN).await;
            camera.take(page, "sign-in").await;
            camera.take_narrow(page, "sign-in").await;
            page.sign_in(&person.email, "not the password").await;
            page.wait_for(test_id::FORM_ERROR).await;
            camera.take(page, "sign-in-error").await;

            page.sign_in(&person.email, &person.password).await;
            page.wait_for(test_id::PAGE_VERIFY).await;
            camera.take(page, "verify-totp").await;
            camera.take_narrow(page, "verify-totp").await;
            page.enter_code(&world.wrong_totp_code(&person)).await;
            page.wait_for(test_id::FORM_ERROR).await;
            camera.take(page, "verify-totp-error").await;
            page.use_method(test_id::METHOD_BACKUP_CODE).await;
            camera.take(page, "verify-backup").await;
            page.use_method(test_id::METHOD_PHONE_CODE).await;
            world.wait_until_sent(1).await;
            page.wait_for(test_id::CODE_DESTINATION).await;
            camera.take(page, "verify-sms").await;
            page.click(test_id::USE_ANOTHER_METHOD).await;
            page.wait_for(test_id::METHOD_TOTP).await;
            camera.take(page, "verify-sms-methods").await;
            camera.take_narrow(page, "verify-sms-methods").await;

            page.click(test_id::METHOD_TOTP).await;
            page.enter_code(&world.totp_code(&person)).await;
            page.wait_for_account(&person.email).await;
            camera.take(page, "account").await;
            camera.take_narrow(page, "account").await;
            camera.for_the_readme("account");
            page.click(test_id::SIGN_OUT).await;
            page.wait_for(test_id::NOTICE).await;
            camera.take(page, "sign-in-signed-out").await;
        });
    }
}

#[test]
fn a_new_device() {
    for camera in cameras() {
        in_a_window(camera.setup(), async |world, page| {
            let person = world.add(Person::new("test@example.com"));
            page.sign_in(&person.email, &person.password).await;
            page.wait_for(test_id::CODE_DESTINATION).await;
            world.wait_until_sent(1).await;
            camera.take(page, "new-device").await;
            camera.take_narrow(page, "new-device").await;
        });
    }
}

#[test]
fn a_forgotten_password() {
    for camera in cameras() {
        in_a_window(camera.setup(), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            page.fill(test_id::IDENTIFIER, &person.email).await;
            page.click(test_id::FORGOT_PASSWORD).await;
            page.wait_for(test_id::PAGE_RESET_PASSWORD).await;
            let code = world.newest_code_to(&person.email).await;
            camera.take(page, "reset-password-code").await;
            page.fill(test_id::CODE, &code).await;
            page.wait_for(test_id::NEW_PASSWORD).await;
            camera.take(page, "reset-password").await;
            page.fill(test_id::NEW_PASSWORD, "short").await;
            page.click(test_id::RESET_SUBMIT).await;
            page.wait_for(test_id::FORM_ERROR).await;
            camera.take(page, "reset-password-error").await;
        });
    }
}

#[test]
fn a_lock() {
    for camera in cameras() {
        let settings = json!({ "lockout": { "max_attempts": 1 } });
        in_a_window(camera.setup().with_settings(settings), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            page.sign_in(&person.email, "not the password").await;
            page.wait_for(test_id::COUNTDOWN).await;
            camera.take(page, "sign-in-locked").await;
        });
    }
}

#[test]
fn a_later_version() {
    for camera in cameras() {
        in_a_window(camera.setup(), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            page.wait_for(test_id::PAGE_SIGN_IN).await;
            let (known, unknown) = ("\"needs_second_factor\"", "\"needs_a_stargazer\"");
            world.wire.replace_in_next("/sign_ins", known, unknown);
            page.sign_in(&person.email, &person.password).await;
            page.wait_for(test_id::PAGE_HELP).await;
            camera.take(page, "help").await;
        });
    }
}

#[test]
fn no_network() {
    for camera in cameras() {
        in_a_window(camera.setup().offline(), async |_world, page| {
            page.wait_for(test_id::OFFLINE_BANNER).await;
            camera.take(page, "sign-in-offline").await;
        });
    }
}

#[test]
fn the_emulator() {
    for camera in cameras() {
        let setup = camera.setup().without_key().with_args(&["--emulator"]);
        in_a_window(setup, async |_world, page| {
            page.wait_for(test_id::EMULATOR_BANNER).await;
            page.wait_for(test_id::PAGE_SIGN_IN).await;
            camera.take(page, "emulator").await;
            page.click(test_id::DEMO_ACCOUNTS).await;
            page.wait_for(test_id::DEMO_ACCOUNT).await;
            camera.take(page, "emulator-accounts").await;
            camera.take_narrow(page, "emulator-accounts").await;
            page.click(test_id::DEMO_ACCOUNT_USE).await;
            page.click(test_id::SIGN_IN_SUBMIT).await;
            page.wait_for(test_id::INBOX_CODE).await;
            camera.take(page, "emulator-inbox").await;
        });
    }
}
