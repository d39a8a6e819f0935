//! The commands through Tauri's mock runtime, with the real capabilities.

mod calls;
mod policy;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use latchkey_app::ports::{
    Clipboard, Clock, FileKind, Files, LicenceList, ListFile, ListNotRead, NotCopied, NotPrinted,
    NotRead, NotSaved, NotWritten, PortFuture, Ports, Preferences, Printer, Saved, WindowControl,
};
use latchkey_app::{App, Instant, Startup, Timestamp};
use latchkey_ipc::command::{
    AccountRequest, Command, ConnectRequest, CountriesRequest, LicencesRequest, MfaRequest,
    SignInRequest, StepUpRequest, ViewRequest, WindowRequest,
};
use latchkey_ipc::view::{KeyCheck, LicencesView, Screen, Theme};
use latchkey_ipc::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tauri::ipc::{CallbackFn, InvokeBody, InvokeResponseBody};
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
    fn open(&self, _: &FileKind) -> PortFuture<Result<Option<Vec<u8>>, NotRead>> {
        Box::pin(async { Err(NotRead) })
    }

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

    fn set_theme(&self, _: Theme) {}
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

    fn set_theme(&self, _: Theme) {}
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

fn invoke(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    body: InvokeBody,
) -> Result<Vec<u8>, Value> {
    invoke_from(PAGE, window, command, body)
}

/// A call by a document of any address.
fn invoke_from(
    address: &str,
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    body: InvokeBody,
) -> Result<Vec<u8>, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: address.parse().expect("an address"),
        body,
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| match body {
        InvokeResponseBody::Raw(bytes) => bytes,
        InvokeResponseBody::Json(text) => text.into_bytes(),
    })
}

fn asked<C: Command<Answer: DeserializeOwned> + Serialize>(
    window: &WebviewWindow<MockRuntime>,
    request: &C,
) -> C::Answer {
    let body = InvokeBody::Raw(wire::write(request).to_vec());
    let answer = invoke(window, C::NAME, body).expect("an answer");
    assert_eq!(answer.len() % 8192, 0, "{} answers in whole buffers", C::NAME);
    wire::read(&answer).expect("what the command answers")
}

#[test]
fn every_command_answers_with_a_view_of_its_own_revision() {
    let window = window("main");
    let views = [
        asked(&window, &ViewRequest {}),
        asked(&window, &ConnectRequest::Check { key: String::new() }),
        asked(&window, &SignInRequest::StartOver),
        asked(&window, &AccountRequest::Refresh),
        asked(&window, &MfaRequest::DismissProblem),
        asked(&window, &StepUpRequest::Cancel),
        asked(&window, &WindowRequest::DismissNotice),
    ];
    assert!(views.is_sorted_by(|one, next| one.revision < next.revision), "{views:?}");
}

#[test]
fn the_countries_come_without_a_view() {
    assert_eq!(asked(&window("main"), &CountriesRequest {}), latchkey_app::countries());
}

#[test]
fn the_licences_come_without_a_view() {
    let licences = asked(&window("main"), &LicencesRequest {});
    assert_eq!(licences, LicencesView::Missing { path: "nowhere".to_owned() });
}

#[test]
fn a_publishable_key_is_checked_on_the_way() {
    let key = "pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk".to_owned();
    let view = asked(&window("main"), &ConnectRequest::Check { key });
    let Screen::Connect(connect) = view.screen else { panic!("not the Connect page") };
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
