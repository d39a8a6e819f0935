//! The preferences: a value in the local store. Nothing secret belongs here.

use latchkey_app::ports::{NotSaved, PortFuture, Preferences, Saved};
use tauri::Runtime;

use crate::local_store::LocalStore;

const SAVED: &str = "saved";

/// The preferences in the local store.
pub(crate) struct StoredPreferences<R: Runtime>(LocalStore<R>);

impl<R: Runtime> StoredPreferences<R> {
    pub(crate) fn new(store: LocalStore<R>) -> Self {
        Self(store)
    }
}

impl<R: Runtime> Preferences for StoredPreferences<R> {
    fn load(&self) -> PortFuture<Saved> {
        let loaded = self.0.read(|values| values.read(SAVED));
        Box::pin(async move { loaded.await.flatten().unwrap_or_default() })
    }

    fn save(&self, saved: Saved) -> PortFuture<Result<(), NotSaved>> {
        let saved = self.0.change(move |values| values.write(SAVED, &saved));
        Box::pin(async move { saved.await.map_err(|_| NotSaved) })
    }
}
