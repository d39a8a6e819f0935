//! How often the program asks the server.

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::wire::Exchange;
use latchkey_tests::world::{Setup, World, in_a_window};

#[test]
fn a_cold_start_asks_at_most_twice_and_nothing_waits_for_another_answer() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_until_open(test_id::SIGN_IN_SUBMIT).await;
        let asked: Vec<_> = world.wire.exchanges().iter().map(Exchange::name).collect();
        assert!(asked.len() <= 2, "{asked:?}");
        if asked.len() == 2 {
            let page = {
                world.wire.hold_until(2);
                world.restart().await
            };
            page.wait_for(test_id::PAGE_SIGN_IN).await;
            assert!(world.wire.arrived_together(), "one of {asked:?} waits for the other");
        }
    });
}

#[test]
fn password_and_authenticator_code_take_two_requests_to_an_active_session() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_until_open(test_id::SIGN_IN_SUBMIT).await;
        let before = world.wire.exchanges().len();
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;

        let exchanges = world.wire.exchanges();
        let asked: Vec<_> = exchanges[before..].iter().map(Exchange::name).collect();
        assert_eq!(asked.len(), 2, "{asked:?}");
        let status = exchanges.last().unwrap().json()["client"]["sessions"][0]["status"].clone();
        assert_eq!(status, "active");
    });
}

/// Method and path of everything that was asked since. Manage MFA asks whether what it shows is
/// still so when that is some seconds old: a test that counts does so before it is shown again.
fn since(world: &World, before: usize) -> Vec<String> {
    world.wire.exchanges().iter().skip(before).map(Exchange::name).collect()
}

#[test]
fn an_authenticator_app_takes_two_requests() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        let before = world.wire.exchanges().len();
        page.open_add_totp().await;
        let key = page.totp_key().await;
        page.click(test_id::TOTP_CONTINUE).await;
        page.type_code(&world.code_of(&key)).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
        let asked = since(world, before);
        assert_eq!(asked, ["POST /v1/me/totp", "POST /v1/me/totp/attempt_verification"]);
    });
}

#[test]
fn an_authenticator_app_with_a_step_up_takes_four_requests() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa_late(page, &person).await;
        let before = world.wire.exchanges().len();
        page.click(test_id::TOTP_ADD).await;
        page.wait_for_state(test_id::DIALOG_STEP_UP, "ready").await;
        page.fill(test_id::PASSWORD, &person.password).await;
        page.click(test_id::VERIFY_SUBMIT).await;
        page.wait_for(test_id::TOTP_QR).await;
        let key = page.totp_key().await;
        page.click(test_id::TOTP_CONTINUE).await;
        page.type_code(&world.code_of(&key)).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
        let asked = since(world, before);
        let asked: Vec<_> = asked.iter().filter_map(|name| name.split("/v1/").nth(1)).collect();
        let session = asked[0].trim_end_matches("/verify").to_owned();
        let proof = ["/verify", "/verify/attempt_first_factor"].map(|end| session.clone() + end);
        assert_eq!(asked[..2], proof);
        assert_eq!(asked[2..], ["me/totp", "me/totp/attempt_verification"]);
    });
}

#[test]
fn manage_mfa_asks_for_nothing_that_is_known() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_backup_codes());
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        let before = world.wire.exchanges().len();
        page.open_manage_mfa().await;
        page.wait_for(test_id::TOTP_REMOVE).await;
        page.wait_for(test_id::BACKUP_GENERATE).await;
        assert_eq!(since(world, before), Vec::<String>::new());
    });
}

#[test]
fn manage_mfa_is_shown_while_the_server_is_asked_whether_it_is_still_so() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        page.totp_key().await;
        page.click(test_id::TOTP_KEY_COPY).await;
        // What is known is some seconds old by then.
        let cleared_in = async || {
            let text = page.texts(test_id::COPIED).await.concat();
            text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u64>().ok()
        };
        let late = async || cleared_in().await.filter(|seconds| *seconds <= 15);
        wait::until(late).await.expect("the wait falls");
        let before = world.wire.exchanges().len();
        let held = world.wire.hold_next_answer("/client");
        page.click(test_id::CANCEL).await;
        page.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;
        page.wait_for(test_id::TOTP_ADD).await;
        assert!(page.is_open(test_id::TOTP_ADD).await, "nothing waits for the answer");
        let asked = async || (since(world, before) == ["GET /v1/client"]).then_some(());
        wait::until(asked).await.expect("one question in the background");
        world.server().enable_totp(&person, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        page.wait_for(test_id::TOTP_ADD).await;
        drop(held);
        page.click(test_id::RETRY).await;
        page.wait_for(test_id::TOTP_REMOVE).await;
    });
}

#[test]
fn new_backup_codes_take_one_request() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp().with_backup_codes());
        world.manage_mfa(page, &person).await;
        let before = world.wire.exchanges().len();
        page.click(test_id::BACKUP_GENERATE).await;
        page.confirm().await;
        page.wait_for(test_id::BACKUP_CODES).await;
        assert_eq!(since(world, before), ["POST /v1/me/backup_codes"]);
    });
}
