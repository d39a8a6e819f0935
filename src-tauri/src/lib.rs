//! The shell: wires the application to Tauri. No rule of the product lives here.

mod clipboard;
mod clock;
mod commands;
mod config;
#[cfg(feature = "emulator")]
mod emulator;
mod files;
mod preferences;
mod printer;
mod view_sink;
mod window;
mod worker;

#[cfg(test)]
mod tests;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;
use latchkey_app::App;
use latchkey_app::ports::{Emulator, Ports};
use tauri::Manager as _;

use crate::clipboard::SystemClipboard;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::files::SystemFiles;
use crate::preferences::StoredPreferences;
use crate::printer::WindowPrinter;
use crate::view_sink::WindowSink;
use crate::window::MainWindow;

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    let config = Config::parse();
    config.start_logging();
    let built = commands::register(tauri::Builder::default())
        // First, so that a second start does nothing but show the window of the first.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::show(app)))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_store::Builder::new().build())
        .setup(move |app| {
            let data_dir = config.data_dir(app.path())?;
            let views = Arc::new(WindowSink::new(app.handle().clone()));
            let ports = Ports {
                clock: Arc::new(SystemClock::start()),
                views,
                preferences: Arc::new(StoredPreferences::open(
                    app.handle().clone(),
                    data_dir.clone(),
                )?),
                // The client token lives in memory only.
                vault: None,
                clipboard: Arc::new(SystemClipboard::start()?),
                files: Arc::new(SystemFiles::new(app.handle().clone())),
                printer: Arc::new(WindowPrinter::new(app.handle().clone())),
                window: Arc::new(MainWindow::new(app.handle().clone())),
                emulator: local_emulator(&data_dir),
            };
            let startup = config.startup();
            let running = tauri::async_runtime::block_on(async { App::start(ports, startup) });
            app.manage(running);
            window::open(app)?;
            window::ask_before_ending(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!("tauri.conf.json"));
    match built {
        Ok(app) => {
            app.run(window::ask_before_closing);
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the app could not start");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "emulator")]
#[expect(clippy::unnecessary_wraps, reason = "a build without the emulator has none to give")]
fn local_emulator(data_dir: &std::path::Path) -> Option<Arc<dyn Emulator>> {
    Some(Arc::new(emulator::LocalEmulator::new(data_dir)))
}

#[cfg(not(feature = "emulator"))]
fn local_emulator(_data_dir: &std::path::Path) -> Option<Arc<dyn Emulator>> {
    None
}
