//! Sends views to the window.

use latchkey_app::ports::ViewSink;
use latchkey_ipc::view::AppView;
use latchkey_ipc::{VIEW_EVENT, wire};
use tauri::{AppHandle, Emitter as _, Runtime};

use crate::window;

/// The one window.
pub(crate) struct WindowSink<R: Runtime>(AppHandle<R>);

impl<R: Runtime> WindowSink<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> ViewSink for WindowSink<R> {
    fn publish(&self, view: &AppView) {
        // A window that is closing hears nothing any more; one that opens asks for its view.
        let bytes = wire::write(view);
        if let Err(error) = self.0.emit_to(window::LABEL, VIEW_EVENT, bytes.as_slice()) {
            tracing::debug!(%error, "a view was not delivered");
        }
    }
}
