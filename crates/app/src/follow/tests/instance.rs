//! The instance: choosing one, failing to, and leaving it.

use latchkey_fapi_client::BaseUrl;
use latchkey_ipc::command::{AccountRequest, ConnectRequest, WindowRequest};
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::Screen;

use super::bench::*;
use crate::input::{Input, News, NotOpened, Reply};
use crate::ports::{EmulatorFailed, Saved, SavedInstance};
use crate::startup::{Origin, Target};
use crate::work::{Call, Work};

/// On the sign-in page of an instance that was chosen on the Connect page.
fn chosen() -> Bench {
    let mut bench = Bench::choosing();
    bench.ask(ConnectRequest::UseKey { key: KEY.to_owned() });
    bench.opened(crate::ports::Loaded::default());
    bench.environment_known();
    bench
}

fn problem(bench: &Bench) -> (ErrorCode, Option<String>) {
    let Screen::Connect(page) = bench.view().screen else { panic!("another page") };
    let problem = page.problem.unwrap();
    (problem.code, problem.detail)
}

#[test]
fn our_own_failures_are_not_told_as_the_servers() {
    let mut bench = Bench::choosing();
    bench.ask(ConnectRequest::UseEmulator);
    let why = EmulatorFailed("no such folder".to_owned());
    bench.take(Input::EmulatorStarted(Target::Emulator(Origin::Chosen), Err(why)));
    assert_eq!(problem(&bench), (ErrorCode::EmulatorFailed, Some("no such folder".to_owned())));

    bench.ask(ConnectRequest::UseKey { key: KEY.to_owned() });
    let why = NotOpened::Certificates("no certificates".to_owned());
    bench.news(News::Opened(Err(why)));
    let expected = (ErrorCode::CertificatesUnreadable, Some("no certificates".to_owned()));
    assert_eq!(problem(&bench), expected);
    let Screen::Connect(page) = bench.view().screen else { panic!("another page") };
    assert_eq!(page.key, KEY, "the key is still in its field");
    assert!(bench.done(|work| matches!(work, Work::Disconnect).then_some(())).is_some());
}

#[test]
fn an_instance_is_kept_once_it_has_answered() {
    let bench = chosen();
    let expected = SavedInstance::Key { publishable_key: KEY.to_owned() };
    assert_eq!(bench.model.saved.instance, Some(expected));
}

#[test]
fn an_instance_that_does_not_answer_can_be_asked_again() {
    let mut bench = Bench::opening(Saved::default());
    bench.opened(crate::ports::Loaded::default());
    let ticket = bench.ticket_of(|call| matches!(call, Call::Environment));
    bench.answer(ticket, Reply::Environment(Err(offline())));
    assert!(!bench.view().online);
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    bench.ask(ConnectRequest::Retry);
    // Nobody who is typing is interrupted.
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    bench.environment_known();
    assert!(bench.view().online);
}

#[test]
fn leaving_the_instance_asks_about_codes_that_were_not_saved() {
    let mut bench = chosen();
    bench.hold(Some(&client(&[session("sess_1", &user_with_totp())])));
    bench.open(latchkey_ipc::view::Page::ManageMfa);
    bench.ask(latchkey_ipc::command::MfaRequest::GenerateBackupCodes);
    let call = latchkey_core::factors::Call::CreateBackupCodes;
    bench.answer_factors(&call, Ok(codes()));
    let view = bench.ask(ConnectRequest::ChangeInstance);
    assert!(view.leaving && matches!(view.screen, Screen::ManageMfa(_)));
    let view = bench.ask(AccountRequest::Leave);
    assert!(matches!(view.screen, Screen::Connect(_)));
    assert_eq!(bench.model.saved.instance, None);
    assert!(bench.done(|work| matches!(work, Work::Disconnect).then_some(())).is_some());
}

#[test]
fn news_of_an_instance_that_was_left_changes_nothing() {
    let mut bench = chosen();
    let number = bench.number();
    bench.ask(ConnectRequest::ChangeInstance);
    let before = bench.view();
    let holding = crate::input::Holding {
        client: Some(serde_json::from_value(client(&[session("sess_1", &user())])).unwrap()),
        has_token: true,
        ..crate::input::Holding::default()
    };
    bench.take(Input::Instance(number, News::Held(Box::new(holding))));
    assert_eq!(bench.view(), before);
}

#[test]
fn a_window_that_closes_asks_only_where_something_would_be_lost() {
    let closes = |bench: &mut Bench| {
        bench.ask(WindowRequest::Close);
        bench.done(|work| matches!(work, Work::Close { .. }).then_some(())).is_some()
    };
    assert!(closes(&mut Bench::choosing()));
    assert!(closes(&mut Bench::signed_out()));
    assert!(closes(&mut Bench::signed_in()));
    let mut bench = Bench::with_codes();
    assert!(!closes(&mut bench) && bench.view().leaving);
    assert!(!closes(&mut bench), "nobody has read the question yet");
    bench.later(std::time::Duration::from_secs(1));
    assert!(closes(&mut bench), "a second time it closes");
}

#[test]
fn the_address_that_was_given_replaces_that_of_the_key() {
    let startup = crate::startup::Startup {
        given_key: Some(latchkey_fapi_types::key::PublishableKey::parse(KEY).unwrap()),
        base_url: Some(BaseUrl::parse("http://127.0.0.1:4010").unwrap()),
        ..crate::startup::Startup::default()
    };
    let mut bench = Bench::begun(startup, Saved::default());
    let opened = bench.done(|work| match work {
        Work::Open { host, base_url, .. } => Some((host.clone(), base_url.as_str().to_owned())),
        _ => None,
    });
    let (host, base_url) = opened.unwrap();
    assert!(host.starts_with(HOST), "{host}");
    assert!(base_url.starts_with("http://127.0.0.1:4010"), "{base_url}");
}

#[test]
fn an_address_is_shown_where_it_is_not_the_keys_own() {
    let shown = |base_url: Option<&str>| {
        let startup = crate::startup::Startup {
            given_key: Some(latchkey_fapi_types::key::PublishableKey::parse(KEY).unwrap()),
            base_url: base_url.map(|url| BaseUrl::parse(url).unwrap()),
            ..crate::startup::Startup::default()
        };
        Bench::begun(startup, Saved::default()).view().instance.unwrap().address
    };
    assert_eq!(shown(Some("http://127.0.0.1:4010")).as_deref(), Some("http://127.0.0.1:4010"));
    let proxy = "https://example.org/clerk";
    assert_eq!(shown(Some(proxy)).as_deref(), Some(proxy));
    assert_eq!(shown(None), None);
    assert_eq!(shown(Some(&format!("https://{HOST}"))), None);
}
