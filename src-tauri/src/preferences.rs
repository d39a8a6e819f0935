//! What is kept between two runs, in tauri-plugin-store. Nothing secret belongs here: the store is a
//! plain file, and it tells every window what is put into it.

use std::path::Path;
use std::sync::Arc;

use latchkey_app::ports::{NotSaved, Preferences, Saved};
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreExt as _};

const FILE: &str = "preferences.json";
const KEY: &str = "saved";

/// The preferences in their file.
pub(crate) struct StoredPreferences<R: Runtime>(Arc<Store<R>>);

impl<R: Runtime> StoredPreferences<R> {
    /// Opens the file in this folder; a missing one counts as empty.
    pub(crate) fn open(
        app: &AppHandle<R>,
        folder: &Path,
    ) -> Result<Self, tauri_plugin_store::Error> {
        Ok(Self(app.store_builder(folder.join(FILE)).disable_auto_save().build()?))
    }
}

impl<R: Runtime> Preferences for StoredPreferences<R> {
    fn load(&self) -> Saved {
        let Some(value) = self.0.get(KEY) else { return Saved::default() };
        serde_json::from_value(value).unwrap_or_else(|error| {
            tracing::warn!(%error, "the preferences could not be read");
            Saved::default()
        })
    }

    fn save(&self, saved: &Saved) -> Result<(), NotSaved> {
        let value = serde_json::to_value(saved).map_err(|error| {
            tracing::warn!(%error, "the preferences could not be written down");
            NotSaved
        })?;
        self.0.set(KEY, value);
        self.0.save().map_err(|error| {
            tracing::warn!(%error, "the preferences could not be saved");
            NotSaved
        })
    }
}
