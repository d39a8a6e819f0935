//! Backup codes: shown once, kept by the person, used once each.

use std::os::unix::fs::PermissionsExt as _;

use latchkey_ipc::test_id;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::{Setup, World, in_a_window};

const SERVER_FAILED: Refusal =
    Refusal { status: 500, code: "internal_clerk_error", retry_after: None };

/// Signs in somebody with an authenticator app and old codes, and has new codes made.
async fn at_the_codes(world: &World, page: &Page) -> (Person, Vec<String>) {
    let person = world.add(Person::new("totp@example.com").with_totp().with_backup_codes());
    world.manage_mfa(page, &person).await;
    page.click(test_id::BACKUP_GENERATE).await;
    page.wait_for_text(test_id::DIALOG_CONFIRM, "stop working").await;
    page.confirm().await;
    page.wait_for(test_id::BACKUP_CODES).await;
    let codes = page.texts(test_id::BACKUP_CODE).await;
    (person, codes)
}

#[test]
fn new_codes_replace_the_old_ones_and_one_of_them_signs_in() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (person, codes) = at_the_codes(world, page).await;
        assert_eq!(codes.len(), 10);
        assert!(!page.is_open(test_id::BACKUP_DONE).await);
        page.press(test_id::BACKUP_DONE).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        assert_eq!(page.take_backup_codes().await, codes);
        page.wait_for(test_id::BACKUP_GENERATE).await;

        page.sign_out().await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.use_method(test_id::METHOD_BACKUP_CODE).await;
        page.enter_backup_code(&person.backup_codes[0]).await;
        page.wait_for_text(test_id::FORM_ERROR, "code isn’t right").await;
        page.wait_for_value(test_id::CODE, "").await;
        page.enter_backup_code(&codes[3]).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn the_old_codes_count_until_the_warning_is_answered() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_backup_codes());
        world.manage_mfa(page, &person).await;
        page.click(test_id::BACKUP_GENERATE).await;
        page.wait_for_text(test_id::DIALOG_CONFIRM, "stop working").await;
        page.wait_for_focus(test_id::CANCEL).await;
        page.click(test_id::CANCEL).await;
        page.wait_until_gone(test_id::DIALOG_CONFIRM).await;
        assert_eq!(world.wire.to_path("/me/backup_codes").len(), 0);
    });
}

#[test]
fn the_codes_are_saved_to_a_file_that_nobody_else_can_read() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (_, codes) = at_the_codes(world, page).await;
        page.click(test_id::BACKUP_SAVE).await;
        world.display().cancel_dialog().await;
        page.wait_until_open(test_id::BACKUP_SAVE).await;
        assert!(!page.shows(test_id::BACKUP_FILE).await);
        assert!(!page.shows(test_id::FORM_ERROR).await, "to cancel is no failure");

        let file = world.home().join("kept codes.txt");
        page.click(test_id::BACKUP_SAVE).await;
        world.display().save_into(&file).await;
        page.wait_for_text(test_id::BACKUP_FILE, "kept codes.txt").await;
        let text = std::fs::read_to_string(&file).unwrap();
        for code in &codes {
            assert!(text.lines().any(|line| line.trim() == code), "{code} is not in {text:?}");
        }
        let mode = std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{mode:o}");
    });
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_codes(world, page).await;
        page.click(test_id::BACKUP_SAVE).await;
        // Nobody can make files there, not even root.
        world.display().save_into("/proc/codes.txt".as_ref()).await;
        page.wait_for_text(test_id::FORM_ERROR, "couldn’t be written").await;
        page.wait_for(test_id::BACKUP_CODES).await;
    });
}

#[test]
fn the_codes_are_copied_one_in_a_line() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (_, codes) = at_the_codes(world, page).await;
        page.click(test_id::BACKUP_COPY).await;
        page.wait_for_text(test_id::COPIED, "cleared in").await;
        let held = world.display().clipboard();
        assert_eq!(held.lines().collect::<Vec<_>>(), codes);
    });
}

#[test]
fn the_codes_are_printed_through_the_dialog_of_the_system() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        at_the_codes(world, page).await;
        page.click(test_id::BACKUP_PRINT).await;
        world.display().cancel_dialog().await;
        page.wait_until_open(test_id::BACKUP_PRINT).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        assert!(!page.shows(test_id::FORM_ERROR).await, "to cancel is no failure");
    });
}

#[test]
fn leaving_codes_that_were_not_saved_is_asked_about() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (person, codes) = at_the_codes(world, page).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_text(test_id::DIALOG_CONFIRM, "without saving").await;
        page.click(test_id::CANCEL).await;
        page.wait_until_gone(test_id::DIALOG_CONFIRM).await;
        assert_eq!(page.texts(test_id::BACKUP_CODE).await, codes);

        page.click(test_id::NAV_ACCOUNT).await;
        page.confirm().await;
        page.wait_for_account(&person.email).await;
        page.click(test_id::NAV_MFA).await;
        page.wait_for(test_id::BACKUP_GENERATE).await;
        assert!(!page.shows(test_id::BACKUP_CODES).await);
    });
}

#[test]
fn closing_the_window_asks_about_codes_that_were_not_saved() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (_, codes) = at_the_codes(world, page).await;
        world.display().press_close_button();
        page.wait_for_text(test_id::DIALOG_CONFIRM, "without saving").await;
        page.click(test_id::CANCEL).await;
        page.wait_until_gone(test_id::DIALOG_CONFIRM).await;
        assert_eq!(page.texts(test_id::BACKUP_CODE).await, codes);

        world.display().press_close_button();
        page.press_for_good(test_id::CONFIRM).await;
        let closed = async || world.display().windows().is_empty().then_some(());
        wait::until(closed).await.expect("the window closes");
    });
}

#[test]
fn the_end_of_a_desktop_session_asks_about_codes_that_were_not_saved() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (_, codes) = at_the_codes(world, page).await;
        world.end_session();
        page.wait_for_text(test_id::DIALOG_CONFIRM, "without saving").await;
        page.click(test_id::CANCEL).await;
        page.wait_until_gone(test_id::DIALOG_CONFIRM).await;
        assert_eq!(page.texts(test_id::BACKUP_CODE).await, codes);

        page.click(test_id::BACKUP_SAVED).await;
        page.wait_until_open(test_id::BACKUP_DONE).await;
        world.end_session();
        let closed = async || world.display().windows().is_empty().then_some(());
        wait::until(closed).await.expect("the window closes");
    });
}

#[test]
fn saved_codes_are_left_without_a_question() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (person, _) = at_the_codes(world, page).await;
        page.click(test_id::BACKUP_SAVED).await;
        page.wait_until_open(test_id::BACKUP_DONE).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_account(&person.email).await;
        assert!(!page.shows(test_id::DIALOG_CONFIRM).await);
    });
}

#[test]
fn codes_that_could_not_be_made_leave_the_old_ones_alone() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_backup_codes());
        world.manage_mfa(page, &person).await;
        world.wire.refuse_next("/me/backup_codes", SERVER_FAILED);
        page.click(test_id::BACKUP_GENERATE).await;
        page.confirm().await;
        page.wait_for_text(test_id::ROW_ERROR, "at the server").await;
        assert!(!page.shows(test_id::BACKUP_CODES).await);
        assert_eq!(world.applied("POST", "/me/backup_codes"), 0);
    });
}
