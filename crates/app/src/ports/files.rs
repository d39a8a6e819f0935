//! Files that the person chooses.

use zeroize::Zeroizing;

use super::PortFuture;

/// Files that the person chooses.
pub trait Files: Send + Sync {
    /// Asks the person where to, and writes a secret text there, so that nobody else on this
    /// computer can read it. Gives the name of the file without its folder; none when the person
    /// chose no place.
    ///
    /// # Errors
    ///
    /// [`NotWritten`] when the file is not certain to be there with all of the text.
    fn save(
        &self,
        suggested_name: &str,
        contents: Zeroizing<String>,
    ) -> PortFuture<Result<Option<String>, NotWritten>>;

    /// Asks the person for a file of this kind, and reads it up to a byte more than the kind may
    /// have; none when the person chose no file.
    ///
    /// # Errors
    ///
    /// [`NotRead`] when the system does not let it be read.
    fn open(&self, kind: &FileKind) -> PortFuture<Result<Option<Vec<u8>>, NotRead>>;
}

/// A kind of files to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileKind {
    /// What the dialog calls it.
    pub name: &'static str,
    /// How the names of such files end.
    pub endings: &'static [&'static str],
    /// Bytes of such a file, at most.
    pub largest: usize,
}

/// The file could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file could not be written")]
pub struct NotWritten;

/// The file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file could not be read")]
pub struct NotRead;
