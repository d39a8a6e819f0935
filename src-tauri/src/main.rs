//! Starts the app.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

use latchkey_wiping::{WIPING, Wiping};

#[global_allocator]
static ALLOCATOR: Wiping = WIPING;

fn main() -> ExitCode {
    latchkey_wiping::in_c_too();
    latchkey::run()
}
