//! The settings.

use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Page, page};
use crate::scenes::about::about;
use crate::scenes::settings::{given, settings};
use crate::scenes::*;

#[tokio::test]
async fn they_say_where_things_are_and_lead_on() {
    let page = page(app(Screen::Settings(settings()))).await;
    let place = page.only(SETTINGS_STORAGE);
    assert_eq!(place.get("data-place"), Some("secret_service"));
    assert_eq!(place.text(), "Kept with your desktop’s keyring");
    assert!(page.only(DATA_FOLDER).text().contains("/home/ada/.local/share"));
    assert!(page.only(SETTINGS_INSTANCE).text().contains("acme.clerk.accounts.dev"));
    for way in [SETTINGS_BACK, NAV_ABOUT, SETTINGS_DEVICE, CHANGE_INSTANCE] {
        assert!(page.has(way), "{way}");
    }
}

#[tokio::test]
async fn the_colours_are_one_choice_with_a_name() {
    let page = page(app(Screen::Settings(settings()))).await;
    for id in [THEME_SYSTEM, THEME_LIGHT, THEME_DARK] {
        let radio = page.only(id);
        assert_eq!((radio.get("type"), radio.get("name")), (Some("radio"), Some("theme")));
    }
    let group = page.by_attribute("role", "radiogroup");
    assert_eq!(group[0].get("aria-label"), Some("Appearance"));
    assert_eq!(group[0].text(), "As the systemLightDark");
}

#[tokio::test]
async fn signed_out_there_is_no_way_to_a_page_that_is_not_there() {
    let view = SettingsView { leads_to_device: false, ..settings() };
    assert!(!page(app(Screen::Settings(view))).await.has(SETTINGS_DEVICE));
}

#[tokio::test]
async fn an_instance_that_was_given_says_by_what_and_is_not_changed_here() {
    let by = GivenBy::Start { place: "/etc/acme.toml, line 2: publishable-key".to_owned() };
    let shown = page(given(by)).await;
    let said = shown.only(INSTANCE_GIVEN);
    assert_eq!(said.get("data-place"), Some("/etc/acme.toml, line 2: publishable-key"));
    assert!(said.text().contains("/etc/acme.toml, line 2"), "{}", said.text());
    assert!(!shown.has(CHANGE_INSTANCE));
    let built = page(given(GivenBy::Build)).await;
    assert!(built.only(INSTANCE_GIVEN).text().contains("built into this app"));
    let none = page(AppView { instance: None, ..app(Screen::Settings(settings())) }).await;
    assert!(!none.has(SETTINGS_INSTANCE) && !none.has(CHANGE_INSTANCE));
}

#[tokio::test]
async fn they_can_be_opened_from_the_first_pages_and_from_the_navigation() {
    for (view, leads) in [
        (app(Screen::Connect(connect())), true),
        (app(Screen::SignIn(sign_in())), true),
        (app(Screen::Account(account())), true),
        // What was typed there would be lost.
        (app(Screen::Verify(verify(Strategy::Totp))), false),
    ] {
        let page = page(view).await;
        assert_eq!(page.has(NAV_SETTINGS), leads, "{}", page.0);
    }
}

fn current(page: &Page, test_id: &str) -> Option<String> {
    page.only(test_id).get("aria-current").map(str::to_owned)
}

#[tokio::test]
async fn in_the_navigation_they_are_marked_and_the_page_beneath_them_is_not() {
    let over = app(Screen::Account(account()));
    for screen in [Screen::Settings(settings()), Screen::About(about())] {
        let page = page(AppView { screen, ..over.clone() }).await;
        assert_eq!(current(&page, NAV_SETTINGS).as_deref(), Some("page"));
        assert_eq!(current(&page, NAV_ACCOUNT), None);
    }
    let page = page(over).await;
    assert_eq!(current(&page, NAV_SETTINGS), None);
    assert_eq!(current(&page, NAV_ACCOUNT).as_deref(), Some("page"));
}
