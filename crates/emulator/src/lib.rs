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
//!
//! # Layers
//!
//! A module imports only from the lines below its own, or from its own folder.
//!
//! | module | what it holds |
//! |---|---|
//! | `running` | starting and serving: the facade |
//! | `server` | connections, the routes of the API and of the control API |
//! | `emulator` | what the owner of an emulator does to it: add users, order faults, reset |
//! | `resources` | what each call does, by resource |
//! | `view` | records as the JSON of the API |
//! | `work` | one call in its transaction, with its client and session |
//! | `instance` | the state of one emulator: its database, settings, key, faults and log |
//! | `store` | the rows, one file for each table |
//! | `model` | the records, and which factors a user can be asked for |
//! | `rules` | rules about single values: codes, passwords, limits, lockouts |
//! | `wire` | requests, answers, errors and faults as they travel |
//! | `error`, `config` | what an owner gets and gives when an emulator starts |
//! | `keys`, `random`, `settings`, `clock` | the ground |

mod clock;
mod config;
mod emulator;
mod error;
mod instance;
mod keys;
mod model;
mod random;
mod resources;
mod rules;
mod running;
mod server;
mod settings;
mod store;
mod view;
mod wire;
mod work;

/// The examples of the document are compiled and run with the tests of this crate.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/emulator.md")]
struct Documented;

pub use clock::{EmulatorClock, Timestamp};
pub use config::{Database, EmulatorConfig, PasswordCost};
pub use emulator::Emulator;
pub use emulator::demo::{DemoAccount, demo_accounts};
pub use emulator::devices::{Device, SignedInElsewhere, UserSession};
pub use emulator::new_organization::NewOrganization;
pub use emulator::new_user::{AddedUser, NewEmailAddress, NewPhoneNumber, NewUser};
pub use error::{ControlError, PatchSettingsError, StartError};
pub use model::activity::Activity;
pub use model::message::Message;
pub use model::organizations::Role;
pub use running::RunningEmulator;
pub use settings::{
    Attribute, Attributes, Country, EnterpriseConnection, External, Identity, InvalidSettingsError,
    Lockout, Organizations, PasswordLength, Provider, Providers, RateLimit, RateLimits, Settings,
    SignUpMode, SignUps, StaleToken, UnlistedRedirectUrl, Use, UsernameRules,
};
pub use wire::faults::{Fault, FaultKind};
pub use wire::request_log::LoggedRequest;
