//! The words after the task's name. Few enough that a parser crate would only cost compile time.

use anyhow::{Result, bail};

/// What may be done about a missing package.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Install {
    /// Show the command and ask on the terminal; root is not asked.
    #[default]
    Ask,
    /// Install at once.
    AtOnce,
    /// Leave the machine as it is.
    Never,
}

/// What was asked of a task.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    help: bool,
    /// What may be done about missing packages.
    pub(crate) install: Install,
    /// Build what ships.
    pub(crate) release: bool,
    /// The steps to run; all of them when empty.
    pub(crate) only: Vec<String>,
    /// Everything after `--`, for the program that is started.
    pub(crate) rest: Vec<String>,
}

impl Arguments {
    /// Reads the words; `options` is the task's usage text, which names what the task accepts.
    pub(crate) fn parse(words: Vec<String>, options: &str) -> Result<Self> {
        let mut found = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            if matches!(word.as_str(), "--help" | "-h") {
                found.help = true;
                continue;
            }
            if !options.contains(word.as_str()) {
                bail!("'{word}' is not an option here; it takes: {options}");
            }
            match word.as_str() {
                "--yes" => found.install = Install::AtOnce,
                "--skip-install" => found.install = Install::Never,
                "--release" => found.release = true,
                "--only" => match words.next() {
                    Some(step) => found.only.push(step),
                    None => bail!("--only wants the name of a step"),
                },
                "--" => found.rest = words.by_ref().collect(),
                other => bail!("'{other}' is not an option here; it takes: {options}"),
            }
        }
        Ok(found)
    }

    /// True when only the usage is asked for.
    pub(crate) fn wants_help(&self) -> bool {
        self.help
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: &str = "[--only STEP].. [--yes] [-- ARGS]";

    fn parse(words: &[&str], options: &str) -> Result<Arguments> {
        Arguments::parse(words.iter().map(ToString::to_string).collect(), options)
    }

    #[test]
    fn steps_add_up_and_what_follows_the_dashes_is_kept_as_it_is() {
        let found = parse(&["--only", "fmt", "--only", "e2e", "--", "--yes", "totp"], TEST)
            .expect("these are the options of the task");
        assert_eq!(found.only, ["fmt", "e2e"]);
        assert_eq!(found.rest, ["--yes", "totp"]);
        assert_eq!(found.install, Install::Ask);
    }

    #[test]
    fn an_option_of_another_task_is_refused() {
        assert!(parse(&["--release"], TEST).is_err());
        assert!(parse(&["--on"], TEST).is_err());
        assert!(parse(&["STEP"], TEST).is_err());
    }

    #[test]
    fn only_without_a_step_is_refused() {
        assert!(parse(&["--only"], TEST).is_err());
    }
}
