//! A device that is trusted: signed in over a restart, with and without a network; signed out,
//! forgotten, and no longer known to the server.

use latchkey_ipc::test_id;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::scan::files;
use latchkey_tests::wait;
use latchkey_tests::wire::Exchange;
use latchkey_tests::world::{Setup, World, in_a_window};
use serde_json::Value;

/// Signs somebody in with password and new-device code.
async fn signed_in(world: &World, page: &Page) -> Person {
    let person = world.add(Person::new("plain@example.com"));
    world.sign_in(page, &person).await;
    page.wait_for_account(&person.email).await;
    person
}

/// Waits until the emulator says this of the person's sessions.
async fn wait_for_statuses(world: &World, person: &Person, wanted: &[&str]) {
    let reached = wait::until(async || (world.server().statuses(person) == wanted).then_some(()));
    let reached = reached.await;
    assert!(reached.is_ok(), "{:?}, not {wanted:?}", world.server().statuses(person));
}

/// The sealed files and keys in the data folder.
fn kept(world: &World) -> Vec<String> {
    let names = files(&world.desktop().data_dir()).into_iter();
    names
        .map(|file| file.display().to_string())
        .filter(|file| file.contains("sealed") || file.contains(".key"))
        .collect()
}

/// Since when the program takes this device for trusted, in its own record.
fn trusted_since(world: &World) -> Option<i64> {
    let record = std::fs::read(world.desktop().data_dir().join("preferences.json")).ok()?;
    let record: Value = serde_json::from_slice(&record).ok()?;
    let trust = record.get("trust")?.as_object()?.values().next()?;
    trust.get("trusted_since")?.as_i64()
}

#[test]
fn after_a_restart_the_account_is_there_before_any_answer_and_changes_wait_for_one() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        assert!(!page.shows(test_id::AS_OF).await, "it was all told just now");
        world.close().await;

        let before = world.wire.exchanges().len();
        let held = world.wire.hold_next_answer("/v1/client");
        let page = world.open_again().await;
        page.wait_for_account(&person.email).await;
        page.wait_for(test_id::AS_OF).await;
        assert!(!page.shows(test_id::OFFLINE_BANNER).await);
        page.click(test_id::NAV_MFA).await;
        page.wait_for(test_id::TOTP_REMOVE).await;
        assert!(!page.is_open(test_id::TOTP_REMOVE).await, "it may have been removed long ago");

        drop(held);
        page.wait_until_open(test_id::TOTP_REMOVE).await;
        page.wait_until_gone(test_id::AS_OF).await;
        assert_eq!(world.asked_since(before), ["GET /v1/client"]);
        assert_eq!(world.server().statuses(&person), ["active"]);
    });
}

#[test]
fn without_a_network_the_account_is_there_with_its_date_and_gets_fresh_by_itself() {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        world.close().await;
        world.wire.disconnect().await;

        let page = world.open_again().await;
        page.wait_for_account(&person.email).await;
        page.wait_for(test_id::OFFLINE_BANNER).await;
        page.wait_for(test_id::AS_OF).await;
        page.click(test_id::NAV_MFA).await;
        page.wait_for(test_id::TOTP_ADD).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for_account(&person.email).await;

        world.wire.connect();
        page.wait_until_gone(test_id::OFFLINE_BANNER).await;
        page.wait_until_gone(test_id::AS_OF).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.server().statuses(&person), ["active"]);
    });
}

#[test]
fn signing_out_after_a_restart_keeps_the_device_trusted() {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        let page = world.restart().await;
        page.wait_for_account(&person.email).await;
        page.wait_until_gone(test_id::AS_OF).await;
        page.sign_out().await;
        page.wait_for_text(test_id::NOTICE, "signed out").await;
        wait_for_statuses(world, &person, &["removed"]).await;

        let page = world.restart().await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1, "only the first sign-in asked for a code");
    });
}

#[test]
fn signing_out_without_a_network_signs_out_here_and_is_told_to_the_server_later() {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        world.wire.disconnect().await;
        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "signed out on this device").await;
        assert_eq!(world.server().statuses(&person), ["active"]);

        world.wire.connect();
        let ended = async || (world.server().statuses(&person) != ["active"]).then_some(());
        wait::until(ended).await.expect("the session ends by itself");
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1, "the device stayed trusted");
    });
}

#[test]
fn a_sign_out_that_the_server_does_not_know_of_is_told_after_a_restart() {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        world.wire.disconnect().await;
        page.click(test_id::SIGN_OUT).await;
        page.wait_for_text(test_id::NOTICE, "signed out on this device").await;
        world.close().await;
        world.wire.connect();

        let page = world.open_again().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let ended = async || (world.server().statuses(&person) != ["active"]).then_some(());
        wait::until(ended).await.expect("the session ends by itself");
        page.wait_for(test_id::PAGE_SIGN_IN).await;
    });
}

#[test]
fn a_device_that_is_forgotten_keeps_nothing_and_counts_as_a_new_one() {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        assert!(!kept(world).is_empty(), "something was kept");
        page.click(test_id::NAV_THIS_DEVICE).await;
        page.click(test_id::FORGET_DEVICE).await;
        page.confirm().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "device is forgotten").await;
        assert!(!world.server().statuses(&person).contains(&"active"));
        assert_eq!(kept(world), Vec::<String>::new());
        assert_eq!(trusted_since(world), None);

        let page = world.restart().await;
        // A code to the same address is sent only so often.
        world.advance(30);
        world.sign_in(&page, &person).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 2, "the new device was confirmed");
    });
}

#[test]
fn forgetting_without_a_network_says_that_the_server_was_not_told() {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        page.click(test_id::NAV_THIS_DEVICE).await;
        page.wait_for(test_id::PAGE_THIS_DEVICE).await;
        world.wire.disconnect().await;
        page.click(test_id::FORGET_DEVICE).await;
        page.confirm().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "couldn’t be told").await;
        assert_eq!(kept(world), Vec::<String>::new());
        assert_eq!(world.server().statuses(&person), ["active"]);
    });
}

#[test]
fn a_session_that_was_revoked_meanwhile_is_explained() {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        world.close().await;
        world.server().revoke_session(&world.server().newest_session(&person).id);
        let page = world.open_again().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "session has ended").await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1, "the device stayed trusted");
    });
}

#[test]
fn a_session_that_ended_by_its_age_asks_for_no_new_device_code() {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        world.close().await;
        world.server().expire_sessions(&person);
        let page = world.open_again().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "session has ended").await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 1, "the device stayed trusted");
    });
}

#[test]
fn a_device_whose_token_is_refused_is_no_longer_recognised() {
    no_longer_recognised("cookie_invalid");
}

#[test]
fn a_device_whose_token_counts_as_none_is_no_longer_recognised() {
    no_longer_recognised("no_client");
}

#[test]
fn a_device_whose_token_is_replaced_by_that_of_a_new_client_is_no_longer_recognised() {
    no_longer_recognised("new_client");
}

/// The server no longer knows the token, and says so in this form.
fn no_longer_recognised(form: &str) {
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        let before = trusted_since(world).unwrap();
        world.close().await;
        world.server().lose_client(&person, form);
        let asked = world.wire.exchanges().len();
        let page = world.open_again().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for_text(test_id::NOTICE, "no longer recognised").await;

        world.advance(30);
        world.sign_in(&page, &person).await;
        page.wait_for_account(&person.email).await;
        assert_eq!(world.sent(), 2, "the new device was confirmed");
        let since = trusted_since(world).unwrap();
        assert!(since > before, "{since} is not after {before}");
        let asked = world.asked_since(asked);
        let questions = asked.iter().filter(|name| name.starts_with("GET "));
        assert!(questions.count() <= 3, "it asks again and again: {asked:?}");

        let page = world.restart().await;
        page.wait_for_account(&person.email).await;
        page.wait_until_gone(test_id::AS_OF).await;
    });
}

#[test]
fn another_instance_never_sees_the_token() {
    // `other.latchkey.example$` in base64.
    const OTHER_KEY: &str = "pk_test_b3RoZXIubGF0Y2hrZXkuZXhhbXBsZSQ";
    in_a_window(Setup::default(), async |world, page| {
        let person = signed_in(world, page).await;
        let tokens: Vec<_> =
            world.wire.exchanges().iter().flat_map(Exchange::client_tokens).collect();
        assert!(!tokens.is_empty(), "the relay saw the token");
        world.close().await;

        let before = world.wire.exchanges().len();
        let page = world.open_again_with(&[("LATCHKEY_PUBLISHABLE_KEY", OTHER_KEY)]).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.sign_in(&person.email, "a wrong secret 9").await;
        page.wait_for(test_id::FORM_ERROR).await;
        let exchanges = world.wire.exchanges();
        assert!(exchanges.len() > before, "the other instance was asked");
        for one in &exchanges[before..] {
            let said = format!("{:?} {}", one.request_headers, one.request_body);
            for token in &tokens {
                let bare = token.trim_start_matches("Bearer ");
                assert!(!said.contains(bare), "{} carries the token", one.name());
            }
        }
        world.close().await;

        let page = world.open_again().await;
        page.wait_for_account(&person.email).await;
        page.wait_until_gone(test_id::AS_OF).await;
    });
}

#[test]
fn the_page_of_this_device_says_since_when_and_how_its_trust_is_kept() {
    in_a_window(Setup::default(), async |world, page| {
        signed_in(world, page).await;
        page.click(test_id::NAV_THIS_DEVICE).await;
        page.wait_for(test_id::PAGE_THIS_DEVICE).await;
        page.wait_for_text(test_id::TRUST_STATE, "trusted since").await;
        assert_eq!(page.attributes(test_id::STORAGE_BACKEND, "data-place").await, ["file"]);
        let passed = async || {
            let outcome = page.attributes(test_id::SELF_TEST, "data-outcome").await;
            (outcome == ["passed"]).then_some(())
        };
        wait::until(passed).await.expect("the self-test passes");
        page.click(test_id::SELF_TEST_RUN).await;
        wait::until(passed).await.expect("the self-test passes again");
        page.wait_for(test_id::ACCOUNT_REFRESHED).await;
        assert!(!page.shows(test_id::STORAGE_BANNER).await);
    });
}
