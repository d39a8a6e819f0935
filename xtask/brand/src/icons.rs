//! One drawing, in every size and container that a system wants. The same drawing always gives the same
//! bytes.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use icns::{IconFamily, IconType, PixelFormat};
use image::codecs::ico::{IcoEncoder, IcoFrame};
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::{FilterType, resize};
use image::{ExtendedColorType, ImageEncoder as _, ImageFormat, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// The mark on the page, which shows it a third as large. As pixels: an SVG may be a page of its own, with
/// scripts in it.
pub(crate) const MARK: &str = "128x128.png";
/// The image that a window gets.
pub(crate) const FIRST: &str = "32x32.png";
/// The drawing itself, where it was one.
pub(crate) const DRAWN: &str = "icon.svg";
/// The sizes that a desktop on Linux looks for.
const SIZES: [u32; 9] = [16, 22, 24, 32, 48, 64, 96, 128, 256];
/// The one for every other place, such as a list of programs.
const LARGE: u32 = 512;
/// What Windows looks for in one file, the most usual first.
const ICO: [u32; 6] = [32, 16, 24, 48, 64, 256];
/// What macOS looks for in one file.
const ICNS: [IconType; 10] = [
    IconType::RGBA32_16x16,
    IconType::RGBA32_16x16_2x,
    IconType::RGBA32_32x32,
    IconType::RGBA32_32x32_2x,
    IconType::RGBA32_128x128,
    IconType::RGBA32_128x128_2x,
    IconType::RGBA32_256x256,
    IconType::RGBA32_256x256_2x,
    IconType::RGBA32_512x512,
    IconType::RGBA32_512x512_2x,
];

/// What an icon is drawn from: as wide as it is high.
pub(crate) enum Drawing {
    /// Lines and areas, and the text that describes them.
    Svg(Box<Tree>, String),
    /// Pixels.
    Png(RgbaImage),
}

impl Drawing {
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let shown = file.display();
        let bytes = fs::read(file).with_context(|| {
            format!("{shown} cannot be read; write the name of a picture that is beside the file")
        })?;
        let drawing = Self::of(&bytes).with_context(|| shown.to_string())?;
        let (wide, high) = drawing.size();
        if (wide - high).abs() > 0.5 {
            bail!("{shown}: {wide} wide and {high} high; an icon is as wide as it is high");
        }
        Ok(drawing)
    }

    fn of(bytes: &[u8]) -> Result<Self> {
        if image::guess_format(bytes).is_ok_and(|format| format == ImageFormat::Png) {
            let image = image::load_from_memory_with_format(bytes, ImageFormat::Png)?.into_rgba8();
            if image.width() < LARGE {
                bail!("{} pixels wide; an icon needs {LARGE} at least", image.width());
            }
            return Ok(Self::Png(image));
        }
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.contains("<svg"));
        let text = text.context("this is neither SVG nor PNG")?;
        if text.contains("<text") {
            bail!("it has text, which looks different on every computer; turn it into paths");
        }
        let tree = Tree::from_str(text, &Options::default()).context("this is no valid SVG")?;
        Ok(Self::Svg(Box::new(tree), text.to_owned()))
    }

    #[expect(clippy::cast_precision_loss, reason = "no image is that large")]
    fn size(&self) -> (f32, f32) {
        match self {
            Self::Svg(tree, _) => (tree.size().width(), tree.size().height()),
            Self::Png(image) => (image.width() as f32, image.height() as f32),
        }
    }

    /// Every file, by its name.
    pub(crate) fn icons(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let mut files = Vec::new();
        for size in SIZES {
            files.push((format!("{size}x{size}.png"), png(&self.at(size)?)?));
        }
        files.push(("icon.png".to_owned(), png(&self.at(LARGE)?)?));
        files.push(("icon.ico".to_owned(), self.ico()?));
        files.push(("icon.icns".to_owned(), self.icns()?));
        if let Self::Svg(_, text) = self {
            files.push((DRAWN.to_owned(), text.clone().into_bytes()));
        }
        Ok(files)
    }

    /// It, drawn so wide and high.
    fn at(&self, size: u32) -> Result<RgbaImage> {
        let (tree, _) = match self {
            Self::Svg(tree, text) => (tree, text),
            Self::Png(image) => return Ok(resize(image, size, size, FilterType::Lanczos3)),
        };
        let mut pixels = Pixmap::new(size, size).context("a size of nothing")?;
        #[expect(clippy::cast_precision_loss, reason = "no icon is that large")]
        let scale = size as f32 / tree.size().width();
        resvg::render(tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
        let bytes = pixels.pixels().iter().flat_map(|pixel| {
            let pixel = pixel.demultiply();
            [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
        });
        RgbaImage::from_raw(size, size, bytes.collect()).context("an image of another size")
    }

    fn ico(&self) -> Result<Vec<u8>> {
        let frame = |size| {
            let image = self.at(size)?;
            Ok(IcoFrame::as_png(image.as_raw(), size, size, ExtendedColorType::Rgba8)?)
        };
        let frames = ICO.into_iter().map(frame).collect::<Result<Vec<_>>>()?;
        let mut file = Vec::new();
        IcoEncoder::new(&mut file).encode_images(&frames)?;
        Ok(file)
    }

    fn icns(&self) -> Result<Vec<u8>> {
        let mut family = IconFamily::new();
        for kind in ICNS {
            let size = kind.pixel_width();
            let pixels = self.at(size)?.into_raw();
            let image = icns::Image::from_data(PixelFormat::RGBA, size, size, pixels)?;
            family.add_icon_with_type(&image, kind)?;
        }
        let mut file = Vec::new();
        family.write(&mut file)?;
        Ok(file)
    }
}

fn png(image: &RgbaImage) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Best, PngFilter::Adaptive)
        .write_image(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgba8)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    /// The right half is red.
    const HALF: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#f00" d="M4 0h4v8H4z"/></svg>"##;

    fn drawing() -> Drawing {
        Drawing::of(HALF.as_bytes()).expect("it is a drawing")
    }

    #[test]
    fn every_size_shows_the_whole_drawing() {
        let red = Rgba([255, 0, 0, 255]);
        let large = png(&drawing().at(LARGE).expect("drawn")).expect("written");
        for drawing in [drawing(), Drawing::of(&large).expect("it is large enough")] {
            let files = drawing.icons().expect("made");
            let images = files.iter().filter(|(_, bytes)| bytes.starts_with(b"\x89PNG"));
            let images: Vec<_> = images.collect();
            assert_eq!(images.len(), SIZES.len() + 1);
            for (name, bytes) in images {
                let image = image::load_from_memory(bytes).expect(name).into_rgba8();
                let last = image.width() - 1;
                assert_eq!(image.width(), image.height(), "{name}");
                assert_eq!(image.get_pixel(0, last).0[3], 0, "{name}: nothing on the left");
                assert_eq!(*image.get_pixel(last, 0), red, "{name}");
            }
            let find = |name: &str| &files.iter().find(|(found, _)| found == name).expect(name).1;
            let ico = image::load_from_memory(find("icon.ico")).expect("it is an icon");
            assert_eq!(ico.width(), 256, "the largest is read");
            let family = IconFamily::read(find("icon.icns").as_slice()).expect("it is a family");
            assert_eq!(family.available_icons().len(), ICNS.len());
            assert_eq!(files, drawing.icons().expect("made"), "the same bytes again");
            let mark = image::load_from_memory(find(MARK)).expect("it is an image").into_rgba8();
            assert_eq!(*mark.get_pixel(127, 0), red);
        }
    }

    #[test]
    fn what_makes_no_icon_is_refused_with_the_reason() {
        let small = png(&drawing().at(256).expect("drawn")).expect("written");
        let text = HALF.replace("<path", "<text>A</text><path");
        for (bytes, told) in [
            (small.as_slice(), "an icon needs 512"),
            (text.as_bytes(), "turn it into paths"),
            (b"GIF89a", "neither SVG nor PNG"),
            (b"<svg", "no valid SVG"),
        ] {
            let Err(error) = Drawing::of(bytes) else { unreachable!("{told}") };
            assert!(format!("{error:#}").contains(told), "{error:#}");
        }
        let folder = tempfile::tempdir().expect("the temporary directory takes a directory");
        let file = folder.path().join("wide.svg");
        fs::write(&file, HALF.replace("0 0 8 8", "0 0 8 4")).expect("written");
        let Err(error) = Drawing::read(&file) else { unreachable!("it is no square") };
        assert!(error.to_string().ends_with("8 wide and 4 high; an icon is as wide as it is high"));
    }
}
