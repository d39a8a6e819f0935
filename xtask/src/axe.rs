//! axe-core, which judges the accessibility of the pages. It is not ours and not in the repository:
//! it is fetched in one pinned version, and nothing else of that name is used.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::arguments::Install;
use crate::process::{on_path, run, succeeds};
use crate::setup;
use crate::workspace::Workspace;

/// The package in its one version.
const PACKAGE: &str = "axe-core@4.14.1";
/// The file that npm makes of it.
const FILE: &str = "axe-core-4.14.1.tgz";
/// The SHA-512 of that file.
const SHA512: &str = "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73\
                      4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5";

/// The script, fetched where it is not there yet. Where it cannot be had, the audits are skipped;
/// on a machine that sets `CI=true` that is an error.
pub(crate) fn script(workspace: &Workspace, install: Install) -> Result<Option<PathBuf>> {
    match fetched(&workspace.target.join("axe-core"), install) {
        Ok(script) => Ok(Some(script)),
        Err(error) if std::env::var_os("CI").is_some_and(|value| value == "true") => Err(error),
        Err(error) => {
            println!("SKIPPED: no audit of accessibility, axe-core cannot be had: {error:#}");
            Ok(None)
        }
    }
}

fn fetched(folder: &Path, install: Install) -> Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    if !is_right(folder)? {
        if on_path("npm").is_none() {
            setup::npm(install)?;
        }
        // In its own folder npm finds no project that it could have an opinion about.
        let pack = ["pack", "--silent", PACKAGE];
        run(Command::new("npm").current_dir(folder).args(pack))?;
        if !is_right(folder)? {
            bail!("{FILE} is not the file that was looked at: its SHA-512 is another one");
        }
    }
    run(Command::new("tar").current_dir(folder).args(["-xzf", FILE, "package/axe.min.js"]))?;
    Ok(folder.join("package/axe.min.js"))
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
    fn a_file_of_the_same_name_is_not_enough() {
        let folder = std::env::temp_dir().join(format!("latchkey-axe-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the temporary directory takes a directory");
        fs::write(folder.join(FILE), "something else").expect("written");
        assert!(!is_right(&folder).expect("checked"));
        fs::remove_dir_all(&folder).expect("removed");
    }
}
