//! A file `latchkey.toml`: from its bytes to what it sets. What is wrong is told with file, line, what
//! it is and what to do. Nothing is repeated that may be a secret.

use std::path::Path;

use latchkey_app::BaseUrl;
use latchkey_fapi_types::key::{KeyProblem, PublishableKey};
use toml::de::{DeTable, DeValue};

use super::fault::{is_secret_key, shown};
use super::settings::{Setting, Settings};
use super::store::credential_store;

const KEY: &str = "publishable-key";
const URL: &str = "fapi-url";
const STORE: &str = "credential-store";

/// The file under a path, as far as what is wrong with it has to be told.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
}

/// Reads what a file sets.
pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Settings, String> {
    // Editors on Windows like to begin a file with it.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = line_of(before);
        format!("{}, line {line}: this is no text in UTF-8; save the file as UTF-8", path.display())
    })?;
    let file = File { path, text };
    let table = DeTable::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        file.at(
            start,
            format!(
                "{}; a setting is written as {KEY} = \"pk_live_…\", on a line of its own",
                error.message()
            ),
        )
    })?;
    let mut entries: Vec<_> = table.get_ref().iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut settings = Settings::default();
    for (name, value) in entries {
        let start = name.span().start;
        let value = value.get_ref();
        match name.get_ref().as_ref() {
            KEY => {
                settings.publishable_key =
                    Some(file.setting(start, KEY, value, PublishableKey::parse)?);
            }
            URL => settings.fapi_url = Some(file.setting(start, URL, value, BaseUrl::parse)?),
            STORE => {
                settings.credential_store =
                    Some(file.setting(start, STORE, value, credential_store)?);
            }
            other if is_secret_key(other) => return Err(file.at(start, KeyProblem::SecretKey)),
            other => {
                return Err(file.at(
                    start,
                    format!("there is no setting {}; use {KEY}, {URL} or {STORE}", shown(other)),
                ));
            }
        }
    }
    Ok(settings)
}

impl File<'_> {
    fn setting<T, E: std::fmt::Display>(
        &self,
        start: usize,
        name: &str,
        value: &DeValue<'_>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Setting<T>, String> {
        let Some(text) = value.as_str() else {
            let kind = value.type_str();
            let problem =
                format!("{name}: write a text in quotation marks in place of this {kind}");
            return Err(self.at(start, problem));
        };
        let value = parse(text).map_err(|problem| self.at(start, format!("{name}: {problem}")))?;
        Ok(Setting { value, place: self.at(start, name) })
    }

    /// The place where something stands, and what about it.
    fn at(&self, start: usize, what: impl std::fmt::Display) -> String {
        let before = self.text.as_bytes().get(..start).unwrap_or_default();
        format!("{}, line {}: {what}", self.path.display(), line_of(before))
    }
}

/// The number of the line that comes after these bytes.
fn line_of(before: &[u8]) -> usize {
    before.split(|&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use latchkey_vault::Mode;
    use proptest::prelude::*;

    use super::*;

    const PATH: &str = "/etc/latchkey/latchkey.toml";

    fn read(text: &str) -> Result<Settings, String> {
        parse(Path::new(PATH), text.as_bytes())
    }

    fn refused(text: &str) -> String {
        let told = read(text).unwrap_err();
        assert!(!told.contains('\n') && !told.contains("canary") && told.len() < 350, "{told}");
        told
    }

    #[test]
    fn each_setting_is_read_with_its_line() {
        let settings = read(
            "\u{feff}# For everybody.\r\npublishable-key = 'pk_live_Y2xlcmsuZXhhbXBsZS5jb20k'\r\n\r\n\
             fapi-url = \"https://proxy.example/clerk\"\ncredential-store = \"system\"\n",
        )
        .unwrap();
        let (key, url) = (settings.publishable_key.unwrap(), settings.fapi_url.unwrap());
        let store = settings.credential_store.unwrap();
        assert_eq!(key.value.host(), "clerk.example.com");
        assert_eq!(url.value.as_str(), "https://proxy.example/clerk");
        assert!(matches!(store.value, Mode::System));
        let places = [(key.place, 2), (url.place, 4), (store.place, 5)];
        for (place, line) in places {
            assert!(place.starts_with(&format!("{PATH}, line {line}: ")), "{place}");
        }
    }

    #[test]
    fn a_file_without_settings_sets_nothing() {
        for text in ["", "\n", "# publishable-key = \"pk_live_…\"\n"] {
            assert_eq!(read(text), Ok(Settings::default()), "{text:?}");
        }
    }

    #[test]
    fn a_bad_line_is_named_with_what_is_wrong_and_what_to_do() {
        for (text, line, what) in [
            (
                "\npublishable-key = \"sk_live_canary\"",
                2,
                "publishable-key: this is a secret key. It",
            ),
            ("publishable-key = \"pk_live_canary\"", 1, "publishable-key: "),
            ("publishable-key = \"\"", 1, "publishable-key: the publishable key is empty"),
            ("#\n#\nfapi-url = \"http://canary.example\"", 3, "fapi-url: only an address on this"),
            ("fapi-url = \"https://a:canary@b.example\"", 1, "fapi-url: the address must not"),
            ("credential-store = \"disk\"", 1, "credential-store: 'disk' is no place; use system"),
            (
                "credential-store = 1",
                1,
                "credential-store: write a text in quotation marks in place",
            ),
            ("publishable-key = [\"pk_live_canary\"]", 1, "publishable-key: write a text in quot"),
            ("fapi_url = \"https://canary.example\"", 1, "there is no setting 'fapi_url'; use "),
            ("\n[latchkey]\nfapi-url = \"\"", 2, "there is no setting 'latchkey'; use "),
            ("sk_live_canary = 1", 1, "this is a secret key. It must never"),
            ("\"sk_live_canary\" = 1", 1, "this is a secret key. It must never"),
        ] {
            let told = refused(text);
            assert!(told.starts_with(&format!("{PATH}, line {line}: {what}")), "{text:?}: {told}");
        }
        let long = format!("{} = 1", "x".repeat(10_000));
        assert!(refused(&long).contains("'xxxxxxxxxxxxxxxxxxxx…'"));
    }

    #[test]
    fn a_line_that_is_no_setting_is_named_with_how_one_is_written() {
        for (text, line) in [
            ("publishable-key = pk_live_canary", 1),
            ("\nsk_live_canary", 2),
            ("publishable-key: \"sk_live_canary\"", 1),
            ("fapi-url = \"canary\n\n", 1),
            ("#\n#\n= \"canary\"", 3),
            ("credential-store = \"file\"\ncredential-store = \"session\"", 2),
        ] {
            let told = refused(text);
            assert!(told.starts_with(&format!("{PATH}, line {line}: ")), "{text:?}: {told}");
            assert!(told.contains("; a setting is written as publishable-key = "), "{told}");
        }
        let told = parse(Path::new(PATH), b"# a\n# \xff\n").unwrap_err();
        assert!(
            told.starts_with(&format!("{PATH}, line 2: this is no text in UTF-8; save")),
            "{told}"
        );
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_file_is_told_in_one_short_line(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            text in "([a-z-]{0,4}|publishable-key|\"|'|=|\\[|\\]|\n| |#){0,20}",
        ) {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                if let Err(told) = parse(Path::new(PATH), bytes) {
                    prop_assert!(told.starts_with(PATH) && !told.contains('\n'), "{told}");
                    prop_assert!(told.len() < 350, "{told}");
                }
            }
        }
    }
}
