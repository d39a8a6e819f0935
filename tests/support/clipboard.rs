//! The clipboard of a display, through a program that is not ours: `xclip`.

#![expect(clippy::expect_used, clippy::panic, reason = "a test without its tools fails")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::display::Display;
use crate::process::{NO_DISPLAY, TIMED_OUT};

impl Display {
    /// The text on the clipboard; empty where there is none.
    pub fn clipboard(&self) -> String {
        let output = self.xclip().arg("-o").output();
        let output = output.unwrap_or_else(|error| panic!("xclip does not start: {error}"));
        let said = String::from_utf8_lossy(&output.stderr);
        let broken = output.status.code() == Some(TIMED_OUT) || said.contains(NO_DISPLAY);
        assert!(!broken, "xclip cannot look: {} {said}", output.status);
        // It fails when nobody owns the clipboard.
        if output.status.success() {
            String::from_utf8(output.stdout).expect("the clipboard holds text")
        } else {
            String::new()
        }
    }

    /// Puts a text on the clipboard, as another program does.
    pub fn copy(&self, text: &str) {
        let mut xclip = self
            .xclip()
            .arg("-i")
            .stdin(Stdio::piped())
            // It stays behind to hand the text out, until somebody else copies something.
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xclip starts");
        let mut stdin = xclip.stdin.take().expect("its input is a pipe");
        stdin.write_all(text.as_bytes()).expect("xclip takes the text");
        drop(stdin);
        assert!(xclip.wait().expect("xclip was started").success());
    }

    fn xclip(&self) -> Command {
        // Whoever owns the clipboard may never answer.
        let mut command = Command::new("timeout");
        command.args(["10", "xclip", "-selection", "clipboard"]).env("DISPLAY", self.name());
        command
    }
}
