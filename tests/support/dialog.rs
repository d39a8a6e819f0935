//! The system's own dialogs, and the window's own close button, on a display without a window
//! manager. `xdotool` types into them.

#![expect(clippy::expect_used, clippy::panic, reason = "a dialog that cannot be used fails")]

use std::error::Error;
use std::path::Path;
use std::process::Command;

use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

use crate::display::Display;
use crate::process::{NO_DISPLAY, TIMED_OUT};
use crate::wait::until;

/// What the program's own window is called.
const PROGRAM: &str = "Latchkey";

/// After how many looks at a dialog that stays the key that ends it is pressed again: about a second.
const RETURN_EVERY: u32 = 30;

impl Display {
    /// Types a path into the dialog that asks where to save, and saves.
    pub async fn save_into(&self, path: &Path) {
        self.dialog().await;
        // The name in the field is selected, so that the path takes its place.
        self.xdotool(&["key", "ctrl+a"]);
        self.end_with(path).await;
    }

    /// Types a path into the dialog that asks for a file, and opens it.
    pub async fn open_file(&self, path: &Path) {
        self.dialog().await;
        // Brings the field for a path.
        self.xdotool(&["key", "ctrl+l"]);
        self.end_with(path).await;
    }

    async fn end_with(&self, path: &Path) {
        self.xdotool(&["type", "--delay", "5", &path.display().to_string()]);
        // The dialog takes no Return while it still looks up what was typed.
        let mut asked = 0_u32;
        let ended = until(async || {
            if asked.is_multiple_of(RETURN_EVERY) {
                self.xdotool(&["key", "Return"]);
            }
            asked += 1;
            self.dialogs().is_empty().then_some(())
        });
        assert!(ended.await.is_ok(), "the dialog never went: {:?}", self.windows());
    }

    /// Leaves the dialog of the system that is open.
    pub async fn cancel_dialog(&self) {
        self.dialog().await;
        self.xdotool(&["key", "Escape"]);
        self.wait_until_no_dialog().await;
    }

    /// Waits for a dialog of the system and gives it the keyboard.
    pub async fn dialog(&self) {
        let found = until(async || self.dialogs().into_iter().next()).await;
        let dialog =
            found.unwrap_or_else(|_| panic!("no dialog came; there are {:?}", self.windows()));
        // Without a window manager nobody else does.
        self.xdotool(&["windowfocus", "--sync", &dialog]);
    }

    /// Waits until no dialog of the system is open.
    pub async fn wait_until_no_dialog(&self) {
        let gone = until(async || self.dialogs().is_empty().then_some(())).await;
        assert!(gone.is_ok(), "a dialog never went: {:?}", self.windows());
    }

    /// Presses the close button that a window manager draws on the program's window.
    pub fn press_close_button(&self) {
        let window = self.program().parse().expect("windows have numbers");
        self.ask_to_close(window).expect("the display takes the message");
    }

    /// The program's own window.
    pub fn program(&self) -> String {
        let windows = self.windows();
        let own = windows.iter().find(|(_, name)| name == PROGRAM);
        own.map_or_else(|| panic!("no {PROGRAM} among {windows:?}"), |(window, _)| window.clone())
    }

    /// What a window manager sends (ICCCM 4.2.8.1).
    fn ask_to_close(&self, window: u32) -> Result<(), Box<dyn Error>> {
        let (display, _) = x11rb::connect(Some(self.name()))?;
        let atom = |name: &[u8]| -> Result<u32, Box<dyn Error>> {
            Ok(display.intern_atom(false, name)?.reply()?.atom)
        };
        let (protocols, delete) = (atom(b"WM_PROTOCOLS")?, atom(b"WM_DELETE_WINDOW")?);
        let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
        display.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
        Ok(())
    }

    /// The visible windows that are not the program's own.
    pub fn dialogs(&self) -> Vec<String> {
        let others = self.windows().into_iter().filter(|(_, name)| name != PROGRAM);
        others.map(|(window, _)| window).collect()
    }

    /// Visible windows that have a name, with it.
    pub fn windows(&self) -> Vec<(String, String)> {
        let found = self.xdotool(&["search", "--onlyvisible", "--name", "."]);
        found
            .lines()
            .map(|window| {
                (window.to_owned(), self.xdotool(&["getwindowname", window]).trim().to_owned())
            })
            .filter(|(_, name)| !name.is_empty())
            .collect()
    }

    /// What xdotool prints. It fails where it finds nothing, which is no error here.
    fn xdotool(&self, words: &[&str]) -> String {
        // To wait for a window's focus may take for ever, when the window is gone by then.
        let mut command = Command::new("timeout");
        command.args(["10", "xdotool"]).args(words).env("DISPLAY", self.name());
        let output = command.output();
        let output = output.unwrap_or_else(|error| panic!("xdotool does not start: {error}"));
        let said = String::from_utf8_lossy(&output.stderr);
        let broken = output.status.code() == Some(TIMED_OUT) || said.contains(NO_DISPLAY);
        assert!(!broken, "xdotool {words:?}: {} {said}", output.status);
        String::from_utf8(output.stdout).expect("xdotool prints text")
    }
}
