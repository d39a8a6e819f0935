//! The part of the configuration that is about Windows.

use tauri_bundler::{
    CustomSignCommandSettings, NsisSettings, WindowsSettings, WixLanguage, WixLanguageConfig,
    WixSettings,
};
use tauri_utils::config::{
    CustomSignCommandConfig, NsisConfig, WindowsConfig, WixConfig, WixLanguage as Languages,
};

pub(super) fn settings(config: WindowsConfig) -> WindowsSettings {
    let WindowsConfig {
        digest_algorithm,
        certificate_thumbprint,
        timestamp_url,
        tsp,
        webview_install_mode,
        allow_downgrades,
        minimum_webview2_version,
        wix,
        nsis,
        sign_command,
        bundle_vc_runtime,
    } = config;
    WindowsSettings {
        digest_algorithm,
        certificate_thumbprint,
        timestamp_url,
        tsp,
        wix: wix.map(self::wix),
        nsis: nsis.map(self::nsis),
        webview_install_mode,
        allow_downgrades,
        sign_command: sign_command.map(self::sign_command),
        minimum_webview2_version,
        bundle_vc_runtime,
        ..WindowsSettings::default()
    }
}

fn wix(config: WixConfig) -> WixSettings {
    let WixConfig {
        version,
        upgrade_code,
        language,
        template,
        fragment_paths,
        component_group_refs,
        component_refs,
        feature_group_refs,
        feature_refs,
        merge_refs,
        enable_elevated_update_task,
        banner_path,
        dialog_image_path,
        fips_compliant,
    } = config;
    WixSettings {
        version,
        upgrade_code,
        language: languages(language),
        template,
        fragment_paths,
        component_group_refs,
        component_refs,
        feature_group_refs,
        feature_refs,
        merge_refs,
        enable_elevated_update_task,
        banner_path,
        dialog_image_path,
        fips_compliant,
    }
}

fn languages(config: Languages) -> WixLanguage {
    let plain = |name: String| (name, WixLanguageConfig::default());
    WixLanguage(match config {
        Languages::One(name) => vec![plain(name)],
        Languages::List(names) => names.into_iter().map(plain).collect(),
        Languages::Localized(languages) => languages
            .into_iter()
            .map(|(name, config)| {
                (name, WixLanguageConfig { locale_path: config.locale_path.map(Into::into) })
            })
            .collect(),
    })
}

#[expect(
    deprecated,
    reason = "a field that the configuration still has; Tauri reads the newer one too"
)]
fn nsis(config: NsisConfig) -> NsisSettings {
    let NsisConfig {
        template,
        header_image,
        sidebar_image,
        installer_icon,
        uninstaller_icon,
        uninstaller_header_image,
        install_mode,
        languages,
        custom_language_files,
        display_language_selector,
        compression,
        start_menu_folder,
        installer_hooks,
        minimum_webview2_version,
    } = config;
    NsisSettings {
        template,
        header_image,
        sidebar_image,
        installer_icon,
        uninstaller_icon,
        uninstaller_header_image,
        install_mode,
        languages,
        custom_language_files,
        display_language_selector,
        compression,
        start_menu_folder,
        installer_hooks,
        minimum_webview2_version,
    }
}

fn sign_command(config: CustomSignCommandConfig) -> CustomSignCommandSettings {
    let (cmd, args) = match config {
        CustomSignCommandConfig::Command(line) => {
            let mut words = line.split(' ').map(str::to_owned);
            (words.next().unwrap_or_default(), words.collect())
        }
        CustomSignCommandConfig::CommandWithOptions { cmd, args } => (cmd, args),
    };
    CustomSignCommandSettings { cmd, args }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_signs_is_taken_apart_at_its_blanks() {
        let line = CustomSignCommandConfig::Command("sign --file %1".to_owned());
        let command = sign_command(line);
        assert_eq!(
            (command.cmd.as_str(), command.args),
            ("sign", vec!["--file".to_owned(), "%1".to_owned()])
        );
    }
}
