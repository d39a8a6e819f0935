//! Pictures of every page, of the real program in a real window, light and dark. They go into the
//! folder that `LATCHKEY_SCREENSHOTS` names; `cargo xtask screenshots` names `docs/screenshots`.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a picture that cannot be taken fails")]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use latchkey_ipc::test_id;
use latchkey_tests::environment;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::{Value, json};

const PHONE: &str = "+447700900142";
/// The smallest window that has to be usable.
const NARROW: (u32, u32) = (480, 600);

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
fn a_new_device_and_a_task() {
    for camera in cameras() {
        in_a_window(camera.setup(), async |world, page| {
            let person = world.add(Person::new("test@example.com").who_must_set_up_mfa());
            page.sign_in(&person.email, &person.password).await;
            page.wait_for(test_id::CODE_DESTINATION).await;
            world.wait_until_sent(1).await;
            camera.take(page, "new-device").await;
            camera.take_narrow(page, "new-device").await;
            page.enter_code(&world.newest_code_to(&person.email).await).await;
            page.wait_for(test_id::PAGE_TASK).await;
            camera.take(page, "task").await;
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

/// Takes the pictures of one theme.
struct Camera {
    folder: PathBuf,
    dark: bool,
}

/// One for each theme; none when nobody asked for pictures.
fn cameras() -> Vec<Camera> {
    let Some(folder) = environment::screenshots() else {
        let line = b"skipped: no pictures are taken without LATCHKEY_SCREENSHOTS\n";
        // Past the test harness, which would swallow it.
        std::io::stderr().write_all(line).unwrap();
        return Vec::new();
    };
    std::fs::create_dir_all(&folder).unwrap();
    [false, true].map(|dark| Camera { folder: folder.clone(), dark }).into()
}

impl Camera {
    fn setup(&self) -> Setup {
        Setup::default().dark(self.dark)
    }

    fn file(&self, name: &str) -> PathBuf {
        let theme = if self.dark { "dark" } else { "light" };
        self.folder.join(format!("{name}-{theme}.png"))
    }

    async fn take(&self, page: &Page, name: &str) {
        page.settle().await;
        std::fs::write(self.file(name), page.driver.screenshot().await.unwrap()).unwrap();
    }

    async fn take_narrow(&self, page: &Page, name: &str) {
        let before = page.execute("return [innerWidth, innerHeight]", &[]).await;
        resize(page, NARROW).await;
        self.take(page, &format!("{name}-narrow")).await;
        let side = |at: usize| u32::try_from(before.get(at).and_then(Value::as_u64).unwrap());
        resize(page, (side(0).unwrap(), side(1).unwrap())).await;
    }

    /// The README shows the light one under the bare name.
    fn for_the_readme(&self, name: &str) {
        if !self.dark {
            let picture: &Path = &self.file(name);
            std::fs::copy(picture, self.folder.join(format!("{name}.png"))).unwrap();
        }
    }
}

async fn resize(page: &Page, (width, height): (u32, u32)) {
    page.driver.resize(width, height).await.unwrap();
    let wanted = json!([width, height]);
    let there = latchkey_tests::wait::until(async || {
        let now = page.execute("return [innerWidth, innerHeight]", &[]).await;
        (now == wanted).then_some(())
    });
    assert!(there.await.is_ok(), "the window never became {width} by {height}");
}
