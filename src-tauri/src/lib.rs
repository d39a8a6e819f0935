//! The shell: wires the application to Tauri. No rule of the product lives here.

mod automation;
mod clipboard;
mod clock;
mod commands;
mod config;
mod crash;
#[cfg(feature = "emulator")]
mod emulator;
mod files;
mod licences;
mod local_store;
mod preferences;
mod printer;
mod screen;
mod single_instance;
mod system;
mod vault;
mod view_sink;
mod window;
mod wording;
mod worker;

#[cfg(test)]
mod tests;

use std::error::Error;
use std::fmt::Display;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use latchkey_app::ports::{Emulator, Ports, Preferences as _};
use latchkey_app::{App, Product};
use latchkey_options::{SettingsFiles, System};
use latchkey_vault::{Folder, Patience, Settings, Vault};
use tauri::{Manager as _, RunEvent};

use crate::clipboard::SystemClipboard;
use crate::clock::SystemClock;
use crate::config::{Config, NotRead};
use crate::files::SystemFiles;
use crate::licences::InstalledList;
use crate::local_store::LocalStore;
use crate::preferences::StoredPreferences;
use crate::printer::WindowPrinter;
use crate::single_instance::{Place, SingleInstance};
use crate::vault::StoredTrust;
use crate::view_sink::WindowSink;
use crate::window::MainWindow;

/// What the program ends with when its options are wrong, as is usual.
const BAD_USAGE: u8 = 2;

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    crash::leave_nothing();
    let context = tauri::generate_context!("tauri.conf.json");
    let files = settings_files(&context.package_info().name);
    let config = match Config::read(std::env::args_os(), std::env::var_os, &files, |path| {
        std::fs::read(path)
    }) {
        Ok(config) => config,
        Err(NotRead::Asked(answer)) => answer.exit(),
        Err(NotRead::Refused(why)) => {
            say(&why);
            return ExitCode::from(BAD_USAGE);
        }
        Err(NotRead::Unreadable(why)) => {
            say(&why);
            return ExitCode::FAILURE;
        }
    };
    config.start_logging();
    for why in config.unused() {
        say(why);
    }
    if let Err(why) = automation::check(|name| std::env::var_os(name)) {
        say(&why);
        return ExitCode::from(BAD_USAGE);
    }
    if let Err(why) = screen::check() {
        say(&why);
        return ExitCode::FAILURE;
    }
    let own_folder = || match dirs::data_dir() {
        Some(folder) => Ok(folder.join(&context.config().identifier)),
        None => Err(std::io::Error::other("the system names none for this user")),
    };
    let data_dir = match config.data_dir(own_folder) {
        Ok(folder) => folder,
        Err(why) => {
            say(&why);
            return ExitCode::FAILURE;
        }
    };
    // Before the desktop hears of this start: one that gives way leaves nothing to be ended.
    let place = match single_instance::claim(&data_dir, config.given()) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let built = commands::register(tauri::Builder::default())
        // First, so that a second start does nothing but show the window of the first.
        .plugin(SingleInstance::new(config.given()))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_store::Builder::new().build())
        .setup(move |app| {
            if let Err(why) = start(app, &config, &data_dir, place) {
                say(&why);
                // Tauri would panic if it were given the error.
                app.handle().exit(1);
            }
            Ok(())
        })
        .build(context);
    match built {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::Exit) {
                    single_instance::leave(app);
                }
                window::ask_before_closing(app, event);
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&error);
            ExitCode::FAILURE
        }
    }
}

/// Where settings may stand for the program under the name that it was built with.
fn settings_files(product: &str) -> SettingsFiles {
    let (config_dir, program_data) = (dirs::config_dir(), std::env::var_os("ProgramData"));
    SettingsFiles::of(product, System::THIS, config_dir.as_deref(), program_data)
}

/// Starts the application and opens its window.
fn start(
    app: &tauri::App,
    config: &Config,
    data_dir: &Path,
    place: Place,
) -> Result<(), Box<dyn Error>> {
    let folder = match place {
        Place::Ours(first) => {
            let hold = first.hold();
            single_instance::answer(app.handle(), first);
            Folder::Ours(hold)
        }
        Place::InUse => Folder::InUse,
        Place::Unusable => Folder::Unusable,
    };
    let vault = Vault::open(Settings {
        application: app.config().identifier.clone(),
        folder,
        mode: config.credential_store(),
        patience: Patience::default(),
    });
    let store = LocalStore::open(app.handle().clone(), data_dir.to_owned())?;
    let preferences = Arc::new(StoredPreferences::new(store.clone()));
    let ports = Ports {
        clock: Arc::new(SystemClock::start()),
        views: Arc::new(WindowSink::new(app.handle().clone())),
        preferences: preferences.clone(),
        vault: Some(Arc::new(StoredTrust::new(vault, store))),
        clipboard: Arc::new(SystemClipboard::start()?),
        files: Arc::new(SystemFiles::new(app.handle().clone())),
        printer: Arc::new(WindowPrinter::new(app.handle().clone())),
        window: Arc::new(MainWindow::new(app.handle().clone())),
        licences: Arc::new(InstalledList::of(&app.package_info().name)),
        emulator: local_emulator(data_dir),
    };
    let package = app.package_info();
    let product = Product { name: package.name.clone(), version: package.version.to_string() };
    let startup = config.startup(product, data_dir);
    let running = tauri::async_runtime::block_on(async { App::start(ports, startup) });
    app.manage(running);
    // The file was read meanwhile. Whoever chose dark colours is not to see light ones first.
    let saved = tauri::async_runtime::block_on(preferences.load());
    window::open(app, saved.theme, config.webview_dir(data_dir, System::THIS))?;
    window::ask_before_ending(app.handle())?;
    Ok(())
}

/// Says a line to whoever started the program, whatever is logged.
fn say(line: &dyn Display) {
    // Where nobody can be told, the code that the program ends with has to do.
    let line = wording::one_line(&line.to_string());
    let program = latchkey_options::program_name(std::env::args_os().next().as_deref());
    let _ = writeln!(std::io::stderr(), "{program}: {line}");
}

#[cfg(feature = "emulator")]
#[expect(clippy::unnecessary_wraps, reason = "a build without the emulator has none to give")]
fn local_emulator(data_dir: &Path) -> Option<Arc<dyn Emulator>> {
    Some(Arc::new(emulator::LocalEmulator::new(data_dir)))
}

#[cfg(not(feature = "emulator"))]
fn local_emulator(_data_dir: &Path) -> Option<Arc<dyn Emulator>> {
    None
}
