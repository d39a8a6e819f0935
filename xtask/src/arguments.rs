//! The words after the task's name. `lexopt` reads them: with clap, which also writes the help, the
//! first task on a fresh machine would begin three times as late.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use lexopt::{Arg, ValueExt as _};

/// An option that a task may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// `--only STEP`
    Only,
    /// `--only TARGET`
    OnlyTarget,
    /// `--only PART`
    OnlyPart,
    /// `--rounds N`
    Rounds,
    /// `--other FILE`
    Other,
    /// `--without-card`
    WithoutCard,
    /// `--brand FILE`
    Brand,
    /// `--release`
    Release,
    /// `--check-reproducible`
    CheckReproducible,
    /// `--advisories`
    Advisories,
    /// `--minutes N`
    Minutes,
    /// `--seed N`
    Seed,
    /// `--take`
    Take,
    /// `--yes`
    Yes,
    /// `--skip-install`
    SkipInstall,
    /// What follows `--` is for the program.
    ForProgram,
    /// What follows `--` is for the tests.
    ForTests,
}

impl Choice {
    /// How it is written.
    pub(crate) fn written(self) -> &'static str {
        match self {
            Self::Only => "--only STEP",
            Self::OnlyTarget => "--only TARGET",
            Self::OnlyPart => "--only PART",
            Self::Rounds => "--rounds N",
            Self::Other => "--other FILE",
            Self::WithoutCard => "--without-card",
            Self::Brand => "--brand FILE",
            Self::Release => "--release",
            Self::CheckReproducible => "--check-reproducible",
            Self::Advisories => "--advisories",
            Self::Minutes => "--minutes N",
            Self::Seed => "--seed N",
            Self::Take => "--take",
            Self::Yes => "--yes",
            Self::SkipInstall => "--skip-install",
            Self::ForProgram | Self::ForTests => "-- ARGS",
        }
    }

    /// What it does.
    pub(crate) fn explained(self) -> &'static str {
        match self {
            Self::Only => {
                "run this step alone: fmt, tidy, deny, clippy, windows, unit, contract, e2e or package; \
                 repeat it for several"
            }
            Self::OnlyTarget => "run this target alone; repeat it for several",
            Self::OnlyPart => {
                "run this part alone: keeping, start, load or soak; repeat it for several"
            }
            Self::Rounds => "how often each program is started; 9 times unless it is said",
            Self::Other => "another build of the program, for the start to be compared with",
            Self::WithoutCard => "measure the start where no window may use a graphics card",
            Self::Brand => {
                "build a product of another name, as FILE describes it; docs/shipping.md says how"
            }
            Self::Release => "build what ships: optimised, and without the emulator",
            Self::CheckReproducible => {
                "build it twice from nothing, in two places, and fail where the files differ"
            }
            Self::Advisories => "fail where the database of advisories cannot be reached",
            Self::Minutes => "for how long; 10 minutes unless it is said",
            Self::Seed => "where chance begins: the seed that a failure told leads there again",
            Self::Take => "copy to fuzz/corpus what was found and reaches more than it does",
            Self::Yes => {
                "install missing system packages without asking; otherwise the task asks first, \
                 except root"
            }
            Self::SkipInstall => {
                "install no system packages and go on, even where some seem to be missing"
            }
            Self::ForProgram => {
                "what the program is started with; --emulator, unless ARGS choose an instance; \
                 `-- --help` lists them"
            }
            Self::ForTests => {
                "for the test programs: with `-- NAME`, the tests with NAME in their name"
            }
        }
    }

    fn is_named(self, name: &str) -> bool {
        let word = self.written().strip_prefix("--").and_then(|rest| rest.split(' ').next());
        word == Some(name)
    }
}

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

/// What becomes of what the fuzzers find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Found {
    /// It stays in the target directory.
    #[default]
    Left,
    /// What reaches more than the corpus is copied there.
    Taken,
}

/// What windows may draw with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Card {
    /// Whatever each thinks best.
    #[default]
    Free,
    /// No graphics card.
    None,
}

/// What was asked of a task.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// What may be done about missing packages.
    pub(crate) install: Install,
    /// The overlay file of a product of another name.
    pub(crate) brand: Option<PathBuf>,
    /// Build what ships.
    pub(crate) release: bool,
    /// Build the page twice.
    pub(crate) check_reproducible: bool,
    /// The advisories have to be looked at.
    pub(crate) advisories: bool,
    /// For how long.
    pub(crate) minutes: Option<u64>,
    /// How often each program is started.
    pub(crate) rounds: Option<u64>,
    /// What the windows that are measured may draw with.
    pub(crate) card: Card,
    /// Another build of the program.
    pub(crate) other: Option<PathBuf>,
    /// Where chance begins.
    pub(crate) seed: Option<u64>,
    /// What becomes of what the fuzzers find.
    pub(crate) found: Found,
    /// The steps, targets or parts to run; all of them when empty.
    pub(crate) only: Vec<String>,
    /// Everything after `--`, for the program that is started.
    pub(crate) rest: Vec<String>,
}

impl Arguments {
    /// Reads the words for a task with these options. Gives nothing when they ask for help.
    pub(crate) fn parse(words: &[String], options: &[Choice]) -> Result<Option<Self>> {
        let (words, rest) = match words.iter().position(|word| word == "--") {
            Some(at) => words.split_at(at),
            None => (words, [].as_slice()),
        };
        let mut found = Self::default();
        let mut parser = lexopt::Parser::from_args(words);
        while let Some(argument) = parser.next()? {
            let name = match argument {
                Arg::Short('h') | Arg::Long("help") => return Ok(None),
                Arg::Long(name) => name,
                other @ (Arg::Short(_) | Arg::Value(_)) => return Err(other.unexpected().into()),
            };
            match options.iter().find(|option| option.is_named(name)) {
                Some(Choice::Only | Choice::OnlyTarget | Choice::OnlyPart) => {
                    found.only.push(parser.value()?.string()?);
                }
                Some(Choice::Brand) => found.brand = Some(parser.value()?.into()),
                Some(Choice::Release) => found.release = true,
                Some(Choice::CheckReproducible) => found.check_reproducible = true,
                Some(Choice::Advisories) => found.advisories = true,
                Some(Choice::Minutes) => found.minutes = Some(number(&mut parser, "--minutes")?),
                Some(Choice::Rounds) => found.rounds = Some(number(&mut parser, "--rounds")?),
                Some(Choice::WithoutCard) => found.card = Card::None,
                Some(Choice::Other) => found.other = Some(parser.value()?.into()),
                Some(Choice::Seed) => found.seed = Some(number(&mut parser, "--seed")?),
                Some(Choice::Take) => found.found = Found::Taken,
                Some(Choice::Yes) => found.install = Install::AtOnce,
                Some(Choice::SkipInstall) => found.install = Install::Never,
                Some(Choice::ForProgram | Choice::ForTests) | None => {
                    bail!("this task has no option '--{name}'")
                }
            }
        }
        if let [_, rest @ ..] = rest {
            if !options.iter().any(|option| option.is_named("")) {
                bail!("this task takes nothing after '--'");
            }
            found.rest = rest.to_vec();
        }
        Ok(Some(found))
    }
}

/// The whole number that follows an option.
fn number(parser: &mut lexopt::Parser, option: &str) -> Result<u64> {
    let text = parser.value()?.string()?;
    text.parse().with_context(|| format!("{option} takes a whole number, and '{text}' is none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: &[Choice] = &[Choice::Only, Choice::Yes, Choice::ForTests];

    fn parse(words: &[&str], options: &[Choice]) -> Result<Arguments> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        Arguments::parse(&words, options)?.context("help")
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
        assert!(parse(&["--", "--emulator"], &[Choice::Release]).is_err());
    }

    #[test]
    fn a_number_is_read_and_a_word_in_its_place_is_told() {
        let options = &[Choice::Minutes, Choice::Seed];
        let found = parse(&["--minutes", "120", "--seed=7"], options).expect("both are numbers");
        assert_eq!((found.minutes, found.seed), (Some(120), Some(7)));
        let error = parse(&["--minutes", "soon"], options).expect_err("it is no number");
        assert_eq!(error.to_string(), "--minutes takes a whole number, and 'soon' is none");
    }

    #[test]
    fn only_without_a_step_is_refused() {
        assert!(parse(&["--only"], TEST).is_err());
    }

    #[test]
    fn help_is_asked_for_before_the_dashes_only() {
        for words in [["--help", "--yes"], ["--yes", "-h"]] {
            assert_eq!(parse(&words, TEST).expect_err("nothing to do").to_string(), "help");
        }
        assert_eq!(parse(&["--", "--help"], TEST).expect("a word for others").rest, ["--help"]);
    }
}
