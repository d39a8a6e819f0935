//! What was started, and which instance to connect to then.

use latchkey_fapi_client::{BaseUrl, Product};
use latchkey_fapi_types::key::PublishableKey;

use crate::ports::{Saved, SavedInstance};

/// The build of the program, and what it runs on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// The commit that it was built from.
    pub commit: String,
    /// The day on which it was built.
    pub built: String,
    /// Its licence, as an expression of SPDX.
    pub licence: String,
    /// The system that it runs on, with its version.
    pub system: String,
    /// The webview that shows its page, with its version.
    pub webview: String,
}

/// What the person who started the program, or who built it, said about the instance.
#[derive(Clone, Debug, Default)]
pub struct Startup {
    /// Who this program says it is.
    pub product: Product,
    /// What else it says of itself.
    pub program: Program,
    /// Start on the local emulator.
    pub emulator: bool,
    /// The option, the variable or the line of a file that decided on the instance.
    pub given_by: Option<String>,
    /// The folder for all that is stored.
    pub data_folder: String,
    /// The key of the command line or of the environment.
    pub given_key: Option<PublishableKey>,
    /// The key that the program was built with.
    pub built_in_key: Option<PublishableKey>,
    /// Replaces the base URL that the key names.
    pub base_url: Option<BaseUrl>,
    /// The system's locale, such as `de-AT`: phone numbers are first taken for those of its country.
    pub locale: Option<String>,
}

/// An instance to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The local emulator.
    Emulator(Origin),
    /// The instance of a key.
    Key(PublishableKey, Origin),
}

/// Who named an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Whoever started the program, or built it.
    Given,
    /// The person, in an earlier run.
    Saved,
    /// The person, on the Connect page just now.
    Chosen,
}

impl Target {
    pub(crate) fn origin(&self) -> Origin {
        match self {
            Self::Emulator(origin) | Self::Key(_, origin) => *origin,
        }
    }
}

impl Startup {
    /// The first that is set wins: the command line and the environment, what the Connect page
    /// saved, the key built in. None leads to the Connect page.
    pub(crate) fn target(&self, saved: &Saved, has_emulator: bool) -> Option<Target> {
        if self.emulator && has_emulator {
            return Some(Target::Emulator(Origin::Given));
        }
        if let Some(key) = &self.given_key {
            return Some(Target::Key(key.clone(), Origin::Given));
        }
        let saved = saved.instance.as_ref().and_then(|instance| match instance {
            SavedInstance::Emulator => has_emulator.then_some(Target::Emulator(Origin::Saved)),
            // A saved key that no longer passes the check leads to the Connect page.
            SavedInstance::Key { publishable_key } => PublishableKey::parse(publishable_key)
                .ok()
                .map(|key| Target::Key(key, Origin::Saved)),
        });
        saved.or_else(|| {
            self.built_in_key.as_ref().map(|key| Target::Key(key.clone(), Origin::Given))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST_KEY: &str = "pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk";
    const LIVE_KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";

    fn key(text: &str) -> PublishableKey {
        PublishableKey::parse(text).unwrap()
    }

    fn saved(publishable_key: &str) -> Saved {
        let instance = SavedInstance::Key { publishable_key: publishable_key.to_owned() };
        Saved { instance: Some(instance), ..Saved::default() }
    }

    #[test]
    fn a_given_key_wins_over_a_saved_one_and_that_over_the_built_in_one() {
        let mut startup = Startup {
            given_key: Some(key(TEST_KEY)),
            built_in_key: Some(key(LIVE_KEY)),
            ..Startup::default()
        };
        let given = Target::Key(key(TEST_KEY), Origin::Given);
        assert_eq!(startup.target(&saved(LIVE_KEY), true), Some(given));
        startup.given_key = None;
        let from_before = Target::Key(key(TEST_KEY), Origin::Saved);
        assert_eq!(startup.target(&saved(TEST_KEY), true), Some(from_before));
        let built_in = Target::Key(key(LIVE_KEY), Origin::Given);
        assert_eq!(startup.target(&Saved::default(), true), Some(built_in));
    }

    #[test]
    fn nothing_set_or_a_broken_saved_key_leads_to_the_connect_page() {
        assert_eq!(Startup::default().target(&Saved::default(), true), None);
        assert_eq!(Startup::default().target(&saved("pk_test_"), true), None);
    }

    #[test]
    fn a_saved_emulator_is_forgotten_by_a_build_without_one() {
        let saved = Saved { instance: Some(SavedInstance::Emulator), ..Saved::default() };
        let from_before = Target::Emulator(Origin::Saved);
        assert_eq!(Startup::default().target(&saved, true), Some(from_before));
        assert_eq!(Startup::default().target(&saved, false), None);
    }
}
