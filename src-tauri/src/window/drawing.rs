//! How the page is drawn.

use tauri::{Runtime, WebviewWindow};
#[cfg(target_os = "linux")]
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

/// `WebKitGTK`'s own variable for a webview that draws with the graphics card in any case.
#[cfg(target_os = "linux")]
const WITH_CARD: &str = "WEBKIT_FORCE_COMPOSITING_MODE";

/// Has the processor draw the page. Forms need no graphics card, and to set one up takes a good part of a start
/// and of the memory (docs/performance.md).
#[cfg(target_os = "linux")]
pub(crate) fn without_card<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    if std::env::var_os(WITH_CARD).is_some_and(|value| value != "0") {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// The webviews of other systems choose by themselves.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
pub(crate) fn without_card<R: Runtime>(_window: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}
