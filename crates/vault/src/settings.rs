//! What a vault is opened with.

use crate::instance::Hold;
use crate::storage::{Mode, Patience};

/// What a vault is opened with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Names the application: the service of its entries in the credential store, and a part of
    /// what the seal binds. It must never change.
    pub application: String,
    /// Where the sealed files are.
    pub folder: Folder,
    /// Who decides on the place of the key.
    pub mode: Mode,
    /// How long to wait for the credential store.
    pub patience: Patience,
}

/// Who may use the folder.
#[derive(Clone, Debug)]
pub enum Folder {
    /// This program.
    Ours(Hold),
    /// Another one has it. Nothing is read or written, for two that use one token lose it.
    InUse,
    /// It could not be made or locked. Nothing is read or written.
    Unusable,
}
