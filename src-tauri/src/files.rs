//! Files that the person chooses in the system's own dialog.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use latchkey_app::ports::{FileKind, Files, NotRead, NotWritten, PortFuture};
use tauri::{AppHandle, Manager as _, Runtime};
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::window;

/// The system's files.
pub(crate) struct SystemFiles<R: Runtime>(AppHandle<R>);

impl<R: Runtime> SystemFiles<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> Files for SystemFiles<R> {
    fn save(
        &self,
        suggested_name: &str,
        contents: Zeroizing<String>,
    ) -> PortFuture<Result<Option<String>, NotWritten>> {
        let mut dialog = self.0.dialog().file().set_file_name(suggested_name);
        if let Some(window) = self.0.get_webview_window(window::LABEL) {
            dialog = dialog.set_parent(&window);
        }
        let (chosen, choice) = oneshot::channel();
        dialog.save_file(move |path| {
            // Nobody waits any more when the application has stopped.
            let _ = chosen.send(path);
        });
        Box::pin(async move {
            // A dialog that could not be shown never answers.
            let path = choice.await.map_err(|error| not_written(&error))?;
            let Some(path) = path else { return Ok(None) };
            let path = path.into_path().map_err(|error| not_written(&error))?;
            tauri::async_runtime::spawn_blocking(move || write(path, &contents))
                .await
                .map_err(|error| not_written(&error))?
                // The system's own words may name the folder, which is nobody's business in a log.
                .map_err(|error| not_written(&error.kind()))
        })
    }

    fn open(&self, kind: &FileKind) -> PortFuture<Result<Option<Vec<u8>>, NotRead>> {
        let FileKind { name, endings, largest } = *kind;
        let mut dialog = self.0.dialog().file().add_filter(name, endings);
        if let Some(window) = self.0.get_webview_window(window::LABEL) {
            dialog = dialog.set_parent(&window);
        }
        let (chosen, choice) = oneshot::channel();
        dialog.pick_file(move |path| {
            // Nobody waits any more when the application has stopped.
            let _ = chosen.send(path);
        });
        Box::pin(async move {
            // A dialog that could not be shown never answers.
            let path = choice.await.map_err(|error| not_read(&error))?;
            let Some(path) = path else { return Ok(None) };
            let path = path.into_path().map_err(|error| not_read(&error))?;
            tauri::async_runtime::spawn_blocking(move || read(&path, largest))
                .await
                .map_err(|error| not_read(&error))?
                .map(Some)
                // The system's own words may name the folder, which is nobody's business in a log.
                .map_err(|error| not_read(&error.kind()))
        })
    }
}

/// Reads a file up to a byte more than it may have.
fn read(path: &Path, largest: usize) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(largest).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    // Anything else may never end, or never begin.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    fs::File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn not_read(error: &dyn std::fmt::Display) -> NotRead {
    tracing::warn!(%error, "a file could not be read");
    NotRead
}

fn not_written(error: &dyn std::fmt::Display) -> NotWritten {
    tracing::warn!(%error, "a file could not be written");
    NotWritten
}

/// Writes the text beside the place and moves it there when it is complete: there is never half of
/// it to be seen, and what was there stays if anything goes wrong. The file is for its owner alone
/// from the beginning (0600), on Windows as private as the folder it is put into.
fn write(path: PathBuf, contents: &str) -> io::Result<Option<String>> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let name = name.to_string_lossy().into_owned();
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut file = tempfile::Builder::new().prefix(".latchkey-").tempfile_in(folder)?;
    file.write_all(contents.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: &str = "4xg7-q2mn\n9kd3-w8ty\n";

    #[test]
    fn a_file_holds_the_text_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.txt");
        assert_eq!(write(path.clone(), CODES).unwrap().as_deref(), Some("codes.txt"));
        assert_eq!(fs::read_to_string(&path).unwrap(), CODES);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it_even_where_a_file_was_that_everybody_could_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.txt");
        fs::write(&path, "something longer that was there before, and that is gone after it")
            .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        write(path.clone(), CODES).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), CODES);
    }

    #[test]
    fn a_file_is_read_up_to_a_byte_more_than_it_may_have() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("me.png");
        fs::write(&path, b"0123456789").unwrap();
        assert_eq!(read(&path, 10).unwrap(), b"0123456789");
        assert_eq!(read(&path, 4).unwrap(), b"01234");
        assert!(read(folder.path(), 4).is_err());
        assert!(read(&folder.path().join("missing"), 4).is_err());
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write(folder.path().join("missing").join("codes.txt"), CODES).is_err());
        let occupied = folder.path().join("codes.txt");
        fs::create_dir(&occupied).unwrap();
        fs::write(occupied.join("inside"), "").unwrap();
        assert!(write(occupied.clone(), CODES).is_err());
        assert!(occupied.join("inside").is_file());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
