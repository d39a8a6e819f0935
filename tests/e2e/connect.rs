//! How the window opens, and where the instance comes from.

use latchkey_ipc::test_id;
use latchkey_tests::wait::until;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::Value;

#[test]
fn the_window_paints_its_page() {
    in_a_window(Setup::default().for_pictures(), async |_world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let refused = page
            .execute(
                "return [...document.querySelectorAll('link[rel=stylesheet]')].some(l => !l.sheet)",
                &[],
            )
            .await;
        assert_eq!(refused, Value::Bool(false), "the policy let every style sheet in");
        // A blank window of this size compresses to a few kilobytes.
        let painted = until(async || {
            let picture = page.driver.screenshot().await.unwrap();
            (picture.len() > 10_000).then_some(())
        });
        assert!(painted.await.is_ok(), "the window stays blank");
    });
}

#[test]
fn all_that_is_kept_is_in_the_data_folder() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        assert!(world.desktop().data_dir().join("webview").is_dir());
        let elsewhere = |folder: &str| std::fs::read_dir(world.home().join(folder)).unwrap();
        let found: Vec<_> = ["data", "config"].into_iter().flat_map(elsewhere).collect();
        assert!(found.is_empty(), "{found:?}");
        // What the system's libraries cache is not the program's.
        let cached = elsewhere("cache").map(|entry| entry.unwrap().file_name());
        let ours: Vec<_> =
            cached.filter(|name| name.to_string_lossy().contains("latchkey")).collect();
        assert!(ours.is_empty(), "{ours:?}");
    });
}

#[test]
fn the_address_that_was_given_is_shown_where_people_sign_in() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for_text(test_id::INSTANCE_ADDRESS, &world.wire.base_url()).await;
    });
}

#[test]
fn a_text_that_is_no_key_is_told_what_is_wrong_with_it() {
    in_a_window(Setup::default().without_key(), async |world, page| {
        page.wait_for(test_id::PAGE_CONNECT).await;
        for (text, words) in [
            ("sk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk", "secret key"),
            ("hello", "pk_test_"),
            ("pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZX", "missing"),
        ] {
            page.fill(test_id::PUBLISHABLE_KEY, text).await;
            page.click(test_id::CONNECT_SUBMIT).await;
            page.wait_for_text(test_id::CONNECT_ERROR, words).await;
            assert_eq!(page.value(test_id::PUBLISHABLE_KEY).await, text);
        }
        assert_eq!(world.wire.exchanges().len(), 0);
    });
}

#[test]
fn a_key_shows_its_host_and_kind_and_leads_to_the_sign_in() {
    in_a_window(Setup::default().without_key(), async |world, page| {
        page.wait_for(test_id::PAGE_CONNECT).await;
        page.fill(test_id::PUBLISHABLE_KEY, "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k").await;
        page.wait_for_text(test_id::KEY_CHECK, "clerk.example.com").await;
        page.wait_for_text(test_id::KEY_CHECK, "production").await;

        page.fill(test_id::PUBLISHABLE_KEY, &world.publishable_key()).await;
        page.wait_for_text(test_id::KEY_CHECK, "development").await;
        page.click(test_id::CONNECT_SUBMIT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        world.wait_until_saved(&world.publishable_key()).await;

        let page = world.restart().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.click(test_id::CHANGE_INSTANCE).await;
        page.wait_for(test_id::PAGE_CONNECT).await;
    });
}

#[test]
fn the_emulator_inside_the_program_is_enough_to_sign_in() {
    let setup = Setup::default().without_key().with_args(&["--emulator"]);
    in_a_window(setup, async |_world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for(test_id::EMULATOR_BANNER).await;
        page.click(test_id::DEMO_ACCOUNTS).await;
        page.wait_for(test_id::DEMO_ACCOUNT).await;
        assert!(page.texts(test_id::DEMO_ACCOUNT).await.len() >= 5);

        // The first account has no second factor, so that a new device is checked by email.
        page.click(test_id::DEMO_ACCOUNT_USE).await;
        let email = page.value(test_id::IDENTIFIER).await;
        page.click(test_id::SIGN_IN_SUBMIT).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.wait_for(test_id::INBOX_CODE).await;
        page.enter_code(&page.text(test_id::INBOX_CODE).await).await;
        page.wait_for_account(&email).await;
    });
}

#[test]
fn the_emulator_can_be_chosen_on_the_connect_page() {
    in_a_window(Setup::default().without_key(), async |_world, page| {
        page.click(test_id::USE_EMULATOR).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_for(test_id::EMULATOR_BANNER).await;
    });
}
