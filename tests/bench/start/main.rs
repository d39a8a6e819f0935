//! How long a start takes, and what it costs in memory, for people: figures of this machine, no test.
//! `cargo xtask bench --only start` prints the tables of docs/performance.md and leaves every sample beside it.
//!
//! Every program is started in turn, round after round, on the same display, and what is compared is
//! compared within a round. A start lasts from the spawn until the first frame in the display's own
//! memory that shows the page: for the form its button, for the account its head.

#![cfg_attr(
    target_os = "linux",
    expect(
        clippy::print_stdout,
        clippy::disallowed_methods,
        reason = "a program for the terminal that measures time"
    )
)]

#[cfg(target_os = "linux")]
mod peers;
#[cfg(target_os = "linux")]
mod processes;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod run;
#[cfg(target_os = "linux")]
mod screen;

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    run::all()
}

#[cfg(not(target_os = "linux"))]
fn main() {}
