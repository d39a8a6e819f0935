//! What the program is, and what it is made of.

use serde::{Deserialize, Serialize};

/// The program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutView {
    /// Its version, such as `1.2.3`.
    pub version: String,
    /// The commit that it was built from, by the beginning of its name, or `unknown`.
    pub commit: String,
    /// The day on which it was built, such as `2026-01-31`, or `unknown`.
    pub built: String,
    /// Its licence, as an expression of SPDX.
    pub licence: String,
}

/// The list of what others made of the program, or why there is none to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LicencesView {
    /// It was read.
    Listed(Licences),
    /// It is not where the program looks for it.
    Missing {
        /// Where that is.
        path: String,
    },
    /// It cannot be read.
    Unreadable {
        /// Where it is.
        path: String,
        /// The system's word for why.
        why: String,
    },
    /// It is larger than any such list, so it is another file, and was not read.
    TooLarge {
        /// Where it is.
        path: String,
    },
    /// It was read and is no such list.
    Damaged {
        /// Where it is.
        path: String,
    },
}

/// What others made, and the texts of its licences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licences {
    /// What others made, in the order of the list.
    pub parts: Vec<Part>,
    /// Every text once.
    pub texts: Vec<String>,
}

/// Something that others made and the program contains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licences, as an expression of SPDX where its makers wrote one.
    pub licence: String,
    /// The address of its source.
    pub source: String,
    /// Which of the texts are its own, by their places in the list of them.
    pub texts: Vec<usize>,
}
