//! The colours of the window, which the page follows by `prefers-color-scheme`.

use latchkey_ipc::view::Theme;
use tauri::window::Color;
use tauri::{AppHandle, Runtime};

/// The ground of the page in light colours, and in dark ones: `--bg` of its styles.
const LIGHT: Color = Color(0xf7, 0xf7, 0xf4, 0xff);
const DARK: Color = Color(0x15, 0x17, 0x14, 0xff);

/// What a window shows before its page is drawn, which would be white else; none where that is not
/// known. The colours have to be set.
pub(super) fn ground(theme: Theme) -> Option<Color> {
    let is_dark = match theme {
        Theme::Light => false,
        Theme::Dark => true,
        Theme::System => system_is_dark()?,
    };
    Some(if is_dark { DARK } else { LIGHT })
}

#[cfg(target_os = "linux")]
fn system_is_dark() -> Option<bool> {
    linux::is_dark()
}

/// Other systems are asked by the page itself.
#[cfg(not(target_os = "linux"))]
fn system_is_dark() -> Option<bool> {
    None
}

/// Has the window, and all others of the program, use these colours from now on. Called before the
/// window is opened, it is so from the first frame on.
#[cfg(target_os = "linux")]
pub(super) fn set<R: Runtime>(app: &AppHandle<R>, theme: Theme) -> tauri::Result<()> {
    // From the main thread it is done at once.
    app.run_on_main_thread(move || linux::set(theme))
}

/// Has the window, and all others of the program, use these colours from now on. Called before the
/// window is opened, it is so from the first frame on.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
pub(super) fn set<R: Runtime>(app: &AppHandle<R>, theme: Theme) -> tauri::Result<()> {
    app.set_theme(match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    });
    Ok(())
}

#[cfg(target_os = "linux")]
mod linux {
    //! Tauri sets one setting of GTK here, which is not enough: a desktop whose own theme is a dark
    //! one stays dark, and to go back to the desktop's choice makes it a light one.

    use gtk::prelude::GtkSettingsExt as _;
    use latchkey_ipc::view::Theme;

    const PREFER_DARK: &str = "gtk-application-prefer-dark-theme";
    const NAME: &str = "gtk-theme-name";

    /// How the names of themes end that are dark by themselves. The webview goes by the same.
    const DARK: [&str; 2] = ["-dark", "-Dark"];

    pub(super) fn set(theme: Theme) {
        let Some(settings) = gtk::Settings::default() else { return };
        // Back to what the desktop says, also while it changes.
        settings.reset_property(PREFER_DARK);
        settings.reset_property(NAME);
        match theme {
            Theme::System => {}
            Theme::Dark => settings.set_gtk_application_prefer_dark_theme(true),
            Theme::Light => {
                settings.set_gtk_application_prefer_dark_theme(false);
                if let Some(name) = settings.gtk_theme_name()
                    && let Some(light) = light(&name)
                {
                    settings.set_gtk_theme_name(Some(light));
                }
            }
        }
    }

    /// Whether what is set makes dark colours, as the webview tells it.
    pub(super) fn is_dark() -> Option<bool> {
        let settings = gtk::Settings::default()?;
        let by_name = || settings.gtk_theme_name().is_some_and(|name| light(&name).is_some());
        Some(settings.is_gtk_application_prefer_dark_theme() || by_name())
    }

    /// The light theme that belongs to this one, where it is a dark one.
    fn light(name: &str) -> Option<&str> {
        DARK.iter().find_map(|dark| name.strip_suffix(dark))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_dark_theme_has_its_light_one() {
            for (name, expected) in [
                ("Adwaita-dark", Some("Adwaita")),
                ("Yaru-blue-dark", Some("Yaru-blue")),
                ("Breeze-Dark", Some("Breeze")),
                ("Adwaita", None),
                ("Darkness", None),
            ] {
                assert_eq!(light(name), expected);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_before_the_page_is_that_of_the_page() {
        let styles = include_str!("../../../src-ui/static/styles/tokens.css");
        let [light, dark] = [Theme::Light, Theme::Dark].map(|theme| {
            let Color(red, green, blue, _) = ground(theme).expect("it is known");
            format!("#{red:02x}{green:02x}{blue:02x}")
        });
        assert!(styles.contains(&format!("--bg: light-dark({light}, {dark});")));
    }
}
