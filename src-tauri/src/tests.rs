//! The commands through Tauri's mock runtime, with the real capabilities.

mod calls;
mod policy;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use latchkey_app::ports::{
    Clipboard, Clock, Files, LicenceList, ListFile, ListNotRead, NotCopied, NotPrinted, NotSaved,
    NotWritten, PortFuture, Ports, Preferences, Printer, Saved, WindowControl,
};
use latchkey_app::{App, Instant, Startup, Timestamp};
use latchkey_ipc::command::ViewRequest;
use latchkey_ipc::view::{AppView, Country, KeyCheck, LicencesView, Screen};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{AppHandle, Manager as _, RunEvent, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use zeroize::Zeroizing;

use crate::view_sink::WindowSink;
use crate::window::MainWindow;
use crate::{commands, window};

/// The address of the page.
const PAGE: &str = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };

struct StoppedClock;

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_772_000_000_000)
    }

    fn instant(&self) -> Instant {
        Instant::from_start(Duration::ZERO)
    }

    fn wait(&self, _: Duration) -> PortFuture<()> {
        Box::pin(std::future::pending())
    }
}

struct NothingSaved;

impl Preferences for NothingSaved {
    fn load(&self) -> PortFuture<Saved> {
        Box::pin(async { Saved::default() })
    }

    fn save(&self, _: Saved) -> PortFuture<Result<(), NotSaved>> {
        Box::pin(async { Ok(()) })
    }
}

struct NoClipboard;

impl Clipboard for NoClipboard {
    fn copy(&self, _: String) -> PortFuture<Result<(), NotCopied>> {
        Box::pin(async { Err(NotCopied) })
    }

    fn copy_secret(&self, _: Zeroizing<String>) -> PortFuture<Result<(), NotCopied>> {
        Box::pin(async { Err(NotCopied) })
    }

    fn clear_if(&self, _: Zeroizing<String>) -> PortFuture<()> {
        Box::pin(async {})
    }
}

/// A computer with no place to save to, no printer, no window and no list of licences.
struct NoDesktop;

impl Files for NoDesktop {
    fn save(
        &self,
        _: &str,
        _: Zeroizing<String>,
    ) -> PortFuture<Result<Option<String>, NotWritten>> {
        Box::pin(async { Err(NotWritten) })
    }
}

impl Printer for NoDesktop {
    fn print(&self) -> PortFuture<Result<(), NotPrinted>> {
        Box::pin(async { Err(NotPrinted) })
    }
}

impl WindowControl for NoDesktop {
    fn close(&self) {}
}

impl LicenceList for NoDesktop {
    fn read(&self) -> PortFuture<ListFile> {
        let file = ListFile { path: "nowhere".to_owned(), contents: Err(ListNotRead::Missing) };
        Box::pin(async { file })
    }
}

/// The real window, and whether the application closed it.
struct CountedWindow {
    window: MainWindow<MockRuntime>,
    closed: Arc<AtomicU32>,
}

impl WindowControl for CountedWindow {
    fn close(&self) {
        self.closed.fetch_add(1, Ordering::SeqCst);
        self.window.close();
    }
}

/// Tauri with our commands and capabilities.
fn shell() -> tauri::App<MockRuntime> {
    commands::register(mock_builder())
        .build(tauri::generate_context!("tauri.conf.json"))
        .expect("the context is complete")
}

/// Everything that an application needs which shows its views here.
fn ports(app: &AppHandle<MockRuntime>) -> Ports {
    Ports {
        clock: Arc::new(StoppedClock),
        views: Arc::new(WindowSink::new(app.clone())),
        preferences: Arc::new(NothingSaved),
        vault: None,
        clipboard: Arc::new(NoClipboard),
        files: Arc::new(NoDesktop),
        printer: Arc::new(NoDesktop),
        window: Arc::new(NoDesktop),
        licences: Arc::new(NoDesktop),
        emulator: None,
    }
}

/// The app with a window of this name, and everything else as it ships.
fn window(label: &str) -> WebviewWindow<MockRuntime> {
    let app = shell();
    let ports = ports(app.handle());
    app.manage(tauri::async_runtime::block_on(begun(ports)));
    WebviewWindowBuilder::new(&app, label, WebviewUrl::default()).build().expect("a window")
}

/// An application that has read its preferences: until then it shows no page to ask anything on.
async fn begun(ports: Ports) -> App {
    let app = App::start(ports, Startup::default());
    while app.request(ViewRequest {}).await.expect("it runs").screen == Screen::Loading {
        tokio::task::yield_now().await;
    }
    app
}

fn invoke(window: &WebviewWindow<MockRuntime>, command: &str, body: Value) -> Result<Value, Value> {
    invoke_from(PAGE, window, command, InvokeBody::Json(body))
}

/// A call by a document of any address.
fn invoke_from(
    address: &str,
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    body: InvokeBody,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: address.parse().expect("an address"),
        body,
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().expect("an answer in JSON"))
}

fn asked(window: &WebviewWindow<MockRuntime>, command: &str, request: &Value) -> AppView {
    let answer = invoke(window, command, json!({ "request": request })).expect("an answer");
    serde_json::from_value(answer).expect("a view")
}

#[test]
fn every_command_answers_with_a_view_of_its_own_revision() {
    let window = window("main");
    let requests = [
        ("view", json!({})),
        ("connect", json!({ "type": "check", "key": "" })),
        ("sign_in", json!({ "type": "start_over" })),
        ("account", json!({ "type": "refresh" })),
        ("mfa", json!({ "type": "dismiss_problem" })),
        ("step_up", json!({ "type": "cancel" })),
        ("window", json!({ "type": "dismiss_notice" })),
    ];
    let mut last = 0;
    for (command, request) in &requests {
        let view = asked(&window, command, request);
        assert!(view.revision > last, "{command}");
        last = view.revision;
    }
}

#[test]
fn the_countries_come_without_a_view() {
    let answer = invoke(&window("main"), "countries", json!({ "request": {} })).expect("an answer");
    let countries: Vec<Country> = serde_json::from_value(answer).expect("countries");
    assert_eq!(countries, latchkey_app::countries());
}

#[test]
fn the_licences_come_without_a_view() {
    let answer = invoke(&window("main"), "licences", json!({ "request": {} })).expect("an answer");
    let licences: LicencesView = serde_json::from_value(answer).expect("what became of the list");
    assert_eq!(licences, LicencesView::Missing { path: "nowhere".to_owned() });
}

#[test]
fn a_publishable_key_is_checked_on_the_way() {
    let window = window("main");
    let request = json!({ "type": "check", "key": "pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk" });
    let Screen::Connect(connect) = asked(&window, "connect", &request).screen else {
        panic!("not the Connect page")
    };
    assert!(
        matches!(connect.check, KeyCheck::Valid { host, .. } if host == "example.accounts.dev")
    );
}

/// Runs until there is no window any more; the person closes it as soon as it is there.
fn run_until_closed(app: tauri::App<MockRuntime>) {
    let window = WebviewWindowBuilder::new(&app, "main", WebviewUrl::default()).build();
    let window = window.expect("a window");
    app.run(move |app, event| {
        if matches!(event, RunEvent::Ready) {
            window.close().expect("a request to close");
        }
        window::ask_before_closing(app, event);
    });
}

#[test]
fn a_window_that_is_to_close_is_closed_by_the_application() {
    let app = shell();
    let closed = Arc::<AtomicU32>::default();
    let window = MainWindow::new(app.handle().clone());
    let window = Arc::new(CountedWindow { window, closed: Arc::clone(&closed) });
    let ports = Ports { window, ..ports(app.handle()) };
    app.manage(tauri::async_runtime::block_on(async { App::start(ports, Startup::default()) }));
    run_until_closed(app);
    assert_eq!(closed.load(Ordering::SeqCst), 1);
}

#[test]
fn a_window_closes_at_once_when_the_application_has_stopped() {
    let app = shell();
    let ports = ports(app.handle());
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    app.manage(runtime.block_on(async { App::start(ports, Startup::default()) }));
    drop(runtime);
    run_until_closed(app);
}
