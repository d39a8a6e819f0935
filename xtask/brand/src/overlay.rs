//! The overlay file: what a product of another name gives, checked field by field.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use palette::Srgb;
use serde::Deserialize;

/// The identifier that this repository ships with. Two products with one would share what they keep.
const TAKEN: &str = "app.latchkey.desktop";
/// Characters that a name of a file cannot have on one of the systems.
const NOT_IN_FILES: &str = r#"/\:*?"<>|"#;

/// What the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Overlay {
    pub(crate) product_name: ProductName,
    /// The name of the program's file; made from the product's where it is not given.
    program_name: Option<ProgramName>,
    pub(crate) identifier: Identifier,
    pub(crate) publisher: Publisher,
    icon: PathBuf,
    #[serde(deserialize_with = "colour")]
    pub(crate) accent: Srgb<u8>,
}

/// What to do where a field is missing: the line is that of the first field then.
const EVERY_FIELD: &str = "write every field but program-name, which may be left out";

impl Overlay {
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let shown = file.display();
        let text = fs::read_to_string(file).with_context(|| {
            format!(
                "{shown} cannot be read; packaging/acme/brand.toml is an example of such a file"
            )
        })?;
        let overlay: Self = toml::from_str(&text).map_err(|error| {
            let missing = error.message().contains("missing field");
            let shown = if missing { format!("{shown}: {EVERY_FIELD}") } else { shown.to_string() };
            anyhow::Error::new(error).context(shown)
        })?;
        overlay.program_name().with_context(|| shown.to_string())?;
        Ok(overlay)
    }

    /// The icon, whose path begins where the overlay file is.
    pub(crate) fn icon_beside(&self, file: &Path) -> PathBuf {
        file.parent().unwrap_or(Path::new("")).join(&self.icon)
    }

    /// The name of the program's file.
    pub(crate) fn program_name(&self) -> Result<ProgramName> {
        if let Some(given) = &self.program_name {
            return Ok(given.clone());
        }
        let dashed = self.product_name.0.to_lowercase().replace(' ', "-");
        ProgramName::try_from(dashed).map_err(|_| anyhow::anyhow!(
            "product-name makes no name for a program's file: add program-name, such as program-name = \"acme\""
        ))
    }
}

/// A text field, whose rule is in its `TryFrom`.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(try_from = "String")]
        pub(crate) struct $name(String);

        impl $name {
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                $check(&text).map(|()| Self(text))
            }
        }
    };
}

text!(
    /// What windows and menus call it.
    ProductName,
    check_product_name
);
text!(
    /// The name of its program's file.
    ProgramName,
    check_program_name
);
text!(
    /// What tells it from every other on a computer.
    Identifier,
    check_identifier
);
text!(
    /// Who gives it away.
    Publisher,
    check_publisher
);

fn check_product_name(text: &str) -> Result<(), String> {
    one_line(text, 40)?;
    match text.chars().find(|letter| NOT_IN_FILES.contains(*letter)) {
        Some(letter) => Err(format!(
            "leave out {letter}: files are named after it, and Windows allows no {letter} there"
        )),
        None => Ok(()),
    }
}

fn check_program_name(text: &str) -> Result<(), String> {
    let begins = text.starts_with(|first: char| first.is_ascii_lowercase());
    let allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if begins && text.len() <= 40 && text.chars().all(allowed) {
        return Ok(());
    }
    Err("write small letters a to z, digits and dashes, with a letter first, at most 40".to_owned())
}

fn check_identifier(text: &str) -> Result<(), String> {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|it| it.is_ascii_alphanumeric() || it == '-')
    };
    if text == TAKEN {
        return Err(
            "this is Latchkey's own, and the two would share what they keep; use your domain, \
                    such as com.example.account"
                .to_owned(),
        );
    }
    if text.split('.').count() < 2 || !text.split('.').all(is_part) || text.len() > 100 {
        return Err("write your domain from its end, with letters, digits and dashes between dots, such as \
                    com.example.account"
            .to_owned());
    }
    if text.rsplit('.').next() == Some("app") {
        return Err("macOS takes an identifier that ends in .app for a program; end it otherwise"
            .to_owned());
    }
    Ok(())
}

fn check_publisher(text: &str) -> Result<(), String> {
    one_line(text, 80)
}

fn one_line(text: &str, most: usize) -> Result<(), String> {
    let length = text.chars().count();
    if text.trim() != text || text.is_empty() || length > most || text.chars().any(char::is_control)
    {
        return Err(format!(
            "write 1 to {most} characters on one line, without blanks around them"
        ));
    }
    Ok(())
}

fn colour<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Srgb<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let whole = text.len() == 7 && text.starts_with('#');
    text.parse().ok().filter(|_| whole).ok_or_else(|| {
        serde::de::Error::custom("write a colour as # and six digits, such as #0c6b58")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "product-name = \"Acme Account\"\nidentifier = \"com.acme.account\"\n\
                        publisher = \"Acme Ltd\"\nicon = \"icon.svg\"\naccent = \"#7a1fa2\"\n";

    fn read(text: &str) -> Result<Overlay> {
        let folder = tempfile::tempdir().expect("the temporary directory takes a directory");
        let file = folder.path().join("brand.toml");
        fs::write(&file, text).expect("written");
        Overlay::read(&file)
    }

    #[test]
    fn the_name_of_the_program_follows_from_that_of_the_product() {
        let overlay = read(GOOD).expect("all is right");
        assert_eq!(overlay.program_name().expect("made").as_str(), "acme-account");
        assert_eq!(overlay.accent, Srgb::new(0x7a, 0x1f, 0xa2));
        assert_eq!(overlay.icon_beside(Path::new("a/brand.toml")), Path::new("a/icon.svg"));
        let named = read(&GOOD.replace("Acme Account\"", "鍵\"\nprogram-name = \"kagi\""));
        assert_eq!(named.expect("named").program_name().expect("given").as_str(), "kagi");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_to_do() {
        for (from, to, line, told) in [
            ("Acme Account", "", 1, "1 to 40 characters"),
            ("Acme Account", " Acme", 1, "without blanks"),
            ("Acme Account", "A/B", 1, "leave out /"),
            ("com.acme.account", "acme", 2, "com.example.account"),
            ("com.acme.account", "com..acme", 2, "com.example.account"),
            ("com.acme.account", "app.latchkey.desktop", 2, "Latchkey's own"),
            ("com.acme.account", "com.acme.app", 2, "ends in .app"),
            ("Acme Ltd", "", 3, "1 to 80 characters"),
            ("#7a1fa2", "purple", 5, "such as #0c6b58"),
            ("#7a1fa2", "#fff", 5, "such as #0c6b58"),
            ("accent", "acent", 5, "unknown field `acent`"),
            ("\"icon.svg\"", "7", 4, "expected path string"),
        ] {
            let error = format!("{:#}", read(&GOOD.replacen(from, to, 1)).expect_err(told));
            assert!(error.contains(&format!("line {line},")), "{to}: {error}");
            assert!(error.contains(told) && error.contains("brand.toml"), "{to}: {error}");
        }
        let missing = read("product-name = \"Acme\"\n").expect_err("most is missing");
        let missing = format!("{missing:#}");
        assert!(missing.contains("missing field `identifier`"), "{missing}");
        assert!(missing.contains(EVERY_FIELD) && missing.contains("brand.toml"), "{missing}");
        let nameless = read(&GOOD.replace("Acme Account", "鍵")).expect_err("no letter");
        assert!(format!("{nameless:#}").contains("add program-name"), "{nameless:#}");
    }
}
