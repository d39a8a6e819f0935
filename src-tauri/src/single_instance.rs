//! A second start of the app shows the window of the first and ends. It says so on standard error,
//! with the options that had no effect.

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};

use latchkey_vault::Other;
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

/// Shows the window of another start that uses the same folder, and ends this one: what the plugin
/// cannot do where there is no session bus.
pub(crate) fn give_way<R: Runtime>(app: &AppHandle<R>, other: &Other, given: &[&str]) {
    if let Err(error) = other.show() {
        tracing::warn!(%error, "the other start could not be asked to show its window");
    }
    say(&second_start(given));
    app.exit(0);
}

fn second_start(given: &[&str]) -> String {
    let unused = match given {
        [] => String::new(),
        given => format!(" These options were not used: {}.", given.join(", ")),
    };
    format!("Latchkey is already running; its window is shown.{unused}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_start_says_which_options_had_no_effect() {
        assert_eq!(second_start(&[]), "Latchkey is already running; its window is shown.");
        assert_eq!(
            second_start(&["--emulator", "LATCHKEY_DATA_DIR"]),
            "Latchkey is already running; its window is shown. \
             These options were not used: --emulator, LATCHKEY_DATA_DIR."
        );
    }
}
