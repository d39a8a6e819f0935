//! The tools of Debian that install a package and look into it.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::path::{Path, PathBuf};
use std::process::Command;

use latchkey_tests::environment;

/// The name of our package.
pub(crate) const NAME: &str = "latchkey";

/// The package under test and an older one. None, and a line that says so, where none was made.
pub(crate) fn packages() -> Option<(PathBuf, PathBuf)> {
    let packages = environment::debs();
    if packages.is_none() {
        skipped();
    }
    packages
}

/// Says that a test has no package to try.
pub(crate) fn skipped() {
    eprintln!("SKIPPED: no package was made; `cargo xtask test --only package` makes it");
}

/// Whether a package of this name can be installed here. A line says why where it cannot.
pub(crate) fn can_install(name: &str) -> bool {
    let why = if !rustix::process::geteuid().is_root() {
        "only root can install a package"
    } else if Command::new("dpkg").arg("--version").output().is_err() {
        "this system has no dpkg"
    } else if installed_version(name).is_some() {
        "one of this name is installed here, and it is not ours to replace"
    } else {
        return true;
    };
    eprintln!("SKIPPED: {why}");
    false
}

/// The version of the package of this name that is installed.
pub(crate) fn installed_version(name: &str) -> Option<String> {
    let format = "--showformat=${db:Status-Abbrev} ${Version}";
    let answer = Command::new("dpkg-query").args(["--show", format, name]).output().unwrap();
    let text = String::from_utf8(answer.stdout).unwrap();
    Some(text.strip_prefix("ii")?.trim().to_owned())
}

/// A package that is installed until this is dropped.
#[derive(Debug)]
pub(crate) struct Installed {
    name: &'static str,
}

impl Installed {
    /// Installs the package of this name.
    pub(crate) fn from(name: &'static str, package: &Path) -> Self {
        dpkg(&["--install", package.to_str().unwrap()]);
        Self { name }
    }

    /// Installs another version over it.
    pub(crate) fn upgrade(self, package: &Path) -> Self {
        dpkg(&["--install", package.to_str().unwrap()]);
        self
    }

    /// Removes it, and what a system may keep of it.
    pub(crate) fn remove(self) {
        let name = self.name;
        drop(self);
        assert_eq!(installed_version(name), None);
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        dpkg(&["--purge", self.name]);
    }
}

fn dpkg(words: &[&str]) {
    said(Command::new("dpkg").args(words).env("DEBIAN_FRONTEND", "noninteractive"));
}

/// What a command prints. It fails the test if it fails.
pub(crate) fn said(command: &mut Command) -> String {
    let out = command.output().unwrap();
    let (said, complained) =
        (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{command:?} ended with {}: {said}{complained}", out.status);
    said.into_owned()
}
