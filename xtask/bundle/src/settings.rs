//! From `tauri.conf.json` to what the bundler wants. Every field is named, so that a newer Tauri with
//! one more does not compile here instead of leaving it out in silence.

mod macos;
mod windows;

use std::collections::HashMap;

use anyhow::{Result, anyhow, bail};
use tauri_bundler::{
    AppCategory, AppImageSettings, BundleBinary, BundleSettings, DebianSettings, PackageSettings,
    PackageType, RpmSettings, Settings, SettingsBuilder,
};
use tauri_utils::config::{
    AppImageConfig, BundleConfig, BundleResources, BundleTarget, Config, DebConfig, LinuxConfig,
    RpmConfig, Updater,
};

use crate::arguments::Arguments;
use crate::linux::{Contents, Kind};

/// The name of the program's file, without its ending.
pub(crate) fn program(config: &Config) -> String {
    let name = config.main_binary_name.as_ref().or(config.product_name.as_ref());
    name.cloned().unwrap_or_else(|| "latchkey".to_owned())
}

/// The kinds of package that this system makes.
fn of_this_system() -> &'static [PackageType] {
    if cfg!(windows) {
        &[PackageType::Nsis, PackageType::WindowsMsi]
    } else if cfg!(target_os = "macos") {
        &[PackageType::MacOsBundle, PackageType::Dmg]
    } else {
        // The last needs the internet.
        &[PackageType::Deb, PackageType::Rpm, PackageType::AppImage]
    }
}

/// The kinds to make: those of this system that the configuration wants, or those asked for.
pub(crate) fn kinds(wanted: &BundleTarget, asked: &[String]) -> Result<Vec<PackageType>> {
    let here = of_this_system();
    if asked.is_empty() {
        let wants = |kind: &PackageType| match wanted {
            BundleTarget::All => true,
            BundleTarget::One(one) => PackageType::from(one.clone()) == *kind,
            BundleTarget::List(list) => {
                list.iter().any(|one| PackageType::from(one.clone()) == *kind)
            }
        };
        return Ok(here.iter().copied().filter(wants).collect());
    }
    let kind = |name: &String| match PackageType::from_short_name(name) {
        Some(kind) if here.contains(&kind) => Ok(kind),
        Some(_) | None => {
            let names: Vec<&str> = here.iter().map(PackageType::short_name).collect();
            bail!("--kind {name}: this system makes {}", names.join(", "))
        }
    };
    asked.iter().map(kind).collect()
}

/// What the bundler is told for one kind of package.
pub(crate) fn settings(
    config: &Config,
    asked: &Arguments,
    contents: &Contents,
    kind: PackageType,
) -> Result<Settings> {
    let program = program(config);
    let product_name = config.product_name.clone().unwrap_or_else(|| program.clone());
    let builder = SettingsBuilder::new()
        .package_settings(PackageSettings {
            description: config.bundle.short_description.clone().unwrap_or_default(),
            product_name,
            version: asked.version.clone(),
            homepage: None,
            authors: None,
            default_run: None,
        })
        .bundle_settings(bundle(config, contents)?)
        .binaries(vec![BundleBinary::new(program, true)])
        .project_out_directory(&asked.programs)
        .package_types(vec![kind]);
    builder.build().map_err(|error| anyhow!(error))
}

fn bundle(config: &Config, contents: &Contents) -> Result<BundleSettings> {
    let BundleConfig {
        active: _,
        targets: _,
        create_updater_artifacts,
        publisher,
        homepage,
        icon,
        resources,
        copyright,
        license,
        license_file,
        category,
        file_associations,
        short_description,
        long_description,
        use_local_tools_dir: _,
        external_bin,
        windows,
        linux,
        macos,
        ios: _,
        android: _,
    } = config.bundle.clone();
    if create_updater_artifacts != Updater::default() {
        bail!("createUpdaterArtifacts: nobody here makes packages for an updater");
    }
    let (resources, resources_map) = self::resources(resources, contents)?;
    let LinuxConfig { appimage, deb, rpm } = linux;
    let (macos, dmg) = macos::settings(macos);
    Ok(BundleSettings {
        identifier: Some(config.identifier.clone()),
        publisher,
        homepage,
        icon: Some(icon),
        resources,
        resources_map,
        copyright,
        license,
        license_file,
        category: category.as_deref().map(app_category).transpose()?,
        file_associations,
        short_description,
        long_description,
        bin: None,
        external_bin,
        deep_link_protocols: None,
        deb: debian(deb, contents)?,
        appimage: app_image(appimage, contents)?,
        rpm: red_hat(rpm, contents)?,
        dmg,
        ios: tauri_bundler::IosSettings::default(),
        macos,
        updater: None,
        windows: windows::settings(windows),
    })
}

/// The files beside the program on Windows, and in `Resources` on macOS: those of the configuration,
/// and the list of licences. On Linux that goes where documents go.
fn resources(
    configured: Option<BundleResources>,
    contents: &Contents,
) -> Result<(Option<Vec<String>>, Option<HashMap<String, String>>)> {
    let own = if cfg!(target_os = "linux") { None } else { Some(contents.beside_the_program()?) };
    Ok(match (configured, own) {
        (Some(BundleResources::List(_)), Some(_)) => {
            bail!("resources: say for each file where it goes, not only which")
        }
        (Some(BundleResources::List(list)), None) => (Some(list), None),
        (Some(BundleResources::Map(map)), own) => {
            (None, Some(map.into_iter().chain(own).collect()))
        }
        (None, own) => (None, own.map(|own| HashMap::from([own]))),
    })
}

fn app_category(name: &str) -> Result<AppCategory> {
    name.parse().map_err(|nearest: Option<&str>| match nearest {
        Some(nearest) => anyhow!("category: '{name}' is none; did you mean '{nearest}'?"),
        None => anyhow!("category: '{name}' is none"),
    })
}

fn debian(config: DebConfig, contents: &Contents) -> Result<DebianSettings> {
    let DebConfig {
        depends,
        recommends,
        provides,
        conflicts,
        replaces,
        files,
        section,
        priority,
        changelog,
        desktop_template,
        pre_install_script,
        post_install_script,
        pre_remove_script,
        post_remove_script,
    } = config;
    let own = contents.files(Kind::Deb)?;
    Ok(DebianSettings {
        depends: and(depends, contents.c_library(Kind::Deb)),
        recommends,
        provides,
        conflicts,
        replaces,
        files: own.into_iter().chain(files).collect(),
        desktop_template,
        section,
        priority,
        changelog,
        pre_install_script,
        post_install_script,
        pre_remove_script,
        post_remove_script,
    })
}

fn red_hat(config: RpmConfig, contents: &Contents) -> Result<RpmSettings> {
    let RpmConfig {
        depends,
        recommends,
        provides,
        conflicts,
        obsoletes,
        release,
        epoch,
        files,
        desktop_template,
        pre_install_script,
        post_install_script,
        pre_remove_script,
        post_remove_script,
        compression,
    } = config;
    let own = contents.files(Kind::Rpm)?;
    Ok(RpmSettings {
        depends: and(depends, contents.c_library(Kind::Rpm)),
        recommends,
        provides,
        conflicts,
        obsoletes,
        release,
        epoch,
        files: own.into_iter().chain(files).collect(),
        desktop_template,
        pre_install_script,
        post_install_script,
        pre_remove_script,
        post_remove_script,
        compression,
    })
}

fn app_image(config: AppImageConfig, contents: &Contents) -> Result<AppImageSettings> {
    let AppImageConfig { bundle_media_framework, files } = config;
    let own = contents.files(Kind::Deb)?;
    Ok(AppImageSettings {
        files: own.into_iter().chain(files).collect(),
        bundle_media_framework,
        ..AppImageSettings::default()
    })
}

/// A list of dependencies with one more.
fn and(list: Option<Vec<String>>, more: Option<String>) -> Option<Vec<String>> {
    let all: Vec<String> = list.into_iter().flatten().chain(more).collect();
    (!all.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_are_those_of_this_system_and_no_others() {
        let here = of_this_system();
        assert_eq!(kinds(&BundleTarget::All, &[]).expect("all"), here);
        let none = BundleTarget::List(Vec::new());
        assert_eq!(kinds(&none, &[]).expect("none"), []);
        let error = kinds(&none, &["ios".to_owned()]).expect_err("it makes none");
        assert!(error.to_string().contains(here[0].short_name()), "{error}");
    }

    #[test]
    fn a_category_that_does_not_exist_is_refused() {
        assert!(app_category("Utility").is_ok());
        assert!(app_category("Locks").is_err());
    }
}
