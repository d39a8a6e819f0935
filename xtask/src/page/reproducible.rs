//! Whether the page that somebody builds is the page that was built elsewhere: two builds from nothing,
//! in other folders and with the registry's copies in another place, have to give the same bytes.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{CRATE, bindgen, cargo_home, compile};
use crate::files;
use crate::process::output;
use crate::workspace::Workspace;

/// What is no part of the sources.
const NOT_SOURCES: [&str; 4] = ["target", "dist", "gen", ".git"];

/// Builds twice, shows the hashes of the files, and fails where they differ.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let folder = workspace.target.join("reproducible");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("clearing what the last check left")?;
    }
    let bindgen = bindgen(workspace)?;
    let home = cargo_home()?;
    let here = workspace.moved(workspace.root.clone(), folder.join("one"));
    let one = built(&bindgen, &here, &home)?;
    let copy = folder.join("a copy");
    copy_sources(&workspace.root, &copy)?;
    let other_home = folder.join("cargo");
    link(&home, &other_home)?;
    let there = workspace.moved(copy, folder.join("two"));
    let two = built(&bindgen, &there, &other_home)?;
    println!("the first build:\n{one}the second build:\n{two}");
    if one != two {
        bail!("they differ; both are in {}", folder.display());
    }
    fs::remove_dir_all(&folder).context("clearing the two builds")
}

/// One build: each file that it gave, with its hash.
fn built(bindgen: &Path, workspace: &Workspace, home: &Path) -> Result<String> {
    let wasm = compile(workspace, home)?;
    output(Command::new(bindgen).arg(wasm).arg(workspace.target.join("glue")).arg(CRATE))
}

fn copy_sources(from: &Path, to: &Path) -> Result<()> {
    for file in files::under(from, |name| !NOT_SOURCES.contains(&name))? {
        let copy = to.join(&file);
        fs::create_dir_all(copy.parent().context("a file is in a folder")?)?;
        fs::copy(from.join(&file), copy).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

/// The same folder under another name.
fn link(folder: &Path, name: &Path) -> Result<()> {
    #[cfg(unix)]
    let linked = std::os::unix::fs::symlink(folder, name);
    #[cfg(windows)]
    let linked = std::os::windows::fs::symlink_dir(folder, name);
    linked.with_context(|| format!("linking {} to {}", name.display(), folder.display()))
}
