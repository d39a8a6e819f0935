//! The part of the configuration that is about macOS.

use std::ffi::OsStr;

use tauri_bundler::{DmgSettings, Entitlements, MacOsSettings, PlistKind, Position, Size};
use tauri_utils::config::{DmgConfig, MacConfig, Position as Place, Size as Extent};

/// Who signs may be told by the environment instead of the configuration, under the names that
/// Tauri's own command line uses.
pub(super) fn settings(config: MacConfig) -> (MacOsSettings, DmgSettings) {
    let MacConfig {
        frameworks,
        files,
        bundle_version,
        bundle_name,
        minimum_system_version,
        exception_domain,
        signing_identity,
        hardened_runtime,
        provider_short_name,
        entitlements,
        info_plist,
        dmg,
    } = config;
    let settings = MacOsSettings {
        frameworks,
        files,
        bundle_version,
        bundle_name,
        minimum_system_version,
        exception_domain,
        signing_identity: variable("APPLE_SIGNING_IDENTITY").or(signing_identity),
        skip_stapling: false,
        hardened_runtime,
        provider_short_name: variable("APPLE_PROVIDER_SHORT_NAME").or(provider_short_name),
        entitlements: entitlements.map(|path| Entitlements::Path(path.into())),
        info_plist: info_plist.map(PlistKind::Path),
    };
    (settings, image(dmg))
}

fn image(config: DmgConfig) -> DmgSettings {
    let DmgConfig {
        background,
        window_position,
        window_size,
        app_position,
        application_folder_position,
    } = config;
    let position = |Place { x, y }| Position { x, y };
    let Extent { width, height } = window_size;
    DmgSettings {
        background,
        window_position: window_position.map(position),
        window_size: Size { width, height },
        app_position: position(app_position),
        application_folder_position: position(application_folder_position),
    }
}

fn variable(name: impl AsRef<OsStr>) -> Option<String> {
    std::env::var_os(name)?.into_string().ok().filter(|value| !value.is_empty())
}
