//! Makes this system's packages of a program that is built already, through Tauri's own bundler.
//!
//! `xtask-bundle --version V --programs FOLDER --made FOLDER` is started at the root of the repository,
//! where `tauri.conf.json` is. `--programs` has the program, and gets the packages in its `bundle`
//! folder. `--made` has the files for the package that were made for it: licences, and, where they
//! are, man page and completions. `--overlay FILE` is laid over the configuration, `--drawing FILE` is the icon as an SVG. `--kind deb` (repeatable) makes that kind alone. Every package is listed with its size and
//! its SHA-256, and noted in `bundle/SHA256SUMS`.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on the terminal")]

mod arguments;
#[cfg(target_os = "linux")]
mod deb;
mod glibc;
mod linux;
mod listing;
mod logger;
mod settings;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow};
use tauri_bundler::PackageType;
use tauri_utils::config::Config;
use tauri_utils::config::parse::read_from;
use tauri_utils::platform::Target;

use crate::arguments::Arguments;

fn main() -> Result<()> {
    logger::start()?;
    let asked = Arguments::parse(std::env::args_os().skip(1))?;
    let root = std::env::current_dir()?;
    let (mut config, _) = read_from(Target::current(), &root).context("reading tauri.conf.json")?;
    if let Some(overlay) = &asked.overlay {
        let shown = overlay.display();
        let text = fs::read(overlay).with_context(|| format!("reading {shown}"))?;
        let patch = serde_json::from_slice(&text).with_context(|| format!("reading {shown}"))?;
        json_patch::merge(&mut config, &patch);
    }
    let config: Config = serde_json::from_value(config).context("reading tauri.conf.json")?;
    let kinds = settings::kinds(&config.bundle.targets, &asked.kinds)?;
    let program = settings::program(&config);
    let file = asked.programs.join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let contents = linux::Contents::prepare(&config, &program, &asked, glibc::newest(&bytes))?;
    drop(bytes);

    let mut made: Vec<PathBuf> = Vec::new();
    for kind in kinds {
        let settings = settings::settings(&config, &asked, &contents, kind)?;
        match tauri_bundler::bundle_project(&settings) {
            Ok(bundles) => {
                for package in bundles.into_iter().flat_map(|bundle| bundle.bundle_paths) {
                    #[cfg(target_os = "linux")]
                    if kind == PackageType::Deb {
                        deb::pack_tighter(&package)?;
                    }
                    made.push(package);
                }
            }
            // Its tools are fetched from the internet, and only there.
            Err(error) if kind == PackageType::AppImage => {
                println!("SKIPPED: no AppImage, its tools cannot be had: {}", cause(&error));
            }
            Err(error) => {
                return Err(anyhow!(error))
                    .with_context(|| format!("making the {}", kind.short_name()));
            }
        }
    }
    listing::print(&asked.programs.join("bundle"), &made)
}

/// What caused an error in the first place, in one line.
fn cause(error: &dyn std::error::Error) -> String {
    let last = std::iter::successors(Some(error), |error| error.source()).last();
    last.unwrap_or(error).to_string().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_of_an_error_is_told_in_one_line() {
        let inner = std::io::Error::other("no such\nhost");
        assert_eq!(cause(&std::io::Error::other(inner)), "no such host");
    }
}
