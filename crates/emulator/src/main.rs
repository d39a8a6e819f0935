//! The emulator as a program of its own.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
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

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
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

#[expect(clippy::print_stdout, reason = "the line that scripts read")]
fn announce(base_url: &str, publishable_key: &str) {
    println!("{base_url} {publishable_key}");
}

/// Why the program does not start, in one line.
fn why(error: &StartError) -> String {
    let taken =
        matches!(error, StartError::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse);
    let way_out = if taken { "; try --port 0, which takes a free one" } else { "" };
    format!("{error}{way_out}")
}

#[expect(clippy::print_stderr, reason = "a program says why it does not start")]
fn say(line: &str) {
    eprintln!("latchkey-emulator: {line}");
}

#[cfg(test)]
mod tests {
    use super::*;

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
