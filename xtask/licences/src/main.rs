//! What the program that ships is made of, and under which licences: those licences ask that their
//! texts go with every copy.
//!
//! `xtask-licences FILE FEATURE-OPTIONS…` is started at the root of the repository. Cargo says which
//! crates are linked into the program and into its page; the texts are those in the crates. The same
//! Cargo.lock gives the same file.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on the terminal")]

mod crates;
mod texts;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::crates::Crate;
use crate::texts::Texts;

const HEAD: &str = "\
What Latchkey is made of
========================

Latchkey itself is licensed under MIT OR Apache-2.0. It contains the standard library of Rust, which is
licensed likewise (https://github.com/rust-lang/rust), and the following, made by others. The
numbers are those of the licence texts below. Where several licences are joined by OR, one may choose.
";

fn main() -> Result<()> {
    let mut words = std::env::args_os().skip(1);
    let file = words.next().map(PathBuf::from);
    let file = file.context("usage: xtask-licences FILE FEATURE-OPTIONS…")?;
    let options: Vec<_> = words.collect();
    let crates = crates::in_the_program(&options)?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let text = listed(&crates)?;
    fs::write(&file, &text).with_context(|| format!("writing {}", file.display()))?;
    println!("{}: {} crates, {} bytes", file.display(), crates.len(), text.len());
    Ok(())
}

/// The list of the crates, and after it every text once.
fn listed(crates: &[Crate]) -> Result<String> {
    let mut texts = Texts::default();
    let mut list = HEAD.to_owned();
    for found in crates {
        let numbers: Vec<String> =
            texts.of(found)?.iter().map(|number| format!("[{number}]")).collect();
        let numbers = numbers.join(" ");
        // Writing to a String cannot fail.
        let _ = write!(list, "\n{} {}\n  {}", found.name, found.version, found.licence);
        let _ = write!(list, "\n  {}\n  {numbers}\n", found.repository);
    }
    Ok(list + &texts.written())
}
