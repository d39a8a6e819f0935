//! Building the program, and running it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::inside;
use crate::page;
use crate::process::run as run_command;
use crate::setup::{self, Need};
use crate::steps::Steps;
use crate::workspace::Workspace;

/// `cargo xtask run`.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    if cfg!(target_os = "linux")
        && std::env::var_os("DISPLAY").is_none()
        && std::env::var_os("WAYLAND_DISPLAY").is_none()
    {
        bail!("there is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set");
    }
    let mut steps = Steps::new(5);
    steps.step("system packages", || setup::packages(Need::Build, arguments.install))?;
    steps.step("wasm target", setup::wasm_target)?;
    steps.step("page", || page::build(workspace))?;
    steps.step("program", || debug_program(workspace))?;
    println!("{}", steps.summary());
    steps.step("window", || {
        run_command(
            Command::new(workspace.program("debug", "latchkey"))
                .args(program_arguments(&arguments.rest)),
        )
    })
}

/// `cargo xtask build`.
pub(crate) fn build(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::new(3);
    steps.step("wasm target", setup::wasm_target)?;
    steps.step("page", || page::build(workspace))?;
    let profile = if arguments.release {
        steps.step("program, as it ships", || {
            shipped_program(workspace)?;
            inside::may_ship(&workspace.program("release", "latchkey"))
        })?;
        "release"
    } else {
        steps.step("program", || debug_program(workspace))?;
        "debug"
    };
    println!("{}\n\n{}", steps.summary(), workspace.program(profile, "latchkey").display());
    Ok(())
}

/// The features of the program that ships: the emulator is not among them.
pub(crate) const SHIPPED: [&str; 3] = ["--no-default-features", "--features", "custom-protocol"];

/// Builds the program that ships.
pub(crate) fn shipped_program(workspace: &Workspace) -> Result<()> {
    run_command(workspace.cargo(["build", "-p", "latchkey", "--release"]).args(SHIPPED))
}

/// Builds the program with debugging information and the emulator inside.
pub(crate) fn debug_program(workspace: &Workspace) -> Result<()> {
    run_command(&mut workspace.cargo(["build", "-p", "latchkey"]))
}

/// What the program is started with: the emulator, unless the person says which instance.
fn program_arguments(rest: &[String]) -> Vec<String> {
    let says_which = rest.iter().any(|word| {
        word.starts_with("--publishable-key") || word == "--emulator" || word == "--help"
    });
    let emulator = (!says_which).then(|| "--emulator".to_owned());
    emulator.into_iter().chain(rest.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started_with(rest: &[&str]) -> Vec<String> {
        program_arguments(&rest.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn the_emulator_is_used_unless_a_key_is_given() {
        assert_eq!(started_with(&[]), ["--emulator"]);
        assert_eq!(started_with(&["--publishable-key=pk"]), ["--publishable-key=pk"]);
        assert_eq!(started_with(&["--publishable-key", "pk"]), ["--publishable-key", "pk"]);
    }
}
