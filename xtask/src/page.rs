//! The page: compiled to WebAssembly, given its glue, and laid beside the static files in `dist/`.

mod reproducible;
mod styles;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use anyhow::{Context as _, Result};

use crate::arguments::Arguments;
use crate::brand::Brand;
use crate::files::{gathered, lay};
use crate::process::run;
use crate::setup;
use crate::steps::Steps;
use crate::workspace::{ALL, WASM, Workspace, locked_version};

/// The crate of the page; also the name of the files that `index.html` loads.
const CRATE: &str = "latchkey-ui";

/// `cargo xtask page`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::new(2);
    steps.step("wasm target", setup::wasm_target)?;
    if arguments.check_reproducible {
        return steps.step("the page, twice", || reproducible::check(workspace));
    }
    steps.step("page", || build(workspace, None))
}

/// Builds the page into `dist/`, or into the folder of a product of another name. What did not change is not written again, so that the program
/// that embeds it is not compiled again either.
pub(crate) fn build(workspace: &Workspace, brand: Option<&Brand>) -> Result<()> {
    let wasm = compile(workspace, &cargo_home()?)?;
    // Not `page`: there cargo keeps what it builds for the host under this profile.
    let glue = workspace.target.join("page-glue");
    let stamp = stamp(workspace, &wasm)?;
    let stamp_file = workspace.target.join("page.stamp");
    if fs::read_to_string(&stamp_file).ok().as_ref() != Some(&stamp) || !glue.is_dir() {
        // A page that is only half there must not look finished, whatever stops us.
        if glue.exists() {
            fs::remove_dir_all(&glue).context("clearing the old glue")?;
        }
        run(Command::new(bindgen(workspace)?).arg(&wasm).arg(&glue).arg(CRATE))?;
        fs::write(&stamp_file, stamp).context("noting what the glue was made from")?;
    }
    let (to, own) = match brand.map(Brand::page) {
        Some((to, own)) => (to, Some(own)),
        None => (workspace.root.join("dist"), None),
    };
    let from = [&workspace.root.join("src-ui/static"), &glue];
    // What a product has of its own comes last, and so wins.
    let from: Vec<&Path> = from.into_iter().chain(&own).map(PathBuf::as_path).collect();
    let mut files = gathered(&from)?;
    styles::join(&mut files)?;
    let changed = lay(&files, &to)?;
    println!("{} is up to date, {changed} files changed", to.display());
    Ok(())
}

/// Compiles the page, so that the same sources give the same bytes wherever they and the registry's
/// copies lie. Gives the file that cargo made: a program keeps its name, a library gets underscores.
fn compile(workspace: &Workspace, cargo_home: &Path) -> Result<PathBuf> {
    // The messages of a panic name files of other crates. This variable alone takes paths with blanks.
    let remap = format!("--remap-path-prefix={}=/cargo", cargo_home.display());
    run(workspace
        .cargo(["build", "--locked", "-p", CRATE, "--target", WASM, "--profile", "page"])
        .env("CARGO_HOME", cargo_home)
        .env("CARGO_TARGET_DIR", &workspace.target)
        .env("CARGO_ENCODED_RUSTFLAGS", remap))?;
    let is_program = workspace
        .packages
        .iter()
        .filter(|package| package.name == CRATE)
        .any(|package| package.targets.iter().any(|target| target.kind == "bin"));
    let name = if is_program { CRATE.to_owned() } else { CRATE.replace('-', "_") };
    Ok(workspace.target.join(WASM).join("page").join(format!("{name}.wasm")))
}

/// Where cargo keeps what it fetched.
fn cargo_home() -> Result<PathBuf> {
    let named = std::env::var_os("CARGO_HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
    let usual = || std::env::home_dir().map(|home| home.join(".cargo"));
    std::path::absolute(named.or_else(usual).context("neither CARGO_HOME nor a home is known")?)
        .context("finding CARGO_HOME")
}

/// Builds what makes the glue. With the features that the whole workspace leads cargo to, as the
/// tests are: with its own it would be compiled a second time for them.
fn bindgen(workspace: &Workspace) -> Result<PathBuf> {
    const PROGRAM: &str = "xtask-bindgen";
    run(workspace.cargo(["build", "--quiet", "--bin", PROGRAM]).args(ALL))?;
    Ok(workspace.program("debug", PROGRAM))
}

/// What the glue depends on: the compiled page and the version of wasm-bindgen.
fn stamp(workspace: &Workspace, wasm: &Path) -> Result<String> {
    let file = fs::metadata(wasm)
        .with_context(|| format!("the page should have been compiled to {}", wasm.display()))?;
    let changed = file.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    let lock = workspace.read("Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen").unwrap_or_default();
    Ok(format!("{} bytes, {changed} ns, wasm-bindgen {version}\n", file.len()))
}
