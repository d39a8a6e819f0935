//! Where the files for settings are on each system.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

/// The name of each of them.
const NAME: &str = "latchkey.toml";

/// The kinds of systems whose folders differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux, and whatever else is like it.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl System {
    /// The one that this is compiled for.
    pub const THIS: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::MacOs
    } else {
        Self::Linux
    };
}

/// The name of the product as packages for Linux and their folders have it: small letters, with dashes
/// in the place of what is neither letter nor digit.
pub fn package_name(product: &str) -> String {
    let dashed = product.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' });
    dashed.flat_map(char::to_lowercase).collect()
}

/// Where settings may stand. A file that is not there sets nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsFiles {
    /// The administrator's, for everybody on this computer.
    pub policy: PathBuf,
    /// The person's own. None where the system names no folder for the configuration of programs.
    pub own: Option<PathBuf>,
}

impl SettingsFiles {
    /// Those of the program that is called `product`, where the person's configuration is in
    /// `config_dir`. `program_data` is the variable `ProgramData` of Windows.
    pub fn of(
        product: &str,
        system: System,
        config_dir: Option<&Path>,
        program_data: Option<OsString>,
    ) -> Self {
        let everybodys = match system {
            System::Linux => PathBuf::from("/etc"),
            System::MacOs => PathBuf::from("/Library/Application Support"),
            System::Windows => program_data
                .filter(|folder| !folder.is_empty())
                .map_or_else(|| PathBuf::from(r"C:\ProgramData"), PathBuf::from),
        };
        let folder = match system {
            System::Linux => package_name(product),
            System::MacOs | System::Windows => product.to_owned(),
        };
        let file = |parent: &Path| parent.join(&folder).join(NAME);
        Self { policy: file(&everybodys), own: config_dir.map(file) }
    }
}

impl fmt::Display for SettingsFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "  {}\n          for everybody on this computer; it wins over all else",
            self.policy.display()
        )?;
        match &self.own {
            Some(own) => write!(
                f,
                "\n  {}\n          your own; options and variables win over it",
                own.display()
            ),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_has_its_folders() {
        let of = |system, config: &str| {
            let files = SettingsFiles::of("Acme Sign-In", system, Some(Path::new(config)), None);
            let text = |path: &Path| path.to_str().unwrap().replace('\\', "/");
            [text(&files.policy), text(&files.own.unwrap())]
        };
        assert_eq!(
            of(System::Linux, "/home/me/.config"),
            ["/etc/acme-sign-in/latchkey.toml", "/home/me/.config/acme-sign-in/latchkey.toml"]
        );
        assert_eq!(
            of(System::MacOs, "/home/me/Library/Application Support"),
            [
                "/Library/Application Support/Acme Sign-In/latchkey.toml",
                "/home/me/Library/Application Support/Acme Sign-In/latchkey.toml"
            ]
        );
        assert_eq!(
            of(System::Windows, "C:/home/me/AppData/Roaming"),
            [
                "C:/ProgramData/Acme Sign-In/latchkey.toml",
                "C:/home/me/AppData/Roaming/Acme Sign-In/latchkey.toml"
            ]
        );
    }

    #[test]
    fn windows_may_have_its_folder_elsewhere_and_a_system_may_name_none() {
        let files = SettingsFiles::of("Latchkey", System::Windows, None, Some("D:/Data".into()));
        assert!(files.policy.starts_with("D:/Data"), "{files:?}");
        assert_eq!(files.own, None);
        assert_eq!(files.to_string().lines().count(), 2, "{files}");
        let empty = SettingsFiles::of("Latchkey", System::Windows, None, Some(OsString::new()));
        assert!(empty.policy.starts_with(r"C:\ProgramData"), "{empty:?}");
    }
}
