//! The system's clipboard.

use std::sync::{Mutex, PoisonError};

use latchkey_app::ports::{Clipboard, NotCopied};

/// The system's clipboard. It is kept open: on X11 and Wayland a text lives as long as its owner.
#[derive(Default)]
pub(crate) struct SystemClipboard(Mutex<Option<arboard::Clipboard>>);

impl Clipboard for SystemClipboard {
    fn copy(&self, text: &str) -> Result<(), NotCopied> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |error: arboard::Error| {
            tracing::warn!(%error, "the clipboard could not be used");
            NotCopied
        };
        if open.is_none() {
            *open = Some(arboard::Clipboard::new().map_err(failed)?);
        }
        open.as_mut().map_or(Err(NotCopied), |clipboard| clipboard.set_text(text).map_err(failed))
    }
}
