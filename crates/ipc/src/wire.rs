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

/// Reads a message that has nothing behind it.
pub fn read_whole<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok(_) | Err(_) => Err(Unreadable),
    }
}

/// Reads a message; whatever stands behind it is filling.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    postcard::from_bytes(bytes).map_err(|_where_it_ended| Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filling_behind_an_answer_is_no_part_of_it_and_behind_a_request_it_is_refused() {
        let mut bytes = write(&("text".to_owned(), 7_u32)).to_vec();
        assert_eq!(read_whole(&bytes), Ok(("text".to_owned(), 7_u32)));
        bytes.push(0);
        assert_eq!(read(&bytes), Ok(("text".to_owned(), 7_u32)));
        assert_eq!(read_whole::<(String, u32)>(&bytes), Err(Unreadable));
        assert_eq!(read::<(String, u32)>(&bytes[..3]), Err(Unreadable));
    }
}
