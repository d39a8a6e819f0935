//! The app in a real window, driven by WebDriver, against the emulator. Each test has its own of
//! everything: window, desktop, folders, emulator.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod about;
mod accessibility;
mod accounts;
mod add_phone;
mod add_totp;
mod answers;
mod backup_codes;
mod clock;
mod connect;
mod crash;
mod details;
mod devices;
mod first_factor;
mod hostile;
mod keyboard;
mod limits;
mod manage_mfa;
mod organizations;
mod password;
mod picture;
mod profile;
mod requests;
mod second_factor;
mod secrets;
mod session;
mod settings;
mod setup_mfa;
mod starts;
mod step_up;
mod storage;
mod tasks;
mod traces;
mod trouble;
mod trust;
mod typed;
mod webview;
