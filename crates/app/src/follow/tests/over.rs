//! The pages about the program itself, which stand over whatever else is shown.

use latchkey_fapi_types::key::PublishableKey;
use latchkey_ipc::command::{AccountRequest, ConnectRequest, WindowRequest};
use latchkey_ipc::view::{
    AboutView, GivenBy, Page, Screen, SettingsView, StoragePlace, StorageView, Theme,
};

use super::bench::*;
use crate::ports::{Saved, SavedInstance};
use crate::startup::{Program, Startup};
use crate::work::Work;

const BOTH: [WindowRequest; 2] = [WindowRequest::OpenSettings, WindowRequest::OpenAbout];

fn is_over(bench: &Bench) -> bool {
    matches!(bench.view().screen, Screen::Settings(_) | Screen::About(_))
}

fn settings(screen: Screen) -> SettingsView {
    match screen {
        Screen::Settings(settings) => settings,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_leads_back_to_what_it_was_opened_over() {
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
            ..Program::default()
        };
        let before = bench.view();
        let settings = bench.ask(WindowRequest::OpenSettings);
        assert!(matches!(settings.screen, Screen::Settings(_)), "{from}");
        assert_eq!(settings.navigation, before.navigation, "{from}");
        let shown = bench.ask(WindowRequest::OpenAbout);
        let about = AboutView {
            version: text("1.2.3"),
            commit: text("0123456789ab"),
            built: text("2026-01-31"),
            licence: text("MIT"),
        };
        assert_eq!(shown.screen, Screen::About(about), "{from}");
        assert_eq!(shown.navigation, before.navigation, "{from}");
        assert_eq!(bench.ask(WindowRequest::Back), settings, "{from}");
        assert_eq!(bench.ask(WindowRequest::Back), before, "{from}");
        assert_eq!(bench.ask(WindowRequest::Back), before, "{from}: there is no more to leave");
    }
}

#[test]
fn there_is_none_before_there_is_anything_to_go_back_to() {
    for open in BOTH {
        let mut bench = Bench::starting(Startup::default());
        bench.ask(open);
        assert!(!is_over(&bench));
    }
}

#[test]
fn another_page_takes_its_place() {
    for open in BOTH {
        let mut bench = Bench::signed_in();
        bench.ask(open);
        bench.open(Page::ManageMfa);
        assert!(matches!(bench.view().screen, Screen::ManageMfa(_)));
        bench.ask(open);
        bench.open(Page::ManageMfa);
        assert!(matches!(bench.view().screen, Screen::ManageMfa(_)), "also the one beneath it");
    }
}

#[test]
fn it_goes_with_the_session_that_it_was_opened_over() {
    for open in BOTH {
        let mut bench = Bench::signed_in();
        bench.ask(open);
        bench.hold(Some(&client(&[])));
        assert!(matches!(bench.view().screen, Screen::SignIn(_)));
        bench.ask(open);
        bench.hold(Some(&client(&[session("sess_2", &user())])));
        assert!(matches!(bench.view().screen, Screen::Account(_)));
    }
}

#[test]
fn codes_beneath_it_are_not_in_the_view_and_are_still_asked_about() {
    let mut bench = Bench::with_codes();
    let shown = bench.view();
    let view = bench.ask(WindowRequest::OpenAbout);
    assert!(!format!("{view:?}").contains("aaaa-bbbb"));
    let bytes = latchkey_ipc::wire::write(&view);
    assert!(!String::from_utf8_lossy(&bytes).contains("aaaa-bbbb"));
    bench.ask(WindowRequest::Back);
    assert_eq!(bench.ask(WindowRequest::Back), shown);

    for way_out in [WindowRequest::Close.into(), AccountRequest::SignOut.into()] {
        let mut bench = Bench::with_codes();
        bench.ask(WindowRequest::OpenAbout);
        let asked: crate::request::Request = way_out;
        let view = bench.ask(asked);
        assert!(view.leaving && view.screen == shown.screen, "{view:?}");
    }
}

#[test]
fn settings_say_where_things_are_and_where_a_device_has_a_page() {
    let startup = Startup { data_folder: "/home/ada/latchkey".to_owned(), ..Startup::default() };
    let mut bench = Bench::begun(startup, Saved::default());
    let nowhere = StorageView { place: StoragePlace::Session, trouble: None, decided: true };
    let shown = settings(bench.ask(WindowRequest::OpenSettings).screen);
    assert_eq!((&*shown.folder, shown.storage), ("/home/ada/latchkey", nowhere));
    assert!(!shown.leads_to_device && shown.given_by.is_none());
    let mut bench = Bench::signed_in();
    assert!(settings(bench.ask(WindowRequest::OpenSettings).screen).leads_to_device);
}

#[test]
fn settings_say_who_decided_on_the_instance() {
    let key = || Some(PublishableKey::parse(KEY).unwrap());
    let by = |place: &str| Some(GivenBy::Start { place: place.to_owned() });
    let saved = || Saved {
        instance: Some(SavedInstance::Key { publishable_key: KEY.to_owned() }),
        ..Saved::default()
    };
    let typed = |given_key| Startup {
        given_key,
        given_by: Some("--publishable-key".to_owned()),
        ..Startup::default()
    };
    let built = || Startup { built_in_key: key(), ..Startup::default() };
    for (startup, saved, expected, changeable) in [
        (typed(key()), saved(), by("--publishable-key"), false),
        (built(), Saved::default(), Some(GivenBy::Build), false),
        (built(), saved(), None, true),
    ] {
        let mut bench = Bench::begun(startup, saved);
        let view = bench.ask(WindowRequest::OpenSettings);
        assert_eq!(view.instance.as_ref().map(|it| it.changeable), Some(changeable));
        assert_eq!(settings(view.screen).given_by, expected);
    }
}

#[test]
fn another_instance_is_chosen_from_the_settings() {
    let instance = Some(SavedInstance::Key { publishable_key: KEY.to_owned() });
    let mut bench = Bench::begun(Startup::default(), Saved { instance, ..Saved::default() });
    bench.ask(WindowRequest::OpenSettings);
    let view = bench.ask(ConnectRequest::ChangeInstance);
    assert!(matches!(view.screen, Screen::Connect(_)), "{view:?}");
}

#[test]
fn colours_are_set_at_once_and_kept() {
    let mut bench = Bench::signed_out();
    bench.ask(WindowRequest::OpenSettings);
    for theme in [Theme::Dark, Theme::Light, Theme::System] {
        let view = bench.ask(WindowRequest::SetTheme { theme });
        assert_eq!(settings(view.screen).theme, theme);
        let set = |work: &Work| matches!(work, Work::SetTheme(set) if *set == theme).then_some(());
        assert!(bench.done(set).is_some(), "{theme:?}");
        let kept =
            |work: &Work| matches!(work, Work::Save(saved) if saved.theme == theme).then_some(());
        assert!(bench.done(kept).is_some(), "{theme:?}");
    }
}

#[test]
fn what_earlier_versions_saved_has_the_colours_of_the_system() {
    let saved: Saved = serde_json::from_str("{\"endings\": []}").unwrap();
    assert_eq!(saved.theme, Theme::System);
    let dark: Saved = serde_json::from_str("{\"theme\": \"dark\"}").unwrap();
    assert_eq!(dark.theme, Theme::Dark);
}
