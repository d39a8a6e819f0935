//! Random journeys of the app against the emulator, with random faults, for as long as one likes.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;

use crate::arguments::Arguments;
use crate::process::run;
use crate::steps::Steps;
use crate::suite;
use crate::workspace::Workspace;

/// How long it takes unless somebody says otherwise.
const MINUTES: u64 = 10;

/// `cargo xtask soak`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    step(workspace, arguments, &mut Steps::new(1))
}

/// The same as a step of another task.
pub(crate) fn step(workspace: &Workspace, arguments: &Arguments, steps: &mut Steps) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let minutes = arguments.minutes.unwrap_or(MINUTES);
    let seed = arguments.seed.unwrap_or(now);
    steps.step(&format!("{minutes} minutes of a soak, from seed {seed}"), || {
        let soak = ["nobody_is_signed_out_but_by_the_servers_word", "--nocapture"];
        let mut command =
            suite::cargo_test(workspace, &["--test", "contract"], &soak.map(str::to_owned));
        command.env("LATCHKEY_SOAK_MINUTES", minutes.to_string());
        run(command.env("LATCHKEY_SOAK_SEED", seed.to_string()))
    })
}
