//! The application without a network, a window or a clock: what follows from each input in each
//! state.

#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind among many")]

mod accounts;
mod bench;
mod details;
mod everything;
mod instance;
mod over;
mod pictures;
mod profile;
mod secrets;
mod signing_in;
mod storage;
mod trust;
mod waits;
mod ways_out;
