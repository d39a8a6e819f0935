//! The clock check: codes of an authenticator app depend on the time.

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, in_a_window};

#[test]
fn a_clock_that_is_wrong_is_told_before_an_app_is_added() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        world.advance(300);
        page.open_add_totp().await;
        page.wait_for_text(test_id::CLOCK_WARNING, "5 minutes behind").await;
        page.wait_for_text(test_id::CLOCK_WARNING, "automatic time").await;
    });
}

#[test]
fn a_clock_that_is_wrong_is_told_when_a_code_is_refused() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.advance(-300);
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        assert!(!page.shows(test_id::CLOCK_WARNING).await, "nothing was refused yet");
        page.enter_code(&world.wrong_totp_code(&person)).await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.wait_for_text(test_id::CLOCK_WARNING, "5 minutes ahead of").await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
    });
}

#[test]
fn a_clock_that_is_right_is_not_mentioned() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        assert!(!page.shows(test_id::CLOCK_WARNING).await);
        let key = page.totp_key().await;
        page.click(test_id::TOTP_CONTINUE).await;
        let right = world.code_of(&key);
        page.type_code(if right.starts_with('0') { "111111" } else { "000000" }).await;
        page.wait_for(test_id::FORM_ERROR).await;
        assert!(!page.shows(test_id::CLOCK_WARNING).await);
    });
}
