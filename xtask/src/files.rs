//! Finding the files of a directory.

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

#[cfg(test)]
mod tests {
    use super::*;

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
