//! Keeps bytes sealed on disk by name, their key in the credential store of the system where there
//! is one, and says honestly how they are kept.
//!
//! - [`Vault`] is the handle: it never blocks, and a thread of its own does what it is asked.
//! - [`Instance`] lets one program at a time use a folder, and the second tell the first.
//! - [`Durable`] is a file that is whole after a crash at any instant.
//!
//! It knows nothing of what the bytes are. The README beside it says what is done when.

mod durable;
mod inbox;
mod instance;
mod keeper;
mod key_thread;
mod keys;
mod place;
mod private;
mod sealed;
mod settings;
mod shelf;
#[cfg(unix)]
mod show;
mod slot;
mod storage;
mod system_store;
mod vault;

pub use durable::{Checkpoint, Durable, Found, MOST_BYTES, Point, Unwatched, Which, Whole};
pub use instance::{Claimed, First, Hold, Instance};
pub use place::{KeyStore, Place, StoreError};
pub use settings::{Folder, Settings};
pub use storage::{Choice, Kept, Mode, NotErased, Patience, Secret, SelfTest, Storage, Trouble};
pub use vault::Vault;
