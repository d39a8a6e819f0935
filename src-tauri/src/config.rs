//! The command line, the environment and the files for settings, read once. What is wrong with them is
//! told in one line that repeats no key and no address.

mod fault;
mod file;
mod settings;
mod store;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use latchkey_app::{BaseUrl, Product, Program, Startup};
use latchkey_fapi_types::key::PublishableKey;
use latchkey_options::{BUILD_DATE, COMMIT, Options, SettingsFiles, System};
use latchkey_vault::Mode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{Directive, LevelFilter};

use crate::config::fault::shown;
use crate::config::settings::{Setting, Settings};
use crate::config::store::credential_store;
use crate::system;
use crate::wording::beginning;

/// What is logged unless somebody says otherwise.
const DEFAULT_LOG: &str = "warn";

/// How much of a path is repeated that cannot be used.
const PATH_CHARACTERS: usize = 200;

/// Why there is no configuration to start with.
#[derive(Debug)]
pub(crate) enum NotRead {
    /// Help or the version was asked for.
    Asked(clap::Error),
    /// Something is wrong with an option, a variable or a file; the text says what.
    Refused(String),
    /// A file cannot be read; the text says which and why.
    Unreadable(String),
}

/// What was given, checked.
#[derive(Debug)]
pub(crate) struct Config {
    settings: Settings,
    data_dir: Option<Given>,
    emulator: bool,
    log: String,
    /// The options and variables that were given, by name.
    given: Vec<&'static str>,
    /// Of which options and variables to say that they are not used, and why.
    unused: Vec<String>,
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

/// What the text means that was given, if one was.
fn setting<T, E: std::fmt::Display>(
    given: Option<&Given>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<Setting<T>>, NotRead> {
    given
        .map(|given| Ok(Setting { value: given.parse(parse)?, place: given.name.to_owned() }))
        .transpose()
}

/// What a file sets. One that is not there sets nothing.
fn settings_of(
    path: &Path,
    read: impl FnOnce(&Path) -> io::Result<Vec<u8>>,
) -> Result<Settings, NotRead> {
    match read(path) {
        Ok(bytes) => file::parse(path, &bytes).map_err(NotRead::Refused),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Settings::default())
        }
        Err(error) => Err(NotRead::Unreadable(format!(
            "cannot read the settings in {}: {}",
            path.display(),
            why(&error)
        ))),
    }
}

/// Help and the version are written by clap; its faults take several lines and repeat what was typed.
fn not_read(error: clap::Error) -> NotRead {
    if error.use_stderr() { NotRead::Refused(fault::told(&error)) } else { NotRead::Asked(error) }
}

impl Config {
    /// Reads the command line, the variables that stand for options which are not there, and the
    /// files for settings.
    pub(crate) fn read(
        arguments: impl IntoIterator<Item = OsString>,
        variable: impl Fn(&'static str) -> Option<OsString>,
        files: &SettingsFiles,
        read: impl Fn(&Path) -> io::Result<Vec<u8>>,
    ) -> Result<Self, NotRead> {
        let options = Options::parse(arguments, files).map_err(not_read)?;
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

        let typed = Settings {
            publishable_key: setting(key.as_ref(), PublishableKey::parse)?,
            fapi_url: setting(fapi_url.as_ref(), BaseUrl::parse)?,
            credential_store: setting(store.as_ref(), credential_store)?,
        };
        let policy = settings_of(&files.policy, &read)?;
        let own = files.own.as_deref().map(|path| settings_of(path, &read)).transpose()?;
        let (settings, unused) = Settings::decide(policy, typed, own.unwrap_or_default());
        let values = [&key, &fapi_url, &data_dir, &store, &log].into_iter().flatten();
        Ok(Self {
            given: emulator
                .then_some("--emulator")
                .into_iter()
                .chain(values.map(|it| it.name))
                .collect(),
            settings,
            log: log.map_or(Ok(DEFAULT_LOG.to_owned()), |log| log.parse(check_log))?,
            data_dir,
            emulator,
            unused,
        })
    }

    pub(crate) fn start_logging(&self) {
        let filter = EnvFilter::new(&self.log);
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
        self.settings.log();
    }

    /// Who decides where the sealing key is kept.
    pub(crate) fn credential_store(&self) -> Mode {
        self.settings.credential_store.as_ref().map_or(Mode::Ask, |store| store.value)
    }

    /// The options and variables that were given, by name.
    pub(crate) fn given(&self) -> &[&'static str] {
        &self.given
    }

    /// What to say of options and variables that are not used.
    pub(crate) fn unused(&self) -> &[String] {
        &self.unused
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

    /// The folder for what the webview keeps, in the one for all that is kept. On Windows that one
    /// may travel from computer to computer with the person, which a cache should not: there Tauri
    /// chooses, unless a folder was given.
    pub(crate) fn webview_dir(&self, data_dir: &Path, system: System) -> Option<PathBuf> {
        let stays = self.data_dir.is_some() || system != System::Windows;
        stays.then(|| data_dir.join("webview"))
    }

    /// What the application starts with, as the product that this program is, and with this folder
    /// for all that is stored.
    pub(crate) fn startup(&self, product: Product, data_dir: &Path) -> Startup {
        let by_key = self.settings.publishable_key.as_ref().map(|key| key.place.clone());
        Startup {
            product,
            program: Program {
                commit: COMMIT.to_owned(),
                built: BUILD_DATE.to_owned(),
                licence: env!("CARGO_PKG_LICENSE").to_owned(),
                system: system::named(),
                webview: system::webview(),
            },
            given_by: if self.emulator { Some("--emulator".to_owned()) } else { by_key },
            data_folder: data_dir.display().to_string(),
            emulator: self.emulator,
            given_key: self.settings.publishable_key.as_ref().map(|key| key.value.clone()),
            // The build script refuses everything that is no key.
            built_in_key: PublishableKey::parse_optional(option_env!("LATCHKEY_PUBLISHABLE_KEY"))
                .unwrap_or_default(),
            base_url: self.settings.fapi_url.as_ref().map(|url| url.value.clone()),
            locale: sys_locale::get_locale(),
        }
    }
}

/// The folder as an absolute path, after it was made and written to. A folder that is made here is
/// its owner's alone: what is kept in it may name whom a wait concerns.
fn make(folder: &Path) -> io::Result<PathBuf> {
    let folder = std::path::absolute(folder)?;
    if folder.exists() && !folder.is_dir() {
        return Err(ErrorKind::NotADirectory.into());
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
    let folder = beginning(folder, PATH_CHARACTERS);
    format!("cannot use the data folder {folder}{named}: {}", why(error))
}

/// The system's words for an error, without the number that Rust adds.
fn why(error: &io::Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.clone(), |(why, _)| why.to_owned())
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
