//! The picture of the user, as it is sent.

use std::fmt;
use std::sync::Arc;

/// A picture that is ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload(Arc<[u8]>);

impl Upload {
    /// Of the bytes of a PNG.
    pub fn new(png: Vec<u8>) -> Self {
        Self(png.into())
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upload({} bytes)", self.0.len())
    }
}
