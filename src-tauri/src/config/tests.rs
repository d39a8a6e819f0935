//! What is read from command lines and variables, and what is refused.

use super::*;

const KEY: &str = "pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk";

fn read(arguments: &[&str], variables: &[(&str, &str)]) -> Result<Config, NotRead> {
    let arguments = ["latchkey"].iter().chain(arguments).map(OsString::from);
    Config::read(arguments, |name| {
        let found = variables.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, value)| OsString::from(value))
    })
}

fn refused(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    match read(arguments, variables) {
        Err(NotRead::Refused(text)) => {
            assert!(!text.contains('\n') && !text.contains("canary"), "{text}");
            text
        }
        other => panic!("{arguments:?} {variables:?}: {other:?}"),
    }
}

#[test]
fn the_command_line_is_well_formed() {
    <Options as clap::CommandFactory>::command().debug_assert();
}

#[test]
fn help_and_version_are_no_faults() {
    for asked in ["--help", "--version"] {
        assert!(matches!(read(&[asked], &[]), Err(NotRead::Asked(_))), "{asked}");
    }
}

#[test]
fn an_option_wins_over_its_variable_and_an_empty_variable_is_none() {
    let config = read(
        &["--publishable-key", KEY],
        &[("LATCHKEY_PUBLISHABLE_KEY", "nonsense"), ("LATCHKEY_FAPI_URL", "")],
    )
    .unwrap();
    assert_eq!(config.publishable_key, PublishableKey::parse(KEY).ok());
    assert_eq!(config.given(), ["--publishable-key"]);
    let empty = ["LATCHKEY_PUBLISHABLE_KEY", "LATCHKEY_DATA_DIR", "LATCHKEY_LOG"];
    assert_eq!(read(&[], &empty.map(|name| (name, ""))).unwrap().given(), [""; 0]);
}

#[test]
fn a_secret_key_is_refused_with_advice_and_repeated_nowhere() {
    let secret = "sk_live_canary";
    let given = ["--publishable-key", secret];
    let advice = "this is a secret key. It must never be put into an app";
    assert!(refused(&given, &[]).starts_with(&format!("--publishable-key: {advice}")));
    let variable = [("LATCHKEY_PUBLISHABLE_KEY", secret)];
    assert!(refused(&[], &variable).starts_with(&format!("LATCHKEY_PUBLISHABLE_KEY: {advice}")));
    assert!(refused(&[secret], &[]).starts_with(advice));
    for arguments in [
        ["--publishible-key=sk_live_canary"].as_slice(),
        &["--emulator=sk_live_canary"],
        &["--log", secret],
        &["--fapi-url", secret],
        &["--fapi-url", "https://canary:canary@example.com"],
        &["--publishable-key", KEY, "--publishable-key", secret],
    ] {
        refused(arguments, &[]);
    }
}

#[test]
fn what_is_wrong_with_an_option_fits_on_a_line() {
    let long = "x".repeat(10_000);
    for (arguments, told) in [
        (["--publishable-key", &long].as_slice(), "--publishable-key: a publishable key begins"),
        (&["--publishable-key", ""], "--publishable-key: the publishable key is empty"),
        (&["--fapi-url", "http://example.com"], "--fapi-url: only an address on this machine"),
        (
            &["--log", "nonsense"],
            "--log: 'nonsense' is no level; use off, error, warn, info, debug or trace",
        ),
        (&["--log", &long], "--log: 'xxxxxxxxxxxxxxxxxxxx…' is no level"),
        (&["--log", ""], "--log: '' is no level"),
        (&[&long], "there is no option 'xxxxxxxxxxxxxxxxxxxx…'; --help lists"),
        (&["--nope"], "there is no option '--nope'; --help lists"),
        (&["--data-dir"], "--data-dir needs a value"),
        (&["--emulator=1"], "--emulator takes no value"),
        (&["--log", "info", "--log", "info"], "--log may be given once only"),
    ] {
        let text = refused(arguments, &[]);
        assert!(text.starts_with(told) && text.len() < 300, "{text}");
    }
    let text = refused(&[], &[("LATCHKEY_LOG", "warm")]);
    assert!(text.starts_with("LATCHKEY_LOG: 'warm' is no level"), "{text}");
}

#[test]
fn levels_may_be_given_by_module() {
    for log in ["off", "WARN", "warn,latchkey_app=debug", "info, hyper=off"] {
        assert!(read(&["--log", log], &[]).is_ok(), "{log}");
    }
    refused(&["--log", "warn,latchkey_app=nonsense"], &[]);
    refused(&["--log", "warn,latchkey_app"], &[]);
}

#[test]
fn a_folder_that_cannot_be_used_is_named_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let of_the_app = || Ok(folder.path().join("made/on/demand"));
    assert!(read(&[], &[]).unwrap().data_dir(of_the_app).unwrap().is_dir());

    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let file = file.to_str().unwrap();
    for taken in [file.to_owned(), format!("{file}/folder")] {
        let config = read(&["--data-dir", &taken], &[]).unwrap();
        let told = config.data_dir(|| Ok(PathBuf::new())).unwrap_err();
        let start = format!("cannot use the data folder {taken} (--data-dir): ");
        assert!(told.starts_with(&start), "{told}");
        assert!(told.to_lowercase().ends_with("not a directory"), "{told}");
    }
    let variable = [("LATCHKEY_DATA_DIR", file)];
    let told = read(&[], &variable).unwrap().data_dir(|| Ok(PathBuf::new())).unwrap_err();
    assert!(told.contains(&format!("{file} (LATCHKEY_DATA_DIR): ")), "{told}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_made_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made");
    let made = read(&[], &[]).unwrap().data_dir(|| Ok(made)).unwrap();
    assert_eq!(std::fs::metadata(made).unwrap().permissions().mode() & 0o777, 0o700);
}
