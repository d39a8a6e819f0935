//! The settings: the colours of the window, the instance, and where things are stored.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::{DOWN, ENTER};
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::wait::until;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::Value;

/// Waits until the webview has these colours, and the page with it.
async fn wait_for_colours(page: &Page, dark: bool) {
    let is_dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    let drawn = "return getComputedStyle(document.body).backgroundColor";
    let ground = if dark { "rgb(21, 23, 20)" } else { "rgb(247, 247, 244)" };
    let reached = until(async || {
        let as_wanted = page.execute(is_dark, &[]).await == Value::Bool(dark)
            && page.execute(drawn, &[]).await == ground;
        as_wanted.then_some(())
    });
    assert!(reached.await.is_ok(), "the colours never became dark: {dark}");
}

#[test]
fn the_colours_change_at_once_and_are_kept_over_a_restart() {
    in_a_window(Setup::default(), async |world, page| {
        page.open_settings().await;
        wait_for_colours(page, false).await;
        page.click(test_id::THEME_DARK).await;
        wait_for_colours(page, true).await;
        page.click(test_id::THEME_SYSTEM).await;
        wait_for_colours(page, false).await;
        page.click(test_id::THEME_DARK).await;
        world.wait_until_saved("\"theme\": \"dark\"").await;
        let page = world.restart().await;
        wait_for_colours(&page, true).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.open_settings().await;
        let chosen = "return document.querySelector('input[name=theme]:checked').dataset.testid";
        assert_eq!(page.execute(chosen, &[]).await, test_id::THEME_DARK);
        page.click(test_id::THEME_LIGHT).await;
        wait_for_colours(&page, false).await;
    });
}

#[test]
fn a_dark_desktop_is_followed_and_can_have_a_light_window() {
    for settings in ["gtk-theme-name=Adwaita-dark", "gtk-application-prefer-dark-theme=1"] {
        in_a_window(Setup::default(), async |world, _page| {
            world.close().await;
            let folder = world.home().join("config/gtk-3.0");
            std::fs::create_dir_all(&folder).unwrap();
            let text = format!("[Settings]\n{settings}\n");
            std::fs::write(folder.join("settings.ini"), text).unwrap();
            // Else this would name the theme, whatever the desktop says.
            let env = [("GTK_THEME", "")];
            let page = world.open_again_with(&env).await;
            wait_for_colours(&page, true).await;
            page.open_settings().await;
            page.click(test_id::THEME_LIGHT).await;
            wait_for_colours(&page, false).await;
            world.wait_until_saved("\"theme\": \"light\"").await;
            world.close().await;

            let page = world.open_again_with(&env).await;
            wait_for_colours(&page, false).await;
            page.open_settings().await;
            page.click(test_id::THEME_SYSTEM).await;
            wait_for_colours(&page, true).await;
        });
    }
}

#[test]
fn all_of_it_is_reached_by_the_keyboard_and_nothing_typed_beneath_is_lost() {
    in_a_window(Setup::default(), async |_world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.tab_to(test_id::IDENTIFIER).await;
        page.type_keys("ada@example.com").await;
        page.tab_and_press(test_id::NAV_SETTINGS, ENTER).await;
        page.wait_for(test_id::PAGE_SETTINGS).await;
        page.tab_to(test_id::THEME_SYSTEM).await;
        page.type_keys(&DOWN.repeat(2)).await;
        wait_for_colours(page, true).await;
        page.tab_and_press(test_id::NAV_ABOUT, ENTER).await;
        page.wait_for(test_id::PAGE_ABOUT).await;
        page.tab_and_press(test_id::ABOUT_BACK, ENTER).await;
        page.wait_for(test_id::PAGE_SETTINGS).await;
        page.tab_and_press(test_id::SETTINGS_BACK, ENTER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        assert_eq!(page.value(test_id::IDENTIFIER).await, "ada@example.com");
    });
}

#[test]
fn they_say_where_things_are_and_by_what_the_instance_was_given() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("test@example.com"));
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        let asked = world.wire.exchanges().len();
        page.open_settings().await;
        let folder = world.desktop().data_dir();
        assert_eq!(page.text(test_id::DATA_FOLDER).await, folder.to_string_lossy());
        assert_eq!(page.attributes(test_id::SETTINGS_STORAGE, "data-place").await, ["file"]);
        let place = page.attributes(test_id::INSTANCE_GIVEN, "data-place").await;
        assert_eq!(place, ["LATCHKEY_PUBLISHABLE_KEY"]);
        assert!(!page.shows(test_id::CHANGE_INSTANCE).await);
        page.click(test_id::SETTINGS_DEVICE).await;
        page.wait_for(test_id::PAGE_THIS_DEVICE).await;
        assert_eq!(world.wire.exchanges().len(), asked, "they ask nothing of the server");
    });
}

#[test]
fn another_instance_is_chosen_from_there_where_the_person_chose_this_one() {
    in_a_window(Setup::default().without_key(), async |world, page| {
        page.wait_for(test_id::PAGE_CONNECT).await;
        page.open_settings().await;
        assert!(!page.shows(test_id::SETTINGS_INSTANCE).await, "there is none yet");
        page.click(test_id::SETTINGS_BACK).await;
        page.wait_for(test_id::PAGE_CONNECT).await;
        page.fill(test_id::PUBLISHABLE_KEY, &world.publishable_key()).await;
        page.click(test_id::CONNECT_SUBMIT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let person = world.add(Person::new("test@example.com"));
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        page.open_settings().await;
        page.click(test_id::CHANGE_INSTANCE).await;
        page.wait_for(test_id::PAGE_CONNECT).await;
        // As the settings say.
        page.fill(test_id::PUBLISHABLE_KEY, &world.publishable_key()).await;
        page.click(test_id::CONNECT_SUBMIT).await;
        page.wait_for_account(&person.email).await;
    });
}
