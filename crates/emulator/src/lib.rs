//! A local look-alike of Clerk's Frontend API in native mode, real where it counts.
//!
//! ```no_run
//! # async fn run() -> Result<(), latchkey_emulator::StartError> {
//! use latchkey_emulator::{Emulator, EmulatorConfig};
//!
//! let running = Emulator::start(EmulatorConfig::default()).await?;
//! println!("{} {}", running.base_url(), running.publishable_key());
//! running.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! It shares no type with the client of this workspace: it is there to judge it. `docs/emulator.md` describes what it
//! does and how to steer it.

mod answer;
mod backup_codes;
mod call;
mod client;
mod clock;
mod config;
mod control;
mod demo;
mod dispatch;
mod email_addresses;
mod emulator;
mod error;
mod factors;
mod faults;
mod inbox;
mod keys;
mod me;
mod me_sessions;
mod model;
mod password;
mod people;
mod phone_numbers;
mod random;
mod request_log;
mod reverification;
mod routes;
mod rules;
mod server;
mod sessions;
mod settings;
mod sign_in;
mod store;
mod totp;
mod verification;
mod view;
mod work;

pub use clock::{EmulatorClock, Timestamp};
pub use config::{Database, EmulatorConfig, PasswordCost, StartError};
pub use demo::{DemoAccount, demo_accounts};
pub use emulator::{Emulator, PatchSettingsError};
pub use faults::{Fault, FaultKind};
pub use inbox::Message;
pub use people::{AddedUser, ControlError, NewEmailAddress, NewPhoneNumber, NewUser};
pub use request_log::LoggedRequest;
pub use server::RunningEmulator;
pub use settings::{
    Attributes, Country, InvalidSettingsError, Lockout, PasswordLength, RateLimit, RateLimits,
    Settings,
};
