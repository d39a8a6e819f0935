//! Starts that come to nothing: one line on standard error, and the right code.

use std::path::Path;
use std::process::{Command, Stdio};

use latchkey_tests::display::Display;
use latchkey_tests::environment;

/// A start with nothing of the environment that the tests run in.
fn start(home: &Path, args: &[&str], env: &[(&str, &str)]) -> Command {
    let mut command = Command::new(environment::program());
    command
        .env_clear()
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .envs(env.iter().copied())
        .args(args)
        .stdin(Stdio::null());
    command
}

/// The code and the one line that it ended with.
fn refused(home: &Path, args: &[&str], env: &[(&str, &str)]) -> (Option<i32>, String) {
    let ended = start(home, args, env).output().unwrap();
    assert!(ended.stdout.is_empty(), "{ended:?}");
    let said = String::from_utf8(ended.stderr).unwrap();
    let line = said.strip_suffix('\n').and_then(|it| it.strip_prefix("latchkey: "));
    let line = line.unwrap_or_default();
    assert!(!line.is_empty(), "{args:?}: {said}");
    assert!(!line.contains('\n') && !line.contains("canary") && line.len() < 350, "{line}");
    (ended.status.code(), line.to_owned())
}

#[test]
fn a_bad_option_variable_or_settings_file_ends_with_2_and_what_is_wrong() {
    let home = tempfile::tempdir().unwrap();
    let long = "x".repeat(10_000);
    let secret = "sk_live_canary";
    let driver = ("WEBKIT_INSPECTOR_SERVER", "127.0.0.1:1");
    for (args, env, told) in [
        (
            ["--publishable-key", secret].as_slice(),
            [].as_slice(),
            "--publishable-key: this is a secret key",
        ),
        (&[secret], &[], "this is a secret key"),
        (&["--publishable-key", &long], &[], "--publishable-key: a publishable key begins with"),
        (&[&long], &[], "there is no option 'xxxxxxxxxxxxxxxxxxxx…'"),
        (
            &[],
            &[("LATCHKEY_PUBLISHABLE_KEY", secret)],
            "LATCHKEY_PUBLISHABLE_KEY: this is a secret key",
        ),
        (
            &[],
            &[("LATCHKEY_LOG", "nonsense")],
            "LATCHKEY_LOG: 'nonsense' is no level; use off, error",
        ),
        (
            &["--fapi-url", "http://canary.example"],
            &[],
            "--fapi-url: only an address on this machine",
        ),
        (
            &["--credential-store", "disk"],
            &[],
            "--credential-store: 'disk' is no place; use system",
        ),
        (&[], &[driver], "a WebDriver started this (WEBKIT_INSPECTOR_SERVER is set), but it could"),
    ] {
        let (code, line) = refused(home.path(), args, env);
        assert_eq!(code, Some(2), "{line}");
        assert!(line.starts_with(told), "{line}");
    }
    let file = home.path().join("config/latchkey/latchkey.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "# Mine.\npublishable-key = \"sk_live_canary\"\n").unwrap();
    let (code, line) = refused(home.path(), &[], &[]);
    let told = format!("{}, line 2: publishable-key: this is a secret key", file.display());
    assert!(code == Some(2) && line.starts_with(&told), "{line}");
}

#[test]
fn trouble_of_the_machine_ends_with_1_and_what_it_is() {
    let home = tempfile::tempdir().unwrap();
    let display = Display::open();
    let screen = [("DISPLAY", display.name())];
    let no_screen = "no screen: neither DISPLAY nor WAYLAND_DISPLAY is set";
    for (args, env, told) in [
        ([].as_slice(), [].as_slice(), no_screen),
        // An empty variable counts as unset.
        (&[], &[("LATCHKEY_PUBLISHABLE_KEY", ""), ("LATCHKEY_LOG", "")], no_screen),
        (&[], &[("DISPLAY", ":none")], "no screen: cannot open DISPLAY \":none\""),
        (
            &["--data-dir", "/proc/nowhere"],
            &screen,
            "cannot use the data folder /proc/nowhere (--data-dir): No such file or directory",
        ),
    ] {
        assert_eq!(refused(home.path(), args, env), (Some(1), told.to_owned()));
    }
    let long = format!("/{}", "x".repeat(10_000));
    for (folder, told) in
        [("/proc/a\nb", "/proc/a\\nb (--data-dir): "), (&long, "xxx… (--data-dir): ")]
    {
        let (code, line) = refused(home.path(), &["--data-dir", folder], &screen);
        assert!(code == Some(1) && line.contains(told), "{line}");
    }
    // A folder in the place of the file cannot be read as one.
    std::fs::create_dir_all(home.path().join("config/latchkey/latchkey.toml")).unwrap();
    let (code, line) = refused(home.path(), &[], &[]);
    assert!(code == Some(1) && line.starts_with("cannot read the settings in "), "{line}");
}

#[test]
fn nobody_to_tell_is_no_reason_to_panic() {
    let home = tempfile::tempdir().unwrap();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = start(home.path(), &["--nope"], &[]).stderr(full).status().unwrap();
    assert_eq!(ended.code(), Some(2));
}

#[test]
fn the_version_names_the_commit() {
    let home = tempfile::tempdir().unwrap();
    let said = start(home.path(), &["--version"], &[]).output().unwrap();
    let line = String::from_utf8(said.stdout).unwrap();
    assert!(line.starts_with("latchkey ") && line.contains(" (commit "), "{line}");
    assert_eq!((said.status.code(), line.lines().count()), (Some(0), 1));
}
