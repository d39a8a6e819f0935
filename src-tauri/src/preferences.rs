//! What is kept between two runs, in tauri-plugin-store. Nothing secret belongs here: the store is a
//! plain file, and it tells every window what is put into it.

use std::path::PathBuf;
use std::sync::Arc;

use latchkey_app::ports::{NotSaved, PortFuture, Preferences, Saved};
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreExt as _};

use crate::worker::Worker;

const FILE: &str = "preferences.json";
const KEY: &str = "saved";

/// The preferences in their file, which is read and written on a thread of its own.
pub(crate) struct StoredPreferences<R: Runtime>(Worker<Opened<R>>);

/// The store, or why it could not be opened.
type Opened<R> = Result<Arc<Store<R>>, tauri_plugin_store::Error>;

impl<R: Runtime> StoredPreferences<R> {
    /// Opens the file in this folder; a missing one counts as empty.
    pub(crate) fn open(app: AppHandle<R>, folder: PathBuf) -> std::io::Result<Self> {
        let open = move || app.store_builder(folder.join(FILE)).disable_auto_save().build();
        Ok(Self(Worker::start("preferences", open)?))
    }
}

fn load<R: Runtime>(store: &Opened<R>) -> Saved {
    let store = match store {
        Ok(store) => store,
        Err(error) => {
            tracing::warn!(%error, "the preferences could not be opened");
            return Saved::default();
        }
    };
    let Some(value) = store.get(KEY) else { return Saved::default() };
    serde_json::from_value(value).unwrap_or_else(|error| {
        tracing::warn!(%error, "the preferences could not be read");
        Saved::default()
    })
}

fn save<R: Runtime>(store: &Opened<R>, saved: &Saved) -> Result<(), NotSaved> {
    // Why it could not be opened is in the log since it was loaded.
    let store = store.as_ref().map_err(|_| NotSaved)?;
    let value = serde_json::to_value(saved).map_err(|error| {
        tracing::warn!(%error, "the preferences could not be written down");
        NotSaved
    })?;
    store.set(KEY, value);
    store.save().map_err(|error| {
        tracing::warn!(%error, "the preferences could not be saved");
        NotSaved
    })
}

impl<R: Runtime> Preferences for StoredPreferences<R> {
    fn load(&self) -> PortFuture<Saved> {
        let loaded = self.0.run(|store| load(store));
        Box::pin(async move { loaded.await.unwrap_or_default() })
    }

    fn save(&self, saved: Saved) -> PortFuture<Result<(), NotSaved>> {
        let done = self.0.run(move |store| save(store, &saved));
        Box::pin(async move { done.await.unwrap_or(Err(NotSaved)) })
    }
}
