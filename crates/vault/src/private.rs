//! Files and folders that only this user may read, and that are on the disk when we say so.
//!
//! The bits are those of Unix. On Windows the folder of an application is below the profile of its
//! user, whose access list says the same.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes the folder and those above it, where they are absent, and closes it to others.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        builder.mode(0o700).create(folder)?;
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }
    #[cfg(not(unix))]
    builder.create(folder)
}

/// The same for a folder that a person may have named. One in which there is anything already stays as
/// open as it is: others may be meant to read what is in it, and what we put there is closed by itself.
pub(crate) fn make_named_folder(folder: &Path) -> io::Result<()> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Ok(()),
            None => make_folder(folder),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => make_folder(folder),
        Err(error) => Err(error),
    }
}

/// Makes a file that was not there. One that was left behind under this name goes first.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    absent_is_fine(fs::remove_file(path))?;
    open(OpenOptions::new().write(true).create_new(true), path)
}

/// Opens a file to be locked, and makes it where it is absent.
pub(crate) fn open_lock(path: &Path) -> io::Result<File> {
    open(OpenOptions::new().read(true).write(true).create(true).truncate(false), path)
}

/// Makes a rename or a deletion in the folder survive a crash. Windows has no such call: there the
/// journal of the file system keeps their order.
#[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, reason = "on Unix it may fail"))]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// A deletion of what is not there has succeeded.
pub(crate) fn absent_is_fine(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// Closes a socket to others.
#[cfg(unix)]
pub(crate) fn close(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
