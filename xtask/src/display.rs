//! A screen for tests: an X server that draws into memory, gone when the value is dropped.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::process::on_path;

/// A running Xvfb.
pub(crate) struct Display {
    server: Child,
    name: String,
}

impl Display {
    /// Starts Xvfb on a free display number, which the server itself chooses.
    pub(crate) fn start() -> Result<Self> {
        let Some(program) = on_path("Xvfb") else {
            bail!("Xvfb is not installed (Debian and Ubuntu: apt-get install xvfb)");
        };
        let mut server = Command::new(program)
            .args(["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting Xvfb")?;
        let stdout = server.stdout.take().context("Xvfb has no standard output")?;
        let mut number = String::new();
        BufReader::new(stdout).read_line(&mut number).context("reading Xvfb's display number")?;
        let display = Self { server, name: format!(":{}", number.trim()) };
        if number.trim().is_empty() {
            bail!("Xvfb ended without opening a display");
        }
        Ok(display)
    }

    /// Makes a command draw on this screen, with a message bus of its own.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new("dbus-run-session");
        command
            .args(["--", program])
            .env("DISPLAY", &self.name)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY");
        command
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Nothing is left to be done about a server that is gone already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
