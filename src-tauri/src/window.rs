//! The one window.

mod address;
mod drawing;
mod ending;
mod theme;

use std::path::PathBuf;

use latchkey_app::App;
use latchkey_app::ports::WindowControl;
use latchkey_ipc::command::WindowRequest;
use latchkey_ipc::view::Theme;
use tauri::webview::{NewWindowResponse, PermissionResponse};
use tauri::{
    AppHandle, Manager as _, RunEvent, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent,
};

pub(crate) use ending::ask_before_ending;

/// Its name for Tauri.
pub(crate) const LABEL: &str = "main";

/// Opens it. It shows our page and nothing else: no other address, no second window. Whatever runs
/// in it gets nothing from the system by itself: no file is written, and nobody is asked for the
/// camera, the place or the like. What is dropped onto it goes nowhere: Tauri takes it from the
/// webview, and hands on nothing that leads away.
///
/// Its context menu stays: it cuts, copies and pastes for people without a keyboard, and what it can
/// do otherwise, such as to reload or to save a link, ends at the same rules. It offers the
/// inspector in a development build alone.
///
/// It has the colours of `theme` from its first frame on. What the webview itself keeps goes into `folder`; without one Tauri chooses. On macOS the system does.
pub(crate) fn open<R: Runtime>(
    app: &tauri::App<R>,
    theme: Theme,
    folder: Option<PathBuf>,
) -> tauri::Result<()> {
    theme::set(app.handle(), theme)?;
    let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title(&app.package_info().name)
        .inner_size(1000.0, 720.0)
        .min_inner_size(480.0, 600.0)
        .center()
        .devtools(cfg!(debug_assertions))
        .on_navigation(address::is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny);
    let builder = match folder {
        Some(folder) => builder.data_directory(folder),
        None => builder,
    };
    let window = match theme::ground(theme) {
        Some(ground) => builder.background_color(ground),
        None => builder,
    }
    .build()?;
    drawing::without_card(&window)
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

/// The one window, for the application to close and to colour.
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

    fn set_theme(&self, theme: Theme) {
        if let Err(error) = theme::set(&self.0, theme) {
            tracing::warn!(%error, "the colours of the window could not be set");
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
