//! The package for Debian: what is in it, and its life on a system. `cargo xtask test` makes it and
//! says where it is; without it the tests are skipped.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod brand;
mod contents;
mod debian;
mod life;
