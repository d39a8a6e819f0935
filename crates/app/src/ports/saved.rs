//! The preferences: what is kept between two runs. Nothing in it is secret.

use latchkey_ipc::view::Theme;
use serde::de::{Deserializer, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::{PortFuture, StorageChoice};

/// What is kept between two runs. Nothing in it is secret.
pub trait Preferences: Send + Sync {
    /// What was saved last; the default where nothing was, or where it cannot be read.
    fn load(&self) -> PortFuture<Saved>;
    /// Replaces what was saved. Two saves happen in the order in which they were asked for, whether
    /// or not their futures are awaited in that order.
    ///
    /// # Errors
    ///
    /// [`NotSaved`] when it is not certain to be there at the next start.
    fn save(&self, saved: Saved) -> PortFuture<Result<(), NotSaved>>;
}

/// The preferences could not be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the preferences could not be saved")]
pub struct NotSaved;

/// What is kept between two runs. A part that cannot be read, because another version wrote it, is as if it had not
/// been saved; the rest holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// The instance that was chosen on the Connect page.
    #[serde(deserialize_with = "part")]
    pub instance: Option<SavedInstance>,
    /// The wait that the server asked for.
    #[serde(deserialize_with = "part")]
    pub hold: Option<SavedHold>,
    /// Where this device's trust may be kept without a credential store, once the person said so.
    #[serde(deserialize_with = "part")]
    pub storage: Option<StorageChoice>,
    /// The sessions that were signed out while the server could not be told.
    #[serde(deserialize_with = "part")]
    pub endings: Vec<SavedSession>,
    /// The session of each instance that was shown last, where there was more than one.
    #[serde(deserialize_with = "part")]
    pub selected: Vec<SavedSession>,
    /// The colours of the window.
    #[serde(deserialize_with = "part")]
    pub theme: Theme,
}

/// A session of an instance. Its id is no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSession {
    /// The instance.
    pub host: String,
    /// The id of the session.
    pub session: String,
}

/// The instance that was chosen on the Connect page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SavedInstance {
    /// That of this publishable key.
    Key {
        /// The key.
        publishable_key: String,
    },
    /// The local emulator.
    Emulator,
}

/// A wait that the server asked for, so that a restart does not lose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedHold {
    /// The host that asked.
    pub host: String,
    /// Whether the account is locked, rather than the device too fast.
    pub locked: bool,
    /// When it began, in milliseconds since 1970-01-01 UTC. A clock that stands before this was
    /// set back since, so the end says nothing.
    #[serde(default = "long_ago")]
    pub began: i64,
    /// Until when, in milliseconds since 1970-01-01 UTC.
    pub until: i64,
    /// Whom it concerns.
    pub identifier: String,
}

/// Files of versions that did not note when a wait began.
fn long_ago() -> i64 {
    i64::MIN
}

/// Reads a part, or the default where it cannot be read.
fn part<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Read<T> {
        Known(T),
        Unknown(IgnoredAny),
    }
    Ok(match Read::deserialize(from)? {
        Read::Known(part) => part,
        Read::Unknown(IgnoredAny) => T::default(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_part_of_another_version_costs_nothing_but_itself() {
        let ending = json!({ "host": "example.accounts.dev", "session": "sess_1" });
        let saved = json!({
            "theme": "sepia", "storage": { "kind": "chip" }, "hold": 7, "later": true,
            "endings": [ending], "instance": { "type": "emulator" },
        });
        let saved: Saved = serde_json::from_value(saved).unwrap();
        assert_eq!((saved.theme, saved.storage, saved.hold), (Theme::default(), None, None));
        assert_eq!(saved.endings.len(), 1);
        assert_eq!(saved.instance, Some(SavedInstance::Emulator));
    }

    #[test]
    fn what_is_saved_reads_back_as_equal() {
        let saved = Saved {
            selected: vec![SavedSession { host: "a".to_owned(), session: "b".to_owned() }],
            ..Saved::default()
        };
        let text = serde_json::to_string(&saved).unwrap();
        assert_eq!(serde_json::from_str::<Saved>(&text).unwrap(), saved);
    }
}
