//! The middle of a picture as a small square, and its bytes.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, GenericImageView as _, ImageEncoder as _, RgbaImage, imageops,
};

use crate::Fault;

/// The largest square in the middle. It is made smaller where its side is longer than this.
pub(crate) fn middle(image: &DynamicImage, side: u32) -> RgbaImage {
    let (width, height) = image.dimensions();
    let whole = width.min(height);
    let (left, top) = ((width - whole) / 2, (height - whole) / 2);
    let square = imageops::crop_imm(image, left, top, whole, whole);
    if whole > side { imageops::thumbnail(&*square, side, side) } else { square.to_image() }
}

/// Turns a square as the camera was held.
pub(crate) fn upright(image: RgbaImage, orientation: Orientation) -> RgbaImage {
    match orientation {
        Orientation::NoTransforms => image,
        Orientation::Rotate90 => imageops::rotate90(&image),
        Orientation::Rotate180 => imageops::rotate180(&image),
        Orientation::Rotate270 => imageops::rotate270(&image),
        Orientation::FlipHorizontal => imageops::flip_horizontal(&image),
        Orientation::FlipVertical => imageops::flip_vertical(&image),
        Orientation::Rotate90FlipH => imageops::flip_horizontal(&imageops::rotate90(&image)),
        Orientation::Rotate270FlipH => imageops::flip_horizontal(&imageops::rotate270(&image)),
    }
}

/// The PNG of it, without any note beside the pixels.
pub(crate) fn encoded(image: &RgbaImage) -> Result<Vec<u8>, Fault> {
    let mut png = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive);
    let (width, height) = image.dimensions();
    // Memory takes every byte, and a square of at most 512 pixels is no news to any encoder.
    encoder
        .write_image(image.as_raw(), width, height, ExtendedColorType::Rgba8)
        .map_err(|_never| Fault::Damaged)?;
    Ok(png)
}
