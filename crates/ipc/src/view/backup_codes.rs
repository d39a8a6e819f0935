//! Backup codes, shown once.

use serde::{Deserialize, Serialize};

use super::clipboard::Copied;
use crate::error::Problem;
use crate::secret::Revealed;

/// Backup codes on the screen, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupCodesView {
    /// The codes.
    pub codes: Vec<Revealed>,
    /// That they are on the clipboard, while they are.
    pub copied: Option<Copied>,
    /// The name of the file that they were saved to.
    pub saved_to: Option<String>,
    /// Whether the person says that they are kept somewhere.
    pub confirmed: bool,
    /// Whether a file is being chosen or written.
    pub saving: bool,
    /// Why they could not be copied, saved or printed.
    pub problem: Option<Problem>,
}
