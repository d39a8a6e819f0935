//! The manual page and the completions for shells, for the package: made from the options of the
//! program that ships.
//!
//! `xtask-manual FOLDER PROGRAM PRODUCT` writes them there, for a program and a product of these names, and prints their paths. The same commit always gives the
//! same bytes.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on the terminal")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Command;
use clap_complete::{Shell, generate};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use flate2::{Compression, GzBuilder};
use latchkey_options::{BUILD_DATE, PLACES, SettingsFiles, System, VERSION};

/// What the manual is for.
struct Names {
    program: String,
    product: String,
}

impl Names {
    /// The packages that use these files are made for Linux.
    fn files(&self) -> SettingsFiles {
        SettingsFiles::of(&self.product, System::Linux, Some(Path::new("~/.config")), None)
    }

    fn command(&self) -> Command {
        latchkey_options::command(&self.program, &self.files())
    }
}

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, program, product] = words.as_slice() else {
        bail!("usage: xtask-manual FOLDER PROGRAM PRODUCT");
    };
    let names = Names { program: program.clone(), product: product.clone() };
    for path in write_all(Path::new(folder), &names)? {
        println!("{}", path.display());
    }
    Ok(())
}

fn write_all(folder: &Path, names: &Names) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let program = &names.program;
    let made = [
        (format!("{program}.1.gz"), zipped(&page(names)?)?),
        (format!("{program}.bash"), completion(Shell::Bash, names)),
        (format!("_{program}"), completion(Shell::Zsh, names)),
        (format!("{program}.fish"), completion(Shell::Fish, names)),
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
fn page(names: &Names) -> Result<Vec<u8>> {
    let files = names.files();
    let man = Man::new(names.command())
        .title(names.program.to_uppercase())
        .date(BUILD_DATE)
        .source(format!("{} {}", names.product, VERSION.split(' ').next().unwrap_or_default()))
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

fn completion(shell: Shell, names: &Names) -> Vec<u8> {
    let mut script = Vec::new();
    generate(shell, &mut for_completion(names), names.program.as_str(), &mut script);
    script
}

/// The program checks its values itself, so that its own words say what is wrong. A shell wants to
/// know them.
fn for_completion(names: &Names) -> Command {
    names.command().mut_arg("credential_store", |option| option.value_parser(PLACES))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    fn acme() -> Names {
        Names { program: "acme".to_owned(), product: "Acme Account".to_owned() }
    }

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
        let names = acme();
        let files = write_all(&folder.path().join("package"), &names).unwrap();
        assert_eq!(files.len(), 4);
        let command = names.command();
        let options: Vec<&str> = command.get_arguments().filter_map(|it| it.get_long()).collect();
        assert!(options.contains(&"data-dir"), "{options:?}");
        for file in files {
            let name = file.file_name().unwrap().to_str().unwrap();
            // In roff a hyphen that is to be one has a backslash.
            let text = made(file.parent().unwrap(), name).replace("\\-", "-");
            for option in &options {
                assert!(text.contains(option), "{name} lacks {option}: {text}");
            }
            assert!(name == "acme.1.gz" || text.contains("session"), "{name} offers the places");
        }
    }

    #[test]
    fn the_page_names_the_files_and_what_the_program_ends_with() {
        let text = String::from_utf8(page(&acme()).unwrap()).unwrap().replace("\\-", "-");
        for needed in [
            ".TH ACME 1",
            ".SH NAME",
            ".SH OPTIONS",
            "/etc/acme-account/latchkey.toml",
            "~/.config/acme-account/latchkey.toml",
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
