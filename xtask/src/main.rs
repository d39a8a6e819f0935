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
mod bench;
mod brand;
mod deny;
mod files;
mod fuzz;
mod inside;
mod package;
mod page;
mod process;
mod sbom;
mod setup;
mod soak;
mod steps;
mod suite;
mod tidy;
mod windows;
mod workspace;

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::{Arguments, Choice};
use crate::workspace::Workspace;

struct Task {
    name: &'static str,
    what: &'static str,
    options: &'static [Choice],
    action: fn(&Workspace, &Arguments) -> Result<()>,
}

/// What can be asked for.
const TASKS: &[Task] = &[
    Task {
        name: "run",
        what: "install what is missing, build, and open the window on the local emulator",
        options: &[Choice::Brand, Choice::Yes, Choice::SkipInstall, Choice::ForProgram],
        action: app::run,
    },
    Task {
        name: "test",
        what: "run every check and test",
        options: &[Choice::Only, Choice::Yes, Choice::SkipInstall, Choice::ForTests],
        action: suite::test,
    },
    Task {
        name: "build",
        what: "build page and program; with --release no emulator is inside",
        options: &[Choice::Release],
        action: app::build,
    },
    Task {
        name: "package",
        what: "build what ships, and this system's packages of it",
        options: &[Choice::Brand, Choice::Yes, Choice::SkipInstall],
        action: package::task,
    },
    Task {
        name: "page",
        what: "build the page alone, into dist/",
        options: &[Choice::CheckReproducible],
        action: page::task,
    },
    Task {
        name: "deny",
        what: "check the licences, sources and advisories of the crates that we use",
        options: &[Choice::Advisories],
        action: deny::task,
    },
    Task {
        name: "sbom",
        what: "list what the program that ships is made of, as CycloneDX",
        options: &[],
        action: sbom::task,
    },
    Task {
        name: "licences",
        what: "list the licences of all that ships, for a build that is not installed",
        options: &[],
        action: package::licences,
    },
    Task {
        name: "check-windows",
        what: "check the code for Windows, from Linux",
        options: &[Choice::Yes, Choice::SkipInstall],
        action: windows::task,
    },
    Task {
        name: "screenshots",
        what: "take the pictures under docs/screenshots anew",
        options: &[Choice::Yes, Choice::SkipInstall],
        action: suite::screenshots,
    },
    Task {
        name: "bench",
        what: "measure what docs/performance.md tells, then soak",
        options: &[
            Choice::OnlyPart,
            Choice::Rounds,
            Choice::Other,
            Choice::WithoutCard,
            Choice::Minutes,
            Choice::Seed,
            Choice::Yes,
            Choice::SkipInstall,
        ],
        action: bench::task,
    },
    Task {
        name: "soak",
        what: "have random people use the app on a server that fails, and see that nothing is lost",
        options: &[Choice::Minutes, Choice::Seed],
        action: soak::task,
    },
    Task {
        name: "fuzz",
        what: "look for input from outside that breaks what must hold",
        options: &[
            Choice::Minutes,
            Choice::OnlyTarget,
            Choice::Seed,
            Choice::Take,
            Choice::Yes,
            Choice::SkipInstall,
        ],
        action: fuzz::task,
    },
    Task {
        name: "icons",
        what: "make the icons anew from icons/latchkey.svg",
        options: &[],
        action: |workspace, _| brand::icons(workspace),
    },
    Task {
        name: "tidy",
        what: "check the rules of ARCHITECTURE.md that the compiler cannot check",
        options: &[],
        action: tidy::task,
    },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (asked, words) =
        words.split_first().map_or(("", [].as_slice()), |(asked, words)| (asked.as_str(), words));
    if matches!(asked, "" | "help" | "--help" | "-h") {
        print_tasks();
        return ExitCode::SUCCESS;
    }
    let Some(task) = TASKS.iter().find(|task| task.name == asked) else {
        eprintln!("There is no task '{asked}'.\n");
        print_tasks();
        return ExitCode::from(2);
    };
    let arguments = match Arguments::parse(words, task.options) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{}", help(task));
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{error}\n\n{}", help(task));
            return ExitCode::from(2);
        }
    };
    match Workspace::find().and_then(|workspace| (task.action)(&workspace, &arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask {} failed: {error:#}", task.name);
            ExitCode::FAILURE
        }
    }
}

fn print_tasks() {
    println!("cargo xtask TASK\n");
    for task in TASKS {
        println!("  {:<14} {}", task.name, task.what);
        if !task.options.is_empty() {
            let options = task.options.iter().map(|option| format!(" [{}]", option.written()));
            println!("  {:<16}{}", "", options.collect::<String>());
        }
    }
    println!("\n`cargo xtask TASK --help` explains the options of a task.");
}

fn help(task: &Task) -> String {
    let mut text = format!("cargo xtask {}: {}\n\n", task.name, task.what);
    let options = task.options.iter().map(|option| (option.written(), option.explained()));
    for (written, explained) in options.chain([("--help", "show this")]) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {written:<20} {explained}");
    }
    text
}
