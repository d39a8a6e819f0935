//! What cargo knows about the repository: where it is, where it builds, who depends on whom.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process::{cargo, output};

/// The target that the page is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// What cargo is told to compile when it compiles all of ours. The bundler is left out: it brings 170
/// crates that nothing else needs, and it is compiled where packages are made.
pub(crate) const ALL: [&str; 3] = ["--workspace", "--exclude", "xtask-bundle"];

/// The repository, as `cargo metadata` describes it.
pub(crate) struct Workspace {
    /// The directory of the root manifest.
    pub(crate) root: PathBuf,
    /// Where cargo builds (`CARGO_TARGET_DIR`, or `target`).
    pub(crate) target: PathBuf,
    /// The version of the program.
    pub(crate) version: String,
    /// Our own crates.
    pub(crate) packages: Vec<Package>,
}

/// One of our crates.
#[derive(Clone)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// What it uses when it is built (not what only its tests use).
    pub(crate) dependencies: Vec<String>,
    /// What cargo makes of it.
    pub(crate) targets: Vec<Target>,
}

/// Something that cargo makes of a crate.
#[derive(Clone)]
pub(crate) struct Target {
    /// `lib`, `cdylib`, `bin`, `test` and so on; what is of two kinds is there twice.
    pub(crate) kind: String,
    /// Its name.
    pub(crate) name: String,
    /// Its first file.
    pub(crate) file: PathBuf,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn find() -> Result<Self> {
        // The manifest's own directory is known at compile time, but the repository may have
        // moved since: cargo is started where the person stands, as `cargo xtask` was.
        let answer = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let metadata: Value = serde_json::from_str(&answer).context("reading cargo metadata")?;
        let path = |key: &str| {
            metadata
                .get(key)
                .and_then(Value::as_str)
                .map(PathBuf::from)
                .with_context(|| format!("cargo metadata has no {key}"))
        };
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            version: list(&metadata, "packages")
                .find(|package| text(package, "name") == "latchkey")
                .map(|package| text(package, "version"))
                .context("cargo metadata has no package 'latchkey'")?,
            packages: list(&metadata, "packages").map(package).collect(),
        })
    }

    /// The same crates in another place.
    pub(crate) fn moved(&self, root: PathBuf, target: PathBuf) -> Self {
        Self { root, target, version: self.version.clone(), packages: self.packages.clone() }
    }

    /// A cargo command at the root.
    pub(crate) fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root).args(arguments);
        command
    }

    /// A program of a build profile's directory (`debug`, `release`).
    pub(crate) fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The test targets of every crate but one.
    pub(crate) fn tests_but(&self, package: &str) -> Vec<&str> {
        let others = self.packages.iter().filter(|found| found.name != package);
        let targets = others.flat_map(|found| &found.targets);
        targets.filter(|target| target.kind == "test").map(|target| target.name.as_str()).collect()
    }

    /// The text of a file in the repository.
    pub(crate) fn read(&self, path: impl AsRef<Path>) -> Result<String> {
        let path = self.root.join(path);
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    }
}

/// The version of a crate in the text of a Cargo.lock.
pub(crate) fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{name}\""))?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

fn package(found: &Value) -> Package {
    Package {
        name: text(found, "name"),
        dependencies: list(found, "dependencies")
            .filter(|dependency| dependency.get("kind").and_then(Value::as_str) != Some("dev"))
            .map(|dependency| text(dependency, "name"))
            .collect(),
        targets: list(found, "targets")
            .flat_map(|target| {
                let kinds = list(target, "kind").filter_map(Value::as_str);
                let target = |kind: &str| Target {
                    kind: kind.to_owned(),
                    name: text(target, "name"),
                    file: PathBuf::from(text(target, "src_path")),
                };
                kinds.map(target).collect::<Vec<_>>()
            })
            .collect(),
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_by_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn what_only_tests_use_is_no_dependency() {
        let found = package(&serde_json::json!({
            "name": "a",
            "dependencies": [
                { "name": "b", "kind": null },
                { "name": "c", "kind": "dev" },
                { "name": "d", "kind": "build" }
            ],
            "targets": [{ "name": "a", "kind": ["cdylib", "rlib"] }]
        }));
        assert_eq!(found.dependencies, ["b", "d"]);
        assert_eq!(found.targets.len(), 2);
    }
}
