//! What the tests read of their environment: the one place that does.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// The program under test: `LATCHKEY_APP`, else the development build of this repository.
pub fn program() -> PathBuf {
    let path = variable("LATCHKEY_APP")
        .map_or_else(|| repository().join("target/debug/latchkey"), PathBuf::from);
    assert!(
        path.is_file(),
        "there is no program at {}: `cargo xtask test` builds it, and so does anything that sets \
         LATCHKEY_APP",
        path.display()
    );
    path
}

/// Where a failed test leaves its picture, its page and its log.
pub fn evidence() -> PathBuf {
    variable("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), PathBuf::from)
        .join("e2e")
}

/// The package for Debian under test and an older one, where `cargo xtask test` made them.
pub fn debs() -> Option<(PathBuf, PathBuf)> {
    Some((variable("LATCHKEY_DEB")?.into(), variable("LATCHKEY_OLDER_DEB")?.into()))
}

/// The package for Debian of a product of another name, where `cargo xtask test` made it.
pub fn branded_deb() -> Option<PathBuf> {
    variable("LATCHKEY_BRANDED_DEB").map(PathBuf::from)
}

/// For how long to soak, where `cargo xtask soak` says so, and the seed to begin with.
pub fn soak() -> (Duration, u64) {
    // The task has checked that they are numbers.
    let number = |name| variable(name)?.parse().ok();
    let minutes = number("LATCHKEY_SOAK_MINUTES").unwrap_or(0);
    (Duration::from_mins(minutes), number("LATCHKEY_SOAK_SEED").unwrap_or(1))
}

/// What the benchmark of the start compares, and for how long.
#[derive(Debug)]
pub struct StartBench {
    /// The bare window.
    pub floor: PathBuf,
    /// The program as it ships.
    pub program: PathBuf,
    /// Another build of it, to be compared with.
    pub other: Option<PathBuf>,
    /// How often each is started.
    pub rounds: u32,
    /// Whether they rest after the start, so that memory and idling are measured too.
    pub rest: bool,
    /// Where every sample goes.
    pub samples: Option<PathBuf>,
}

/// What the benchmark of the start is asked for, where `cargo xtask bench` says so.
pub fn start_bench() -> Option<StartBench> {
    Some(StartBench {
        floor: variable("LATCHKEY_FLOOR")?.into(),
        program: variable("LATCHKEY_APP")?.into(),
        other: variable("LATCHKEY_OTHER_APP").map(PathBuf::from),
        rounds: variable("LATCHKEY_ROUNDS").and_then(|rounds| rounds.parse().ok()).unwrap_or(9),
        rest: variable("LATCHKEY_TIMES_ALONE").is_none(),
        samples: variable("LATCHKEY_SAMPLES").map(PathBuf::from),
    })
}

/// The emulator as a program of its own, where `cargo xtask bench` built it.
pub fn emulator() -> Option<PathBuf> {
    variable("LATCHKEY_EMULATOR").map(PathBuf::from)
}

/// Whether the webview draws for a graphics card, as on people's computers, in what is measured.
pub fn draws_for_a_card() -> bool {
    variable("LATCHKEY_WITHOUT_CARD").is_none()
}

/// Where the pictures of the pages go; none when nobody asked for pictures.
pub fn screenshots() -> Option<PathBuf> {
    variable("LATCHKEY_SCREENSHOTS").map(PathBuf::from)
}

/// The script of axe-core, where it could be fetched.
pub fn axe() -> Option<PathBuf> {
    variable("LATCHKEY_AXE").map(PathBuf::from)
}

/// Whether a check that cannot run counts as one that failed.
pub fn every_check_counts() -> bool {
    variable("CI").is_some_and(|value| value == "true")
}

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[expect(clippy::disallowed_methods, reason = "the tests read their environment here alone")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
