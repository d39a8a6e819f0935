//! The three settings that can stand in a file, and which place wins where several set them.

use std::fmt;

use latchkey_app::BaseUrl;
use latchkey_fapi_types::key::PublishableKey;
use latchkey_vault::Mode;

/// A value, and the option, variable or line of a file that set it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting<T> {
    pub(super) value: T,
    pub(super) place: String,
}

/// What one place sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Settings {
    pub(super) publishable_key: Option<Setting<PublishableKey>>,
    pub(super) fapi_url: Option<Setting<BaseUrl>>,
    pub(super) credential_store: Option<Setting<Mode>>,
}

impl Settings {
    /// What holds, of the administrator's file, the command line with its variables, and the
    /// person's own file: the first that sets something wins. With it comes what to tell of an
    /// option or a variable that is not used.
    ///
    /// Key and address belong together, or one instance would be asked in the name of another: with
    /// the administrator's key no other address is used than theirs, and the address beside a key of
    /// the person's file only with that key.
    pub(super) fn decide(policy: Self, typed: Self, own: Self) -> (Self, Vec<String>) {
        let mut unused = Vec::new();
        let own_key_wins = policy.publishable_key.is_none() && typed.publishable_key.is_none();
        let own_url = own.fapi_url.filter(|_| own_key_wins || own.publishable_key.is_none());
        let pinned = policy.publishable_key.as_ref().map(|key| key.place.clone());
        let (typed_url, own_url) = match pinned {
            Some(place) if policy.fapi_url.is_none() => {
                unused.extend(typed.fapi_url.as_ref().map(|url| not_used(&url.place, &place)));
                (None, None)
            }
            _ => (typed.fapi_url, own_url),
        };
        let decided = Self {
            publishable_key: first(
                policy.publishable_key,
                typed.publishable_key,
                own.publishable_key,
                &mut unused,
            ),
            fapi_url: first(policy.fapi_url, typed_url, own_url, &mut unused),
            credential_store: first(
                policy.credential_store,
                typed.credential_store,
                own.credential_store,
                &mut unused,
            ),
        };
        (decided, unused)
    }

    /// Says in the log which place set what.
    pub(super) fn log(&self) {
        let places = [
            ("publishable-key", place(self.publishable_key.as_ref())),
            ("fapi-url", place(self.fapi_url.as_ref())),
            ("credential-store", place(self.credential_store.as_ref())),
        ];
        for (setting, place) in places {
            if let Some(place) = place {
                tracing::info!(setting, place, "a setting was given");
            }
        }
    }
}

fn place<T>(setting: Option<&Setting<T>>) -> Option<&str> {
    setting.map(|setting| setting.place.as_str())
}

fn first<T>(
    policy: Option<Setting<T>>,
    typed: Option<Setting<T>>,
    own: Option<Setting<T>>,
    unused: &mut Vec<String>,
) -> Option<Setting<T>> {
    if let (Some(policy), Some(typed)) = (&policy, &typed) {
        unused.push(not_used(&typed.place, &policy.place));
    }
    policy.or(typed).or(own)
}

fn not_used(place: &str, because_of: impl fmt::Display) -> String {
    format!("{place} is not used: {because_of} decides that")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk";
    const OTHER: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";

    /// What a place of that name sets.
    fn set(place: &str, key: Option<&str>, url: Option<&str>, store: Option<Mode>) -> Settings {
        fn by<T>(place: &str, value: T) -> Setting<T> {
            Setting { value, place: place.to_owned() }
        }
        Settings {
            publishable_key: key.map(|key| by(place, PublishableKey::parse(key).unwrap())),
            fapi_url: url.map(|url| by(place, BaseUrl::parse(url).unwrap())),
            credential_store: store.map(|store| by(place, store)),
        }
    }

    /// Which places won: for the key, the address and the store.
    fn winners(settings: &Settings) -> [&str; 3] {
        [
            place(settings.publishable_key.as_ref()),
            place(settings.fapi_url.as_ref()),
            place(settings.credential_store.as_ref()),
        ]
        .map(Option::unwrap_or_default)
    }

    #[test]
    fn the_administrator_wins_over_what_is_typed_and_that_over_the_persons_file() {
        let all = |place, key| set(place, Some(key), Some("https://a.example"), Some(Mode::File));
        let (decided, unused) =
            Settings::decide(all("policy", ONE), all("typed", OTHER), all("own", ONE));
        assert_eq!(winners(&decided), ["policy"; 3]);
        assert_eq!(unused, ["typed is not used: policy decides that"; 3]);

        let (decided, unused) =
            Settings::decide(Settings::default(), all("typed", ONE), all("own", OTHER));
        assert_eq!((winners(&decided), unused.len()), (["typed"; 3], 0));

        let none = Settings::default;
        let (decided, unused) = Settings::decide(none(), none(), all("own", ONE));
        assert_eq!((winners(&decided), unused.len()), (["own"; 3], 0));
        assert_eq!(Settings::decide(none(), none(), none()), (none(), Vec::new()));
    }

    #[test]
    fn nobody_leads_the_administrators_key_to_another_address() {
        let policy = || set("policy", Some(ONE), None, None);
        let url = |place| set(place, None, Some("https://a.example"), None);
        let (decided, unused) = Settings::decide(policy(), url("typed"), url("own"));
        assert_eq!(winners(&decided), ["policy", "", ""]);
        assert_eq!(unused, ["typed is not used: policy decides that"]);
    }

    #[test]
    fn the_address_beside_a_key_goes_with_that_key() {
        let own = || set("own", Some(ONE), Some("https://a.example"), None);
        let key = set("typed", Some(OTHER), None, None);
        let (decided, _) = Settings::decide(Settings::default(), key, own());
        assert_eq!(winners(&decided), ["typed", "", ""]);
        let url = set("typed", None, Some("https://b.example"), None);
        let (decided, _) = Settings::decide(Settings::default(), url, own());
        assert_eq!(winners(&decided), ["own", "typed", ""]);
        // An address alone stands for that of whichever key there is.
        let alone = || set("own", None, Some("https://a.example"), None);
        let key = set("typed", Some(OTHER), None, None);
        let (decided, _) = Settings::decide(Settings::default(), key, alone());
        assert_eq!(winners(&decided), ["typed", "own", ""]);
    }
}
