//! The pages as text, without a browser: what each shows in each state.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "what surprises a test ends it"
)]

mod about;
mod devices;
mod hostile;
mod html;
mod mfa;
mod organizations;
mod pages;
mod password;
mod profile;
mod scenes;
mod settings;
mod states;
mod static_files;
mod wizard;
mod words;
