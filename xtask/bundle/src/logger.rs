//! Puts on the terminal what the bundler logs: what it makes, and what it warns of.

use anyhow::{Result, anyhow};
use log::{LevelFilter, Log, Metadata, Record};

struct Terminal;

impl Log for Terminal {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("tauri_bundler")
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            println!("{}: {}", record.level().as_str().to_lowercase(), record.args());
        }
    }

    fn flush(&self) {}
}

/// Starts to show it.
pub(crate) fn start() -> Result<()> {
    log::set_logger(&Terminal).map_err(|error| anyhow!("{error}"))?;
    log::set_max_level(LevelFilter::Info);
    Ok(())
}
