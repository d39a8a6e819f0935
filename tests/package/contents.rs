//! What is in the package.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::debian::{packages, said};

/// The package, unpacked.
pub(crate) struct Unpacked(TempDir);

impl Unpacked {
    fn new() -> Option<Self> {
        Some(Self::of(&packages()?.0))
    }

    pub(crate) fn of(package: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        said(Command::new("dpkg-deb").arg("--extract").arg(package).arg(folder.path()));
        Self(folder)
    }

    /// Every path in it.
    pub(crate) fn paths(&self) -> Vec<String> {
        let found = said(Command::new("find").arg(".").current_dir(self.0.path()));
        found.lines().map(str::to_owned).collect()
    }

    pub(crate) fn file(&self, path: &str) -> PathBuf {
        let file = self.0.path().join(path);
        assert!(file.is_file(), "{path} is not in the package");
        file
    }

    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.file(path)).unwrap()
    }
}

fn field(package: &Path, name: &str) -> String {
    said(Command::new("dpkg-deb").arg("--field").arg(package).arg(name)).trim().to_owned()
}

#[test]
fn the_entry_in_the_menu_is_one_that_desktops_read() {
    let Some(package) = Unpacked::new() else { return };
    let entry = package.file("usr/share/applications/Latchkey.desktop");
    let complaints = said(Command::new("desktop-file-validate").arg(&entry));
    assert_eq!(complaints, "");
    let text = std::fs::read_to_string(entry).unwrap();
    for line in ["Name=Latchkey", "Exec=latchkey", "Icon=latchkey", "Type=Application"] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
}

#[test]
fn software_centres_can_describe_it_and_find_its_entry() {
    let Some(package) = Unpacked::new() else { return };
    let metainfo = "usr/share/metainfo/app.latchkey.desktop.metainfo.xml";
    let file = package.file(metainfo);
    said(Command::new("appstreamcli").args(["validate", "--no-net", "--no-color"]).arg(file));
    let text = package.text(metainfo);
    assert!(text.contains(">Latchkey.desktop</launchable>"), "{text}");
    assert!(!text.contains("{{"), "{text}");
}

#[test]
fn an_icon_is_there_for_every_usual_size() {
    let Some(package) = Unpacked::new() else { return };
    for size in [16, 22, 24, 32, 48, 64, 96, 128, 256, 512] {
        let icon =
            package.file(&format!("usr/share/icons/hicolor/{size}x{size}/apps/latchkey.png"));
        let bytes = std::fs::read(icon).unwrap();
        // The first part of a PNG says how wide and how high it is.
        let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((side(16), side(20)), (size, size));
    }
    package.file("usr/share/icons/hicolor/scalable/apps/latchkey.svg");
}

#[test]
fn the_licences_of_all_that_it_is_made_of_are_in_it() {
    let Some(package) = Unpacked::new() else { return };
    for file in ["copyright", "LICENSE-MIT", "LICENSE-APACHE"] {
        package.file(&format!("usr/share/doc/latchkey/{file}"));
    }
    let list = package.text("usr/share/doc/latchkey/THIRD-PARTY-LICENSES.txt");
    // Some that are linked into the program or into its page, and one that only the emulator uses.
    for linked in ["\ntauri 2.", "\nring 0.", "\nyew 0.", "\nregex 1."] {
        assert!(list.contains(linked), "{linked:?} is not listed");
    }
    assert!(!list.contains("\nrusqlite 0."), "what does not ship is listed");
}

#[test]
fn the_program_in_it_says_that_it_is_in_a_package_of_this_kind() {
    let Some(package) = Unpacked::new() else { return };
    let program = std::fs::read(package.file("usr/bin/latchkey")).unwrap();
    let mark = b"__TAURI_BUNDLE_TYPE_VAR_DEB";
    assert!(program.windows(mark.len()).any(|bytes| bytes == mark));
}

#[test]
fn the_system_is_told_what_the_program_needs() {
    let Some((package, older)) = packages() else { return };
    let needs = field(&package, "Depends");
    for need in ["libwebkit2gtk-4.1-0", "libgtk-3-0", "libc6 (>= 2."] {
        assert!(needs.contains(need), "{needs}");
    }
    assert_eq!(field(&package, "Version"), env!("CARGO_PKG_VERSION"));
    assert_eq!(field(&older, "Version"), "0.0.1");
    // Nothing runs as root when it is installed or removed.
    let control = said(Command::new("dpkg-deb").arg("--info").arg(&package));
    for script in ["preinst", "postinst", "prerm", "postrm"] {
        assert!(!control.contains(script), "{control}");
    }
}
