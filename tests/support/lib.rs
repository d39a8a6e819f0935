//! What the tests share: the window and its driver, the emulator and what went over the wire.

pub mod authenticator;
pub mod display;
pub mod environment;
pub mod process;
pub mod wait;
pub mod webdriver;
pub mod window;
pub mod wire;
