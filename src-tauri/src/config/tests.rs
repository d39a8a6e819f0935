//! What is read from command lines and variables, and what is refused.

use super::*;

const KEY: &str = "pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk";

const POLICY: &str = "/etc/latchkey/latchkey.toml";
const OWN: &str = "/home/me/.config/latchkey/latchkey.toml";

fn read(arguments: &[&str], variables: &[(&str, &str)]) -> Result<Config, NotRead> {
    read_with(arguments, variables, |_| Err(ErrorKind::NotFound.into()))
}

/// Reads with files that have this in them.
fn read_with(
    arguments: &[&str],
    variables: &[(&str, &str)],
    file: impl Fn(&Path) -> io::Result<Vec<u8>>,
) -> Result<Config, NotRead> {
    let arguments = ["latchkey"].iter().chain(arguments).map(OsString::from);
    let variable = |name| {
        let found = variables.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, value)| OsString::from(value))
    };
    let config_dir = Some(Path::new("/home/me/.config"));
    let files = SettingsFiles::of("Latchkey", System::Linux, config_dir, None);
    Config::read(arguments, variable, &files, file)
}

/// The administrator's file and the person's own.
fn files(policy: &str, own: &str) -> impl Fn(&Path) -> io::Result<Vec<u8>> {
    let files = [(POLICY, policy.to_owned()), (OWN, own.to_owned())];
    move |path| {
        let file = files.iter().find(|(name, _)| Path::new(name) == path);
        file.map(|(_, text)| text.clone().into_bytes()).ok_or_else(|| ErrorKind::NotFound.into())
    }
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
fn help_and_version_are_no_faults() {
    for asked in ["--help", "--version"] {
        assert!(matches!(read(&[asked], &[]), Err(NotRead::Asked(_))), "{asked}");
        // Also where a file is broken: help is what somebody needs then.
        let broken = read_with(&[asked], &[], files("=", "="));
        assert!(matches!(broken, Err(NotRead::Asked(_))), "{asked}");
    }
}

#[test]
fn the_administrators_file_wins_and_says_which_option_is_not_used() {
    let policy = format!("publishable-key = \"{KEY}\"\ncredential-store = \"session\"\n");
    let own =
        "publishable-key = \"pk_live_Y2xlcmsuZXhhbXBsZS5jb20k\"\nfapi-url = \"https://a.example\"";
    let config = read_with(
        &["--credential-store", "file"],
        &[("LATCHKEY_FAPI_URL", "https://b.example")],
        files(&policy, own),
    )
    .unwrap();
    let startup = config.startup(Product::default(), Path::new("/data"));
    assert_eq!(startup.given_by, Some(format!("{POLICY}, line 1: publishable-key")));
    assert_eq!(startup.data_folder, "/data");
    assert_eq!((startup.given_key, startup.base_url), (PublishableKey::parse(KEY).ok(), None));
    assert!(matches!(config.credential_store(), Mode::Session));
    let told = [
        format!("LATCHKEY_FAPI_URL is not used: {POLICY}, line 1: publishable-key decides that"),
        format!("--credential-store is not used: {POLICY}, line 2: credential-store decides that"),
    ];
    assert_eq!(config.unused(), told);
}

#[test]
fn an_option_and_a_variable_win_over_the_persons_file() {
    let own = "fapi-url = \"https://a.example\"\ncredential-store = \"session\"";
    let typed = read_with(
        &["--fapi-url", "https://b.example"],
        &[("LATCHKEY_CREDENTIAL_STORE", "file")],
        files("", own),
    )
    .unwrap();
    assert_eq!(
        typed.startup(Product::default(), Path::new("/data")).base_url,
        BaseUrl::parse("https://b.example").ok()
    );
    assert!(matches!(typed.credential_store(), Mode::File));
    assert_eq!(typed.unused(), [""; 0]);
    let config = read_with(&[], &[], files("", own)).unwrap();
    assert_eq!(
        config.startup(Product::default(), Path::new("/data")).base_url,
        BaseUrl::parse("https://a.example").ok()
    );
    assert!(matches!(config.credential_store(), Mode::Session));
    assert_eq!(config.given(), [""; 0]);
}

#[test]
fn a_bad_file_is_refused_and_one_that_cannot_be_read_is_told() {
    for (policy, own, file) in [("publishable-key = 1", "", POLICY), ("", "x", OWN)] {
        match read_with(&[], &[], files(policy, own)) {
            Err(NotRead::Refused(told)) => assert!(told.starts_with(&format!("{file}, line 1: "))),
            other => panic!("{other:?}"),
        }
    }
    let denied = |_: &Path| Err(io::Error::from_raw_os_error(13));
    match read_with(&[], &[], denied) {
        Err(NotRead::Unreadable(told)) => {
            assert!(told.starts_with(&format!("cannot read the settings in {POLICY}: ")), "{told}");
            assert!(!told.contains("os error"), "{told}");
        }
        other => panic!("{other:?}"),
    }
    // A folder in the place of which there is a file has no settings in it.
    let not_there = |_: &Path| Err(ErrorKind::NotADirectory.into());
    assert!(read_with(&[], &[], not_there).is_ok());
}

#[test]
fn an_option_wins_over_its_variable_and_an_empty_variable_is_none() {
    let config = read(
        &["--publishable-key", KEY],
        &[("LATCHKEY_PUBLISHABLE_KEY", "nonsense"), ("LATCHKEY_FAPI_URL", "")],
    )
    .unwrap();
    assert_eq!(
        config.startup(Product::default(), Path::new("/data")).given_key,
        PublishableKey::parse(KEY).ok()
    );
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
        (&["a\nb"], "there is no option 'a\\nb'; --help lists"),
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

#[test]
fn the_webview_keeps_its_things_in_the_data_folder_unless_that_may_travel() {
    let kept = |arguments: &[&str], system| {
        read(arguments, &[]).unwrap().webview_dir(Path::new("/data"), system)
    };
    let inside = Some(PathBuf::from("/data").join("webview"));
    for system in [System::Linux, System::MacOs] {
        assert_eq!(kept(&[], system), inside);
    }
    assert_eq!(kept(&[], System::Windows), None);
    assert_eq!(kept(&["--data-dir", "/data"], System::Windows), inside);
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
