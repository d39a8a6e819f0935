//! Makes small square PNGs of picture files that nobody vouches for. It does no I/O.
//!
//! What leaves this crate was drawn pixel by pixel and written by us: no byte of the file is in it, so neither
//! is what a camera noted of the place. Whoever shows it needs no decoder but that for our own PNGs.

mod decode;
mod kind;
mod square;
#[cfg(test)]
mod tests;

pub use kind::Kind;

/// Bytes of a file to upload, at most: what the Frontend API takes.
pub const LARGEST_UPLOAD: usize = 10 * 1024 * 1024;

/// Bytes of a file to show, at most. What [`for_upload`] makes always fits: a picture of pure noise is the largest.
pub const LARGEST_SHOWN: usize = 2 * 1024 * 1024;

/// Pixels along a side of a picture to upload, at most.
pub const UPLOAD_SIDE: u32 = 512;

/// Pixels along a side of a picture to show, at most: twice the largest place for one.
pub const SHOWN_SIDE: u32 = 96;

/// Pixels of a file to upload, at most: more than cameras of phones make.
const UPLOAD_PIXELS: u64 = 52_000_000;

/// Pixels of a file to show, at most.
const SHOWN_PIXELS: u64 = 17_000_000;

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Fault {
    /// It does not begin like a picture of a kind that is taken.
    #[error("no PNG, JPEG, GIF or WebP picture")]
    Kind,
    /// It has too many bytes.
    #[error("too many bytes")]
    TooLarge,
    /// It says that it has too many pixels. It was not decoded.
    #[error("too many pixels")]
    TooManyPixels,
    /// It begins like a picture, and cannot be read as one.
    #[error("damaged")]
    Damaged,
}

/// A picture to upload: the middle of the file's, upright.
///
/// # Errors
///
/// What is wrong with the file.
pub fn for_upload(file: &[u8]) -> Result<Vec<u8>, Fault> {
    png(file, LARGEST_UPLOAD, UPLOAD_PIXELS, UPLOAD_SIDE)
}

/// A picture to show: the middle of the file's, upright.
///
/// # Errors
///
/// What is wrong with the file.
pub fn for_showing(file: &[u8]) -> Result<Vec<u8>, Fault> {
    png(file, LARGEST_SHOWN, SHOWN_PIXELS, SHOWN_SIDE)
}

fn png(file: &[u8], bytes: usize, pixels: u64, side: u32) -> Result<Vec<u8>, Fault> {
    if file.len() > bytes {
        return Err(Fault::TooLarge);
    }
    let kind = Kind::of(file).ok_or(Fault::Kind)?;
    let (image, orientation) = decode::decode(kind, file, pixels)?;
    square::encoded(&square::upright(square::middle(&image, side), orientation))
}
