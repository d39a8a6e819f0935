//! What the program runs on, in words for whoever gives support.

/// How much of a name is told.
const LONGEST: usize = 80;

/// The system, with its version and the processor.
pub(crate) fn named() -> String {
    let name: String = name().chars().filter(|it| !it.is_control()).take(LONGEST).collect();
    format!("{name}, {}", std::env::consts::ARCH)
}

/// The webview, with its version.
pub(crate) fn webview() -> String {
    let name = if cfg!(windows) {
        "WebView2"
    } else if cfg!(target_os = "macos") {
        "WKWebView"
    } else {
        "WebKitGTK"
    };
    // The cause says only that it could not be asked.
    let version = tauri::webview_version().unwrap_or_else(|_| "of an unknown version".to_owned());
    format!("{name} {version}")
}

#[cfg(target_os = "linux")]
fn name() -> String {
    let file = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    pretty_name(&file).unwrap_or_else(|| "Linux".to_owned())
}

/// What a distribution calls itself (os-release(5)).
#[cfg(target_os = "linux")]
fn pretty_name(file: &str) -> Option<String> {
    let value = file.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(value.trim_matches(['"', '\'']).to_owned())
}

#[cfg(target_os = "macos")]
fn name() -> String {
    let file = std::fs::read_to_string("/System/Library/CoreServices/SystemVersion.plist");
    let version = file.ok().and_then(|file| {
        let (_, after) = file.split_once("<key>ProductVersion</key>")?;
        let (_, after) = after.split_once("<string>")?;
        Some(after.split_once("</string>")?.0.to_owned())
    });
    format!("macOS {}", version.unwrap_or_default())
}

#[cfg(windows)]
fn name() -> String {
    let version = windows_version::OsVersion::current();
    format!("Windows {}.{}.{}", version.major, version.minor, version.build)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_distribution_is_named_as_it_calls_itself() {
        let file = "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=x\n";
        assert_eq!(pretty_name(file).as_deref(), Some("Debian GNU/Linux 12 (bookworm)"));
        assert_eq!(pretty_name("ID=debian\n"), None);
        let named = named();
        assert!(named.ends_with(std::env::consts::ARCH) && !named.contains('\n'), "{named}");
    }
}
