//! The local store: what is kept between two runs and is no secret, in tauri-plugin-store.
//!
//! The plugin reads the file. It does not write it: its own saving truncates the file first, so a
//! crash or a full disk loses what was there, it hides that a file could not be read and writes over
//! it at the end of the program, and it tells every window what is put into the store. So the file is
//! written by `latchkey-vault` in the plugin's form, the plugin reads it again, and it is never asked
//! to save.

use std::path::PathBuf;
use std::sync::Arc;

use latchkey_vault::{Durable, Which};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreExt as _};

use crate::worker::Worker;

const FILE: &str = "preferences.json";

/// Grows with each write, so that the newest of two whole files is known.
const GENERATION: &str = "generation";

/// The local store, read and written on a thread of its own. Clones are handles to the same one.
pub(crate) struct LocalStore<R: Runtime>(Arc<Worker<Opened<R>>>);

impl<R: Runtime> Clone for LocalStore<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// What is in it could not be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotChanged;

/// The values, by name.
pub(crate) struct Values(Map<String, Value>);

impl Values {
    /// The value of this name, if it is there and has this form.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.0.get(name)?;
        T::deserialize(value)
            .inspect_err(|error| tracing::warn!(%error, name, "a kept value could not be read"))
            .ok()
    }

    /// Puts a value in the place of the one of this name.
    pub(crate) fn write<T: Serialize>(&mut self, name: &str, value: &T) {
        match serde_json::to_value(value) {
            Ok(value) => drop(self.0.insert(name.to_owned(), value)),
            Err(error) => tracing::error!(%error, name, "a value could not be written down"),
        }
    }
}

/// The file and the plugin's view of it, or why there is none.
struct Opened<R: Runtime> {
    file: Durable,
    store: Result<Arc<Store<R>>, tauri_plugin_store::Error>,
}

impl<R: Runtime> LocalStore<R> {
    /// Opens the file in this folder; a missing one counts as empty, and one that cannot be read is
    /// set aside.
    pub(crate) fn open(app: AppHandle<R>, folder: PathBuf) -> std::io::Result<Self> {
        let open = move || {
            let path = folder.join(FILE);
            let file = Durable::new(path.clone(), generation);
            restore(&file);
            let store = app.store_builder(path).disable_auto_save().build();
            if let Ok(store) = &store {
                // Else the plugin would save it at the end of the program.
                store.close_resource();
            }
            if let Err(error) = &store {
                tracing::warn!(%error, "the local store could not be opened");
            }
            Opened { file, store }
        };
        Ok(Self(Arc::new(Worker::start("local store", open)?)))
    }

    /// Reads something from it.
    pub(crate) fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Values) -> T + Send + 'static,
    ) -> impl Future<Output = Option<T>> + Send + 'static {
        self.0.run(move |opened| read(&opened.values()))
    }

    /// Changes it. Changes happen in the order in which they were asked for.
    pub(crate) fn change(
        &self,
        change: impl FnOnce(&mut Values) + Send + 'static,
    ) -> impl Future<Output = Result<(), NotChanged>> + Send + 'static {
        let changed = self.0.run(move |opened| opened.change(change));
        async move { changed.await.unwrap_or(Err(NotChanged)) }
    }
}

impl<R: Runtime> Opened<R> {
    fn values(&self) -> Values {
        let entries = self.store.as_ref().map(|store| store.entries()).unwrap_or_default();
        Values(entries.into_iter().collect())
    }

    fn change(&self, change: impl FnOnce(&mut Values)) -> Result<(), NotChanged> {
        let store = self.store.as_ref().map_err(|_| NotChanged)?;
        let mut values = self.values();
        change(&mut values);
        let generation = values.read::<u64>(GENERATION).unwrap_or_default();
        values.write(GENERATION, &generation.saturating_add(1));
        let bytes = serde_json::to_vec_pretty(&values.0).map_err(|error| {
            tracing::warn!(%error, "the local store could not be written down");
            NotChanged
        })?;
        self.file.write(&bytes).map_err(|error| {
            tracing::warn!(%error, "the local store could not be written");
            NotChanged
        })?;
        store.reload_ignore_defaults().map_err(|error| {
            tracing::warn!(%error, "the local store could not be read again");
            NotChanged
        })
    }
}

/// Which generation the bytes are, if they are a whole file. Files of versions that counted none are
/// the oldest.
fn generation(bytes: &[u8]) -> Option<u64> {
    let values: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
    Some(values.get(GENERATION).and_then(Value::as_u64).unwrap_or_default())
}

/// Puts the newest whole file where the plugin reads it, if it is not there.
fn restore(file: &Durable) {
    match file.read() {
        Ok(found) => {
            if found.damaged {
                tracing::warn!("the local store was damaged; what could be saved of it is used");
            }
            if let Some(newest) = found.whole.first()
                && newest.which == Which::Previous
                && let Err(error) = file.write(&newest.bytes)
            {
                tracing::warn!(%error, "the local store could not be restored");
            }
        }
        Err(error) => tracing::warn!(%error, "the local store could not be read"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tauri::Listener as _;
    use tauri::test::{MockRuntime, mock_builder, mock_context, noop_assets};

    use super::*;

    fn app() -> tauri::App<MockRuntime> {
        mock_builder()
            .plugin(tauri_plugin_store::Builder::new().build())
            .build(mock_context(noop_assets()))
            .unwrap()
    }

    async fn number(store: &LocalStore<MockRuntime>) -> Option<u32> {
        store.read(|values| values.read("number")).await.unwrap()
    }

    async fn put(store: &LocalStore<MockRuntime>, number: u32) {
        store.change(move |values| values.write("number", &number)).await.unwrap();
    }

    #[tokio::test]
    async fn what_was_put_there_is_there_at_the_next_start() {
        let (app, folder) = (app(), tempfile::tempdir().unwrap());
        let open = || LocalStore::open(app.handle().clone(), folder.path().to_owned()).unwrap();
        let store = open();
        assert_eq!(number(&store).await, None);
        put(&store, 1).await;
        put(&store, 2).await;
        assert_eq!(number(&store).await, Some(2));
        assert_eq!(number(&open()).await, Some(2));
    }

    #[tokio::test]
    async fn a_damaged_file_is_set_aside_and_the_one_before_it_is_used() {
        let (app, folder) = (app(), tempfile::tempdir().unwrap());
        let open = || LocalStore::open(app.handle().clone(), folder.path().to_owned()).unwrap();
        let store = open();
        put(&store, 1).await;
        put(&store, 2).await;
        drop(store);
        std::fs::write(folder.path().join(FILE), "{ \"number\": ").unwrap();
        assert_eq!(number(&open()).await, Some(1));
        let kept = std::fs::read_dir(folder.path()).unwrap().any(|entry| {
            std::fs::read(entry.unwrap().path()).is_ok_and(|text| text == b"{ \"number\": ")
        });
        assert!(kept, "what could not be read is not written over");
    }

    #[tokio::test]
    async fn no_window_is_told_what_is_in_it_and_the_plugin_never_writes_it() {
        let (app, folder) = (app(), tempfile::tempdir().unwrap());
        let told = Arc::new(AtomicUsize::new(0));
        let telling = Arc::clone(&told);
        app.listen_any("store://change", move |_| {
            telling.fetch_add(1, Ordering::Relaxed);
        });
        let store = LocalStore::open(app.handle().clone(), folder.path().to_owned()).unwrap();
        put(&store, 1).await;
        assert_eq!(told.load(Ordering::Relaxed), 0);
        let path = folder.path().join(FILE);
        assert!(app.handle().get_store(&path).is_none(), "the plugin does not know it any more");
    }
}
