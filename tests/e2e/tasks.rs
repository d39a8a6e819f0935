//! Session tasks other than `setup-mfa`: what the server wants done before a session can be used.

use latchkey_ipc::test_id;
use latchkey_tests::page::{Page, inside};
use latchkey_tests::person::Person;
use latchkey_tests::wire::Refusal;
use latchkey_tests::world::{Setup, World, in_a_window};

const RESET: &str = "reset-password";
const NEW: &str = "another horse battery 2";

const WANTS_PROOF: Refusal =
    Refusal { status: 403, code: "session_reverification_required", retry_after: None };

async fn at_the_task(world: &World, page: &Page, person: Person) -> Person {
    let person = world.add(person);
    world.sign_in(page, &person).await;
    page.wait_for(test_id::TASK_RESET_PASSWORD).await;
    person
}

async fn submit(page: &Page, password: &str) {
    page.fill(test_id::NEW_PASSWORD, password).await;
    page.click(test_id::RESET_SUBMIT).await;
}

/// How many sessions of the person are signed in, on any device.
fn signed_in(world: &World, person: &Person) -> usize {
    let sessions = world.server().sessions(person);
    sessions.iter().filter(|session| matches!(session.status, "active" | "pending")).count()
}

#[test]
fn another_password_is_set_by_the_rules_of_the_instance_and_ends_the_task() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("reset@example.com").with_totp().who_must(RESET));
        world.server().sign_in_elsewhere(&person, "Another/1.0");
        world.sign_in(page, &person).await;
        page.wait_for_text(test_id::PAGE_TASK, "choose a new password").await;
        page.wait_for_text(test_id::PAGE_TASK, &person.email).await;
        assert!(!page.shows(test_id::NAV_MFA).await, "nothing else can be done yet");
        submit(page, "short").await;
        page.wait_for_text(test_id::FORM_ERROR, "password is too short").await;
        assert_eq!(page.value(test_id::NEW_PASSWORD).await, "short", "nothing typed is lost");
        submit(page, NEW).await;
        page.wait_for_text(test_id::NOTICE, "new password is set").await;
        page.wait_for_account(&person.email).await;
        assert_eq!(signed_in(world, &person), 1, "the box was ticked");
        // One that acts, and no read beside it.
        assert_eq!(world.wire.to_path("/me/change_password").len(), 2);
        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let person = Person { password: NEW.to_owned(), ..person };
        world.advance(60);
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn the_other_devices_stay_where_the_box_is_not_ticked() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("reset@example.com").with_totp().who_must(RESET);
        let person = at_the_task(world, page, person).await;
        world.server().sign_in_elsewhere(&person, "Another/1.0");
        page.click(test_id::SIGN_OUT_OTHERS).await;
        submit(page, NEW).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(signed_in(world, &person), 2);
    });
}

#[test]
fn a_password_of_a_breach_is_refused_with_its_reason() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("reset@example.com").with_totp().who_must(RESET);
        at_the_task(world, page, person).await;
        submit(page, "password123").await;
        page.wait_for_text(test_id::FORM_ERROR, "data breach").await;
        assert!(page.shows(test_id::TASK_RESET_PASSWORD).await);
    });
}

#[test]
fn several_tasks_are_done_one_after_the_other() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("reset@example.com").who_must(RESET).who_must_set_up_mfa();
        let person = at_the_task(world, page, person).await;
        submit(page, NEW).await;
        page.wait_for(test_id::TASK_SETUP_MFA).await;
        page.click(test_id::TASK_CHOOSE_TOTP).await;
        page.wait_for(test_id::TOTP_QR).await;
        let key = page.totp_key().await;
        page.click(test_id::TOTP_CONTINUE).await;
        page.type_code(&world.code_of(&key)).await;
        page.take_backup_codes().await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_task_that_this_version_cannot_do_is_named_after_one_that_it_can() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("reset@example.com").with_totp();
        let person = person.who_must(RESET).who_must("sign-a-waiver");
        at_the_task(world, page, person).await;
        submit(page, NEW).await;
        page.wait_for_text(test_id::TASK_NAME, "sign-a-waiver").await;
        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
    });
}

#[test]
fn a_lost_answer_is_settled_by_asking_and_the_password_is_not_sent_again() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("reset@example.com").with_totp().who_must(RESET);
        let person = at_the_task(world, page, person).await;
        world.wire.lose_next_answer("/me/change_password");
        submit(page, NEW).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.applied("POST", "/me/change_password"), 1);
        assert_eq!(world.wire.to_path("/me/change_password").len(), 1);
    });
}

#[test]
fn a_fresh_proof_is_asked_for_where_the_server_wants_one() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("reset@example.com").with_totp().who_must(RESET);
        let person = at_the_task(world, page, person).await;
        // The emulator asks no proof of a session that waits for a task; the real server may.
        world.wire.refuse_next("/me/change_password", WANTS_PROOF);
        submit(page, NEW).await;
        page.wait_for_text(test_id::DIALOG_STEP_UP, "your password is changed").await;
        page.click(&inside(test_id::DIALOG_STEP_UP, test_id::CANCEL)).await;
        page.wait_until_gone(test_id::DIALOG_STEP_UP).await;
        assert_eq!(page.value(test_id::NEW_PASSWORD).await, NEW, "nothing typed is lost");
        world.wire.refuse_next("/me/change_password", WANTS_PROOF);
        page.click(test_id::RESET_SUBMIT).await;
        page.wait_for(test_id::DIALOG_STEP_UP).await;
        let code = inside(test_id::DIALOG_STEP_UP, test_id::CODE);
        page.fill(&code, &world.next_totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn the_task_is_there_again_after_a_restart() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = Person::new("reset@example.com").with_totp().who_must(RESET);
        let person = at_the_task(world, page, person).await;
        let page = world.restart().await;
        page.wait_for(test_id::TASK_RESET_PASSWORD).await;
        submit(&page, NEW).await;
        page.wait_for_account(&person.email).await;
    });
}
