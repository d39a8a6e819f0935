//! The command line and the environment, read once.

use std::path::PathBuf;

use clap::Parser;
use latchkey_app::{BaseUrl, Startup};
use latchkey_fapi_types::key::PublishableKey;
use tauri::Runtime;
use tauri::path::PathResolver;
use tracing_subscriber::EnvFilter;

/// Sign in with multi-factor authentication, for accounts kept by Clerk.
#[derive(Clone, Debug, Parser)]
#[command(name = "latchkey", version, about)]
pub(crate) struct Config {
    /// The publishable key of the Clerk instance to connect to (`pk_test_…` or `pk_live_…`)
    #[arg(long, value_name = "KEY", env = "LATCHKEY_PUBLISHABLE_KEY", value_parser = key)]
    publishable_key: Option<PublishableKey>,

    /// Replaces the address that the key names (what Clerk calls proxyUrl); http only for loopback
    #[arg(long, value_name = "URL", env = "LATCHKEY_FAPI_URL", value_parser = base_url)]
    fapi_url: Option<BaseUrl>,

    /// The folder for everything that is stored
    #[arg(long, value_name = "FOLDER", env = "LATCHKEY_DATA_DIR")]
    data_dir: Option<PathBuf>,

    /// Start on the local emulator of Clerk's Frontend API
    #[cfg(feature = "emulator")]
    #[arg(long)]
    emulator: bool,

    /// What to log to standard error: off, error, warn, info, debug, trace, or a filter by module
    #[arg(long, value_name = "LEVEL", env = "LATCHKEY_LOG", default_value = "warn")]
    log: String,
}

fn key(text: &str) -> Result<PublishableKey, String> {
    PublishableKey::parse(text).map_err(|problem| problem.to_string())
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).map_err(|problem| problem.to_string())
}

impl Config {
    pub(crate) fn start_logging(&self) {
        let filter = EnvFilter::new(&self.log);
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    }

    /// The folder for everything that is stored.
    pub(crate) fn data_dir<R: Runtime>(
        &self,
        paths: &PathResolver<R>,
    ) -> Result<PathBuf, std::io::Error> {
        let folder = match &self.data_dir {
            Some(folder) => std::path::absolute(folder)?,
            None => paths.app_data_dir().map_err(std::io::Error::other)?,
        };
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    pub(crate) fn startup(&self) -> Startup {
        Startup {
            emulator: self.starts_on_emulator(),
            given_key: self.publishable_key.clone(),
            // A key that the build was given but that is no key leads to the Connect page.
            built_in_key: option_env!("LATCHKEY_PUBLISHABLE_KEY")
                .and_then(|text| PublishableKey::parse(text).ok()),
            base_url: self.fapi_url.clone(),
            locale: sys_locale::get_locale(),
        }
    }

    #[cfg(feature = "emulator")]
    fn starts_on_emulator(&self) -> bool {
        self.emulator
    }

    #[cfg(not(feature = "emulator"))]
    #[expect(clippy::unused_self, reason = "a build with the emulator has the switch in it")]
    fn starts_on_emulator(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        <Config as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn a_bad_key_or_address_is_refused_with_what_is_wrong_with_it() {
        let refused = |args: &[&str]| Config::try_parse_from(args).unwrap_err().to_string();
        let text = refused(&["latchkey", "--publishable-key", "pk_test_"]);
        assert!(text.contains("--publishable-key"), "{text}");
        let text = refused(&["latchkey", "--fapi-url", "http://example.com"]);
        assert!(text.contains("--fapi-url") && text.contains("http"), "{text}");
    }
}
