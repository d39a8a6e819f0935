//! The one window.

use std::path::PathBuf;

use latchkey_app::App;
use latchkey_app::ports::WindowControl;
use latchkey_ipc::command::WindowRequest;
use tauri::menu::{Menu, MenuItem, MenuItemKind};
use tauri::webview::{NewWindowResponse, PermissionResponse};
use tauri::{
    AppHandle, Manager as _, RunEvent, Runtime, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent,
};
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

/// Its name for Tauri.
pub(crate) const LABEL: &str = "main";

/// The name of the menu's way out.
const QUIT: &str = "quit";

/// Opens it. It shows our page and nothing else: no other address, no second window. Whatever runs
/// in it gets nothing from the system by itself: no file is written, and nobody is asked for the
/// camera, the place or the like. What is dropped onto it goes nowhere: Tauri takes it from the
/// webview, and hands on nothing that leads away.
///
/// Its context menu stays: it cuts, copies and pastes for people without a keyboard, and what it can
/// do otherwise, such as to reload or to save a link, ends at the same rules. It offers the
/// inspector in a development build alone.
///
/// What the webview itself keeps goes into `folder`; without one Tauri chooses. On macOS the system does.
pub(crate) fn open<R: Runtime>(app: &tauri::App<R>, folder: Option<PathBuf>) -> tauri::Result<()> {
    let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Latchkey")
        .inner_size(1000.0, 720.0)
        .min_inner_size(480.0, 600.0)
        .center()
        .devtools(cfg!(debug_assertions))
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny);
    match folder {
        Some(folder) => builder.data_directory(folder),
        None => builder,
    }
    .build()?;
    Ok(())
}

/// Leaves it to the application whether the window closes, or the program ends: something on the
/// page may be lost.
pub(crate) fn ask_before_closing<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    if let RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. } = event {
        api.prevent_close();
        ask_to_close(app);
    } else if let RunEvent::ExitRequested { code: Some(_), api, .. } = event
        && app.get_webview_window(LABEL).is_some()
    {
        // Without a code it is the window that has gone: the application closed it.
        api.prevent_exit();
        ask_to_close(app);
    }
}

/// Asks the application too where the system ends the program: by a signal, as at the end of a
/// desktop's session, or by the menu of the program on macOS.
pub(crate) fn ask_before_ending<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    if cfg!(target_os = "macos") {
        // The menu's own Quit would end the program at once. It is the last of the program's menu.
        let menu = Menu::default(app)?;
        if let Some(program) = menu.items()?.first().and_then(MenuItemKind::as_submenu) {
            if let Some(last) = program.items()?.len().checked_sub(1) {
                program.remove_at(last)?;
            }
            let quit = MenuItem::with_id(app, QUIT, "Quit Latchkey", true, Some("Cmd+Q"))?;
            program.append(&quit)?;
        }
        app.set_menu(menu)?;
        app.on_menu_event(|app, event| {
            if event.id() == QUIT {
                ask_to_close(app);
            }
        });
    }
    #[cfg(unix)]
    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let Ok(mut signals) = signal(kind) else { return };
            while signals.recv().await.is_some() {
                ask_to_close(&app);
            }
        });
    }
    Ok(())
}

fn ask_to_close<R: Runtime>(app: &AppHandle<R>) {
    // An application that has stopped can lose nothing any more.
    if app.state::<App>().tell(WindowRequest::Close).is_err()
        && let Some(window) = app.get_webview_window(LABEL)
    {
        destroy(&window);
    }
}

fn destroy<R: Runtime>(window: &WebviewWindow<R>) {
    if let Err(error) = window.destroy() {
        tracing::warn!(%error, "the window could not be closed");
    }
}

/// The one window, for the application to close.
pub(crate) struct MainWindow<R: Runtime>(AppHandle<R>);

impl<R: Runtime> MainWindow<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> WindowControl for MainWindow<R> {
    fn close(&self) {
        if let Some(window) = self.0.get_webview_window(LABEL) {
            destroy(&window);
        }
    }
}

/// Brings it to the front, for a second start of the program.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    for result in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = result {
            tracing::debug!(%error, "the window could not be brought to the front");
        }
    }
}

/// Whether an address is that of the page: `tauri://localhost`, on Windows `http://tauri.localhost`.
/// That is an address of the network everywhere else, where anybody's server may answer.
fn is_ours(url: &Url) -> bool {
    let (scheme, host) =
        if cfg!(windows) { ("http", "tauri.localhost") } else { ("tauri", "localhost") };
    url.scheme() == scheme && url.host_str() == Some(host) && url.port().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(url: &str) -> bool {
        is_ours(&url.parse().expect("an address"))
    }

    #[test]
    fn only_the_page_may_be_shown() {
        let (page, elsewhere) =
            ("tauri://localhost/index.html#top", "http://tauri.localhost/index.html#top");
        let (page, elsewhere) = if cfg!(windows) { (elsewhere, page) } else { (page, elsewhere) };
        assert!(ours(page));
        for other in [
            elsewhere,
            "tauri://localhost:81/",
            "tauri://localhost.example.org/",
            "tauri://example.org/",
            "tauri:localhost",
            "http://tauri.localhost:8080/",
            "https://tauri.localhost/",
            "https://tauri.localhost@example.org/",
            "https://example.org/",
            "http://localhost/",
            "http://ipc.localhost/view",
            "ipc://localhost/view",
            "file:///etc/passwd",
            "data:text/html,x",
            "blob:tauri://localhost/1",
            "about:blank",
            "about:srcdoc",
            "javascript:0",
        ] {
            assert!(!ours(other), "{other}");
        }
    }
}
