//! The emulator as a program of its own.

use std::io::{ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind as Fault};
use latchkey_emulator::{Database, Emulator, EmulatorConfig, StartError};

/// A local look-alike of Clerk's Frontend API, for development and tests.
#[derive(Debug, Parser)]
#[command(name = "latchkey-emulator", version)]
struct Options {
    /// Port to listen on, on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// Keep everything in this SQLite file instead of in memory.
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
    /// Serve the control API under /control.
    #[arg(long)]
    control: bool,
    /// Start without the demo accounts.
    #[arg(long)]
    no_demo: bool,
}

/// What the program ends with when its options are wrong, as is usual.
const BAD_USAGE: u8 = 2;

/// How much of what was typed is repeated.
const SHOWN_CHARACTERS: usize = 20;

#[tokio::main]
async fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        // Help and the version.
        Err(answer) if !answer.use_stderr() => answer.exit(),
        Err(fault) => {
            say(&told(&fault));
            return ExitCode::from(BAD_USAGE);
        }
    };
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&why(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), StartError> {
    let running = Emulator::start(EmulatorConfig {
        database: options.database.map_or(Database::Memory, Database::File),
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)),
        control: options.control,
        seed_demo: !options.no_demo,
        ..EmulatorConfig::default()
    })
    .await?;
    announce(running.base_url(), &running.publishable_key());
    // Where the signal cannot be waited for, the program ends at once.
    let _ = tokio::signal::ctrl_c().await;
    running.shutdown().await;
    Ok(())
}

/// The line that scripts read.
fn announce(base_url: &str, publishable_key: &str) {
    // Nobody to read it is no reason to end.
    let _ = writeln!(std::io::stdout(), "{base_url} {publishable_key}");
}

/// A fault of the command line, in one line. Clap's own words take several, and repeat all that was typed.
#[expect(clippy::wildcard_enum_match_arm, reason = "these options lead to these faults only")]
fn told(fault: &clap::Error) -> String {
    let text = |kind| match fault.get(kind) {
        Some(ContextValue::String(text)) => text.as_str(),
        _ => "",
    };
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    // An option comes with its placeholder.
    let option = argument.split(' ').next().unwrap_or_default();
    match fault.kind() {
        Fault::UnknownArgument => {
            format!("there is no option {}; --help lists all of them", shown(argument))
        }
        Fault::InvalidValue if value.is_empty() => format!("{option} needs a value"),
        Fault::InvalidValue | Fault::ValueValidation => {
            format!("{option}: {} is no port; use a number from 0 to 65535", shown(value))
        }
        Fault::TooManyValues => format!("{option} takes no value"),
        Fault::ArgumentConflict => format!("{option} may be given once only"),
        other => format!("the options cannot be read: {other}"),
    }
}

/// The beginning of what was typed, and nothing of a secret key.
fn shown(text: &str) -> String {
    if text.contains("sk_") {
        return "(a secret key, which is not repeated)".to_owned();
    }
    let start: String = text.chars().take(SHOWN_CHARACTERS).collect();
    let rest = if start.len() < text.len() { "…" } else { "" };
    format!("'{start}{rest}'")
}

/// Why the program does not start, in one line.
fn why(error: &StartError) -> String {
    let taken =
        matches!(error, StartError::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse);
    let way_out = if taken { "; try --port 0, which takes a free one" } else { "" };
    let error = error.to_string();
    // Rust adds the number of the system's error.
    let told = error.split_once(" (os error").map_or(error.as_str(), |(told, _)| told);
    format!("{told}{way_out}")
}

/// The text with every character that would do something to a terminal written out.
fn one_line(text: &str) -> String {
    let written =
        |it: char| if it.is_control() { it.escape_default().to_string() } else { it.into() };
    text.chars().map(written).collect()
}

fn say(line: &str) {
    // Where nobody can be told, the code that the program ends with has to do.
    let _ = writeln!(std::io::stderr(), "latchkey-emulator: {}", one_line(line));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(options: &[&str]) -> String {
        let options = ["latchkey-emulator"].iter().chain(options);
        told(&Options::try_parse_from(options).expect_err("they are wrong"))
    }

    #[test]
    fn a_fault_of_the_command_line_fits_on_a_line_and_repeats_no_secret() {
        let long = "x".repeat(10_000);
        for (options, told) in [
            (["--nope"].as_slice(), "there is no option '--nope'; --help lists all of them"),
            (&[&long], "there is no option 'xxxxxxxxxxxxxxxxxxxx…'; --help lists all of them"),
            (&["sk_live_canary"], "there is no option (a secret key, which is not repeated); "),
            (&["--port", "many"], "--port: 'many' is no port; use a number from 0 to 65535"),
            (&["--port", "99999"], "--port: '99999' is no port; use a number from 0 to 65535"),
            (&["--port", "sk_live_canary"], "--port: (a secret key, which is not repeated) is no "),
            (&["--port"], "--port needs a value"),
            (&["--database", ""], "--database needs a value"),
            (&["--control=1"], "--control takes no value"),
            (&["--port", "1", "--port", "2"], "--port may be given once only"),
        ] {
            let text = fault(options);
            assert!(text.starts_with(told), "{text}");
            assert!(!text.contains('\n') && !text.contains("canary"), "{text}");
        }
    }

    #[test]
    fn a_path_with_a_line_break_is_told_on_one_line() {
        assert_eq!(one_line("can't use a\nb/\u{1b}c"), "can't use a\\nb/\\u{1b}c");
    }

    async fn refused(options: &[&str]) -> String {
        let options = ["latchkey-emulator"].iter().chain(options);
        let error = run(Options::parse_from(options)).await.expect_err("it does not start");
        why(&error)
    }

    #[tokio::test]
    async fn a_port_in_use_is_named_with_a_way_out() {
        let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = taken.local_addr().expect("an address").port();
        let told = refused(&["--port", &port.to_string()]).await;
        assert!(told.starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")), "{told}");
        assert!(told.ends_with("; try --port 0, which takes a free one"), "{told}");
    }

    #[tokio::test]
    async fn a_database_that_cannot_be_used_is_named_once_with_the_reason() {
        let told = refused(&["--port", "0", "--database", "/no/such/folder/db.sqlite"]).await;
        let start = "the emulator can't use /no/such/folder/db.sqlite: ";
        let why = told.strip_prefix(start).unwrap_or_else(|| panic!("{told}"));
        assert!(why.starts_with("No such file") && !why.contains("db.sqlite"), "{told}");
    }
}
