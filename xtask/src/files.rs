//! Finding the files of a directory, and laying copies of them elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The files under a directory, sorted, as paths from it. Files and directories whose name is not
/// `wanted` are left out. A directory that is not there has no files.
pub(crate) fn under(root: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(folder) = waiting.pop() {
        let full = root.join(&folder);
        if !full.exists() {
            continue;
        }
        for entry in fs::read_dir(&full).with_context(|| format!("listing {}", full.display()))? {
            let entry = entry?;
            if wanted(&entry.file_name().to_string_lossy()) {
                let path = folder.join(entry.file_name());
                if entry.file_type()?.is_dir() { waiting.push(path) } else { found.push(path) }
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The files under all of the folders, by their paths from there. Of two with the same path the later wins.
pub(crate) fn gathered(from: &[&Path]) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut all = BTreeMap::new();
    for root in from {
        for file in under(root, |_| true)? {
            let bytes = fs::read(root.join(&file))?;
            all.insert(file, bytes);
        }
    }
    Ok(all)
}

/// Makes `to` hold exactly these files. Gives the number of files it touched.
pub(crate) fn lay(files: &BTreeMap<PathBuf, Vec<u8>>, to: &Path) -> Result<usize> {
    let mut changed = 0;
    for (file, bytes) in files {
        changed += usize::from(write_if_changed(&to.join(file), bytes)?);
    }
    for file in under(to, |_| true)? {
        if !files.contains_key(&file) {
            fs::remove_file(to.join(&file))?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// Makes `to` hold exactly the files under all of `from`. Gives the number of files it touched.
pub(crate) fn mirror(from: &[&Path], to: &Path) -> Result<usize> {
    lay(&gathered(from)?, to)
}

/// Writes a file unless it holds just that, and makes its folder. Says whether it wrote.
pub(crate) fn write_if_changed(file: &Path, bytes: &[u8]) -> Result<bool> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(file, bytes).with_context(|| format!("writing {}", file.display()))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A directory of this test alone, gone at its end.
    struct Scratch(TempDir);

    impl Scratch {
        fn new() -> Self {
            Self(TempDir::new().expect("the temporary directory takes a directory"))
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().expect("it is in a directory")).expect("made");
            fs::write(path, text).expect("written");
        }

        fn mirror(&self) -> usize {
            mirror(&[&self.0.path().join("a"), &self.0.path().join("b")], &self.0.path().join("to"))
                .expect("mirrored")
        }
    }

    #[test]
    fn a_mirror_holds_what_its_sources_hold_and_nothing_else() {
        let scratch = Scratch::new();
        scratch.write("a/index.html", "<p>");
        scratch.write("b/deep/glue.js", "1");
        scratch.write("to/old.js", "0");
        assert_eq!(scratch.mirror(), 3);
        let held = under(&scratch.0.path().join("to"), |_| true).expect("listed");
        assert_eq!(held, [PathBuf::from("deep/glue.js"), PathBuf::from("index.html")]);
    }

    #[test]
    fn what_did_not_change_is_not_written_again() {
        let scratch = Scratch::new();
        scratch.write("a/index.html", "<p>");
        assert_eq!(scratch.mirror(), 1);
        assert_eq!(scratch.mirror(), 0);
        scratch.write("a/index.html", "<div>");
        assert_eq!(scratch.mirror(), 1);
    }

    #[test]
    fn what_is_not_wanted_is_left_out_be_it_a_file_or_a_directory() {
        let root = tempfile::tempdir().expect("the temporary directory takes a directory");
        fs::create_dir_all(root.path().join("a/.git")).expect("made");
        for file in ["a/.git/config", "a/b", ".git"] {
            fs::write(root.path().join(file), "").expect("written");
        }
        let found = under(root.path(), |name| name != ".git").expect("listed");
        assert_eq!(found, [Path::new("a/b")]);
        assert!(under(&root.path().join("none"), |_| true).expect("listed").is_empty());
    }
}
