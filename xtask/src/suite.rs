//! Every check and test, in the order in which they fail fastest.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Result, bail};

use crate::app::SHIPPED;
use crate::arguments::Arguments;
use crate::deny;
use crate::page;
use crate::process::{on_path, run, without_our_variables};
use crate::setup::{self, Need};
use crate::steps::Steps;
use crate::tidy;
use crate::windows;
use crate::workspace::{WASM, Workspace};

/// What `--only` takes, in the order in which they run.
const STEPS: [&str; 8] = ["fmt", "tidy", "deny", "clippy", "windows", "unit", "contract", "e2e"];

/// The crate whose tests cross the others; each of its test targets is a step of its own.
const CROSSING: &str = "latchkey-tests";

/// `cargo xtask test`.
pub(crate) fn test(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let chosen = Chosen::new(&arguments.only)?;
    // Whoever uses the root package compiles the page into it.
    let page = ["clippy", "windows", "unit", "e2e"].iter().any(|step| chosen.has(step));
    let compiles = page || chosen.has("contract");
    let mut steps = Steps::new(
        chosen.count()
            + 2 * usize::from(chosen.has("e2e"))
            + usize::from(page)
            + usize::from(compiles),
    );
    if compiles {
        let need = if chosen.has("e2e") { Need::Test } else { Need::Build };
        steps.step("what the tests need", || {
            setup::packages(need, arguments.install)?;
            setup::wasm_target()?;
            setup::components()
        })?;
    }
    if chosen.has("fmt") {
        steps.step("fmt", || run(&mut workspace.cargo(["fmt", "--all", "--check"])))?;
    }
    if chosen.has("tidy") {
        steps.step("tidy", || tidy::check(workspace))?;
    }
    if chosen.has("deny") {
        steps.step("deny", || deny::step(workspace))?;
    }
    if page {
        steps.step("page", || page::build(workspace))?;
    }
    if chosen.has("clippy") {
        steps.step("clippy", || clippy(workspace))?;
    }
    if chosen.has("windows") {
        // The machine of a developer may lack what this needs, that of a run for all may not.
        let every_check_counts = std::env::var_os("CI").is_some_and(|value| value == "true");
        steps
            .step("windows", || windows::step(workspace, arguments.install, every_check_counts))?;
    }
    if chosen.has("unit") {
        steps.step("unit", || {
            let tests = workspace.tests_but(CROSSING);
            let named = tests.iter().flat_map(|test| ["--test", test]);
            let which: Vec<&str> =
                ["--lib", "--bins", "--examples"].into_iter().chain(named).collect();
            run(&mut cargo_test(workspace, &which, &arguments.rest))?;
            run(&mut cargo_test(workspace, &["--doc"], &arguments.rest))
        })?;
    }
    if chosen.has("contract") {
        steps.step("contract", || {
            run(&mut cargo_test(workspace, &["--test", "contract"], &arguments.rest))
        })?;
    }
    if chosen.has("e2e") {
        steps.step("program", || program_and(workspace, "e2e"))?;
        let axe = steps.step("axe-core", || axe_core(workspace))?;
        steps.step("e2e", || {
            in_a_window(workspace, "e2e", &arguments.rest, ("LATCHKEY_AXE", axe))
        })?;
    }
    println!("{}", steps.summary());
    Ok(())
}

/// `cargo xtask screenshots`.
pub(crate) fn screenshots(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::new(4);
    steps.step("what the tests need", || {
        setup::packages(Need::Test, arguments.install)?;
        setup::wasm_target()
    })?;
    steps.step("page", || page::build(workspace))?;
    steps.step("program", || program_and(workspace, "screenshots"))?;
    steps.step("screenshots", || {
        let into = workspace.root.join("docs/screenshots");
        std::fs::create_dir_all(&into)?;
        let began = SystemTime::now();
        let variable = ("LATCHKEY_SCREENSHOTS", Some(into.clone()));
        in_a_window(workspace, "screenshots", &[], variable)?;
        remove_older(&into, began)
    })?;
    println!("{}", steps.summary());
    Ok(())
}

/// Removes the pictures from before: nothing takes them any more.
fn remove_older(folder: &Path, than: SystemTime) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_picture = entry.path().extension().is_some_and(|end| end == "png");
        if is_picture && entry.metadata()?.modified()? < than {
            println!("removed {}: nothing takes it any more", entry.path().display());
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let strict = ["--", "-D", "warnings"];
    run(workspace.cargo(["clippy", "--locked", "--workspace", "--all-targets"]).args(strict))?;
    // Under the page's own profile: what its macros are made of is compiled there already.
    run(workspace
        .cargo(["clippy", "--locked", "-p", "latchkey-ui", "--target", WASM, "--profile", "page"])
        .args(strict))?;
    // The program that ships has other features than the one that is tested.
    run(workspace.cargo(["clippy", "--locked", "-p", "latchkey"]).args(SHIPPED).args(strict))
}

/// Tests of the whole workspace, even where a few crates would do: with fewer, cargo would choose
/// other features for what they share, and compile it again.
fn cargo_test(workspace: &Workspace, which: &[&str], rest: &[String]) -> Command {
    let mut command = workspace.cargo(["test", "--locked", "--workspace"]);
    command.args(which);
    if !rest.is_empty() {
        command.arg("--").args(rest);
    }
    without_our_variables(&mut command);
    command
}

/// The program, and the test target that drives it. Like [`cargo_test`] of the whole workspace: alone,
/// the program would have other features, and most of what it is made of would be compiled again.
fn program_and(workspace: &Workspace, test: &str) -> Result<()> {
    let mut command = workspace.cargo(["build", "--locked", "--workspace", "--bin", "latchkey"]);
    command.args(["--test", test]);
    run(without_our_variables(&mut command))
}

/// The script that judges the accessibility of the pages; nothing where it cannot be had.
fn axe_core(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let script = workspace.target.join("axe-core/axe.min.js");
    run(workspace.cargo(["run", "--quiet", "-p", "xtask-axe", "--"]).arg(&script))?;
    Ok(script.is_file().then_some(script))
}

/// Runs a test target of `latchkey-tests` that opens real windows, each on a display in memory. The
/// variable gives the target a path, where there is one.
fn in_a_window(
    workspace: &Workspace,
    test: &str,
    rest: &[String],
    (variable, path): (&str, Option<PathBuf>),
) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("tests in a real window run on Linux only: there is no WebDriver for it here");
    }
    for (program, package) in setup::PROGRAMS {
        if on_path(program).is_none() {
            bail!("{program} is not installed (Debian and Ubuntu: apt-get install {package})");
        }
    }
    let mut command = cargo_test(workspace, &["--test", test], rest);
    command
        .env("LATCHKEY_APP", workspace.program("debug", "latchkey"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    if let Some(path) = path {
        command.env(variable, path);
    }
    run(&mut command)
}

/// Which of the steps were asked for.
struct Chosen<'a>(&'a [String]);

impl<'a> Chosen<'a> {
    fn new(only: &'a [String]) -> Result<Self> {
        if let Some(unknown) = only.iter().find(|step| !STEPS.contains(&step.as_str())) {
            bail!("'{unknown}' is not a step; the steps are {}", STEPS.join(", "));
        }
        Ok(Self(only))
    }

    fn has(&self, step: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|chosen| chosen == step)
    }

    fn count(&self) -> usize {
        STEPS.iter().filter(|step| self.has(step)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Choice;

    #[test]
    fn all_steps_run_unless_some_are_chosen() {
        assert_eq!(Chosen::new(&[]).expect("nothing to refuse").count(), STEPS.len());
        let only = ["tidy".to_owned(), "fmt".to_owned(), "fmt".to_owned()];
        let chosen = Chosen::new(&only).expect("both are steps");
        assert_eq!((chosen.count(), chosen.has("fmt"), chosen.has("e2e")), (2, true, false));
    }

    #[test]
    fn a_picture_that_nothing_takes_any_more_is_removed() {
        let scratch = tempfile::tempdir().expect("the temporary directory takes a directory");
        let folder = scratch.path();
        let began = SystemTime::now();
        let minute = std::time::Duration::from_mins(1);
        for (name, made) in
            [("old.png", began - minute), ("new.png", began + minute), ("a.txt", began - minute)]
        {
            let file = std::fs::File::create(folder.join(name)).expect("made");
            file.set_modified(made).expect("the time is kept");
        }
        remove_older(folder, began).expect("removed");
        let left = ["old.png", "new.png", "a.txt"].map(|name| folder.join(name).exists());
        assert_eq!(left, [false, true, true]);
    }

    #[test]
    fn the_help_names_every_step() {
        let help = Choice::Only.explained();
        assert!(STEPS.iter().all(|step| help.contains(step)), "{help}");
    }

    #[test]
    fn a_step_that_does_not_exist_is_refused() {
        assert!(Chosen::new(&["e2".to_owned()]).is_err());
    }
}
