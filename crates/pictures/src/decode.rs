//! Decodes a file, after it was seen how large that makes it.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageResult, Limits};

use crate::{Fault, Kind};

/// Bytes that a decoder may take for a pixel: four channels of sixteen bits.
const BYTES_PER_PIXEL: u64 = 8;

/// The picture of a file, and how it is to be turned.
pub(crate) fn decode(
    kind: Kind,
    file: &[u8],
    pixels: u64,
) -> Result<(DynamicImage, Orientation), Fault> {
    let file = Cursor::new(file);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(pixels * BYTES_PER_PIXEL);
    match kind {
        Kind::Png => read(PngDecoder::with_limits(file, limits.clone()), limits, pixels),
        Kind::Jpeg => read(JpegDecoder::new(file), limits, pixels),
        Kind::Gif => read(GifDecoder::new(file), limits, pixels),
        Kind::Webp => read(WebPDecoder::new(file), limits, pixels),
    }
}

fn read(
    decoder: ImageResult<impl ImageDecoder>,
    limits: Limits,
    pixels: u64,
) -> Result<(DynamicImage, Orientation), Fault> {
    let mut decoder = decoder.map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Fault::Damaged);
    }
    if u64::from(width) * u64::from(height) > pixels {
        return Err(Fault::TooManyPixels);
    }
    decoder.set_limits(limits).map_err(|error| fault(&error))?;
    // What cannot be read of how a camera was held does not spoil the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    Ok((image, orientation))
}

fn fault(error: &ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooManyPixels,
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Unsupported(_)
        | ImageError::IoError(_) => Fault::Damaged,
    }
}
