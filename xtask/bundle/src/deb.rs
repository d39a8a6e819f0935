//! The bundler packs a deb with gzip. Debian's own packages use xz, which takes a quarter less; every
//! dpkg that is still cared for reads it.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use ar::{Archive, Builder, Header};
use flate2::read::GzDecoder;
use liblzma::write::XzEncoder;

/// The part that holds the files, as the bundler names it and as it is named here.
const LOOSE: &str = "data.tar.gz";
const TIGHT: &str = "data.tar.xz";
/// How hard it is packed: more takes much more memory to unpack, and gains little.
const LEVEL: u32 = 6;

/// Packs the files of a package anew.
pub(crate) fn pack_tighter(package: &Path) -> Result<()> {
    let shown = package.display();
    let parts = parts(package).with_context(|| format!("reading {shown}"))?;
    let mut archive = Builder::new(Vec::new());
    for (name, bytes) in parts {
        let (name, bytes) = match name.as_str() {
            LOOSE => (TIGHT, tighter(&bytes).with_context(|| format!("packing {shown}"))?),
            other => (other, bytes),
        };
        let mut header = Header::new(name.as_bytes().to_vec(), bytes.len().try_into()?);
        header.set_mode(0o100_644);
        archive.append(&header, bytes.as_slice())?;
    }
    fs::write(package, archive.into_inner()?).with_context(|| format!("writing {shown}"))
}

fn parts(package: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut archive = Archive::new(File::open(package)?);
    let mut parts = Vec::new();
    while let Some(part) = archive.next_entry() {
        let mut part = part?;
        let name = String::from_utf8(part.header().identifier().to_vec())?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        parts.push((name, bytes));
    }
    Ok(parts)
}

fn tighter(loose: &[u8]) -> Result<Vec<u8>> {
    let mut files = Vec::new();
    GzDecoder::new(loose).read_to_end(&mut files)?;
    let mut tight = XzEncoder::new(Vec::new(), LEVEL);
    tight.write_all(&files)?;
    Ok(tight.finish()?)
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn the_files_are_the_same_and_take_less_room() {
        let folder = tempfile::tempdir().expect("the temporary directory takes a directory");
        let package = folder.path().join("a.deb");
        let files = "the same words again ".repeat(2_000);
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(files.as_bytes()).expect("packed");
        let mut archive = Builder::new(Vec::new());
        let loose = packed.finish().expect("packed");
        for (name, bytes) in [("debian-binary", b"2.0\n".as_slice()), (LOOSE, &loose)] {
            let header = Header::new(name.as_bytes().to_vec(), bytes.len() as u64);
            archive.append(&header, bytes).expect("added");
        }
        fs::write(&package, archive.into_inner().expect("whole")).expect("written");

        pack_tighter(&package).expect("packed anew");
        let parts = parts(&package).expect("it is a package");
        let [(first, version), (second, tight)] = parts.as_slice() else {
            unreachable!("two parts went in: {parts:?}")
        };
        assert_eq!((first.as_str(), version.as_slice()), ("debian-binary", b"2.0\n".as_slice()));
        assert_eq!(second, TIGHT);
        assert!(tight.len() < loose.len());
        let mut unpacked = String::new();
        liblzma::read::XzDecoder::new(tight.as_slice()).read_to_string(&mut unpacked).expect("xz");
        assert_eq!(unpacked, files);
    }
}
