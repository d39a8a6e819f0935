//! The manual page and the completions for shells, for the package: made from the options of the
//! program that ships.
//!
//! `xtask-manual FOLDER` writes them there and prints their paths. The same commit always gives the
//! same bytes.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on the terminal")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Command;
use clap_complete::{Shell, generate};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use flate2::{Compression, GzBuilder};
use latchkey_options::{BUILD_DATE, PLACES, SettingsFiles, System, VERSION};

/// The name of the program.
const NAME: &str = "latchkey";

/// The packages that use these files are made for Linux.
fn files() -> SettingsFiles {
    SettingsFiles::of("Latchkey", System::Linux, Some(Path::new("~/.config")), None)
}

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    for path in write_all(&folder.context("usage: xtask-manual FOLDER")?)? {
        println!("{}", path.display());
    }
    Ok(())
}

fn write_all(folder: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let made = [
        (format!("{NAME}.1.gz"), zipped(&page()?)?),
        (format!("{NAME}.bash"), completion(Shell::Bash)),
        (format!("_{NAME}"), completion(Shell::Zsh)),
        (format!("{NAME}.fish"), completion(Shell::Fish)),
    ];
    made.into_iter()
        .map(|(name, bytes)| {
            let path = folder.join(name);
            fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
            Ok(path)
        })
        .collect()
}

/// The manual page, in roff.
fn page() -> Result<Vec<u8>> {
    let files = files();
    let man = Man::new(latchkey_options::command(&files))
        .title("LATCHKEY")
        .date(BUILD_DATE)
        .source(format!("Latchkey {}", VERSION.split(' ').next().unwrap_or_default()))
        .manual("User Commands");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    more(&files).to_writer(&mut page)?;
    Ok(page)
}

/// The sections that do not come from the options.
fn more(files: &SettingsFiles) -> Roff {
    let mut roff = Roff::new();
    let entry = |roff: &mut Roff, head: &str, text: &str| {
        roff.control("TP", []).text([bold(head)]).text([roman(text)]);
    };
    roff.control("SH", ["FILES"]);
    let policy = files.policy.display().to_string();
    entry(
        &mut roff,
        &policy,
        "Settings for everybody on this computer. They win over options, over variables and over \
         what a person chose.",
    );
    if let Some(own) = &files.own {
        entry(
            &mut roff,
            &own.display().to_string(),
            "Settings of one person. Options and variables win over them. They win over what the \
             person chose on the Connect page.",
        );
    }
    roff.control("PP", []).text([roman(
        "Both may set publishable-key, fapi-url and credential-store, each as the option of that name:",
    )]);
    roff.control("PP", []).control("RS", ["4"]).control("nf", []);
    roff.text([roman("publishable-key = \"pk_live_…\"")]);
    roff.text([roman("credential-store = \"system\"")]);
    roff.control("fi", []).control("RE", []);
    roff.control("SH", ["EXIT STATUS"]);
    entry(&mut roff, "0", "The window was closed, or the one of an earlier start was shown.");
    entry(
        &mut roff,
        "1",
        "The program could not start: no screen, or a folder that cannot be used.",
    );
    entry(
        &mut roff,
        "2",
        "An option, a variable or a settings file is wrong. Standard error says which.",
    );
    roff
}

/// As small as can be, and without the time at which it was made.
fn zipped(text: &[u8]) -> Result<Vec<u8>> {
    let mut zip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    zip.write_all(text)?;
    Ok(zip.finish()?)
}

fn completion(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    generate(shell, &mut for_completion(), NAME, &mut script);
    script
}

/// The program checks its values itself, so that its own words say what is wrong. A shell wants to
/// know them.
fn for_completion() -> Command {
    latchkey_options::command(&files())
        .mut_arg("credential_store", |option| option.value_parser(PLACES))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    fn made(folder: &Path, name: &str) -> String {
        let bytes = fs::read(folder.join(name)).unwrap();
        let mut text = String::new();
        match GzDecoder::new(bytes.as_slice()).read_to_string(&mut text) {
            Ok(_) => text,
            Err(_no_archive) => String::from_utf8(bytes).unwrap(),
        }
    }

    #[test]
    fn every_file_names_every_option() {
        let folder = tempfile::tempdir().unwrap();
        let files = write_all(&folder.path().join("package")).unwrap();
        assert_eq!(files.len(), 4);
        let command = latchkey_options::command(&super::files());
        let options: Vec<&str> = command.get_arguments().filter_map(|it| it.get_long()).collect();
        assert!(options.contains(&"data-dir"), "{options:?}");
        for file in files {
            let name = file.file_name().unwrap().to_str().unwrap();
            // In roff a hyphen that is to be one has a backslash.
            let text = made(file.parent().unwrap(), name).replace("\\-", "-");
            for option in &options {
                assert!(text.contains(option), "{name} lacks {option}: {text}");
            }
            assert!(
                name == "latchkey.1.gz" || text.contains("session"),
                "{name} offers the places"
            );
        }
    }

    #[test]
    fn the_page_names_the_files_and_what_the_program_ends_with() {
        let text = String::from_utf8(page().unwrap()).unwrap().replace("\\-", "-");
        for needed in [
            ".TH LATCHKEY 1",
            ".SH NAME",
            ".SH OPTIONS",
            "/etc/latchkey/latchkey.toml",
            "~/.config/latchkey/latchkey.toml",
            ".SH \"EXIT STATUS\"",
        ] {
            assert!(text.contains(needed), "{needed}: {text}");
        }
    }

    #[test]
    fn the_same_text_always_gives_the_same_bytes() {
        let zip = zipped(b"page").unwrap();
        assert_eq!(zip, zipped(b"page").unwrap());
        assert_eq!(zip.get(4..8), Some([0; 4].as_slice()), "no time");
    }
}
