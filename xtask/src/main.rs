//! `cargo xtask`: everything the project does besides compiling. It knows where things are and in
//! which order they are made; it depends on none of our crates and on no installed tool but cargo.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a command-line tool talks on the terminal, reads its environment and times its steps"
)]

mod app;
mod arguments;
mod axe;
mod files;
mod page;
mod process;
mod setup;
mod steps;
mod suite;
mod tidy;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::workspace::Workspace;

/// What can be asked for: name, options, what it does, and the function that does it.
const TASKS: &[Task] = &[
    Task {
        name: "run",
        options: "[--yes] [--skip-install] [-- ARGS]",
        what: "install what is missing, build, and open the window on the local emulator",
        action: app::run,
    },
    Task {
        name: "test",
        options: "[--only STEP].. [--yes] [--skip-install] [-- ARGS]",
        what: "run every check and test; STEP is fmt, tidy, clippy, unit, contract or e2e",
        action: suite::test,
    },
    Task {
        name: "build",
        options: "[--release]",
        what: "build page and program; with --release no emulator is inside",
        action: app::build,
    },
    Task {
        name: "page",
        options: "",
        what: "build the page alone, into dist/",
        action: page::task,
    },
    Task {
        name: "screenshots",
        options: "[--yes] [--skip-install]",
        what: "take the pictures under docs/screenshots anew",
        action: suite::screenshots,
    },
    Task {
        name: "tidy",
        options: "",
        what: "check the rules of ARCHITECTURE.md that the compiler cannot check",
        action: tidy::task,
    },
];

struct Task {
    name: &'static str,
    options: &'static str,
    what: &'static str,
    action: fn(&Workspace, &Arguments) -> Result<()>,
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let asked = words.next().unwrap_or_default();
    if matches!(asked.as_str(), "" | "help" | "--help" | "-h") {
        print_tasks();
        return ExitCode::SUCCESS;
    }
    let Some(task) = TASKS.iter().find(|task| task.name == asked) else {
        eprintln!("There is no task '{asked}'.\n");
        print_tasks();
        return ExitCode::from(2);
    };
    match perform(task, words.collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask {} failed: {error:#}", task.name);
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &Task, words: Vec<String>) -> Result<()> {
    let arguments = Arguments::parse(words, task.options)?;
    if arguments.wants_help() {
        println!("cargo xtask {} {}\n  {}", task.name, task.options, task.what);
        return Ok(());
    }
    (task.action)(&Workspace::find()?, &arguments)
}

fn print_tasks() {
    println!("cargo xtask TASK\n");
    for task in TASKS {
        println!("  {:<12} {}", task.name, task.what);
        if !task.options.is_empty() {
            println!("  {:<12}   {}", "", task.options);
        }
    }
}
