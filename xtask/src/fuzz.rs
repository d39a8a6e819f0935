//! The fuzzers: each target of `fuzz` under libFuzzer, for its share of the time.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};

use crate::arguments::{Arguments, Found};
use crate::files;
use crate::process::{output, run};
use crate::setup::{self, Need};
use crate::steps::Steps;
use crate::workspace::Workspace;

/// How long it takes unless somebody says otherwise.
const MINUTES: u64 = 10;

/// The list of targets, which the tests of the crate read too.
const TABLE: &str = "fuzz/targets.tsv";
/// The program that holds every target, and the variable that chooses one.
const PROGRAM: &str = "latchkey-fuzz";
const CHOOSES: &str = "LATCHKEY_FUZZ_TARGET";

/// What the compiler is told, so that a run tells which code it reached: a counter for each edge
/// between blocks of code, and what numbers and texts are compared with.
const COVERAGE: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// What one input may use: seconds, and MiB.
const LIMITS: [&str; 2] = ["-timeout=10", "-rss_limit_mb=2048"];

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    name: String,
    /// The most bytes that an input has.
    longest: String,
    /// A folder of the repository with more inputs to begin with.
    seeds: Option<PathBuf>,
}

/// What libFuzzer said of a run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    executions: String,
    per_second: String,
    /// Edges that were reached, and how many the program has.
    reached: String,
    edges: String,
    /// How many inputs reach them.
    inputs: String,
}

/// `cargo xtask fuzz`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let targets = chosen(rows(&workspace.read(TABLE)?), &arguments.only)?;
    let minutes = arguments.minutes.unwrap_or(MINUTES);
    let seconds = minutes * 60 / targets.len() as u64;
    if seconds == 0 {
        bail!("--minutes takes at least 1");
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let seed = arguments.seed.unwrap_or(now);
    let mut steps = Steps::new(2 + targets.len());
    steps.step("what the fuzzers need", || setup::packages(Need::Fuzz, arguments.install))?;
    let program = steps.step("fuzzers", || build(workspace))?;
    let (mut table, mut failures) = (heading(), Vec::new());
    for target in &targets {
        let place = Place::make(workspace, target, &program)?;
        let name = format!("{}, {seconds} s from seed {seed}", target.name);
        // One that fails does not take the time of the others.
        match steps.step(&name, || place.fuzz(seconds, seed)) {
            Ok(outcome) => table.push_str(&outcome.row(&target.name)),
            Err(failure) => failures.push(format!("{failure:#}")),
        }
        if arguments.found == Found::Taken {
            failures.extend(place.take().err().map(|failure| format!("{failure:#}")));
        }
    }
    println!("{}\n\n{table}", steps.summary());
    if arguments.found == Found::Left {
        println!(
            "What was found is in {}. With --take, the fewest inputs that reach what the corpus \
             does not are copied to fuzz/corpus.",
            workspace.target.join("found").display()
        );
    }
    if failures.is_empty() { Ok(()) } else { bail!("{}", failures.join("\n")) }
}

/// The rows under the head of the table.
fn rows(table: &str) -> Vec<Target> {
    let row = |line: &str| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default().to_owned();
        let (name, longest, seeds) = (cell(), cell(), cell());
        Target { name, longest, seeds: (!seeds.is_empty()).then(|| seeds.into()) }
    };
    table.lines().skip(1).map(row).collect()
}

fn chosen(mut targets: Vec<Target>, only: &[String]) -> Result<Vec<Target>> {
    let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(&name.as_str())) {
        bail!("there is no target '{unknown}'; there are {}", names.join(", "));
    }
    targets.retain(|target| only.is_empty() || only.contains(&target.name));
    Ok(targets)
}

/// Compiles the program with its coverage, in a folder that no other build uses.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    let about = output(Command::new("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("rustc does not say which system it compiles for")?;
    let what = ["build", "--locked", "-p", PROGRAM, "--features", "libfuzzer"];
    run(workspace
        .cargo(what)
        .args(["--profile", "fuzz", "--target", host])
        .env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\x1f")))?;
    Ok(workspace.target.join(host).join("fuzz").join(PROGRAM))
}

/// Where a target works.
struct Place<'a> {
    target: &'a Target,
    program: &'a Path,
    /// What is kept in the repository.
    corpus: PathBuf,
    seeds: Option<PathBuf>,
    /// What it found: inputs that reach more, in a folder of their own, and such that fail.
    found: PathBuf,
    new: PathBuf,
}

impl<'a> Place<'a> {
    fn make(workspace: &Workspace, target: &'a Target, program: &'a Path) -> Result<Self> {
        let found = workspace.target.join("found").join(&target.name);
        let new = found.join("new");
        fs::create_dir_all(&new).with_context(|| format!("making {}", new.display()))?;
        let corpus = workspace.root.join("fuzz/corpus").join(&target.name);
        let seeds = target.seeds.as_ref().map(|seeds| workspace.root.join(seeds));
        Ok(Self { target, program, corpus, seeds, found, new })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command.env(CHOOSES, &self.target.name).current_dir(&self.found).args(LIMITS);
        // libFuzzer shows where it was by itself.
        command.env("RUST_BACKTRACE", "0");
        command
    }

    /// Looks for new inputs for so long.
    fn fuzz(&self, seconds: u64, seed: u64) -> Result<Outcome> {
        let log = self.found.join("log");
        // libFuzzer takes 32 bits, and 0 for none.
        let seed = (seed % u64::from(u32::MAX)).max(1);
        let status = self
            .command()
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-seed={seed}"))
            .arg(format!("-max_len={}", self.target.longest))
            .arg(format!("-artifact_prefix={}/", self.found.display()))
            .arg("-print_final_stats=1")
            .args([&self.new, &self.corpus].into_iter().chain(&self.seeds))
            .stderr(File::create(&log)?)
            .status()
            .with_context(|| format!("starting {}", self.program.display()))?;
        let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        if !status.success() {
            bail!("{}", self.failure(&said, &log));
        }
        Outcome::read(&said).with_context(|| format!("{} tells no outcome", log.display()))
    }

    /// What to tell of an input that failed, and how to see it fail again.
    fn failure(&self, said: &str, log: &Path) -> String {
        let file = said.lines().find_map(|line| line.split_once("Test unit written to "));
        let Some((_, file)) = file else { return format!("{} says what failed", log.display()) };
        let why = said.lines().skip_while(|line| !line.contains("panicked at"));
        let mut text = format!("{} does not hold:\n", self.target.name);
        for line in why.take(6) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  {line}");
        }
        let corpus = format!("fuzz/corpus/{}", self.target.name);
        let _ = write!(
            text,
            "the input is {file}\nTo replay it: cp {file} {corpus}/ && cargo test -p {PROGRAM} {}\n\
             Keep it there, under a name that says what it is, together with the mending.",
            self.target.name
        );
        text
    }

    /// Copies the fewest of the new inputs to the corpus that reach what it does not.
    fn take(&self) -> Result<()> {
        let merged = self.found.join("merged");
        let before: Vec<&Path> =
            std::iter::once(&self.corpus).chain(&self.seeds).map(PathBuf::as_path).collect();
        files::mirror(&before, &merged)?;
        let old = files::under(&merged, |_| true)?;
        // How often an edge was passed is of no interest here: the corpus is to stay small.
        let words = ["-set_cover_merge=1", "-use_counters=0"];
        let log = File::create(self.found.join("merge.log"))?;
        let status = self.command().args(words).args([&merged, &self.new]).stderr(log).status()?;
        if !status.success() {
            bail!("merging ended with {status}; {}/merge.log says why", self.found.display());
        }
        let new: Vec<PathBuf> = files::under(&merged, |_| true)?
            .into_iter()
            .filter(|file| !old.contains(file))
            .collect();
        for file in &new {
            fs::copy(merged.join(file), self.corpus.join(file))?;
        }
        println!("      {} new inputs in {}", new.len(), self.corpus.display());
        Ok(())
    }
}

impl Outcome {
    /// Reads what libFuzzer writes: the count of counters at the beginning, a line for each step, and
    /// numbers at the end.
    fn read(said: &str) -> Option<Self> {
        let loaded = said.lines().find(|line| line.contains("inline 8-bit counters)"))?;
        let edges = loaded.split('(').nth(1)?.split(' ').next()?;
        let last = said.lines().rfind(|line| line.contains("cov: "))?;
        let after = |name: &str| last.split_once(name)?.1.split_whitespace().next();
        let number = |name: &str| {
            let line = said.lines().rfind(|line| line.starts_with(name))?;
            line.split_whitespace().last()
        };
        Some(Self {
            executions: number("stat::number_of_executed_units:")?.to_owned(),
            per_second: number("stat::average_exec_per_sec:")?.to_owned(),
            reached: after("cov: ")?.to_owned(),
            edges: edges.to_owned(),
            inputs: after("corp: ")?.split('/').next()?.to_owned(),
        })
    }

    fn row(&self, name: &str) -> String {
        let Self { executions, per_second, reached, edges, inputs } = self;
        format!("{name:<14}{executions:>14}{per_second:>10}{reached:>9} of {edges:<8}{inputs:>7}\n")
    }
}

fn heading() -> String {
    format!(
        "{:<14}{:>14}{:>10}{:>9} {:<11}{:>7}\n",
        "target", "executions", "per s", "edges", "", "inputs"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "target\tlongest\tseeds\nkey\t300\t\nresources\t6000\ta/b\n";

    #[test]
    fn a_target_that_does_not_exist_is_refused_with_those_that_do() {
        let only = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            chosen(rows(TABLE), &names)
        };
        assert_eq!(only(&[]).expect("all of them").len(), 2);
        let resources = Target {
            name: "resources".to_owned(),
            longest: "6000".to_owned(),
            seeds: Some("a/b".into()),
        };
        assert_eq!(only(&["resources"]).expect("it is there"), [resources]);
        let error = only(&["keys"]).expect_err("there is none");
        assert_eq!(error.to_string(), "there is no target 'keys'; there are key, resources");
    }

    #[test]
    fn what_a_run_came_to_is_read() {
        let said = "INFO: Loaded 1 modules   (5122 inline 8-bit counters): 5122 [0x1, 0x2), \n\
                    #2\tINITED cov: 3 ft: 4 corp: 1/1b exec/s: 0 rss: 30Mb\n\
                    #900\tDONE   cov: 31 ft: 40 corp: 7/90b lim: 4 exec/s: 450 rss: 31Mb\n\
                    stat::number_of_executed_units: 900\n\
                    stat::average_exec_per_sec:     450\n";
        let read = Outcome::read(said).expect("it is all there");
        let row = read.row("key");
        let words: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(words, ["key", "900", "450", "31", "of", "5122", "7"]);
        assert_eq!(Outcome::read("INFO: nothing"), None);
    }

    #[test]
    fn an_input_that_fails_is_named_with_its_cause_and_the_way_to_replay_it() {
        let target = &rows(TABLE)[0];
        let place = Place {
            target,
            program: Path::new("p"),
            corpus: PathBuf::new(),
            seeds: None,
            found: PathBuf::new(),
            new: PathBuf::new(),
        };
        let said = "#9 NEW\nthread 'main' panicked at fuzz/src/a.rs:1:1:\nit does not\nartifact_prefix='x'; \
                    Test unit written to /x/crash-1\n";
        let told = place.failure(said, Path::new("log"));
        for part in ["it does not", "/x/crash-1", "cargo test -p latchkey-fuzz key"] {
            assert!(told.contains(part), "{told}");
        }
        assert_eq!(place.failure("killed", Path::new("log")), "log says what failed");
    }
}
