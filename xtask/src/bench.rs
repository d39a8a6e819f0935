//! The benchmarks, and the soak, whose memory has to stay level.

use anyhow::{Result, bail};

use crate::app;
use crate::arguments::{Arguments, Card};
use crate::page;
use crate::process::{run, without_our_variables};
use crate::setup::{self, Need};
use crate::soak;
use crate::steps::Steps;
use crate::workspace::{ALL, Workspace};

/// What `--only` takes, in the order in which they run.
const PARTS: [&str; 4] = ["keeping", "start", "load", "soak"];

/// `cargo xtask bench`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    if let Some(unknown) = arguments.only.iter().find(|part| !PARTS.contains(&part.as_str())) {
        bail!("'{unknown}' is not a part; the parts are {}", PARTS.join(", "));
    }
    let has = |part: &str| arguments.only.is_empty() || arguments.only.iter().any(|it| it == part);
    let parts = PARTS.iter().filter(|part| has(part)).count();
    let mut steps = Steps::new(parts + 3 * usize::from(has("start")));
    if has("keeping") {
        steps.step("keeping a device trusted", || {
            run(&mut workspace.cargo(["bench", "--locked", "-p", "latchkey-vault"]))
        })?;
    }
    if has("start") {
        start(workspace, arguments, &mut steps)?;
    }
    if has("load") {
        steps.step("load on the emulator", || load(workspace))?;
    }
    if has("soak") {
        soak::step(workspace, arguments, &mut steps)?;
    }
    println!("{}", steps.summary());
    Ok(())
}

/// The program as it ships against a bare window of the webview. What measures is a development build:
/// it waits, and its server is a part of every start alike.
fn start(workspace: &Workspace, arguments: &Arguments, steps: &mut Steps) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the start is measured on Linux only, in the memory of a display");
    }
    steps.step("what a window needs", || {
        setup::packages(Need::Test, arguments.install)?;
        setup::wasm_target()
    })?;
    steps.step("page", || page::build(workspace, None))?;
    steps.step("program, as it ships", || app::shipped_program(workspace, None))?;
    steps.step("start", || {
        let floor = "latchkey-floor";
        // Of the whole workspace, as the tests are: with fewer crates cargo would choose other features
        // for what they share, and compile it again.
        run(workspace.cargo(["build", "--locked", "--bin", floor]).args(ALL))?;
        let mut command = workspace.cargo(["bench", "--locked", "--profile", "dev"]);
        command.args(ALL).args(["--bench", "start"]);
        without_our_variables(&mut command)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("LATCHKEY_FLOOR", workspace.program("debug", floor))
            .env("LATCHKEY_APP", workspace.program("release", "latchkey"));
        let samples = if arguments.card == Card::None {
            command.env("LATCHKEY_WITHOUT_CARD", "1");
            "docs/performance/start-without-card.tsv"
        } else {
            "docs/performance/start.tsv"
        };
        command.env("LATCHKEY_SAMPLES", workspace.root.join(samples));
        if let Some(other) = &arguments.other {
            command.env("LATCHKEY_OTHER_APP", std::path::absolute(other)?);
        }
        if let Some(rounds) = arguments.rounds {
            command.env("LATCHKEY_ROUNDS", rounds.to_string());
        }
        run(&mut command)
    })
}

/// The emulator, optimised, under many clients.
fn load(workspace: &Workspace) -> Result<()> {
    let emulator = "latchkey-emulator";
    run(&mut workspace.cargo(["build", "--locked", "--release", "-p", emulator]))?;
    let mut command = workspace.cargo(["bench", "--locked", "--profile", "dev"]);
    command.args(ALL).args(["--bench", "load"]);
    run(without_our_variables(&mut command)
        .env("LATCHKEY_EMULATOR", workspace.program("release", emulator)))
}
