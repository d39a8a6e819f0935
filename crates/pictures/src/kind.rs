//! Which kinds of pictures are taken. A file is what it begins with, whatever its name or its sender calls it.

/// A kind of picture that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// PNG; of an animated one the still picture.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF, of which the first picture counts.
    Gif,
    /// WebP, of which the first picture counts.
    Webp,
}

impl Kind {
    /// How the names of such files end.
    pub const EXTENSIONS: [&'static str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

    /// The kind of a file; none where it is none of these.
    pub fn of(file: &[u8]) -> Option<Self> {
        let begins = |magic: &[u8]| file.starts_with(magic);
        if begins(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if begins(b"GIF87a") || begins(b"GIF89a") {
            Some(Self::Gif)
        } else if begins(b"RIFF") && file.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else {
            None
        }
    }
}
