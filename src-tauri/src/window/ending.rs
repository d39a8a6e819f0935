//! The ways in which a system ends the program: a signal on Unix, as at the end of a desktop's session,
//! and the menu of the program on macOS. Windows asks the window itself.

use tauri::menu::{Menu, MenuItem, MenuItemKind};
use tauri::{AppHandle, Runtime};

use super::ask_to_close;

/// The name of the menu's way out.
const QUIT: &str = "quit";

/// Has each of them ask the application first: something on the page may be lost.
pub(crate) fn ask_before_ending<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    if cfg!(target_os = "macos") {
        own_quit(app)?;
    }
    #[cfg(unix)]
    hear_signals(app);
    Ok(())
}

/// The menu's own Quit would end the program at once. It is the last of the program's menu.
fn own_quit<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let menu = Menu::default(app)?;
    if let Some(program) = menu.items()?.first().and_then(MenuItemKind::as_submenu) {
        if let Some(last) = program.items()?.len().checked_sub(1) {
            program.remove_at(last)?;
        }
        let text = format!("Quit {}", app.package_info().name);
        let quit = MenuItem::with_id(app, QUIT, text, true, Some("Cmd+Q"))?;
        program.append(&quit)?;
    }
    app.set_menu(menu)?;
    app.on_menu_event(|app, event| {
        if event.id() == QUIT {
            ask_to_close(app);
        }
    });
    Ok(())
}

#[cfg(unix)]
fn hear_signals<R: Runtime>(app: &AppHandle<R>) {
    use tokio::signal::unix::{SignalKind, signal};

    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let Ok(mut signals) = signal(kind) else { return };
            while signals.recv().await.is_some() {
                ask_to_close(&app);
            }
        });
    }
}
