//! axe-core, which judges the accessibility of the pages. It is not ours and not in the repository:
//! it is fetched in one pinned version, and nothing else of that name is used.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process::{on_path, run, succeeds};
use crate::workspace::Workspace;

/// The package in its one version.
const PACKAGE: &str = "axe-core@4.14.1";
/// The file that npm makes of it.
const FILE: &str = "axe-core-4.14.1.tgz";
/// The SHA-512 of that file.
const SHA512: &str = "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73\
                      4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5";

/// The script, fetched where it is not there yet. Where it cannot be had, the audits are skipped;
/// on a machine that sets `CI=true` that is an error. Another file than the pinned one always is.
pub(crate) fn script(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let folder = workspace.target.join("axe-core");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let every_check_counts = std::env::var_os("CI").is_some_and(|value| value == "true");
    if !has(&folder, fetch, every_check_counts)? {
        return Ok(None);
    }
    run(Command::new("tar").current_dir(&folder).args(["-xzf", FILE, "package/axe.min.js"]))?;
    Ok(Some(folder.join("package/axe.min.js")))
}

/// Whether the right file is in the folder, fetched where it is not there yet.
fn has(
    folder: &Path,
    fetch: impl FnOnce(&Path) -> Result<()>,
    every_check_counts: bool,
) -> Result<bool> {
    if is_right(folder)? {
        return Ok(true);
    }
    match fetch(folder) {
        Ok(()) if is_right(folder)? => Ok(true),
        Ok(()) => bail!("{FILE} is not the file that was looked at: its SHA-512 is another one"),
        Err(error) if every_check_counts => Err(error),
        Err(error) => {
            println!("SKIPPED: no audit of accessibility, axe-core cannot be had: {error:#}");
            Ok(false)
        }
    }
}

fn fetch(folder: &Path) -> Result<()> {
    if on_path("npm").is_none() {
        bail!("npm is not installed");
    }
    // In its own folder npm finds no project that it could have an opinion about.
    run(Command::new("npm").current_dir(folder).args(["pack", "--silent", PACKAGE]))
}

/// Whether the file is there and is the one that was pinned.
fn is_right(folder: &Path) -> Result<bool> {
    let sums = folder.join("sha512");
    fs::write(&sums, format!("{SHA512}  {FILE}\n")).context("writing down the SHA-512")?;
    Ok(succeeds(Command::new("sha512sum").current_dir(folder).args(["--check", "sha512"])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_file_of_that_name_is_never_used_and_never_skipped() {
        let folder = tempfile::tempdir().expect("the temporary directory takes a directory");
        let fetch = |folder: &Path| Ok(fs::write(folder.join(FILE), "something else")?);
        for every_check_counts in [false, true] {
            let error = has(folder.path(), fetch, every_check_counts);
            let error = error.expect_err("it is another file");
            assert!(error.to_string().contains("SHA-512"), "{error}");
        }
    }

    #[test]
    fn without_npm_or_a_network_the_audits_are_skipped_unless_every_check_counts() {
        let folder = tempfile::tempdir().expect("the temporary directory takes a directory");
        assert!(!has(folder.path(), |_| bail!("no network"), false).expect("skipped"));
        let error = has(folder.path(), |_| bail!("no network"), true).expect_err("it counts");
        assert_eq!(error.to_string(), "no network");
    }
}
