//! How an emulator is started.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::clock::EmulatorClock;
use crate::settings::Settings;

/// Everything that is fixed while an emulator runs.
#[derive(Debug, Clone)]
pub struct EmulatorConfig {
    /// Where users, clients and sessions are kept.
    pub database: Database,
    /// Where to listen; only loopback addresses are accepted. Port 0 takes a free one.
    pub address: SocketAddr,
    /// Whether `/control` is served.
    pub control: bool,
    /// What hashing a password costs.
    pub password_cost: PasswordCost,
    /// Whether the demo accounts exist.
    pub seed_demo: bool,
    /// The clock; a clone of it moves it.
    pub clock: EmulatorClock,
    /// A seed for ids and codes; without one they come from the system.
    pub random_seed: Option<u64>,
    /// The settings to begin with; a database file that has its own keeps them.
    pub settings: Settings,
}

/// Where an emulator keeps its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// In memory, gone with the emulator.
    Memory,
    /// In an SQLite file.
    File(PathBuf),
}

/// The cost of argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
}

impl PasswordCost {
    /// The OWASP minimum: 19 MiB, two passes.
    pub const fn owasp() -> Self {
        Self { memory_kib: 19_456, iterations: 2 }
    }

    /// As little as argon2 allows, for tests.
    pub const fn cheap() -> Self {
        Self { memory_kib: 8, iterations: 1 }
    }
}

impl Default for EmulatorConfig {
    fn default() -> Self {
        Self {
            database: Database::Memory,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            control: false,
            password_cost: PasswordCost::owasp(),
            seed_demo: true,
            clock: EmulatorClock::new(),
            random_seed: None,
            settings: Settings::default(),
        }
    }
}
