//! The targets, and how they read their input.

pub(crate) mod address;
pub(crate) mod answer;
pub(crate) mod key;
pub(crate) mod licences;
pub(crate) mod otpauth;
pub(crate) mod phone;
pub(crate) mod picture;
pub(crate) mod resources;
pub(crate) mod retry_after;
pub(crate) mod sign_in_form;
pub(crate) mod typed;

use std::borrow::Cow;

/// The input as text.
fn text(input: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(input)
}

/// The first line, and what follows it.
fn first_line(input: &[u8]) -> (&[u8], &[u8]) {
    let mut parts = input.splitn(2, |byte| *byte == b'\n');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}
