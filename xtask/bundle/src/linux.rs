//! What a package for Linux holds besides the program, its icons of fixed sizes and its entry in the
//! menu, and where each file goes.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use latchkey_options::package_name;
use tauri_utils::config::Config;

use crate::arguments::Arguments;

/// The two kinds of package, where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Deb,
    Rpm,
}

/// The application's description for software centres, with `{{…}}` where the configuration speaks.
const METAINFO: &str = "packaging/linux/metainfo.xml";
/// Who may do what with the program, in the form that Debian reads.
const COPYRIGHT: &str = "packaging/linux/copyright";
/// The licences of what the program is made of. Without it nothing may be given away.
const THIRD_PARTY: &str = "THIRD-PARTY-LICENSES.txt";

/// What the packages hold and need.
#[derive(Debug)]
pub(crate) struct Contents {
    /// The name of the package.
    package: String,
    program: String,
    identifier: String,
    made: PathBuf,
    drawing: Option<PathBuf>,
    metainfo: PathBuf,
    glibc: Option<(u32, u32)>,
}

impl Contents {
    /// Prepares them: writes the description beside the other files that were made.
    pub(crate) fn prepare(
        config: &Config,
        program: &str,
        asked: &Arguments,
        glibc: Option<(u32, u32)>,
    ) -> Result<Self> {
        let Arguments { made, drawing, .. } = asked;
        let name = config.product_name.as_deref().unwrap_or(program);
        let template =
            fs::read_to_string(METAINFO).with_context(|| format!("reading {METAINFO}"))?;
        let values = [
            ("identifier", config.identifier.as_str()),
            ("name", name),
            ("program", program),
            ("summary", config.bundle.short_description.as_deref().unwrap_or(name)),
            ("publisher", config.bundle.publisher.as_deref().unwrap_or(name)),
        ];
        let metainfo = made.join("metainfo.xml");
        fs::create_dir_all(made)?;
        fs::write(&metainfo, filled(&template, &values)?)
            .with_context(|| format!("writing {}", metainfo.display()))?;
        Ok(Self {
            package: package_name(name),
            program: program.to_owned(),
            identifier: config.identifier.clone(),
            made: made.clone(),
            drawing: drawing.clone(),
            metainfo,
            glibc,
        })
    }

    /// Each file of the package: where it goes, and where it comes from. Man page and completions
    /// are left out where they were not made.
    pub(crate) fn files(&self, kind: Kind) -> Result<HashMap<PathBuf, PathBuf>> {
        let (program, package) = (&self.program, &self.package);
        let documents = format!("/usr/share/doc/{package}");
        let zsh = match kind {
            Kind::Deb => "vendor-completions",
            Kind::Rpm => "site-functions",
        };
        let third_party = self.third_party()?;
        let fixed = [
            (
                format!("/usr/share/metainfo/{}.metainfo.xml", self.identifier),
                self.metainfo.clone(),
            ),
            (format!("{documents}/copyright"), COPYRIGHT.into()),
            (format!("{documents}/LICENSE-MIT"), "LICENSE-MIT".into()),
            (format!("{documents}/LICENSE-APACHE"), "LICENSE-APACHE".into()),
            (format!("{documents}/{THIRD_PARTY}"), third_party),
        ];
        let drawing = self.drawing.iter().map(|from| {
            (format!("/usr/share/icons/hicolor/scalable/apps/{program}.svg"), from.clone())
        });
        let generated = [
            (format!("/usr/share/man/man1/{program}.1.gz"), format!("{program}.1.gz")),
            (
                format!("/usr/share/bash-completion/completions/{program}"),
                format!("{program}.bash"),
            ),
            (format!("/usr/share/zsh/{zsh}/_{program}"), format!("_{program}")),
            (
                format!("/usr/share/fish/vendor_completions.d/{program}.fish"),
                format!("{program}.fish"),
            ),
        ];
        let generated = generated.into_iter().map(|(to, from)| (to, self.made.join(from)));
        let there = generated.filter(|(_, from)| from.is_file());
        Ok(fixed
            .into_iter()
            .chain(drawing)
            .chain(there)
            .map(|(to, from)| (to.into(), from))
            .collect())
    }

    fn third_party(&self) -> Result<PathBuf> {
        let list = self.made.join(THIRD_PARTY);
        if !list.is_file() {
            bail!("{} is not there: `cargo xtask package` makes it", list.display());
        }
        Ok(list)
    }

    /// For systems whose packages have one folder for all files: where the list of licences comes
    /// from, and where it goes.
    pub(crate) fn beside_the_program(&self) -> Result<(String, String)> {
        let list = self.third_party()?;
        let from = list.to_str().with_context(|| format!("{} is no text", list.display()))?;
        Ok((from.to_owned(), THIRD_PARTY.to_owned()))
    }

    /// The C library that the program needs, as the packages of this kind name it.
    pub(crate) fn c_library(&self, kind: Kind) -> Option<String> {
        let (major, minor) = self.glibc?;
        Some(match kind {
            Kind::Deb => format!("libc6 (>= {major}.{minor})"),
            Kind::Rpm => format!("libc.so.6(GLIBC_{major}.{minor})(64bit)"),
        })
    }
}

/// Puts the values, as XML writes text, in the place of their names in double braces.
fn filled(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let text = values.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{{{name}}}}}"), &escaped(value))
    });
    match text.split_once("{{") {
        Some((_, rest)) => {
            let name = rest.split("}}").next().unwrap_or_default();
            bail!("{METAINFO} asks for '{name}', which nobody knows")
        }
        None => Ok(text),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn contents(made: &Path) -> Contents {
        Contents {
            package: "latchkey".to_owned(),
            program: "latchkey".to_owned(),
            identifier: "app.latchkey.desktop".to_owned(),
            made: made.to_owned(),
            drawing: None,
            metainfo: made.join("metainfo.xml"),
            glibc: Some((2, 34)),
        }
    }

    #[test]
    fn values_are_written_as_xml_and_an_unknown_one_is_refused() {
        let values = [("name", "Locks & <Keys>")];
        assert_eq!(
            filled("<n>{{name}}</n>", &values).expect("it is known"),
            "<n>Locks &amp; &lt;Keys&gt;</n>"
        );
        let error = filled("{{colour}}", &values).expect_err("nobody knows it");
        assert!(error.to_string().contains("'colour'"), "{error}");
    }

    #[test]
    fn no_package_is_made_without_the_licences_of_others() {
        let made = tempfile::tempdir().expect("the temporary directory takes a directory");
        let contents = contents(made.path());
        for error in [
            contents.files(Kind::Deb).expect_err("it is not there"),
            contents.beside_the_program().expect_err("it is not there"),
        ] {
            assert!(error.to_string().contains(THIRD_PARTY), "{error}");
        }
    }

    #[test]
    fn what_was_made_is_in_the_package_at_its_place() {
        let made = tempfile::tempdir().expect("the temporary directory takes a directory");
        for file in [THIRD_PARTY, "_latchkey"] {
            fs::write(made.path().join(file), "").expect("written");
        }
        let files = contents(made.path()).files(Kind::Deb).expect("all is there");
        let zsh = Path::new("/usr/share/zsh/vendor-completions/_latchkey");
        assert_eq!(files.get(zsh), Some(&made.path().join("_latchkey")));
        assert!(!files.contains_key(Path::new("/usr/share/man/man1/latchkey.1.gz")));
        let files = contents(made.path()).files(Kind::Rpm).expect("all is there");
        assert!(files.contains_key(Path::new("/usr/share/zsh/site-functions/_latchkey")));
        let (from, to) = contents(made.path()).beside_the_program().expect("it is there");
        assert_eq!((Path::new(&from), &*to), (&*made.path().join(THIRD_PARTY), THIRD_PARTY));
    }

    #[test]
    fn each_kind_of_package_names_the_c_library_in_its_own_words() {
        let contents = contents(Path::new(""));
        assert_eq!(contents.c_library(Kind::Deb).as_deref(), Some("libc6 (>= 2.34)"));
        let rpm = contents.c_library(Kind::Rpm);
        assert_eq!(rpm.as_deref(), Some("libc.so.6(GLIBC_2.34)(64bit)"));
    }
}
