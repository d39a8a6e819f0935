//! The program's life in a test: closed, killed, started again, and started many times at once.

use rustix::process::{Signal, kill_process};

use super::World;
use crate::page::Page;
use crate::process::ProcessGroup;
use crate::wait;
use crate::wire::Exchange;

impl World {
    /// Ends the program as closing its window does.
    pub async fn close(&self) {
        self.end().await;
        self.desktop.wait_until_left().await;
    }

    /// Starts the program with what it kept.
    pub async fn open_again(&self) -> Page {
        self.start().await
    }

    /// Starts the program with what it kept, this time with other variables.
    pub async fn open_again_with(&self, env: &[(&str, &str)]) -> Page {
        let mut launch = self.launch.clone();
        for (name, value) in env {
            launch.env.retain(|(known, _)| known != name);
            launch.env.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.start_as(&launch).await
    }

    /// Waits until a choice is saved. The window shows it at once, and a restart gives the program no time
    /// to save it.
    pub async fn wait_until_saved(&self, choice: &str) {
        let preferences = self.desktop.data_dir().join("preferences.json");
        let saved = async || {
            // No file means that nothing was saved yet.
            let text = std::fs::read_to_string(&preferences).unwrap_or_default();
            text.contains(choice).then_some(())
        };
        assert!(wait::until(saved).await.is_ok(), "{choice} was never saved");
    }

    /// Ends the program as a power cut does: it has no time for anything.
    pub async fn kill(&self) {
        let programs = self.desktop.processes();
        assert!(!programs.is_empty(), "the program runs");
        for program in programs {
            // One that has ended meanwhile is as dead.
            let _ = kill_process(program, Signal::KILL);
        }
        drop(self.window.lock().await.take());
        self.desktop.wait_until_left().await;
    }

    /// Kills the program and starts it again.
    pub async fn kill_and_restart(&self) -> Page {
        self.kill().await;
        self.start().await
    }

    /// Starts the program so many times at once, without a driver.
    pub fn start_at_once(&self, times: usize) -> Vec<ProcessGroup> {
        (0..times).map(|_| self.desktop.run(&self.launch)).collect()
    }

    /// Method and path of everything that was asked after so many exchanges.
    pub fn asked_since(&self, before: usize) -> Vec<String> {
        self.wire.exchanges().iter().skip(before).map(Exchange::name).collect()
    }
}
