//! What is inside a program that was built: what must never be in one that ships, and what a package
//! needs in it. The dependency tree says what should be compiled; this looks at what was.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// Texts that are in a development build and in no other, with what they come from.
const NEVER: [(&str, &str); 4] = [
    ("SQLite format 3", "the database of the emulator"),
    ("@latchkey.example", "the demo accounts of the emulator"),
    ("/users/{id}/age_verification", "the control API of the emulator"),
    ("internal_toggle_devtools", "the inspector of the page"),
];

/// What the bundler changes to the kind of package that the program is in.
const MARK: &str = "__TAURI_BUNDLE_TYPE_VAR_UNK";

/// Refuses a program that must not ship.
pub(crate) fn may_ship(file: &Path) -> Result<()> {
    let problems = problems(&read(file)?);
    if !problems.is_empty() {
        bail!("{} must not ship: {}", file.display(), problems.join("; "));
    }
    println!("{}: no emulator, no inspector, and the bundler's mark", file.display());
    Ok(())
}

/// Refuses a development build in which something is missing that [`may_ship`] looks for: it would
/// not be found in a release either.
pub(crate) fn would_be_found(development: &Path) -> Result<()> {
    let program = read(development)?;
    let missing: Vec<&str> =
        NEVER.iter().map(|(text, _)| *text).filter(|text| !holds(&program, text)).collect();
    if !missing.is_empty() {
        bail!(
            "the development build {} does not hold {}: look for something else in a release",
            development.display(),
            missing.join(", ")
        );
    }
    println!("{}: refused, as a development build has to be", development.display());
    Ok(())
}

/// Refuses a file that is larger than it may be.
pub(crate) fn is_at_most(file: &Path, bytes: u64) -> Result<()> {
    let size = fs::metadata(file).with_context(|| format!("reading {}", file.display()))?.len();
    if size > bytes {
        bail!("{} has {size} bytes, more than {bytes}", file.display());
    }
    println!("{}: {size} bytes, of at most {bytes}", file.display());
    Ok(())
}

fn problems(program: &[u8]) -> Vec<String> {
    let found = NEVER.iter().filter(|(text, _)| holds(program, text));
    let mut problems: Vec<String> =
        found.map(|(text, what)| format!("it holds {what} ('{text}')")).collect();
    if !holds(program, MARK) {
        problems.push(format!("the bundler's mark '{MARK}' is not in it"));
    }
    problems
}

fn holds(program: &[u8], text: &str) -> bool {
    program.windows(text.len()).any(|bytes| bytes == text.as_bytes())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("reading {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_holds_the_mark_and_nothing_of_a_development_build() {
        assert_eq!(problems(MARK.as_bytes()), [""; 0]);
        assert_eq!(problems(b"").len(), 1);
        for (text, what) in NEVER {
            let found = problems(format!("x{text}x{MARK}").as_bytes());
            assert!(found.len() == 1 && found.iter().all(|it| it.contains(what)), "{found:?}");
        }
    }

    #[test]
    fn a_development_build_that_lacks_one_of_the_texts_is_told() {
        let folder = tempfile::tempdir().expect("the temporary directory takes a directory");
        let file = folder.path().join("program");
        let all: String = NEVER.iter().map(|(text, _)| *text).collect();
        fs::write(&file, &all).expect("written");
        would_be_found(&file).expect("all are there");
        assert!(may_ship(&file).is_err());
        fs::write(&file, all.replace("SQLite", "")).expect("written");
        let error = would_be_found(&file).expect_err("one is missing");
        assert!(error.to_string().contains("SQLite format 3"), "{error}");
    }

    #[test]
    fn a_file_may_have_as_many_bytes_as_it_may_and_no_more() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), "123").expect("written");
        assert!(is_at_most(file.path(), 3).is_ok());
        assert!(is_at_most(file.path(), 2).is_err());
    }
}
