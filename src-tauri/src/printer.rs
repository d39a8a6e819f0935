//! The system's printing.

use latchkey_app::ports::{NotPrinted, PortFuture, Printer};
use tauri::{AppHandle, Manager as _, Runtime};

use crate::window;

/// The printing of the window's web view, which brings the system's dialog.
pub(crate) struct WindowPrinter<R: Runtime>(AppHandle<R>);

impl<R: Runtime> WindowPrinter<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> Printer for WindowPrinter<R> {
    fn print(&self) -> PortFuture<Result<(), NotPrinted>> {
        let window = self.0.get_webview_window(window::LABEL);
        Box::pin(async move {
            window.ok_or(NotPrinted)?.print().map_err(|error| {
                tracing::warn!(%error, "the window could not be printed");
                NotPrinted
            })
        })
    }
}
