//! What `xtask-bundle` is asked for.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use lexopt::{Arg, ValueExt as _};

/// What is to be packaged, and from where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The version of the packages.
    pub(crate) version: String,
    /// The folder with the program; the packages go to its folder `bundle`.
    pub(crate) programs: PathBuf,
    /// The folder with the files that were made for the package.
    pub(crate) made: PathBuf,
    /// What is laid over `tauri.conf.json`.
    pub(crate) overlay: Option<PathBuf>,
    /// The icon for every size that is not there as an image of its own.
    pub(crate) drawing: Option<PathBuf>,
    /// The kinds of package to make, by their short names; all of this system's when empty.
    pub(crate) kinds: Vec<String>,
}

impl Arguments {
    pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Self> {
        let (mut version, mut programs, mut made, mut kinds) = (None, None, None, Vec::new());
        let (mut overlay, mut drawing) = (None, None);
        let mut parser = lexopt::Parser::from_args(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("version") => version = Some(parser.value()?.string()?),
                Arg::Long("programs") => programs = Some(PathBuf::from(parser.value()?)),
                Arg::Long("made") => made = Some(PathBuf::from(parser.value()?)),
                Arg::Long("overlay") => overlay = Some(PathBuf::from(parser.value()?)),
                Arg::Long("drawing") => drawing = Some(PathBuf::from(parser.value()?)),
                Arg::Long("kind") => kinds.push(parser.value()?.string()?),
                other @ (Arg::Long(_) | Arg::Short(_) | Arg::Value(_)) => {
                    return Err(other.unexpected().into());
                }
            }
        }
        let version = version.context("--version is missing")?;
        if !version.starts_with(|first: char| first.is_ascii_digit()) {
            bail!("--version begins with a digit, and '{version}' does not");
        }
        Ok(Self {
            version,
            programs: programs.context("--programs is missing")?,
            made: made.context("--made is missing")?,
            overlay,
            drawing,
            kinds,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &str) -> Result<Arguments> {
        Arguments::parse(words.split_whitespace().map(OsString::from))
    }

    #[test]
    fn every_folder_and_the_version_have_to_be_given() {
        let all = "--version 0.1.0 --programs target/release --made target/package";
        let asked = parse(&format!("{all} --kind deb --kind rpm")).expect("all is there");
        assert_eq!(asked.kinds, ["deb", "rpm"]);
        assert_eq!(asked.made, PathBuf::from("target/package"));
        for missing in ["--version 0.1.0", "--programs target/release", "--made target/package"] {
            let error = parse(&all.replace(missing, "")).expect_err("one is missing");
            let option = missing.split(' ').next().expect("it has a name");
            assert_eq!(error.to_string(), format!("{option} is missing"));
        }
    }

    #[test]
    fn what_is_unknown_or_no_version_is_refused() {
        assert!(parse("--version v1 --programs a --made b").is_err());
        assert!(parse("--version 1.0.0 --programs a --made b c").is_err());
        assert!(parse("--version 1.0.0 --programs a --made b --sign").is_err());
    }
}
