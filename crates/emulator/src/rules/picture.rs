//! Pictures: which kinds are taken, told by how their files begin. What the upload calls itself does not count.

/// A kind of picture that is taken and served. None of them can hold a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Gif,
    Webp,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Gif, Self::Webp];

    /// The content type.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The kind of a file.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        if begins(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if begins(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins(b"GIF87a") || begins(b"GIF89a") {
            Some(Self::Gif)
        } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with() {
        for (bytes, kind) in [
            (&b"\xff\xd8\xff\xe0"[..], Some(Kind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n....", Some(Kind::Png)),
            (b"GIF89a....", Some(Kind::Gif)),
            (b"RIFF....WEBPVP8 ", Some(Kind::Webp)),
            (b"RIFF....WAVEfmt ", None),
            (b"<svg onload=x>", None),
            (b"", None),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{bytes:?}");
        }
    }
}
