//! The list of what others made of the program, which its package brings.

use super::PortFuture;

/// Where the list is.
pub trait LicenceList: Send + Sync {
    /// Reads it.
    fn read(&self) -> PortFuture<ListFile>;
}

/// The file with the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFile {
    /// Where it is, or should be.
    pub path: String,
    /// What stands in it.
    pub contents: Result<String, ListNotRead>,
}

/// Why the list was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListNotRead {
    /// There is no such file.
    #[error("there is no list of licences")]
    Missing,
    /// It is larger than any such list.
    #[error("the list of licences is too large to be one")]
    TooLarge,
    /// It is no text in UTF-8.
    #[error("the list of licences is no text")]
    NoText,
    /// The system does not let it be read, and its word for why.
    #[error("the list of licences cannot be read: {0}")]
    Failed(String),
}
