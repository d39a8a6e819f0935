//! The list of what others made of the program, as its package brings it.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use latchkey_app::ports::{LicenceList, ListFile, ListNotRead, PortFuture};
use latchkey_options::{System, package_name};

/// The name of the file. `xtask/licences` writes it, and `xtask/bundle` puts it into the packages.
const NAME: &str = "THIRD-PARTY-LICENSES.txt";

/// The list has about 600 kB. What is larger than this is another file.
const LARGEST: u64 = 8 << 20;

/// The list that was installed with the program.
pub(crate) struct InstalledList {
    /// Where its package puts it.
    installed: PathBuf,
    /// Where a task makes it for a program that was built and not installed. It counts only where
    /// none is installed.
    made: Option<PathBuf>,
}

impl InstalledList {
    /// That of the product of this name.
    pub(crate) fn of(product: &str) -> Self {
        // Where the system does not say where the program is, the list is in no place.
        let program = std::env::current_exe().unwrap_or_default();
        Self { installed: place(&program, System::THIS, product), made: made(&program) }
    }
}

/// Where packages put the list of a program.
fn place(program: &Path, system: System, product: &str) -> PathBuf {
    let folder = program.parent().unwrap_or(Path::new(""));
    let above = folder.parent().unwrap_or(folder);
    match system {
        System::Linux => above.join("share/doc").join(package_name(product)).join(NAME),
        System::MacOs => above.join("Resources").join(NAME),
        System::Windows => folder.join(NAME),
    }
}

/// Where `cargo xtask licences` puts it for a program that was built, of whichever kind.
fn made(program: &Path) -> Option<PathBuf> {
    Some(program.parent()?.parent()?.join("package").join(NAME))
}

impl LicenceList for InstalledList {
    fn read(&self) -> PortFuture<ListFile> {
        let (installed, made) = (self.installed.clone(), self.made.clone());
        let shown = installed.display().to_string();
        Box::pin(async move {
            let read = tauri::async_runtime::spawn_blocking(move || {
                let made = made.filter(|made| !installed.exists() && made.exists());
                let path = made.unwrap_or(installed);
                ListFile { path: path.display().to_string(), contents: read(&path, LARGEST) }
            });
            read.await.unwrap_or_else(|error| ListFile {
                path: shown,
                contents: Err(ListNotRead::Failed(error.to_string())),
            })
        })
    }
}

/// Reads the file, if it is one and not larger than this.
fn read(path: &Path, largest: u64) -> Result<String, ListNotRead> {
    // A pipe would be waited for, and a folder is told as such on some systems only.
    let found = path.metadata().map_err(|error| not_read(&error))?;
    if !found.is_file() {
        return Err(ListNotRead::NoText);
    }
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(|error| not_read(&error))?.take(largest + 1);
    let size = file.read_to_end(&mut bytes).map_err(|error| not_read(&error))?;
    if size as u64 > largest {
        return Err(ListNotRead::TooLarge);
    }
    // Where the text breaks off says nothing to anybody.
    String::from_utf8(bytes).map_err(|_| ListNotRead::NoText)
}

fn not_read(error: &io::Error) -> ListNotRead {
    let kind = error.kind();
    if matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory) {
        ListNotRead::Missing
    } else {
        ListNotRead::Failed(kind.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_system_has_it_where_its_packages_put_it() {
        let of = |system, program: &str| {
            let path = place(Path::new(program), system, "Acme Sign-in");
            path.to_str().expect("ASCII").replace('\\', "/")
        };
        assert_eq!(
            of(System::Linux, "/usr/bin/latchkey"),
            format!("/usr/share/doc/acme-sign-in/{NAME}")
        );
        assert_eq!(
            of(System::MacOs, "/Applications/Acme.app/Contents/MacOS/latchkey"),
            format!("/Applications/Acme.app/Contents/Resources/{NAME}")
        );
        assert_eq!(of(System::Windows, "C:/Acme/latchkey.exe"), format!("C:/Acme/{NAME}"));
        assert_eq!(of(System::Windows, ""), NAME, "a program that is nowhere");
        for kind in ["debug", "release"] {
            let made = made(&Path::new("target").join(kind).join("latchkey"));
            assert_eq!(made, Some(Path::new("target/package").join(NAME)), "{kind}");
        }
    }

    #[test]
    fn a_file_is_read_as_it_is_and_told_as_what_it_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(NAME);
        assert_eq!(read(&file, 4), Err(ListNotRead::Missing));
        assert_eq!(read(&file.join("in/a/file"), 4), Err(ListNotRead::Missing));
        fs::write(&file, "ring").expect("written");
        assert_eq!(read(&file, 4).as_deref(), Ok("ring"));
        assert_eq!(read(&file, 3), Err(ListNotRead::TooLarge));
        assert_eq!(read(&file.join("under"), 4), Err(ListNotRead::Missing));
        fs::write(&file, [0xff, 0xfe]).expect("written");
        assert_eq!(read(&file, 4), Err(ListNotRead::NoText));
        assert_eq!(read(folder.path(), 4), Err(ListNotRead::NoText));
    }

    #[cfg(unix)]
    #[test]
    fn what_the_system_does_not_let_be_read_is_told_in_its_words() {
        // Its name is longer than any system takes, so that this holds for root too.
        let path = PathBuf::from("/").join("x".repeat(5000));
        let Err(ListNotRead::Failed(why)) = read(&path, 4) else { panic!("it was read") };
        assert!(!why.is_empty());
    }
}
