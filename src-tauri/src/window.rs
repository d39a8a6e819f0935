//! The one window.

use latchkey_app::App;
use latchkey_app::ports::WindowControl;
use latchkey_ipc::command::WindowRequest;
use tauri::{
    AppHandle, Manager as _, RunEvent, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent,
};

/// Its name for Tauri.
pub(crate) const LABEL: &str = "main";

/// Opens it. It shows our page and nothing else: no other address, no second window.
pub(crate) fn open<R: Runtime>(app: &tauri::App<R>) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Latchkey")
        .inner_size(1000.0, 720.0)
        .min_inner_size(480.0, 600.0)
        .center()
        .on_navigation(|url| is_ours(url.scheme(), url.host_str()))
        .build()?;
    Ok(())
}

/// Leaves it to the application whether the window closes: something on it may be lost.
pub(crate) fn ask_before_closing<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    if let RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, label, .. } =
        event
        && let Some(window) = app.get_webview_window(&label)
    {
        api.prevent_close();
        let app = app.state::<App>().inner().clone();
        tauri::async_runtime::spawn(async move {
            // Nobody can be asked any more, and nothing is left to be lost.
            if app.request(WindowRequest::Close).await.is_err() {
                destroy(&window);
            }
        });
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
fn is_ours(scheme: &str, host: Option<&str>) -> bool {
    matches!(
        (scheme, host),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_may_be_shown() {
        assert!(is_ours("tauri", Some("localhost")));
        assert!(is_ours("http", Some("tauri.localhost")));
        for (scheme, host) in
            [("https", Some("example.org")), ("file", None), ("data", None), ("tauri", None)]
        {
            assert!(!is_ours(scheme, host), "{scheme} {host:?}");
        }
    }
}
