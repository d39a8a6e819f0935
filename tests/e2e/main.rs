//! The app in a real window, driven by WebDriver, against the emulator. Each test has its own of
//! everything: window, desktop, folders, emulator.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod accessibility;
mod connect;
mod first_factor;
mod keyboard;
mod requests;
mod second_factor;
mod secrets;
mod session;
mod trouble;
