//! Files that are well, and files that are not.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{
    DynamicImage, Frame, GenericImageView as _, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage,
};

use super::*;

const RED: Rgb<u8> = Rgb([200, 0, 0]);
const BLUE: Rgb<u8> = Rgb([0, 0, 200]);

/// Red on its left half, blue on its right.
fn halves(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE }).into()
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The picture that comes of a file, which is a PNG whatever the file was.
fn shown(file: &[u8]) -> DynamicImage {
    let png = for_showing(file).unwrap();
    assert_eq!(Kind::of(&png), Some(Kind::Png));
    image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap()
}

/// Whether a pixel is nearly of this colour: JPEG keeps none exactly.
fn is(pixel: Rgba<u8>, wanted: Rgb<u8>) -> bool {
    pixel.0.iter().zip(wanted.0).all(|(has, wants)| has.abs_diff(wants) < 30)
}

#[test]
fn the_middle_is_cut_out_and_made_smaller() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let wide = file(&halves(500, 300), format);
        let small = shown(&wide);
        assert_eq!(small.dimensions(), (SHOWN_SIDE, SHOWN_SIDE), "{format:?}");
        assert!(is(small.get_pixel(2, 48), RED) && is(small.get_pixel(93, 48), BLUE), "{format:?}");
        let upload = image::load_from_memory(&for_upload(&wide).unwrap()).unwrap();
        assert_eq!(upload.dimensions(), (300, 300), "nothing is made larger");
        let large = for_upload(&file(&halves(700, 600), format)).unwrap();
        let large = image::load_from_memory(&large).unwrap();
        assert_eq!(large.dimensions(), (UPLOAD_SIDE, UPLOAD_SIDE));
    }
}

#[test]
fn a_picture_may_be_as_thin_and_as_small_as_it_likes() {
    for (width, height) in [(1, 1), (1, 20_000), (20_000, 1), (2, 3), (97, 96)] {
        let image = shown(&file(&halves(width, height), ImageFormat::Png));
        let side = width.min(height).min(SHOWN_SIDE);
        assert_eq!(image.dimensions(), (side, side));
    }
}

#[test]
fn a_photo_is_turned_as_the_camera_was_held() {
    // Red is on the left: a quarter of a turn clockwise brings it to the top.
    for (orientation, red, blue) in [
        (1, (2, 48), (93, 48)),
        (2, (93, 48), (2, 48)),
        (3, (93, 48), (2, 48)),
        (4, (2, 48), (93, 48)),
        (5, (48, 2), (48, 93)),
        (6, (48, 2), (48, 93)),
        (7, (48, 93), (48, 2)),
        (8, (48, 93), (48, 2)),
        (99, (2, 48), (93, 48)),
    ] {
        let photo = with_exif(&file(&halves(200, 200), ImageFormat::Jpeg), orientation);
        let image = shown(&photo);
        assert!(is(image.get_pixel(red.0, red.1), RED), "{orientation}");
        assert!(is(image.get_pixel(blue.0, blue.1), BLUE), "{orientation}");
    }
}

#[test]
fn nothing_but_pixels_leaves_a_file() {
    let photo = with_exif(&file(&halves(50, 50), ImageFormat::Jpeg), 6);
    let mut polyglot = photo.clone();
    polyglot.extend_from_slice(b"<script>alert(1)</script>");
    for (file, note) in [(&photo, &b"Exif"[..]), (&polyglot, b"<script>")] {
        let holds = |bytes: &[u8]| bytes.windows(note.len()).any(|part| part == note);
        assert!(holds(file));
        for made in [for_upload(file).unwrap(), for_showing(file).unwrap()] {
            assert!(!holds(&made));
            assert_eq!(chunks(&made), ["IHDR", "IDAT", "IEND"]);
        }
    }
}

#[test]
fn of_an_animation_the_first_picture_counts() {
    let frame = |colour: [u8; 4]| Frame::new(RgbaImage::from_pixel(20, 20, Rgba(colour)));
    let mut gif = Vec::new();
    GifEncoder::new(&mut gif)
        .encode_frames([frame([200, 0, 0, 255]), frame([0, 0, 200, 255])])
        .unwrap();
    assert!(is(shown(&gif).get_pixel(10, 10), RED));
}

#[test]
fn every_way_to_write_a_colour_is_read() {
    let gray = DynamicImage::ImageLuma16(image::ImageBuffer::from_pixel(9, 9, Luma([0x8000])));
    assert!(is(shown(&file(&gray, ImageFormat::Png)).get_pixel(4, 4), Rgb([128; 3])));
    let deep = DynamicImage::ImageRgb16(image::ImageBuffer::from_pixel(9, 9, Rgb([0xc800, 0, 0])));
    assert!(is(shown(&file(&deep, ImageFormat::Png)).get_pixel(4, 4), RED));
    let clear = DynamicImage::from(RgbaImage::from_pixel(9, 9, Rgba([200, 0, 0, 0])));
    assert_eq!(shown(&file(&clear, ImageFormat::Png)).get_pixel(4, 4).0[3], 0);
    for file in [
        &include_bytes!("../../../fuzz/corpus/picture/cmyk-jpeg")[..],
        include_bytes!("../../../fuzz/corpus/picture/gray-jpeg"),
        include_bytes!("../../../fuzz/corpus/picture/progressive-jpeg"),
        include_bytes!("../../../fuzz/corpus/picture/indexed-png"),
        include_bytes!("../../../fuzz/corpus/picture/lossy-webp"),
    ] {
        let image = shown(file);
        assert_eq!(image.width(), image.height());
    }
}

#[test]
fn what_is_no_picture_is_told_from_one_that_is_damaged() {
    for (file, fault) in [
        (&b""[..], Fault::Kind),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", Fault::Kind),
        (b"<!doctype html><script>alert(1)</script>", Fault::Kind),
        (b"BM\x1e\0\0\0\0\0\0\0", Fault::Kind),
        (b"RIFF\x24\0\0\0WAVEfmt ", Fault::Kind),
        (b"\x89PNG\r\n\x1a\n", Fault::Damaged),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", Fault::Damaged),
        (b"GIF89a", Fault::Damaged),
        (b"GIF89a\x01\0\x01\0\0\0\0<script>alert(1)</script>", Fault::Damaged),
        (b"RIFF\x04\0\0\0WEBP", Fault::Damaged),
    ] {
        assert_eq!(for_showing(file), Err(fault), "{}", file.escape_ascii());
        assert_eq!(for_upload(file), Err(fault), "{}", file.escape_ascii());
    }
}

#[test]
fn a_file_that_is_cut_short_gives_a_picture_or_a_fault_and_never_more() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = file(&halves(20, 20), format);
        for length in 0..whole.len() {
            match for_showing(&whole[..length]) {
                Ok(png) => assert_eq!(Kind::of(&png), Some(Kind::Png)),
                Err(fault) => assert!(matches!(fault, Fault::Kind | Fault::Damaged), "{fault:?}"),
            }
        }
    }
}

#[test]
fn a_small_file_that_says_it_is_huge_is_not_decoded() {
    let mut png = file(&halves(8, 8), ImageFormat::Png);
    // Width and height stand behind the signature, the length and the name of the first chunk.
    png[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    let mut gif = file(&halves(8, 8), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    let mut jpeg = file(&halves(8, 8), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|it| it == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    for bomb in [png, gif, jpeg] {
        assert_eq!(for_showing(&bomb), Err(Fault::TooManyPixels));
        assert_eq!(for_upload(&bomb), Err(Fault::TooManyPixels));
    }
}

#[test]
fn a_part_of_a_gif_that_is_larger_than_the_whole_takes_no_memory() {
    let mut gif = file(&halves(8, 8), ImageFormat::Gif);
    let part = gif.iter().position(|byte| *byte == b',').unwrap();
    gif[part + 5..part + 9].copy_from_slice(&[0xff; 4]);
    assert!(for_showing(&gif).is_err());
}

#[test]
fn a_file_is_too_large_by_its_bytes_before_anything_is_read() {
    let mut png = file(&halves(8, 8), ImageFormat::Png);
    png.resize(LARGEST_SHOWN, 0);
    assert!(for_showing(&png).is_ok());
    png.push(0);
    assert_eq!(for_showing(&png), Err(Fault::TooLarge));
    assert!(for_upload(&png).is_ok());
    png.resize(LARGEST_UPLOAD + 1, 0);
    assert_eq!(for_upload(&png), Err(Fault::TooLarge));
}

#[test]
fn whatever_is_uploaded_can_be_shown() {
    let mut seed = 1_u32;
    let mut byte = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed.to_be_bytes()[0]
    };
    let noise =
        RgbaImage::from_fn(UPLOAD_SIDE, UPLOAD_SIDE, |_, _| Rgba([byte(), byte(), byte(), byte()]));
    let upload = for_upload(&file(&noise.into(), ImageFormat::Png)).unwrap();
    assert!(upload.len() <= LARGEST_SHOWN, "{}", upload.len());
    assert!(for_showing(&upload).is_ok());
}

/// A JPEG with a note of how the camera was held.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut note = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    note.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    let (start, rest) = jpeg.split_at(2);
    [start, b"\xff\xe1", &length, &note, rest].concat()
}

/// The names of the chunks of a PNG, each once.
fn chunks(png: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = &png[8..];
    while rest.len() >= 12 {
        let length = u32::from_be_bytes(rest[..4].try_into().unwrap());
        names.push(String::from_utf8_lossy(&rest[4..8]).into_owned());
        rest = &rest[12 + usize::try_from(length).unwrap()..];
    }
    names.dedup();
    names
}

/// The checksum of a chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}
