//! What has to be on the machine before anything can be built or tested, and how it gets there.
//! It installs on Debian and its kin only; for every other system it says precisely what is needed.

use std::io::{IsTerminal as _, Write as _};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::arguments::Install;
use crate::process::{cargo, on_path, output, run, succeeds};
use crate::workspace::WASM;

/// What the packages are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Building and running the program.
    Build,
    /// The tests as well.
    Test,
    /// The fuzzers, and nothing else.
    Fuzz,
    /// Checking the code for Windows from another system, and nothing else.
    Windows,
}

/// The header package brings GTK and the rest of what Tauri links.
const DEBIAN_BUILD: [&str; 2] = ["libwebkit2gtk-4.1-dev", "gcc"];
/// A window driven by WebDriver on a screen in memory; other people's code to compute one-time
/// passwords, to read QR codes, to type into the system's dialogs and to read the clipboard; a
/// credential store; what judges the files of a package.
const DEBIAN_TEST: [&str; 10] = [
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "oathtool",
    "zbar-tools",
    "xdotool",
    "xclip",
    "gnome-keyring",
    "appstream",
    "desktop-file-utils",
];
/// The C compiler for Windows, which compiles what some crates have of C, and its package.
const WINDOWS_COMPILER: &str = "x86_64-w64-mingw32-gcc";
const DEBIAN_WINDOWS: [&str; 1] = ["gcc-mingw-w64-x86-64"];
/// The C++ compiler, which libFuzzer is compiled with, and its package.
const CPP_COMPILER: &str = "c++";
const DEBIAN_FUZZ: [&str; 1] = ["g++"];
/// It fetches what judges the accessibility of the pages. There is more than one package of it.
const NPM: &str = "npm";
/// What the tests start, with the Debian package that has it.
pub(crate) const PROGRAMS: [(&str, &str); 11] = [
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
    ("dbus-daemon", "dbus"),
    ("dbus-send", "dbus"),
    ("oathtool", "oathtool"),
    ("zbarimg", "zbar-tools"),
    ("xdotool", "xdotool"),
    ("xclip", "xclip"),
    ("gnome-keyring-daemon", "gnome-keyring"),
    ("appstreamcli", "appstream"),
    ("desktop-file-validate", "desktop-file-utils"),
];

/// Makes the system packages be there, or says what is missing.
pub(crate) fn packages(need: Need, install: Install) -> Result<()> {
    if on_path("apt-get").is_some() && on_path("dpkg-query").is_some() {
        let mut wanted = debian_packages(need);
        if need == Need::Test && on_path(NPM).is_none() {
            wanted.push(NPM);
        }
        return debian(&wanted, install);
    }
    if ready(need) {
        println!("everything is here");
        return Ok(());
    }
    let advice = advice(&system(), need);
    if install == Install::Never {
        println!("going on without installing. {advice}");
        return Ok(());
    }
    bail!("{advice}\nThen start this again; with --skip-install it goes on without looking.")
}

/// Makes the standard library of the page's target be there.
pub(crate) fn wasm_target() -> Result<()> {
    target(WASM)
}

/// Makes the standard library of a target be there.
pub(crate) fn target(name: &str) -> Result<()> {
    let libraries =
        output(Command::new("rustc").args(["--print", "target-libdir", "--target", name]))?;
    if std::path::Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        bail!(
            "this Rust has no standard library for {name}, and there is no rustup to fetch it: \
             install Rust through https://rustup.rs, or your distribution's package for it"
        );
    }
    run(Command::new("rustup").args(["target", "add", name]))
}

/// Makes rustfmt and clippy be there; a minimal Rust comes without them.
pub(crate) fn components() -> Result<()> {
    for (program, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if succeeds(cargo().args([program, "--version"])) {
            continue;
        }
        if on_path("rustup").is_none() {
            bail!("cargo {program} is not installed, and there is no rustup to fetch it");
        }
        run(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

fn debian(wanted: &[&str], install: Install) -> Result<()> {
    // The exit code says that some are unknown; what is installed is printed nevertheless.
    let answer = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Abbrev} ${Package}\\n"])
        .args(wanted)
        .output()
        .context("asking dpkg-query")?;
    let missing = missing(wanted, &String::from_utf8_lossy(&answer.stdout));
    if missing.is_empty() {
        println!("everything is here: {}", wanted.join(" "));
        return Ok(());
    }
    if install == Install::Never {
        println!("going on without {}", missing.join(" "));
        return Ok(());
    }
    let root = succeeds(Command::new("sh").args(["-c", "test \"$(id -u)\" = 0"]));
    let install_command = apt_get(root, &["install", "--no-install-recommends", "--yes"], &missing);
    let commands = [apt_get(root, &["update"], &[]), install_command].map(|words| words.join(" "));
    println!("missing: {}\n  {}", missing.join(" "), commands.join("\n  "));
    if !root && on_path("sudo").is_none() {
        bail!("there is no sudo here: as root, install {}", missing.join(" "));
    }
    if !root && install == Install::Ask && !agreed()? {
        bail!("nothing was installed; the commands are:\n  {}", commands.join("\n  "));
    }
    apt(root, &missing)
}

/// Mirrors have bad moments: three tries, each with a fresh list.
fn apt(root: bool, packages: &[&str]) -> Result<()> {
    let update = || start(&apt_get(root, &["update"], &[]));
    let install =
        || start(&apt_get(root, &["install", "--no-install-recommends", "--yes"], packages));
    for _ in 0..2 {
        if update().and_then(|()| install()).is_ok() {
            return Ok(());
        }
    }
    // An update that fails may be the fault of a source that has nothing to do with us.
    let updated = update();
    install().map_err(|error| updated.err().unwrap_or(error))
}

/// The words of a call of apt-get that asks nothing.
fn apt_get(root: bool, action: &[&'static str], packages: &[&str]) -> Vec<String> {
    let sudo = (!root).then_some("sudo");
    let call = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    sudo.iter().chain(&call).chain(action).chain(packages).map(ToString::to_string).collect()
}

fn start(words: &[String]) -> Result<()> {
    let (program, arguments) = words.split_first().context("a command has at least one word")?;
    run(Command::new(program).args(arguments))
}

fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        println!("(no terminal to ask on; --yes installs without asking)");
        return Ok(false);
    }
    print!("Install them now? [Y/n] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

fn debian_packages(need: Need) -> Vec<&'static str> {
    match need {
        Need::Build => DEBIAN_BUILD.to_vec(),
        Need::Test => DEBIAN_BUILD.iter().chain(&DEBIAN_TEST).copied().collect(),
        Need::Fuzz => DEBIAN_FUZZ.to_vec(),
        Need::Windows => DEBIAN_WINDOWS.to_vec(),
    }
}

/// Which of the packages dpkg-query does not report as installed.
fn missing<'a>(wanted: &[&'a str], listed: &str) -> Vec<&'a str> {
    let installed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.strip_prefix("ii"))
        .map(|rest| rest.trim().split(':').next().unwrap_or_default())
        .collect();
    wanted.iter().copied().filter(|package| !installed.contains(package)).collect()
}

/// The machine's kind: the ids of os-release on Linux, else Rust's name of the system.
fn system() -> Vec<String> {
    if !cfg!(target_os = "linux") {
        return vec![std::env::consts::OS.to_owned()];
    }
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let value = |key: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        found.unwrap_or_default().trim_matches('"').to_owned()
    };
    let ids = format!("{} {}", value("ID"), value("ID_LIKE"));
    ids.split_whitespace().map(str::to_owned).collect()
}

/// True when a system, even one without apt, has what is needed.
pub(crate) fn ready(need: Need) -> bool {
    match need {
        Need::Fuzz => return on_path(CPP_COMPILER).is_some(),
        Need::Windows => return on_path(WINDOWS_COMPILER).is_some(),
        Need::Build | Need::Test => {}
    }
    if !cfg!(target_os = "linux") {
        return need == Need::Build;
    }
    let build = succeeds(Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]));
    let mut programs = PROGRAMS.iter().map(|(program, _)| *program).chain([NPM]);
    build && (need == Need::Build || programs.all(|program| on_path(program).is_some()))
}

/// What to install on a system that we do not install on.
fn advice(system: &[String], need: Need) -> String {
    if need == Need::Windows {
        return format!("Needed: the C compiler {WINDOWS_COMPILER}, from MinGW-w64.");
    }
    if need == Need::Fuzz {
        return format!("Needed: a C++ compiler, as {CPP_COMPILER}, for libFuzzer.");
    }
    let is = |id: &str| system.iter().any(|found| found == id);
    let (build, test) = if is("fedora") || is("rhel") {
        (
            "sudo dnf install gcc 'pkgconfig(webkit2gtk-4.1)'",
            " /usr/bin/WebKitWebDriver /usr/bin/Xvfb /usr/bin/dbus-daemon /usr/bin/dbus-send oathtool \
             zbar xdotool xclip gnome-keyring appstream desktop-file-utils /usr/bin/npm",
        )
    } else if is("arch") {
        (
            "sudo pacman -S --needed base-devel webkit2gtk-4.1",
            " xorg-server-xvfb dbus oath-toolkit zbar xdotool xclip gnome-keyring appstream desktop-file-utils npm \
             (and the package that `pacman -F WebKitWebDriver` names)",
        )
    } else if is("opensuse") || is("suse") {
        (
            "sudo zypper install gcc 'pkgconfig(webkit2gtk-4.1)'",
            " /usr/bin/WebKitWebDriver /usr/bin/Xvfb /usr/bin/dbus-daemon /usr/bin/dbus-send \
             oath-toolkit zbar xdotool xclip gnome-keyring appstream desktop-file-utils /usr/bin/npm",
        )
    } else if is("macos") {
        (
            "Needed: the command line tools of Xcode (xcode-select --install).",
            " Tests in a real window cannot run on macOS: it has no WebDriver for an app's webview.",
        )
    } else if is("windows") {
        (
            "Needed: the Microsoft C++ Build Tools, and the WebView2 runtime (part of Windows 11).",
            " Tests in a real window run on Linux only.",
        )
    } else {
        (
            "Needed: a C compiler, pkg-config and the development files of WebKitGTK 4.1.",
            " For the tests: WebKitWebDriver, Xvfb, dbus-daemon, dbus-send, oathtool, zbarimg, xdotool, \
             xclip, gnome-keyring-daemon, appstreamcli, desktop-file-validate and npm.",
        )
    };
    if need == Need::Test { format!("{build}{test}") } else { build.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_was_removed_or_never_heard_of_is_missing() {
        let listed = "ii  gcc\nrc  xvfb\nun  dbus\nii  libwebkit2gtk-4.1-dev:amd64\n";
        let wanted = ["gcc", "xvfb", "dbus", "libwebkit2gtk-4.1-dev", "oathtool"];
        assert_eq!(missing(&wanted, listed), ["xvfb", "dbus", "oathtool"]);
    }

    #[test]
    fn what_is_needed_to_build_is_needed_to_test() {
        let test = debian_packages(Need::Test);
        assert!(debian_packages(Need::Build).iter().all(|package| test.contains(package)));
    }

    #[test]
    fn every_program_of_the_tests_is_in_a_package_that_is_installed_and_is_named_elsewhere() {
        let advice = advice(&["plan9".to_owned()], Need::Test);
        for (program, package) in PROGRAMS {
            assert!(DEBIAN_TEST.contains(&package), "{package}");
            assert!(advice.contains(program), "{program}");
        }
        assert!(advice.contains(NPM));
    }

    #[test]
    fn every_system_is_told_something_of_its_own() {
        let systems = ["fedora", "arch", "opensuse", "macos", "windows", "plan9"];
        for need in [Need::Build, Need::Test] {
            let advice: std::collections::BTreeSet<String> =
                systems.iter().map(|id| advice(&[(*id).to_owned()], need)).collect();
            assert_eq!(advice.len(), systems.len());
        }
    }
}
