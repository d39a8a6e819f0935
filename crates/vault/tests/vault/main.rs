//! The vault from outside: what is on disk after everything that can happen to it.

#![cfg(unix)]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../saver/folder_store.rs"]
mod folder_store;
#[path = "../saver/number.rs"]
#[expect(dead_code, reason = "only the saver writes")]
mod number;

mod choices;
mod damage;
mod disk;
mod durable;
mod instance;
mod killed;
mod places;
mod secret_service;
mod slow;
mod support;
