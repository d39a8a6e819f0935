//! Whether there is a screen to open a window on. On Linux Tauri panics where there is none, so it is
//! looked for first.

#[cfg(target_os = "linux")]
use crate::wording::beginning;

/// How much of a variable is repeated.
#[cfg(target_os = "linux")]
const SHOWN_CHARACTERS: usize = 40;

/// Says why there is no screen.
#[cfg(target_os = "linux")]
pub(crate) fn check() -> Result<(), String> {
    // GTK's own error says only that it could not start. Starting it again, as Tauri does, is fine.
    gtk::init().map_err(|_| {
        no_screen(&["WAYLAND_DISPLAY", "DISPLAY"].map(|name| (name, std::env::var_os(name))))
    })
}

/// Elsewhere a program that was started has a screen.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "on Linux there may be none")]
pub(crate) fn check() -> Result<(), String> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn no_screen(variables: &[(&str, Option<std::ffi::OsString>)]) -> String {
    let set: Vec<String> = variables
        .iter()
        .filter_map(|(name, value)| Some((name, value.as_ref().filter(|it| !it.is_empty())?)))
        .map(|(name, value)| {
            format!("{name} \"{}\"", beginning(&value.to_string_lossy(), SHOWN_CHARACTERS))
        })
        .collect();
    if set.is_empty() {
        "no screen: neither DISPLAY nor WAYLAND_DISPLAY is set".to_owned()
    } else {
        format!("no screen: cannot open {}", set.join(" or "))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_screen_that_cannot_be_opened_is_named() {
        let told = |wayland: Option<&str>, x11: Option<&str>| {
            no_screen(&[
                ("WAYLAND_DISPLAY", wayland.map(Into::into)),
                ("DISPLAY", x11.map(Into::into)),
            ])
        };
        assert_eq!(told(None, Some(":77")), "no screen: cannot open DISPLAY \":77\"");
        assert_eq!(
            told(Some("wayland-0"), Some(":0")),
            "no screen: cannot open WAYLAND_DISPLAY \"wayland-0\" or DISPLAY \":0\""
        );
        let long = "x".repeat(10_000);
        assert!(told(None, Some(&long)).ends_with("xxx…\""));
        assert_eq!(told(None, Some("")), "no screen: neither DISPLAY nor WAYLAND_DISPLAY is set");
    }
}
