//! The command line and the environment, read once. What is wrong with them is told in one line that
//! repeats no key and no address.

mod fault;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::Parser;
use latchkey_app::{BaseUrl, Startup};
use latchkey_fapi_types::key::PublishableKey;
use latchkey_vault::Mode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{Directive, LevelFilter};

use crate::config::fault::shown;

/// What is logged unless somebody says otherwise.
const DEFAULT_LOG: &str = "warn";

/// Sign in with multi-factor authentication, for accounts kept by Clerk.
///
/// An option on the command line wins over its variable. An empty variable counts as unset.
#[derive(Debug, Parser)]
#[command(name = "latchkey", version, about)]
struct Options {
    /// The publishable key of the Clerk instance to connect to (`pk_test_…` or `pk_live_…`)
    /// [variable: `LATCHKEY_PUBLISHABLE_KEY`]
    #[arg(long, value_name = "KEY")]
    publishable_key: Option<OsString>,

    /// Replaces the address that the key names (what Clerk calls proxyUrl); http only for loopback
    /// [variable: `LATCHKEY_FAPI_URL`]
    #[arg(long, value_name = "URL")]
    fapi_url: Option<OsString>,

    /// The folder for all that is kept [variable: `LATCHKEY_DATA_DIR`]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<OsString>,

    /// Where the key is kept that seals what keeps this device trusted: system (the credential store),
    /// file (readable by this user alone) or session (nothing is kept). Without it the system's store
    /// is used, and the person is asked where there is none [variable: `LATCHKEY_CREDENTIAL_STORE`]
    #[arg(long, value_name = "PLACE")]
    credential_store: Option<OsString>,

    /// Start on the local emulator of Clerk's Frontend API
    #[cfg(feature = "emulator")]
    #[arg(long)]
    emulator: bool,

    /// What to log to standard error: off, error, warn (the default), info, debug or trace; or
    /// levels by module, such as `warn,latchkey_app=debug` [variable: `LATCHKEY_LOG`]
    #[arg(long, value_name = "LEVEL")]
    log: Option<OsString>,
}

/// Why there is no configuration to start with.
#[derive(Debug)]
pub(crate) enum NotRead {
    /// Help or the version was asked for.
    Asked(clap::Error),
    /// Something is wrong with an option or a variable; the text says what.
    Refused(String),
}

/// The options and variables that were given, checked.
#[derive(Debug)]
pub(crate) struct Config {
    publishable_key: Option<PublishableKey>,
    fapi_url: Option<BaseUrl>,
    data_dir: Option<Given>,
    credential_store: Mode,
    emulator: bool,
    log: String,
    /// The options and variables that were given, by name.
    given: Vec<&'static str>,
}

/// The text of an option or of the variable that stands for it.
#[derive(Clone, Debug)]
struct Given {
    name: &'static str,
    text: OsString,
}

impl Given {
    /// The option if it is there, else the variable unless it is empty.
    fn from(
        (option, text): (&'static str, Option<OsString>),
        (variable, value): (&'static str, Option<OsString>),
    ) -> Option<Self> {
        let value = value.filter(|value| !value.is_empty());
        text.map(|text| Self { name: option, text })
            .or_else(|| value.map(|text| Self { name: variable, text }))
    }

    /// What the text means. A fault is told after the name of the option or variable.
    fn parse<T, E: std::fmt::Display>(
        &self,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, NotRead> {
        parse(&self.text.to_string_lossy())
            .map_err(|problem| NotRead::Refused(format!("{}: {problem}", self.name)))
    }
}

/// Help and the version are written by clap; its faults take several lines and repeat what was typed.
fn not_read(error: clap::Error) -> NotRead {
    if error.use_stderr() { NotRead::Refused(fault::told(&error)) } else { NotRead::Asked(error) }
}

impl Config {
    /// Reads the command line, and the variables that stand for options which are not there.
    pub(crate) fn read(
        arguments: impl IntoIterator<Item = OsString>,
        variable: impl Fn(&'static str) -> Option<OsString>,
    ) -> Result<Self, NotRead> {
        let options = Options::try_parse_from(arguments).map_err(not_read)?;
        let given = |option, text, name| Given::from((option, text), (name, variable(name)));
        let key = given("--publishable-key", options.publishable_key, "LATCHKEY_PUBLISHABLE_KEY");
        let fapi_url = given("--fapi-url", options.fapi_url, "LATCHKEY_FAPI_URL");
        let data_dir = given("--data-dir", options.data_dir, "LATCHKEY_DATA_DIR");
        let store =
            given("--credential-store", options.credential_store, "LATCHKEY_CREDENTIAL_STORE");
        let log = given("--log", options.log, "LATCHKEY_LOG");
        #[cfg(feature = "emulator")]
        let emulator = options.emulator;
        #[cfg(not(feature = "emulator"))]
        let emulator = false;

        let values = [&key, &fapi_url, &data_dir, &store, &log].into_iter().flatten();
        Ok(Self {
            given: emulator
                .then_some("--emulator")
                .into_iter()
                .chain(values.map(|it| it.name))
                .collect(),
            publishable_key: key.map(|key| key.parse(PublishableKey::parse)).transpose()?,
            fapi_url: fapi_url.map(|url| url.parse(BaseUrl::parse)).transpose()?,
            log: log.map_or(Ok(DEFAULT_LOG.to_owned()), |log| log.parse(check_log))?,
            data_dir,
            credential_store: store.map_or(Ok(Mode::Ask), |store| store.parse(credential_store))?,
            emulator,
        })
    }

    pub(crate) fn start_logging(&self) {
        let filter = EnvFilter::new(&self.log);
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    }

    /// Who decides where the sealing key is kept.
    pub(crate) fn credential_store(&self) -> Mode {
        self.credential_store
    }

    /// The options and variables that were given, by name.
    pub(crate) fn given(&self) -> &[&'static str] {
        &self.given
    }

    /// The folder for what is kept: the one that was given, else that of the system for this app.
    /// It is made, and a file is written there to see that it can be.
    pub(crate) fn data_dir(
        &self,
        of_the_app: impl FnOnce() -> io::Result<PathBuf>,
    ) -> Result<PathBuf, String> {
        let (folder, named) = match &self.data_dir {
            Some(given) => (PathBuf::from(&given.text), format!(" ({})", given.name)),
            None => (
                of_the_app().map_err(|error| no_data_dir("of this app", "", &error))?,
                String::new(),
            ),
        };
        make(&folder).map_err(|error| no_data_dir(&folder.display().to_string(), &named, &error))
    }

    pub(crate) fn startup(&self) -> Startup {
        Startup {
            emulator: self.emulator,
            given_key: self.publishable_key.clone(),
            // The build script refuses everything that is no key.
            built_in_key: PublishableKey::parse_optional(option_env!("LATCHKEY_PUBLISHABLE_KEY"))
                .unwrap_or_default(),
            base_url: self.fapi_url.clone(),
            locale: sys_locale::get_locale(),
        }
    }
}

/// The folder as an absolute path, after it was made and written to. A folder that is made here is
/// its owner's alone: what is kept in it may name whom a wait concerns.
fn make(folder: &Path) -> io::Result<PathBuf> {
    let folder = std::path::absolute(folder)?;
    if folder.exists() && !folder.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    tempfile::tempfile_in(&folder)?;
    Ok(folder)
}

fn no_data_dir(folder: &str, named: &str, error: &io::Error) -> String {
    let why = error.to_string();
    // Rust adds the number of the error.
    let why = why.split_once(" (os error").map_or(why.as_str(), |(why, _)| why);
    format!("cannot use the data folder {folder}{named}: {why}")
}

fn credential_store(text: &str) -> Result<Mode, String> {
    match text {
        "system" => Ok(Mode::System),
        "file" => Ok(Mode::File),
        "session" => Ok(Mode::Session),
        _ => Err(format!("{} is no place; use system, file or session", shown(text))),
    }
}

/// Checks what to log. The filter would take a misspelt level for the name of a module.
fn check_log(text: &str) -> Result<String, String> {
    for part in text.split(',').map(str::trim) {
        let is_right = if part.contains(['=', '[']) {
            part.parse::<Directive>().is_ok()
        } else {
            !part.is_empty() && part.parse::<LevelFilter>().is_ok()
        };
        if !is_right {
            return Err(format!(
                "{} is no level; use off, error, warn, info, debug or trace",
                shown(part)
            ));
        }
    }
    Ok(text.to_owned())
}
