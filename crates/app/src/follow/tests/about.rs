//! The page about the program.

use latchkey_ipc::command::{AccountRequest, WindowRequest};
use latchkey_ipc::view::{AboutView, Page, Screen};

use super::bench::*;
use crate::startup::{Program, Startup};

fn is_about(bench: &Bench) -> bool {
    matches!(bench.view().screen, Screen::About(_))
}

#[test]
fn it_shows_what_was_started_and_leads_back_to_where_it_was_opened() {
    for (from, mut bench) in [
        ("Connect", Bench::choosing()),
        ("Sign in", Bench::signed_out()),
        ("Verify", Bench::at_code()),
        ("Account", Bench::signed_in()),
        ("the key of an app", Bench::with_key()),
    ] {
        let text = |text: &str| text.to_owned();
        bench.model.startup.product.version = text("1.2.3");
        bench.model.startup.program = Program {
            commit: text("0123456789ab"),
            built: text("2026-01-31"),
            licence: text("MIT"),
        };
        let before = bench.view();
        let shown = bench.ask(WindowRequest::OpenAbout);
        let about = AboutView {
            version: text("1.2.3"),
            commit: text("0123456789ab"),
            built: text("2026-01-31"),
            licence: text("MIT"),
        };
        assert_eq!(shown.screen, Screen::About(about), "{from}");
        assert_eq!(shown.navigation, before.navigation, "{from}");
        assert_eq!(bench.ask(WindowRequest::CloseAbout), before, "{from}");
    }
}

#[test]
fn there_is_none_before_there_is_anything_to_go_back_to() {
    let mut bench = Bench::starting(Startup::default());
    bench.ask(WindowRequest::OpenAbout);
    assert!(!is_about(&bench));
}

#[test]
fn another_page_takes_its_place() {
    let mut bench = Bench::signed_in();
    bench.ask(WindowRequest::OpenAbout);
    bench.open(Page::ManageMfa);
    assert!(matches!(bench.view().screen, Screen::ManageMfa(_)));
    bench.ask(WindowRequest::OpenAbout);
    bench.open(Page::ManageMfa);
    assert!(matches!(bench.view().screen, Screen::ManageMfa(_)), "also the one beneath it");
}

#[test]
fn it_goes_with_the_session_that_it_was_opened_over() {
    let mut bench = Bench::signed_in();
    bench.ask(WindowRequest::OpenAbout);
    bench.hold(Some(&client(&[])));
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    bench.ask(WindowRequest::OpenAbout);
    bench.hold(Some(&client(&[session("sess_2", &user())])));
    assert!(matches!(bench.view().screen, Screen::Account(_)));
}

#[test]
fn codes_beneath_it_are_not_in_the_view_and_are_still_asked_about() {
    let mut bench = Bench::with_codes();
    let shown = bench.view();
    let view = bench.ask(WindowRequest::OpenAbout);
    assert!(!format!("{view:?}").contains("aaaa-bbbb"));
    let bytes = latchkey_ipc::wire::write(&view);
    assert!(!String::from_utf8_lossy(&bytes).contains("aaaa-bbbb"));
    assert_eq!(bench.ask(WindowRequest::CloseAbout), shown);

    for way_out in [WindowRequest::Close.into(), AccountRequest::SignOut.into()] {
        let mut bench = Bench::with_codes();
        bench.ask(WindowRequest::OpenAbout);
        let asked: crate::request::Request = way_out;
        let view = bench.ask(asked);
        assert!(view.leaving && view.screen == shown.screen, "{view:?}");
    }
}
