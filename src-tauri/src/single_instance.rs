//! A second start of the app shows the window of the first and ends. It says so on standard error,
//! with the options that had no effect.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use latchkey_vault::{Claimed, First, Instance};
use tauri::plugin::{Plugin, TauriPlugin};
use tauri::{AppHandle, Manager as _, Resource, Runtime};

use crate::{say, window};

/// Tauri's plugin, and what to say where it ends this process.
pub(crate) struct SingleInstance<R: Runtime> {
    plugin: TauriPlugin<R>,
    second_start: String,
}

impl<R: Runtime> SingleInstance<R> {
    /// The plugin for a start with these options and variables.
    pub(crate) fn new(given: &[&str]) -> Self {
        let plugin = tauri_plugin_single_instance::init(|app, _, _| window::show(app));
        Self { plugin, second_start: second_start(given) }
    }
}

impl<R: Runtime> Plugin<R> for SingleInstance<R> {
    fn name(&self) -> &'static str {
        self.plugin.name()
    }

    /// In a second start the plugin ends the process in here. The one thing that still runs then, on
    /// Linux and Windows, is the drop of the app's resources; on macOS nothing is said.
    fn initialize(
        &mut self,
        app: &AppHandle<R>,
        config: serde_json::Value,
    ) -> Result<(), Box<dyn Error>> {
        let farewell = Farewell { text: self.second_start.clone(), due: AtomicBool::new(true) };
        let id = app.resources_table().add(farewell);
        let initialized = self.plugin.initialize(app, config);
        if let Ok(farewell) = app.resources_table().take::<Farewell>(id) {
            farewell.due.store(false, Ordering::Relaxed);
        }
        initialized
    }
}

/// What is said when this is dropped, unless it is not due any more.
struct Farewell {
    text: String,
    due: AtomicBool,
}

impl Resource for Farewell {}

impl Drop for Farewell {
    fn drop(&mut self) {
        if self.due.load(Ordering::Relaxed) {
            say(&self.text);
        }
    }
}

/// What this start may do with the folder for what is kept.
pub(crate) enum Place {
    /// It is ours for as long as this is there.
    Ours(First),
    /// Another start uses it and cannot be reached through it: Tauri's plugin knows another way, and
    /// ends this start.
    InUse,
    /// It cannot be locked, so nothing is kept in it.
    Unusable,
}

/// Takes the folder, or has the start that uses it show its window and says with what this one ends.
/// That works where there is no session bus too.
pub(crate) fn claim(folder: &Path, given: &[&str]) -> Result<Place, ExitCode> {
    match Instance::claim(folder) {
        Ok(Claimed::First(first)) => Ok(Place::Ours(first)),
        Ok(Claimed::Second) => {
            say(&second_start(given));
            Err(ExitCode::SUCCESS)
        }
        Ok(Claimed::Silent(error)) if cfg!(unix) => {
            tracing::warn!(%error, "the start that uses the data folder did not answer");
            say(&"it is already running with this data folder, but its window could not be shown.");
            Err(ExitCode::FAILURE)
        }
        Ok(Claimed::Silent(_)) => Ok(Place::InUse),
        Err(error) => {
            tracing::warn!(%error, "the data folder cannot be locked, so nothing is kept in it");
            Ok(Place::Unusable)
        }
    }
}

/// Has later starts show this program's window, until it begins to end: from then on they take its place.
pub(crate) fn answer<R: Runtime>(app: &AppHandle<R>, first: First) {
    let handle = app.clone();
    first.on_show(move || window::show(&handle));
    app.manage(Answering(Mutex::new(Some(first))));
}

/// Leaves the folder to later starts, as soon as nothing is written to it any more.
pub(crate) fn leave<R: Runtime>(app: &AppHandle<R>) {
    if let Some(answering) = app.try_state::<Answering>() {
        drop(answering.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Listens for later starts for as long as there is something in it.
struct Answering(Mutex<Option<First>>);

fn second_start(given: &[&str]) -> String {
    let unused = match given {
        [] => String::new(),
        given => format!(" These options were not used: {}.", given.join(", ")),
    };
    format!("it is already running; its window is shown.{unused}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_start_says_which_options_had_no_effect() {
        assert_eq!(second_start(&[]), "it is already running; its window is shown.");
        assert_eq!(
            second_start(&["--emulator", "LATCHKEY_DATA_DIR"]),
            "it is already running; its window is shown. \
             These options were not used: --emulator, LATCHKEY_DATA_DIR."
        );
    }
}
