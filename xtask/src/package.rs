//! The packages: the program as it ships, what goes with it, and Tauri's bundler around both.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::app::{self, SHIPPED};
use crate::arguments::Arguments;
use crate::brand::Brand;
use crate::inside;
use crate::page;
use crate::process::run;
use crate::setup::{self, Need};
use crate::steps::Steps;
use crate::workspace::{ALL, Workspace};

/// The key that the program is built with; `src-tauri/build.rs` reads it too.
const KEY: &str = "LATCHKEY_PUBLISHABLE_KEY";
/// What makes the packages, and what lists the licences: crates of their own, see `xtask/Cargo.toml`.
pub(crate) const BUNDLER: &str = "xtask-bundle";
const LICENCES: &str = "xtask-licences";
/// What makes man page and completions.
const MANUAL: &str = "xtask-manual";
/// The icon for every size that is not there as an image of its own.
const DRAWN_ICON: &str = "icons/latchkey.svg";

/// `cargo xtask package`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    check_key(std::env::var_os(KEY).as_deref())?;
    let mut steps = Steps::new(7 + usize::from(arguments.brand.is_some()));
    steps.step("system packages", || setup::packages(Need::Build, arguments.install))?;
    steps.step("wasm target", setup::wasm_target)?;
    let brand = Brand::asked_for(workspace, arguments, &mut steps)?;
    steps.step("page", || page::build(workspace, brand.as_ref()))?;
    let parts = prepare(workspace, &mut steps, brand)?;
    println!("{}", steps.summary());
    steps.step("packages", || parts.pack(&parts.programs, &workspace.version, &[]))
}

/// Refuses at once what cannot be a publishable key; the build of the program reads it whole.
fn check_key(text: Option<&OsStr>) -> Result<()> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(()) };
    let text = text.to_string_lossy();
    if !["pk_live_", "pk_test_"].iter().any(|start| text.trim().starts_with(start)) {
        bail!(
            "{KEY} takes a publishable key, which begins with pk_live_ or pk_test_. Copy it from the \
             Clerk Dashboard, under API keys."
        );
    }
    Ok(())
}

/// Everything that packages are made of.
pub(crate) struct Parts {
    root: PathBuf,
    bundler: PathBuf,
    /// The folder of the program that ships.
    pub(crate) programs: PathBuf,
    /// The folder of what goes with it.
    pub(crate) made: PathBuf,
    brand: Option<Brand>,
}

/// Makes the parts, in three steps.
pub(crate) fn prepare(
    workspace: &Workspace,
    steps: &mut Steps,
    brand: Option<Brand>,
) -> Result<Parts> {
    let program = workspace.program("release", "latchkey");
    let programs = steps.step("program, as it ships", || {
        app::shipped_program(workspace, brand.as_ref())?;
        inside::may_ship(&program)?;
        match &brand {
            Some(brand) => brand.lay(&program),
            None => Ok(workspace.target.join("release")),
        }
    })?;
    let (made, names) = match &brand {
        Some(brand) => (brand.made(), [brand.program.as_str(), &brand.product]),
        None => (workspace.target.join("package"), ["latchkey", "Latchkey"]),
    };
    steps.step("what goes with it", || accompany(workspace, &made, names))?;
    steps.step("bundler", || run(&mut workspace.cargo(["build", "--locked", "-p", BUNDLER])))?;
    Ok(Parts {
        root: workspace.root.clone(),
        bundler: workspace.program("debug", BUNDLER),
        programs,
        made,
        brand,
    })
}

impl Parts {
    /// Makes packages of the program in the folder; all kinds of this system, unless some are named.
    pub(crate) fn pack(&self, programs: &Path, version: &str, kinds: &[&str]) -> Result<()> {
        let mut command = Command::new(&self.bundler);
        command.current_dir(&self.root).args(["--version", version]);
        command.arg("--programs").arg(programs).arg("--made").arg(&self.made);
        if let Some(brand) = &self.brand {
            command.arg("--overlay").arg(brand.overlay());
            // Everything is there now, and packages of another version must not stand beside the new ones.
            let bundle = programs.join("bundle");
            if bundle.exists() {
                fs::remove_dir_all(&bundle)
                    .with_context(|| format!("clearing {}", bundle.display()))?;
            }
        }
        let drawing = match &self.brand {
            Some(brand) => brand.drawing(),
            None => Some(DRAWN_ICON.into()),
        };
        command.args(drawing.iter().flat_map(|file| ["--drawing".as_ref(), file.as_os_str()]));
        command.args(kinds.iter().flat_map(|kind| ["--kind", kind]));
        run(&mut command)
    }
}

/// `cargo xtask licences`.
pub(crate) fn licences(workspace: &Workspace, _arguments: &Arguments) -> Result<()> {
    list_licences(workspace, &workspace.target.join("package"))
}

/// Lists the licences of all that ships. `src-tauri/src/licences.rs` looks for the list there too.
fn list_licences(workspace: &Workspace, made: &Path) -> Result<()> {
    let list = made.join("THIRD-PARTY-LICENSES.txt");
    // With the features that the tests compile it with, so that it is compiled once.
    run(workspace.cargo(["build", "--locked", "--quiet", "--bin", LICENCES]).args(ALL))?;
    let mut licences = Command::new(workspace.program("debug", LICENCES));
    run(licences.current_dir(&workspace.root).arg(&list).args(SHIPPED))
}

/// The list of the licences, and for a program and a product of these names the man page and the
/// completions.
fn accompany(workspace: &Workspace, made: &Path, names: [&str; 2]) -> Result<()> {
    // What an earlier version made must not get into a package of this one.
    if made.exists() {
        fs::remove_dir_all(made).with_context(|| format!("clearing {}", made.display()))?;
    }
    list_licences(workspace, made)?;
    if workspace.packages.iter().any(|package| package.name == MANUAL) {
        let mut manual = workspace.cargo(["run", "--locked", "--quiet", "-p", MANUAL, "--"]);
        run(manual.arg(made).args(names))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_publishable_key_is_refused_at_once_and_not_repeated() {
        for fine in [None, Some(""), Some("pk_live_x"), Some(" pk_test_x")] {
            assert!(check_key(fine.map(OsStr::new)).is_ok(), "{fine:?}");
        }
        for wrong in ["sk_test_abcdef", "abc"] {
            let told = check_key(Some(OsStr::new(wrong))).expect_err("no such key").to_string();
            assert!(told.contains("pk_live_") && !told.contains(wrong), "{told}");
        }
    }
}
