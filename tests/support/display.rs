//! The display that a window opens on.

#![expect(clippy::expect_used, reason = "without a display no test of a window can run")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::process::ProcessGroup;

/// A display in memory, of the test's own. Never one that a person works at: the tests type, and
/// they read and write the clipboard.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: ProcessGroup,
}

impl Display {
    /// Starts Xvfb.
    pub fn open() -> Self {
        let mut server = ProcessGroup::spawn(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1280x900x24"])
                .args(["-nolisten", "tcp", "-noreset"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let stdout = server.leader().stdout.take().expect("its output is a pipe");
        let mut number = String::new();
        BufReader::new(stdout).read_line(&mut number).expect("Xvfb names its display");
        Self { name: format!(":{}", number.trim()), _server: server }
    }

    /// Its name, as `DISPLAY` has it.
    pub fn name(&self) -> &str {
        &self.name
    }
}
