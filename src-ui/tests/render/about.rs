//! The page about the program.

use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{page, page_with};
use crate::scenes::about::about;
use crate::scenes::*;

#[tokio::test]
async fn it_says_what_the_program_is_and_that_clerk_does_not_make_it() {
    let page = page(app(Screen::About(about()))).await;
    assert_eq!(page.only(APP_VERSION).text(), "1.2.3");
    for part in ["0123456789ab", "2026-01-31", "MIT OR Apache-2.0", "Clerk doesn’t make it"] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(page.has(ABOUT_BACK));
}

#[tokio::test]
async fn everything_on_the_list_is_a_row_whose_texts_are_hidden_at_first() {
    let page = page(app(Screen::About(about()))).await;
    let rows = page.all(THIRD_PARTY);
    let names: Vec<_> = rows.iter().map(|row| row.get("data-part")).collect();
    assert_eq!(names, [Some("ring"), Some("url")]);
    assert!(rows[0].text().contains("ring 1.0.0Apache-2.0 AND ISC"), "{}", rows[0].text());
    assert_eq!(page.all(THIRD_PARTY_SHOW)[0].get("aria-expanded"), Some("false"));
    assert!(!page.has(LICENCE_TEXT) && page.has(LICENCES_SEARCH) && !page.has(LICENCES_ERROR));
    assert_eq!(page.only(LICENCES_COUNT).text(), "2 parts");
}

#[tokio::test]
async fn a_list_that_cannot_be_shown_is_told_with_what_to_do() {
    let path = || "/usr/share/doc/acme/LIST.txt".to_owned();
    for (licences, name, said) in [
        (LicencesView::Missing { path: path() }, "missing", "cargo xtask licences"),
        (
            LicencesView::Unreadable { path: path(), why: "permission denied".to_owned() },
            "unreadable",
            "permission denied",
        ),
        (LicencesView::TooLarge { path: path() }, "too_large", "Something else"),
        (LicencesView::Damaged { path: path() }, "damaged", "isn’t a list"),
    ] {
        let page = page_with(app(Screen::About(about())), Some(licences)).await;
        let error = page.only(LICENCES_ERROR);
        assert_eq!((error.get("data-trouble"), error.get("role")), (Some(name), Some("alert")));
        for part in [said, "/usr/share/doc/acme/LIST.txt", "nstall this app again"] {
            assert!(error.text().contains(part), "{name}: {}", error.text());
        }
        assert!(page.has(LICENCES_RETRY) && !page.has(THIRD_PARTY));
        assert_eq!(page.only(PAGE_ABOUT).get("data-state"), Some("error"));
    }
}

#[tokio::test]
async fn the_rest_is_shown_while_the_list_is_being_read() {
    let page = page_with(app(Screen::About(about())), None).await;
    assert_eq!(page.only(PAGE_ABOUT).get("data-state"), Some("loading"));
    assert!(page.has(APP_VERSION) && !page.has(LICENCES_ERROR));
}

#[tokio::test]
async fn the_date_of_an_earlier_run_does_not_take_the_place_of_the_way_back() {
    let over = AppView { as_of: Some(1_772_000_000_000), ..app(Screen::Account(account())) };
    let page = page(AppView { screen: Screen::About(about()), ..over }).await;
    assert!(page.has(ABOUT_BACK) && !page.has(AS_OF));
}
