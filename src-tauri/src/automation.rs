//! Whether a WebDriver that started the program can drive it. One that cannot waits for ever, and
//! its script with it.

use std::ffi::OsString;

/// `WebKitGTK`'s driver tells the program here where it listens.
const DRIVER: &str = "WEBKIT_INSPECTOR_SERVER";
/// Tauri lets its webview be driven where this is `true`.
const ALLOWED: &str = "TAURI_WEBVIEW_AUTOMATION";

/// Says what is missing where a driver started the program and may not drive it.
pub(crate) fn check(variable: impl Fn(&str) -> Option<OsString>) -> Result<(), String> {
    if variable(DRIVER).is_none() || variable(ALLOWED).is_some_and(|value| value == "true") {
        return Ok(());
    }
    Err(format!(
        "a WebDriver started this ({DRIVER} is set), but it could not drive the window: start the driver with \
         TAURI_AUTOMATION=true and {ALLOWED}=true"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_that_may_not_drive_is_told_what_is_missing() {
        let told = |set: &'static [(&str, &str)]| {
            let value =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|it| it.1.into());
            check(value).err().unwrap_or_default()
        };
        assert_eq!(told(&[]), "");
        assert_eq!(told(&[(DRIVER, "127.0.0.1:1"), (ALLOWED, "true")]), "");
        assert_eq!(told(&[(ALLOWED, "false")]), "");
        for set in [&[(DRIVER, "127.0.0.1:1")][..], &[(DRIVER, "127.0.0.1:1"), (ALLOWED, "yes")]] {
            let text = told(set);
            assert!(text.contains("start the driver with") && text.contains(ALLOWED), "{text}");
        }
    }
}
