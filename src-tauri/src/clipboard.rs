//! The system's clipboard, on a thread of its own: on X11 a program that holds the clipboard and does
//! not answer makes every question wait for seconds.

mod marks;

use std::io;

use latchkey_app::ports::{Clipboard, NotCopied, PortFuture};
use zeroize::Zeroizing;

use crate::worker::Worker;

/// The system's clipboard. It is kept open: on X11 and Wayland a text lives as long as its owner.
pub(crate) struct SystemClipboard(Worker<Option<arboard::Clipboard>>);

impl SystemClipboard {
    pub(crate) fn start() -> io::Result<Self> {
        Ok(Self(Worker::start("clipboard", || None)?))
    }

    fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error> + Send + 'static,
    ) -> PortFuture<Result<T, NotCopied>> {
        let outcome = self.0.run(move |open| {
            let clipboard = match open.take() {
                Some(clipboard) => Ok(clipboard),
                None => arboard::Clipboard::new(),
            };
            clipboard.and_then(|clipboard| work(open.insert(clipboard)))
        });
        Box::pin(async move {
            // An error of the clipboard never quotes what is on it.
            outcome.await.ok_or(NotCopied)?.map_err(|error| {
                tracing::warn!(%error, "the clipboard could not be used");
                NotCopied
            })
        })
    }
}

impl Clipboard for SystemClipboard {
    fn copy(&self, text: String) -> PortFuture<Result<(), NotCopied>> {
        self.with(|clipboard| clipboard.set_text(text))
    }

    fn copy_secret(&self, text: Zeroizing<String>) -> PortFuture<Result<(), NotCopied>> {
        self.with(move |clipboard| marks::secret(clipboard.set()).text(text.as_str()))
    }

    fn clear_if(&self, text: Zeroizing<String>) -> PortFuture<()> {
        let cleared = self.with(move |clipboard| match clipboard.get_text().map(Zeroizing::new) {
            Ok(held) if held == text => clipboard.clear(),
            // It holds another text, or no text at all.
            Ok(_) | Err(arboard::Error::ContentNotAvailable) => Ok(()),
            Err(error) => Err(error),
        });
        Box::pin(async move {
            // What went wrong is in the log by then, and there is nothing else to be done about it.
            let _ = cleared.await;
        })
    }
}
