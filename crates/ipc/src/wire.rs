//! How requests, views and other answers travel: as the bytes of [postcard](https://postcard.jamesmunns.com/wire-format).
//!
//! Page and backend are built from the same sources, so neither needs names to find its way. The code that
//! reads names was a third of the page, and the page is read at every start.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// The bytes are none of what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these bytes are no message of this version")
    }
}

impl std::error::Error for Unreadable {}

/// Writes a message. It may hold a secret, so its bytes are wiped after use.
pub fn write<T: Serialize>(message: &T) -> Zeroizing<Vec<u8>> {
    // Writing fails only for sequences of unknown length, of which messages have none.
    Zeroizing::new(postcard::to_allocvec(message).unwrap_or_default())
}

/// Reads a message; whatever stands behind it is filling.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    postcard::from_bytes(bytes).map_err(|_where_it_ended| Unreadable)
}
