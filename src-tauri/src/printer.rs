//! The system's printing.

use latchkey_app::ports::{NotPrinted, Printer};
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
    fn print(&self) -> Result<(), NotPrinted> {
        let window = self.0.get_webview_window(window::LABEL).ok_or(NotPrinted)?;
        window.print().map_err(|error| {
            tracing::warn!(%error, "the window could not be printed");
            NotPrinted
        })
    }
}
