//! The C library that a program was linked with. One that is older cannot start it, so the packages
//! name the version: whoever installs them on an older system is told so by the system.

/// The newest version of the GNU C library that the program asks for, as in `(2, 34)`. None where it
/// asks for none: a program of another system, or one that is linked with another library.
pub(crate) fn newest(program: &[u8]) -> Option<(u32, u32)> {
    const MARK: &[u8] = b"GLIBC_";
    let places = program.windows(MARK.len()).enumerate().filter(|(_, bytes)| *bytes == MARK);
    places.filter_map(|(at, _)| version(program.get(at + MARK.len()..)?)).max()
}

/// Reads `2.34` or `2.2.5`, up to the zero that ends a name of a version.
fn version(bytes: &[u8]) -> Option<(u32, u32)> {
    let name = bytes.split(|byte| *byte == 0).next()?;
    let mut numbers = std::str::from_utf8(name).ok()?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_counts_and_words_do_not() {
        let program = b"\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.9\0GLIBC_PRIVATE\0GLIBC_\0";
        assert_eq!(newest(program), Some((2, 34)));
        assert_eq!(newest(b"no version"), None);
    }
}
