//! Replays what is kept for a target, and what lies near it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::{TARGETS, target};

/// How many inputs near those of the corpus each target reads.
const NEAR: u32 = 400;
/// The most that all that is kept may have.
const MOST_BYTES: u64 = 500_000;

/// Has a target read each input of its corpus, then some that are a few changes away from one.
pub(crate) fn all(name: &str) {
    let run = target(name).unwrap().run;
    let inputs = inputs(name);
    for (path, input) in &inputs {
        // A test that fails says nothing of its input by itself.
        let read = std::panic::catch_unwind(|| run(input));
        assert!(read.is_ok(), "this does not hold for {}", path.display());
    }
    let config =
        ProptestConfig { cases: NEAR, failure_persistence: None, ..ProptestConfig::default() };
    // The same changes in every run: to look for new ones is for the fuzzers.
    let chance = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let edit = (any::<Index>(), 0..4_usize, any::<Index>(), any::<u8>());
    let near = (any::<Index>(), vec(edit, 1..6)).prop_map(|(which, edits)| {
        let mut input = which.get(&inputs).1.clone();
        for (place, kind, length, byte) in edits {
            changed(&mut input, place, kind, length, byte);
        }
        Input(input)
    });
    let outcome = TestRunner::new_with_rng(config, chance).run(&near, |Input(input)| {
        run(&input);
        Ok(())
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}

/// Bytes that are shown as a text with escapes, as it can be written to a file.
struct Input(Vec<u8>);

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

/// A byte changed, added or doubled with what follows it, or a part taken away.
fn changed(input: &mut Vec<u8>, place: Index, kind: usize, length: Index, byte: u8) {
    let place = place.index(input.len() + 1);
    let end = place + length.index((input.len() - place).min(16) + 1);
    match kind {
        0 => input.insert(place, byte),
        1 => input.iter_mut().skip(place).take(1).for_each(|it| *it = byte),
        2 => drop(input.drain(place..end)),
        _ => {
            let part = input[place..end].to_vec();
            input.splice(place..place, part);
        }
    }
}

/// Each file that is kept for a target, or that its row names.
fn inputs(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let row = rows().into_iter().find(|row| row.target == name);
    let row = row.unwrap_or_else(|| panic!("targets.tsv has no row for {name}"));
    let folders = std::iter::once(corpus().join(name)).chain(row.seeds);
    let mut inputs = Vec::new();
    for folder in folders {
        let before = inputs.len();
        inputs.extend(files(&folder).into_iter().map(|path| {
            let input = fs::read(&path).unwrap();
            (path, input)
        }));
        assert!(inputs.len() > before, "{} holds nothing", folder.display());
    }
    inputs
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder);
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    // The system gives them in no order, and the same inputs are to be tried everywhere.
    files.sort();
    files
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// A line of `targets.tsv`, which the task reads as well.
struct Row {
    target: String,
    seeds: Option<PathBuf>,
}

fn rows() -> Vec<Row> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(manifest.join("targets.tsv")).unwrap();
    let row = |line: &str| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (target, longest, seeds) = (cell(), cell(), cell());
        assert!(longest.parse::<u32>().is_ok_and(|it| it > 0), "{line}: no length");
        let seeds = (!seeds.is_empty()).then(|| manifest.join("..").join(seeds));
        Row { target: target.to_owned(), seeds }
    };
    table.lines().skip(1).map(row).collect()
}

#[test]
fn each_target_has_a_folder_and_a_row_and_there_is_no_other() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|it| it.name.to_owned()).collect();
    let named = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let folders: BTreeSet<String> = files(&corpus()).into_iter().map(named).collect();
    assert_eq!(folders, targets);
    assert_eq!(rows().into_iter().map(|row| row.target).collect::<BTreeSet<_>>(), targets);
}

#[test]
fn what_is_kept_is_small() {
    let kept = files(&corpus()).iter().flat_map(|folder| files(folder)).collect::<Vec<_>>();
    let bytes: u64 = kept.iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    assert!(bytes <= MOST_BYTES, "{bytes} bytes in {} files: take fewer", kept.len());
}
