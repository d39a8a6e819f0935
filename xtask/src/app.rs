//! Building the program, and running it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::brand::Brand;
use crate::files;
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
    let mut steps = Steps::new(5 + usize::from(arguments.brand.is_some()));
    steps.step("system packages", || setup::packages(Need::Build, arguments.install))?;
    steps.step("wasm target", setup::wasm_target)?;
    let brand = Brand::asked_for(workspace, arguments, &mut steps)?;
    steps.step("page", || page::build(workspace, brand.as_ref()))?;
    steps.step("program", || debug_program(workspace, brand.as_ref()))?;
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
    steps.step("page", || page::build(workspace, None))?;
    let profile = if arguments.release {
        steps.step("program, as it ships", || {
            shipped_program(workspace, None)?;
            inside::may_ship(&workspace.program("release", "latchkey"))
        })?;
        "release"
    } else {
        steps.step("program", || debug_program(workspace, None))?;
        "debug"
    };
    println!("{}\n\n{}", steps.summary(), workspace.program(profile, "latchkey").display());
    Ok(())
}

/// The features of the program that ships: the emulator is not among them.
pub(crate) const SHIPPED: [&str; 3] = ["--no-default-features", "--features", "custom-protocol"];

/// Builds the program that ships. Tauri leaves out its own commands and those of its plugins that no
/// capability allows: the page could not call them, and they take room.
pub(crate) fn shipped_program(workspace: &Workspace, brand: Option<&Brand>) -> Result<()> {
    let shell = workspace.target.join("shell");
    shell_configuration(&workspace.root, &shell)?;
    let mut command = workspace.cargo(["rustc", "--locked", "-p", "latchkey", "--release"]);
    command.args(["--bin", "latchkey"]).args(SHIPPED).env("REMOVE_UNUSED_COMMANDS", shell);
    // Cargo forgets `strip` where a package has a level of its own (see Cargo.toml).
    command.args(["--", "-C", "strip=symbols"]);
    run_command(dressed(&mut command, brand))
}

/// Lays Tauri's configuration and the capabilities into one folder: the build scripts look for both in
/// the folder that the variable names, and here they are in two. What did not change is not written
/// again, or Tauri would be compiled each time.
fn shell_configuration(root: &Path, shell: &Path) -> Result<()> {
    files::mirror(&[&root.join("src-tauri/capabilities")], &shell.join("capabilities"))?;
    for entry in fs::read_dir(root)? {
        let (name, path) = entry.map(|entry| (entry.file_name(), entry.path()))?;
        let name = name.to_string_lossy();
        if name.starts_with("tauri.") && name.ends_with(".json") {
            files::write_if_changed(&shell.join(&*name), &fs::read(path)?)?;
        }
    }
    Ok(())
}

/// Builds the program with debugging information and the emulator inside.
fn debug_program(workspace: &Workspace, brand: Option<&Brand>) -> Result<()> {
    run_command(dressed(&mut workspace.cargo(["build", "-p", "latchkey"]), brand))
}

fn dressed<'a>(command: &'a mut Command, brand: Option<&Brand>) -> &'a mut Command {
    match brand {
        Some(brand) => brand.dress(command),
        None => command,
    }
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
    fn the_configuration_and_the_capabilities_come_into_one_folder() {
        let scratch = tempfile::tempdir().expect("the temporary directory takes a directory");
        let (root, shell) = (scratch.path(), scratch.path().join("shell"));
        fs::create_dir_all(root.join("src-tauri/capabilities")).expect("made");
        for file in ["tauri.conf.json", "tauri.linux.conf.json", "src-tauri/capabilities/main.json"]
        {
            fs::write(root.join(file), "{}").expect("written");
        }
        shell_configuration(root, &shell).expect("laid");
        let laid = files::under(&shell, |_| true).expect("listed");
        let names = ["capabilities/main.json", "tauri.conf.json", "tauri.linux.conf.json"];
        assert_eq!(laid, names.map(Path::new));
    }

    #[test]
    fn the_emulator_is_used_unless_a_key_is_given() {
        assert_eq!(started_with(&[]), ["--emulator"]);
        assert_eq!(started_with(&["--publishable-key=pk"]), ["--publishable-key=pk"]);
        assert_eq!(started_with(&["--publishable-key", "pk"]), ["--publishable-key", "pk"]);
    }
}
