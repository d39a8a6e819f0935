//! What was made: each package with its size and its SHA-256.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// Prints the packages, and notes their sums in the folder as `sha256sum --check` reads them.
pub(crate) fn print(folder: &Path, packages: &[PathBuf]) -> Result<()> {
    let mut sums = String::new();
    for package in packages {
        // An .app of macOS is a folder: what is given away is the image that holds it.
        if package.is_dir() {
            println!("\n{}\n  a folder", package.display());
            continue;
        }
        let bytes = fs::read(package).with_context(|| format!("reading {}", package.display()))?;
        let sum = sum(&bytes);
        println!("\n{}\n  {} bytes, SHA-256 {sum}", package.display(), grouped(bytes.len()));
        let name = package.strip_prefix(folder).unwrap_or(package);
        // Writing to a String cannot fail.
        let _ = writeln!(sums, "{sum}  {}", name.display());
    }
    let file = folder.join("SHA256SUMS");
    fs::write(&file, sums).with_context(|| format!("writing {}", file.display()))
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A number with a comma before every three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let comma = |(at, digit): (usize, char)| {
        let before = (at > 0 && (digits.len() - at).is_multiple_of(3)).then_some(',');
        before.into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(comma).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_threes() {
        let all = [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")];
        for (number, written) in all {
            assert_eq!(grouped(number), written);
        }
    }

    #[test]
    fn a_sum_is_that_of_the_bytes_and_the_list_can_be_checked() {
        let folder = tempfile::tempdir().expect("the temporary directory takes a directory");
        let package = folder.path().join("deb/a.deb");
        fs::create_dir_all(folder.path().join("deb")).expect("made");
        fs::write(&package, "abc").expect("written");
        print(folder.path(), &[package]).expect("listed");
        let list = fs::read_to_string(folder.path().join("SHA256SUMS")).expect("written");
        assert_eq!(
            list,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  deb/a.deb\n"
        );
    }
}
