//! The rules that the compiler cannot check, as plain functions from text to findings. Each has a
//! test with a small bad input: a check that cannot fail is worth nothing.

mod circles;
mod commands;
mod configuration;
mod finding;
mod imports;
mod modules;
mod names;
mod pins;
mod repository;
mod shipped;
mod sources;
mod threats;
mod workflows;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::workspace::Workspace;
use finding::Finding;
use repository::Source;

/// `cargo xtask tidy`.
pub(crate) fn task(workspace: &Workspace, _: &Arguments) -> Result<()> {
    check(workspace)
}

/// Looks at everything, shows every finding, and fails when there is one.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let sources = repository::read_all(&workspace.root)?;
    let mut findings = sources::check(&sources);
    findings.extend(names::check(&sources));
    findings.extend(configuration::check(&sources));
    findings.extend(commands::check(&sources));
    findings.extend(pins::check(&sources));
    findings.extend(threats::check(&sources));
    findings.extend(workflows::check(&sources));
    findings.extend(imports::check(workspace)?);
    findings.extend(shipped::check(workspace)?);
    findings.extend(circles::check(workspace, &sources)?);
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} findings", findings.len());
    }
    println!("{} files, nothing to tidy", sources.len());
    Ok(())
}

#[cfg(test)]
fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}
