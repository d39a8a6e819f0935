//! The display that a window opens on.

#![expect(clippy::expect_used, reason = "without a display no test of a window can run")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::environment;
use crate::process::ProcessGroup;

/// The display that was given to the tests, or one of the test's own.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Option<ProcessGroup>,
}

impl Display {
    /// Takes the display of the environment; where there is none, starts Xvfb.
    pub fn open() -> Self {
        environment::display().map_or_else(Self::start, |name| Self { name, _server: None })
    }

    /// Its name, as `DISPLAY` has it.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn start() -> Self {
        let mut server = ProcessGroup::spawn(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1280x900x24"])
                .args(["-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let stdout = server.leader().stdout.take().expect("its output is a pipe");
        let mut number = String::new();
        BufReader::new(stdout).read_line(&mut number).expect("Xvfb names its display");
        Self { name: format!(":{}", number.trim()), _server: Some(server) }
    }
}
