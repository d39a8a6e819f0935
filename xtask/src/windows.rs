//! The code for Windows, judged by compiler and clippy on another system. No program is made of it, and
//! nothing is run.

use std::process::Command;

use anyhow::{Result, bail};

use crate::app::SHIPPED;
use crate::arguments::{Arguments, Install};
use crate::page;
use crate::process::run;
use crate::setup::{self, Need};
use crate::steps::Steps;
use crate::workspace::Workspace;

/// Windows with the tools of MinGW, which every system has. Releases are built with those of Microsoft,
/// which only Windows has; our code does not tell them apart.
const TARGET: &str = "x86_64-pc-windows-gnu";

/// `cargo xtask check-windows`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::new(3);
    steps.step("what Windows needs", || {
        prepare(arguments.install)?;
        setup::wasm_target()
    })?;
    // The root package compiles the page into itself.
    steps.step("page", || page::build(workspace, None))?;
    steps.step("the code for Windows", || check(workspace))
}

/// The step of `cargo xtask test`. Where the target or the compiler cannot be had it is skipped, unless
/// every check counts.
pub(crate) fn step(
    workspace: &Workspace,
    install: Install,
    every_check_counts: bool,
) -> Result<()> {
    match prepare(install) {
        Ok(()) => check(workspace),
        Err(error) if every_check_counts => Err(error),
        Err(error) => {
            println!("SKIPPED: the code for Windows is not checked: {error:#}");
            Ok(())
        }
    }
}

fn prepare(install: Install) -> Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    setup::packages(Need::Windows, install)?;
    if !setup::ready(Need::Windows) {
        bail!("there is no C compiler for Windows");
    }
    setup::target(TARGET)
}

/// Whoever has code for one system alone, tests included; what they use is compiled with them. Then the
/// program as it ships, which has other features.
fn check(workspace: &Workspace) -> Result<()> {
    let strict = ["--", "-D", "warnings"];
    let mut ours = workspace.cargo(["clippy", "--locked", "--all-targets"]);
    for package in ["latchkey", "latchkey-options", "latchkey-vault", "latchkey-emulator", "xtask"]
    {
        ours.args(["-p", package]);
    }
    run(for_windows(&mut ours).args(strict))?;
    let mut shipped = workspace.cargo(["clippy", "--locked", "-p", "latchkey"]);
    run(for_windows(shipped.args(SHIPPED)).args(strict))
}

fn for_windows(command: &mut Command) -> &mut Command {
    if cfg!(windows) { command } else { command.args(["--target", TARGET]) }
}
