//! The page about the program, and the list of what others made.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::{ENTER, SPACE};
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, in_a_window};

/// How long the list is: about as long as that of the program.
const PARTS: usize = 450;

/// A list as packages bring it, with a long text and one that looks like markup.
fn list() -> Vec<u8> {
    let part = |number: usize| {
        let text = if number == 7 { "[2]" } else { "[1]" };
        format!(
            "\npart-{number} 1.0.{number}\n  MIT OR Apache-2.0\n  https://example.com\n  {text}\n"
        )
    };
    let parts = (1..=PARTS).map(part).collect::<Vec<_>>().concat();
    let rule = "-".repeat(72);
    let long = "Permission is hereby granted. ".repeat(500);
    format!("Head\n{parts}\n[1]\n{rule}\n{long}\n\n[2]\n{rule}\n<b>Seven</b>\n").into_bytes()
}

#[test]
fn the_list_is_searched_and_read_with_the_keyboard_alone() {
    in_a_window(Setup::default().installed_with(&list()), async |_world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.tab_to(test_id::IDENTIFIER).await;
        page.type_keys("ada@example.com").await;
        page.tab_and_press(test_id::NAV_SETTINGS, ENTER).await;
        page.wait_for(test_id::PAGE_SETTINGS).await;
        page.tab_and_press(test_id::NAV_ABOUT, ENTER).await;
        page.wait_for_state(test_id::PAGE_ABOUT, "ready").await;
        assert_eq!(page.text(test_id::APP_VERSION).await, env!("CARGO_PKG_VERSION"));
        assert_eq!(page.text(test_id::LICENCES_COUNT).await, format!("{PARTS} parts"));
        page.tab_to(test_id::LICENCES_SEARCH).await;
        page.type_keys("PART-7").await;
        page.wait_for_text(test_id::LICENCES_COUNT, "11 of 450 parts").await;
        page.tab_and_press(test_id::THIRD_PARTY_SHOW, SPACE).await;
        page.wait_for_text(test_id::LICENCE_TEXT, "<b>Seven</b>").await;
        page.press_keys(&[SPACE]).await;
        page.wait_until_gone(test_id::LICENCE_TEXT).await;
        page.tab_and_press(test_id::ABOUT_BACK, ENTER).await;
        page.wait_for(test_id::PAGE_SETTINGS).await;
        page.tab_and_press(test_id::SETTINGS_BACK, ENTER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        assert_eq!(page.value(test_id::IDENTIFIER).await, "ada@example.com", "it is kept");
    });
}

#[test]
fn a_signed_in_person_goes_there_and_on_to_any_page() {
    in_a_window(Setup::default().installed_with(&list()), async |world, page| {
        let person = world.add(Person::new("test@example.com"));
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        page.open_about().await;
        page.wait_for(test_id::THIRD_PARTY).await;
        let asked = world.wire.exchanges().len();
        page.click(test_id::ABOUT_BACK).await;
        page.wait_for(test_id::PAGE_SETTINGS).await;
        page.click(test_id::SETTINGS_BACK).await;
        page.wait_for_account(&person.email).await;
        page.open_about().await;
        page.click(test_id::NAV_THIS_DEVICE).await;
        page.wait_for(test_id::PAGE_THIS_DEVICE).await;
        assert!(!page.shows(test_id::PAGE_ABOUT).await);
        assert_eq!(world.wire.exchanges().len(), asked, "it asks nothing of the server");
    });
}

#[test]
fn a_list_that_is_not_there_is_told_and_found_once_it_is() {
    in_a_window(Setup::default().installed_with(&[]), async |world, page| {
        let path = world.licence_list();
        std::fs::remove_file(&path).unwrap();
        page.open_about().await;
        page.wait_for_state(test_id::PAGE_ABOUT, "error").await;
        let trouble = async || page.attributes(test_id::LICENCES_ERROR, "data-trouble").await;
        assert_eq!(trouble().await, ["missing"]);
        let said = page.text(test_id::LICENCES_ERROR).await;
        assert!(said.contains(&*path.to_string_lossy()), "{said}");

        std::fs::write(&path, "hello").unwrap();
        page.click(test_id::LICENCES_RETRY).await;
        page.wait_for_text(test_id::LICENCES_ERROR, "isn’t a list of licences").await;
        assert_eq!(trouble().await, ["damaged"]);
        let file = std::fs::File::create(&path).unwrap();
        file.set_len(1 << 40).unwrap();
        page.click(test_id::LICENCES_RETRY).await;
        page.wait_for_text(test_id::LICENCES_ERROR, "too large").await;
        std::fs::write(&path, list()).unwrap();
        page.click(test_id::LICENCES_RETRY).await;
        page.wait_for_state(test_id::PAGE_ABOUT, "ready").await;
    });
}
