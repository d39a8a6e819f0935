//! The command line of the program: its options, its version, and where its settings files are. It is
//! a crate of its own so that the manual and the completions can be made without the program.
//!
//! What the options mean is decided in `src-tauri/src/config.rs`.

mod files;
#[cfg(test)]
mod stamp;

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::{Args, Command, FromArgMatches as _, ValueHint};

pub use files::{SettingsFiles, System, package_name};

/// The version with commit and date of the build.
pub const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (commit ",
    env!("LATCHKEY_COMMIT"),
    ", built ",
    env!("LATCHKEY_BUILD_DATE"),
    ")"
);

/// The commit of the build by the beginning of its name, or `unknown`.
pub const COMMIT: &str = env!("LATCHKEY_COMMIT");

/// The day of the build, such as `2026-01-31`, or `unknown`.
pub const BUILD_DATE: &str = env!("LATCHKEY_BUILD_DATE");

/// What `--credential-store` takes.
pub const PLACES: [&str; 3] = ["system", "file", "session"];

/// The options that were given, as they were typed.
#[derive(Debug, Default, Args)]
pub struct Options {
    /// The publishable key of the Clerk instance to connect to (`pk_test_…` or `pk_live_…`)
    /// [variable: `LATCHKEY_PUBLISHABLE_KEY`]
    #[arg(long, value_name = "KEY")]
    pub publishable_key: Option<OsString>,

    /// Replaces the address that the key names (what Clerk calls proxyUrl); http only for loopback
    /// [variable: `LATCHKEY_FAPI_URL`]
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub fapi_url: Option<OsString>,

    /// The folder for all that is kept [variable: `LATCHKEY_DATA_DIR`]
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub data_dir: Option<OsString>,

    /// Where the key is kept that seals what keeps this device trusted: system (the credential store),
    /// file (readable by this user alone) or session (nothing is kept). Without it the system's store
    /// is used, and the person is asked where there is none [variable: `LATCHKEY_CREDENTIAL_STORE`]
    #[arg(long, value_name = "PLACE")]
    pub credential_store: Option<OsString>,

    /// Start on the local emulator of Clerk's Frontend API
    #[cfg(feature = "emulator")]
    #[arg(long)]
    pub emulator: bool,

    /// What to log to standard error: off, error, warn (the default), info, debug or trace; or
    /// levels by module, such as `warn,latchkey_app=debug` [variable: `LATCHKEY_LOG`]
    #[arg(long, value_name = "LEVEL")]
    pub log: Option<OsString>,
}

/// The name under which a program was started, without folder and ending; `argument` is the first of its
/// command line.
pub fn program_name(argument: Option<&OsStr>) -> String {
    let stem = argument.and_then(|path| Path::new(path).file_stem());
    stem.map_or_else(|| "latchkey".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The command line of the program of this name, with these files for settings in its help.
pub fn command(program: &str, files: &SettingsFiles) -> Command {
    // First the options: what describes them is also taken for the description of the program.
    Options::augment_args(Command::new("latchkey"))
        .display_name(program)
        .bin_name(program)
        .version(VERSION)
        .about("Sign in with multi-factor authentication, for accounts kept by Clerk")
        .long_about(
            "Sign in with multi-factor authentication, for accounts kept by Clerk.\n\n\
             An option on the command line wins over its variable. An empty variable counts as unset.",
        )
        .after_long_help(format!(
            "Settings files (publishable-key, fapi-url and credential-store, as in \
             publishable-key = \"pk_live_…\"):\n{files}"
        ))
}

impl Options {
    /// Parses a command line, which begins with the name of the program.
    pub fn parse(
        arguments: impl IntoIterator<Item = OsString>,
        files: &SettingsFiles,
    ) -> Result<Self, clap::Error> {
        let mut arguments = arguments.into_iter().peekable();
        let program = program_name(arguments.peek().map(OsString::as_os_str));
        Self::from_arg_matches(&command(&program, files).try_get_matches_from(arguments)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> SettingsFiles {
        SettingsFiles::of("Latchkey", System::Linux, Some(Path::new("/home/me/.config")), None)
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command("latchkey", &files()).debug_assert();
    }

    #[test]
    fn the_version_names_commit_and_day() {
        let parts: Vec<&str> =
            VERSION.split([' ', '(', ')', ',']).filter(|it| !it.is_empty()).collect();
        assert_eq!(parts.first(), Some(&env!("CARGO_PKG_VERSION")));
        assert_eq!((parts.get(1), parts.get(3)), (Some(&"commit"), Some(&"built")), "{VERSION}");
        assert_eq!(parts.get(4), Some(&BUILD_DATE));
    }

    #[test]
    fn the_version_is_that_of_the_program_under_its_own_name() {
        for (path, name) in
            [("latchkey", "latchkey"), ("/usr/bin/acme-id", "acme-id"), ("", "latchkey")]
        {
            let error = Options::parse([path, "--version"].map(Into::into), &files()).unwrap_err();
            assert_eq!(error.to_string(), format!("{name} {VERSION}\n"));
        }
    }

    #[test]
    fn the_help_names_the_files_for_settings() {
        let error = Options::parse(["latchkey", "--help"].map(Into::into), &files()).unwrap_err();
        let help = error.to_string();
        assert!(help.starts_with("Sign in with multi-factor authentication"), "{help}");
        for path in ["/etc/latchkey/latchkey.toml", "/home/me/.config/latchkey/latchkey.toml"] {
            assert!(help.contains(path), "{help}");
        }
    }
}
