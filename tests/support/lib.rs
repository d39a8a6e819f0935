//! What the tests share: the window and its driver, the emulator and what went over the wire.

#![expect(clippy::missing_panics_doc, reason = "a test fails by a panic, here as in itself")]

pub mod audit;
pub mod authenticator;
pub mod clipboard;
pub mod dialog;
pub mod display;
pub mod drop;
pub mod elsewhere;
pub mod emulated;
pub mod environment;
pub mod http;
pub mod journey;
pub mod keyboard;
pub mod keyring;
pub mod openapi;
pub mod page;
pub mod person;
pub mod process;
pub mod qr;
pub mod running;
pub mod scan;
pub mod wait;
pub mod webdriver;
pub mod window;
pub mod wire;
pub mod world;
