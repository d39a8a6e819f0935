//! The emulator as a program of its own.

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
            say_error(&error);
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

#[expect(clippy::print_stderr, reason = "a program says why it does not start")]
fn say_error(error: &dyn std::error::Error) {
    eprintln!("latchkey-emulator: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because {cause}");
        source = cause.source();
    }
}
