//! The system's clipboard.

use std::sync::{Mutex, PoisonError};

#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(target_os = "linux")]
use arboard::SetExtLinux as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;
use latchkey_app::ports::{Clipboard, NotCopied};
use zeroize::Zeroizing;

/// The system's clipboard. It is kept open: on X11 and Wayland a text lives as long as its owner.
#[derive(Default)]
pub(crate) struct SystemClipboard(Mutex<Option<arboard::Clipboard>>);

impl SystemClipboard {
    fn with<T>(
        &self,
        work: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, NotCopied> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let clipboard = match open.take() {
            Some(clipboard) => Ok(clipboard),
            None => arboard::Clipboard::new(),
        };
        // An error of the clipboard never quotes what is on it.
        clipboard.and_then(|clipboard| work(open.insert(clipboard))).map_err(|error| {
            tracing::warn!(%error, "the clipboard could not be used");
            NotCopied
        })
    }
}

impl Clipboard for SystemClipboard {
    fn copy(&self, text: &str) -> Result<(), NotCopied> {
        self.with(|clipboard| clipboard.set_text(text))
    }

    fn copy_secret(&self, text: &str) -> Result<(), NotCopied> {
        self.with(|clipboard| {
            let set = clipboard.set().exclude_from_history();
            #[cfg(windows)]
            let set = set.exclude_from_cloud();
            set.text(text)
        })
    }

    fn clear_if(&self, text: &str) {
        // What went wrong is in the log by then, and there is nothing else to be done about it.
        let _ = self.with(|clipboard| match clipboard.get_text().map(Zeroizing::new) {
            Ok(held) if *held == text => clipboard.clear(),
            // Something else is on it, of which this is no text.
            Ok(_) | Err(arboard::Error::ContentNotAvailable) => Ok(()),
            Err(error) => Err(error),
        });
    }
}
