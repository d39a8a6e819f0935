//! The packages: the program as it ships, what goes with it, and Tauri's bundler around both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::app::{self, SHIPPED};
use crate::arguments::Arguments;
use crate::inside;
use crate::page;
use crate::process::run;
use crate::setup::{self, Need};
use crate::steps::Steps;
use crate::workspace::{ALL, Workspace};

/// What makes the packages, and what lists the licences: crates of their own, see `xtask/Cargo.toml`.
pub(crate) const BUNDLER: &str = "xtask-bundle";
const LICENCES: &str = "xtask-licences";
/// What makes man page and completions.
const MANUAL: &str = "xtask-manual";

/// `cargo xtask package`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::new(7);
    steps.step("system packages", || setup::packages(Need::Build, arguments.install))?;
    steps.step("wasm target", setup::wasm_target)?;
    steps.step("page", || page::build(workspace))?;
    let parts = prepare(workspace, &mut steps)?;
    println!("{}", steps.summary());
    steps.step("packages", || parts.pack(&parts.programs, &workspace.version, &[]))
}

/// Everything that packages are made of.
pub(crate) struct Parts {
    root: PathBuf,
    bundler: PathBuf,
    /// The folder of the program that ships.
    pub(crate) programs: PathBuf,
    /// The folder of what goes with it.
    pub(crate) made: PathBuf,
}

/// Makes the parts, in three steps.
pub(crate) fn prepare(workspace: &Workspace, steps: &mut Steps) -> Result<Parts> {
    let program = workspace.program("release", "latchkey");
    steps.step("program, as it ships", || {
        app::shipped_program(workspace)?;
        inside::may_ship(&program)
    })?;
    let made = workspace.target.join("package");
    steps.step("what goes with it", || accompany(workspace, &made))?;
    steps.step("bundler", || run(&mut workspace.cargo(["build", "--locked", "-p", BUNDLER])))?;
    Ok(Parts {
        root: workspace.root.clone(),
        bundler: workspace.program("debug", BUNDLER),
        programs: workspace.target.join("release"),
        made,
    })
}

impl Parts {
    /// Makes packages of the program in the folder; all kinds of this system, unless some are named.
    pub(crate) fn pack(&self, programs: &Path, version: &str, kinds: &[&str]) -> Result<()> {
        let mut command = Command::new(&self.bundler);
        command.current_dir(&self.root).args(["--version", version]);
        command.arg("--programs").arg(programs).arg("--made").arg(&self.made);
        command.args(kinds.iter().flat_map(|kind| ["--kind", kind]));
        run(&mut command)
    }
}

/// The list of the licences, the man page and the completions.
fn accompany(workspace: &Workspace, made: &Path) -> Result<()> {
    // What an earlier version made must not get into a package of this one.
    if made.exists() {
        fs::remove_dir_all(made).with_context(|| format!("clearing {}", made.display()))?;
    }
    let list = made.join("THIRD-PARTY-LICENSES.txt");
    // With the features that the tests compile it with, so that it is compiled once.
    run(workspace.cargo(["build", "--locked", "--quiet", "--bin", LICENCES]).args(ALL))?;
    let mut licences = Command::new(workspace.program("debug", LICENCES));
    run(licences.current_dir(&workspace.root).arg(&list).args(SHIPPED))?;
    if workspace.packages.iter().any(|package| package.name == MANUAL) {
        run(workspace.cargo(["run", "--locked", "--quiet", "-p", MANUAL, "--"]).arg(made))?;
    }
    Ok(())
}
