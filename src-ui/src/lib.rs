//! The page: Yew views over the backend's view models.
//!
//! It decides nothing. What is shown follows the last [`AppView`](latchkey_ipc::view::AppView) of
//! the backend; what a person asks for goes there as a request. Local state is only what dies with
//! its widget: text being typed, an open list, a ticking countdown. It knows `latchkey-ipc` and
//! nothing else of ours, and builds natively too, so that the tests render it without a browser.

mod album;
pub mod app;
pub mod backend;
mod clock;
mod code_entry;
mod components;
mod copy;
mod countdown;
mod countries;
mod date;
mod draft;
mod frame;
mod gate;
mod hooks;
mod outbox;
mod pages;
mod password_rules;
mod phone_entry;
mod said;
mod storage_choice;
pub mod store;
mod username_rules;
