//! axe-core, which judges the accessibility of the pages. It is not ours and not in the repository:
//! it is fetched in one pinned version, and nothing else of that name is used.
//!
//! `xtask-axe SCRIPT` puts the script there. Where it cannot be had nothing is there afterwards, and
//! the audits are skipped; on a machine that sets `CI=true` that is an error. Another file than the
//! pinned one always is.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on the terminal")]

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha512};
use tar::Archive;

/// The package in its one version.
const PACKAGE: &str = "axe-core@4.14.1";
/// The file that npm makes of it.
const FILE: &str = "axe-core-4.14.1.tgz";
/// The SHA-512 of that file, as the npm registry writes it: `dist.integrity` without `sha512-`.
const SHA512: &str =
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";
/// The script's place in that file.
const ENTRY: &str = "package/axe.min.js";
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn main() -> Result<()> {
    let script =
        std::env::args_os().nth(1).map(PathBuf::from).context("usage: xtask-axe SCRIPT")?;
    let folder = script.parent().context("the script is in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let every_check_counts = std::env::var_os("CI").is_some_and(|value| value == "true");
    match archive(folder, fetch, every_check_counts)? {
        Some(archive) => unpack(&archive, &script),
        None if script.exists() => Ok(fs::remove_file(&script)?),
        None => Ok(()),
    }
}

/// The right archive, fetched into the folder where it is not there yet. Nothing where it cannot be
/// had and not every check counts.
fn archive(
    folder: &Path,
    fetch: impl FnOnce(&Path) -> Result<()>,
    every_check_counts: bool,
) -> Result<Option<Vec<u8>>> {
    if let Some(archive) = pinned(folder)? {
        return Ok(Some(archive));
    }
    match fetch(folder) {
        Ok(()) => match pinned(folder)? {
            Some(archive) => Ok(Some(archive)),
            None => bail!("{FILE} is not the pinned file: its SHA-512 is another one"),
        },
        Err(error) if every_check_counts => Err(error),
        Err(error) => {
            println!("SKIPPED: no audit of accessibility, axe-core cannot be had: {error:#}");
            Ok(None)
        }
    }
}

fn fetch(folder: &Path) -> Result<()> {
    // In its own folder npm finds no project that it could have an opinion about.
    let status = Command::new(NPM).current_dir(folder).args(["pack", "--silent", PACKAGE]).status();
    let status = status.context("starting npm")?;
    if !status.success() {
        bail!("npm pack {PACKAGE} ended with {status}");
    }
    Ok(())
}

/// The archive in the folder, if it is there and is the one that was pinned.
fn pinned(folder: &Path) -> Result<Option<Vec<u8>>> {
    let archive = match fs::read(folder.join(FILE)) {
        Ok(archive) => archive,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("reading {FILE}")),
    };
    Ok((BASE64_STANDARD.encode(Sha512::digest(&archive)) == SHA512).then_some(archive))
}

/// Takes the script out of the archive.
fn unpack(archive: &[u8], script: &Path) -> Result<()> {
    for entry in Archive::new(GzDecoder::new(archive)).entries()? {
        let mut entry = entry?;
        if entry.path()? == Path::new(ENTRY) {
            io::copy(&mut entry, &mut fs::File::create(script)?)?;
            return Ok(());
        }
    }
    bail!("{FILE} holds no {ENTRY}")
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tempfile::tempdir;

    use super::*;

    #[test]
    fn another_file_of_that_name_is_never_used_and_never_skipped() {
        let folder = tempdir().expect("the temporary directory takes a directory");
        let fetch = |folder: &Path| Ok(fs::write(folder.join(FILE), "something else")?);
        for every_check_counts in [false, true] {
            let error = archive(folder.path(), fetch, every_check_counts);
            let error = error.expect_err("it is another file");
            assert!(error.to_string().contains("SHA-512"), "{error}");
        }
    }

    #[test]
    fn without_npm_or_a_network_the_audits_are_skipped_unless_every_check_counts() {
        let folder = tempdir().expect("the temporary directory takes a directory");
        let skipped = archive(folder.path(), |_| bail!("no network"), false);
        assert!(skipped.expect("skipped").is_none());
        let error = archive(folder.path(), |_| bail!("no network"), true).expect_err("it counts");
        assert_eq!(error.to_string(), "no network");
    }

    #[test]
    fn the_script_is_taken_out_of_the_archive_and_nothing_else() {
        let folder = tempdir().expect("the temporary directory takes a directory");
        let script = folder.path().join("axe.min.js");
        let mut files = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (path, text) in [("package/other.js", "2"), (ENTRY, "1")] {
            let mut header = tar::Header::new_gnu();
            header.set_size(1);
            files.append_data(&mut header, path, text.as_bytes()).expect("added");
        }
        let archive = files.into_inner().and_then(GzEncoder::finish).expect("packed");
        unpack(&archive, &script).expect("it holds the script");
        assert_eq!(fs::read_to_string(&script).expect("written"), "1");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
        assert!(unpack(b"", &script).is_err());
    }
}
