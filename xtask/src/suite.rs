//! Every check and test, in the order in which they fail fastest.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Result, bail};

use crate::app::SHIPPED;
use crate::arguments::Arguments;
use crate::brand::Brand;
use crate::deny;
use crate::files;
use crate::inside;
use crate::package;
use crate::page;
use crate::process::{on_path, run, without_our_variables};
use crate::setup::{self, Need};
use crate::steps::Steps;
use crate::tidy;
use crate::windows;
use crate::workspace::{ALL, WASM, Workspace};

/// What `--only` takes, in the order in which they run.
const STEPS: [&str; 9] =
    ["fmt", "tidy", "deny", "clippy", "windows", "unit", "contract", "e2e", "package"];

/// The most that the program that ships may have, and its package for Debian.
const LARGEST_PROGRAM: u64 = 9_650_000;
const LARGEST_DEB: u64 = 4_000_000;

/// A version before every other, for the package that is upgraded in a test.
const OLDER: &str = "0.0.1";

/// The crate whose tests cross the others; each of its test targets is a step of its own.
const CROSSING: &str = "latchkey-tests";

/// `cargo xtask test`.
pub(crate) fn test(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let chosen = Chosen::new(&arguments.only)?;
    // Whoever uses the root package compiles the page into it.
    let page = ["clippy", "windows", "unit", "e2e", "package"].iter().any(|step| chosen.has(step));
    let compiles = page || chosen.has("contract");
    let mut steps = Steps::new(
        chosen.count()
            + 2 * usize::from(chosen.has("e2e"))
            + 10 * usize::from(chosen.has("package"))
            + usize::from(page)
            + usize::from(compiles),
    );
    if compiles {
        let window = chosen.has("e2e") || chosen.has("package");
        let need = if window { Need::Test } else { Need::Build };
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
        steps.step("page", || page::build(workspace, None))?;
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
            let app = workspace.program("debug", "latchkey");
            let axe = axe.map(|script| ("LATCHKEY_AXE", script));
            let paths: Vec<_> = [("LATCHKEY_APP", app)].into_iter().chain(axe).collect();
            in_a_window(workspace, "e2e", &arguments.rest, &paths)
        })?;
    }
    if chosen.has("package") {
        packages(workspace, &mut steps, &arguments.rest)?;
    }
    println!("{}", steps.summary());
    Ok(())
}

/// The program as it ships, and its packages: what is in them, how large they are, and that one can
/// be installed, used, upgraded and removed.
fn packages(workspace: &Workspace, steps: &mut Steps, rest: &[String]) -> Result<()> {
    steps.step("development build", || {
        program_and(workspace, "package")?;
        inside::would_be_found(&workspace.program("debug", "latchkey"))
    })?;
    let parts = package::prepare(workspace, steps, None)?;
    steps.step("bundler's own tests", || {
        run(&mut workspace.cargo(["test", "--locked", "-p", package::BUNDLER]))
    })?;
    steps.step("package", || {
        let program = workspace.program("release", "latchkey");
        inside::is_at_most(&program, LARGEST_PROGRAM)?;
        if !cfg!(target_os = "linux") {
            println!("SKIPPED: the packages are tested on Linux only");
            return parts.pack(&parts.programs, &workspace.version, &[]);
        }
        // The same program under an older number, in a folder of its own.
        let older = parts.made.join("older");
        fs::create_dir_all(&older)?;
        fs::copy(&program, older.join("latchkey"))?;
        parts.pack(&older, OLDER, &["deb"])?;
        parts.pack(&parts.programs, &workspace.version, &["deb", "rpm"])?;
        let deb = |folder: &Path| only_deb(&folder.join("bundle/deb"));
        let (newer, older) = (deb(&parts.programs)?, deb(&older)?);
        inside::is_at_most(&newer, LARGEST_DEB)?;
        let paths = [
            ("LATCHKEY_APP", PathBuf::from("/usr/bin/latchkey")),
            ("LATCHKEY_DEB", newer),
            ("LATCHKEY_OLDER_DEB", older),
        ];
        in_a_window(workspace, "package", rest, &paths)
    })?;
    if cfg!(target_os = "linux") { another_product(workspace, steps, rest) } else { Ok(()) }
}

/// The example of a product of another name: its package, and how it looks.
fn another_product(workspace: &Workspace, steps: &mut Steps, rest: &[String]) -> Result<()> {
    let brand = steps.step("another product", || {
        let brand = Brand::make(workspace, &workspace.root.join("packaging/acme/brand.toml"))?;
        page::build(workspace, Some(&brand))?;
        Ok(brand)
    })?;
    let program = PathBuf::from(format!("/usr/bin/{}", brand.program));
    let parts = package::prepare(workspace, steps, Some(brand))?;
    steps.step("its package", || {
        parts.pack(&parts.programs, &workspace.version, &["deb"])?;
        let deb = only_deb(&parts.programs.join("bundle/deb"))?;
        let paths = [("LATCHKEY_APP", program), ("LATCHKEY_BRANDED_DEB", deb)];
        in_a_window(workspace, "package", rest, &paths)
    })
}

/// The package for Debian in a folder that holds one.
fn only_deb(folder: &Path) -> Result<PathBuf> {
    let is_deb = |path: &PathBuf| path.extension().is_some_and(|end| end == "deb");
    let files = files::under(folder, |_| true)?;
    let mut debs = files.iter().filter(|path| is_deb(path) && path.components().count() == 1);
    match (debs.next(), debs.next()) {
        (Some(deb), None) => Ok(folder.join(deb)),
        (Some(_), Some(_)) => bail!("{} holds several packages: remove them", folder.display()),
        (None, _) => bail!("{} holds no package", folder.display()),
    }
}

/// `cargo xtask screenshots`.
pub(crate) fn screenshots(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::new(4);
    steps.step("what the tests need", || {
        setup::packages(Need::Test, arguments.install)?;
        setup::wasm_target()
    })?;
    steps.step("page", || page::build(workspace, None))?;
    steps.step("program", || program_and(workspace, "screenshots"))?;
    steps.step("screenshots", || {
        let into = workspace.root.join("docs/screenshots");
        fs::create_dir_all(&into)?;
        let began = SystemTime::now();
        let app = workspace.program("debug", "latchkey");
        let paths = [("LATCHKEY_APP", app), ("LATCHKEY_SCREENSHOTS", into.clone())];
        in_a_window(workspace, "screenshots", &[], &paths)?;
        remove_older(&into, began)
    })?;
    println!("{}", steps.summary());
    Ok(())
}

/// Removes the pictures from before: nothing takes them any more.
fn remove_older(folder: &Path, than: SystemTime) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_picture = entry.path().extension().is_some_and(|end| end == "png");
        if is_picture && entry.metadata()?.modified()? < than {
            println!("removed {}: nothing takes it any more", entry.path().display());
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// No warning passes.
const STRICT: [&str; 3] = ["--", "-D", "warnings"];

fn clippy(workspace: &Workspace) -> Result<()> {
    run(workspace.cargo(["clippy", "--locked", "--all-targets"]).args(ALL).args(STRICT))?;
    // Under the page's own profile: what its macros are made of is compiled there already.
    run(workspace
        .cargo(["clippy", "--locked", "-p", "latchkey-ui", "--target", WASM, "--profile", "page"])
        .args(STRICT))?;
    // The program that ships has other features than the one that is tested.
    run(workspace.cargo(["clippy", "--locked", "-p", "latchkey"]).args(SHIPPED).args(STRICT))
}

/// Tests of the whole workspace, even where a few crates would do: with fewer, cargo would choose
/// other features for what they share, and compile it again.
pub(crate) fn cargo_test(workspace: &Workspace, which: &[&str], rest: &[String]) -> Command {
    let mut command = workspace.cargo(["test", "--locked"]);
    command.args(ALL).args(which);
    if !rest.is_empty() {
        command.arg("--").args(rest);
    }
    without_our_variables(&mut command);
    command
}

/// The program, and the test target that drives it. Like [`cargo_test`] of the whole workspace: alone,
/// the program would have other features, and most of what it is made of would be compiled again.
fn program_and(workspace: &Workspace, test: &str) -> Result<()> {
    let mut command = workspace.cargo(["build", "--locked", "--bin", "latchkey", "--test", test]);
    command.args(ALL);
    run(without_our_variables(&mut command))
}

/// The script that judges the accessibility of the pages; nothing where it cannot be had.
fn axe_core(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let script = workspace.target.join("axe-core/axe.min.js");
    run(workspace.cargo(["run", "--quiet", "-p", "xtask-axe", "--"]).arg(&script))?;
    Ok(script.is_file().then_some(script))
}

/// Runs a test target of `latchkey-tests` that opens real windows, each on a display in memory. The
/// variables give it its paths.
fn in_a_window(
    workspace: &Workspace,
    test: &str,
    rest: &[String],
    paths: &[(&str, PathBuf)],
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
    command.envs(paths.iter().map(|(name, path)| (name, path)));
    run(command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY"))
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
            let file = fs::File::create(folder.join(name)).expect("made");
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
