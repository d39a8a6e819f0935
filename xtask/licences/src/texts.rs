//! The texts of the licences, each once however many crates bring it.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use spdx::expression::ExprNode;
use spdx::{Expression, LicenseItem, ParseMode};

use crate::crates::Crate;

/// How the names of files begin that say under which terms a crate is, in small letters.
const NAMES: [&str; 6] = ["license", "licence", "copying", "notice", "unlicense", "copyright"];

/// The texts so far.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: Vec<String>,
    /// Where a text is, by its words: how its lines are broken makes no other text of it.
    places: HashMap<String, usize>,
}

impl Texts {
    /// The numbers of a crate's texts. One that brings none gets those that SPDX has for its licences.
    pub(crate) fn of(&mut self, found: &Crate) -> Result<BTreeSet<usize>> {
        let mut texts = own(found)?;
        if texts.is_empty() {
            texts = of_spdx(&found.licence)
                .with_context(|| format!("the licence of {} {}", found.name, found.version))?;
        }
        Ok(texts.into_iter().map(|text| self.number(text)).collect())
    }

    fn number(&mut self, text: String) -> usize {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let texts = &mut self.texts;
        *self.places.entry(words).or_insert_with(|| {
            texts.push(text);
            texts.len()
        })
    }

    /// All of them under their numbers.
    pub(crate) fn written(&self) -> String {
        self.texts.iter().zip(1..).fold(String::new(), |mut all, (text, number): (_, usize)| {
            // Writing to a String cannot fail.
            let _ = write!(all, "\n[{number}]\n{}\n{}\n", "-".repeat(72), text.trim_end());
            all
        })
    }
}

/// The texts that are among the crate's own files, in the order of their names.
fn own(found: &Crate) -> Result<Vec<String>> {
    let mut files: BTreeSet<PathBuf> = found.licence_file.clone().into_iter().collect();
    let folder = &found.folder;
    for entry in fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if NAMES.iter().any(|begin| name.starts_with(begin)) && entry.path().is_file() {
            files.insert(entry.path());
        }
    }
    let read = |file: &PathBuf| {
        let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        Ok(String::from_utf8_lossy(&bytes).replace('\r', ""))
    };
    files.iter().map(read).collect()
}

/// The texts of SPDX for the licences of an expression.
fn of_spdx(licence: &str) -> Result<Vec<String>> {
    let expression = Expression::parse_mode(licence, ParseMode::LAX)?;
    let mut texts = Vec::new();
    for node in expression.iter() {
        let ExprNode::Req(required) = node else { continue };
        let LicenseItem::Spdx { id, .. } = &required.req.license else {
            bail!("'{licence}' is no licence that SPDX knows, and the crate brings no text")
        };
        texts.push(id.text().to_owned());
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn with_files(licence: &str, files: &[(&str, &str)]) -> (TempDir, Crate) {
        let folder = TempDir::new().expect("the temporary directory takes a directory");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let found = Crate {
            name: "a".to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.to_owned(),
            repository: String::new(),
            folder: folder.path().to_owned(),
            licence_file: None,
        };
        (folder, found)
    }

    #[test]
    fn a_text_is_there_once_however_its_lines_are_broken() {
        let mut texts = Texts::default();
        let (_one, a) =
            with_files("MIT", &[("LICENSE-MIT", "do what\nyou like"), ("README", "no")]);
        let (_two, b) =
            with_files("MIT", &[("license.txt", "do what you like\r\n"), ("NOTICE", "by b")]);
        assert_eq!(texts.of(&a).expect("read"), [1].into());
        assert_eq!(texts.of(&b).expect("read"), [1, 2].into());
        assert_eq!(texts.written().matches("you like").count(), 1);
        assert!(!texts.written().contains("no\n"));
    }

    #[test]
    fn a_crate_without_a_text_gets_those_of_its_licences() {
        let mut texts = Texts::default();
        let (_folder, found) = with_files("MIT/Apache-2.0", &[]);
        assert_eq!(texts.of(&found).expect("both are known").len(), 2);
        assert!(texts.written().contains("Apache License"));
        let (_folder, found) = with_files("Secret-1.0", &[]);
        assert!(texts.of(&found).is_err());
    }
}
