//! Who the program says it is.

/// The product that makes the calls. Whoever ships it under a name of their own gives that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// As its windows name it.
    pub name: String,
    /// As `1.2.3`.
    pub version: String,
}

impl Default for Product {
    fn default() -> Self {
        Self { name: "Latchkey".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

impl Product {
    /// Names the product, its version and the system that it runs on, in the shape that Clerk reads for its mails about new
    /// devices and its lists of them: the system in the comment, and the application after `Gecko/…` (next-flows §0.9).
    pub fn user_agent(&self) -> String {
        self.user_agent_on(std::env::consts::OS, std::env::consts::ARCH)
    }

    /// The system is named as browsers name it, who leave its version and (but on Linux) the processor as they once were.
    fn user_agent_on(&self, os: &str, arch: &str) -> String {
        let platform = match os {
            "windows" => "Windows NT 10.0; Win64; x64".to_owned(),
            "macos" => "Macintosh; Intel Mac OS X 10_15_7".to_owned(),
            "linux" => format!("X11; Linux {arch}"),
            other => format!("X11; {other} {arch}"),
        };
        let Self { name, version } = self;
        // A product in this header is one word (RFC 9110 §10.1.5), and a version such as 1.0.0+2 is none.
        let [name, version] = [name, version].map(|text| word(text));
        format!("Mozilla/5.0 ({platform}) Gecko/20100101 {name}/{version}")
    }
}

/// The letters and digits of a text, and the dots between them.
fn word(text: &str) -> String {
    let word: String =
        text.chars().filter(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-')).collect();
    if word.is_empty() { "App".to_owned() } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(name: &str, version: &str) -> Product {
        Product { name: name.to_owned(), version: version.to_owned() }
    }

    #[test]
    fn the_user_agent_names_application_and_system_where_clerk_reads_them() {
        for (os, arch, platform) in [
            ("linux", "x86_64", "X11; Linux x86_64"),
            ("linux", "aarch64", "X11; Linux aarch64"),
            ("windows", "x86_64", "Windows NT 10.0; Win64; x64"),
            ("macos", "aarch64", "Macintosh; Intel Mac OS X 10_15_7"),
        ] {
            let expected = format!("Mozilla/5.0 ({platform}) Gecko/20100101 Latchkey/1.2.3");
            assert_eq!(product("Latchkey", "1.2.3").user_agent_on(os, arch), expected);
        }
        let ours = concat!(" Gecko/20100101 Latchkey/", env!("CARGO_PKG_VERSION"));
        assert!(Product::default().user_agent().ends_with(ours));
    }

    #[test]
    fn any_name_makes_one_word_that_a_header_can_carry() {
        for (name, word) in [("Acme Sign-In", "AcmeSign-In"), ("Ключ", "App"), ("A\n(b)", "Ab")]
        {
            let agent = product(name, "1.0.0").user_agent();
            assert!(agent.ends_with(&format!(" {word}/1.0.0")), "{agent}");
        }
    }
}
