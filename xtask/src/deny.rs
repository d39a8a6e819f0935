//! cargo-deny, which judges the crates that we use by `deny.toml`. It is installed in one version into
//! the target directory.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::arguments::Arguments;
use crate::process::{cargo, run};
use crate::steps::Steps;
use crate::workspace::Workspace;

/// The program, and the version that is installed.
const PROGRAM: &str = "cargo-deny";
const VERSION: &str = "0.20.2";

/// `cargo xtask deny`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::new(2);
    let program = steps.step(PROGRAM, || installed(workspace))?;
    let database = if arguments.advisories { Database::Compulsory } else { Database::IfReached };
    steps.step("the crates that we use", || check(workspace, &program, database))
}

/// The step of `cargo xtask test`.
pub(crate) fn step(workspace: &Workspace) -> Result<()> {
    check(workspace, &installed(workspace)?, Database::IfReached)
}

/// Whether the advisories have to be looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Database {
    Compulsory,
    /// It is a Git repository on the internet: where that cannot be reached the check is skipped.
    IfReached,
}

fn check(workspace: &Workspace, program: &PathBuf, database: Database) -> Result<()> {
    let deny = |words: &[&str]| {
        let mut command = Command::new(program);
        command.current_dir(&workspace.root).args(["--locked"]).args(words);
        command
    };
    run(&mut deny(&["check", "licenses", "sources", "bans"]))?;
    match run(&mut deny(&["fetch", "db"])) {
        Err(error) if database == Database::IfReached => {
            println!("SKIPPED: no check of advisories, their database cannot be had: {error:#}");
            Ok(())
        }
        // The database was fetched just now.
        fetched => fetched.and_then(|()| run(&mut deny(&["--offline", "check", "advisories"]))),
    }
}

/// Puts the program there, unless it is there in this version. Without optimisation: it is compiled in a
/// third of the time, and has little to do.
fn installed(workspace: &Workspace) -> Result<PathBuf> {
    let tools = workspace.target.join("tools");
    run(cargo()
        .current_dir(&workspace.root)
        .args(["install", PROGRAM, "--version", VERSION, "--locked", "--debug", "--root"])
        .arg(&tools)
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        // It is compiled in a temporary folder: ours would keep what is never used again.
        .env_remove("CARGO_TARGET_DIR"))
    .with_context(|| format!("installing {PROGRAM}"))?;
    Ok(tools.join("bin").join(format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX)))
}
