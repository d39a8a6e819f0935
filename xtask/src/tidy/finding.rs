//! What a rule says about something that breaks it.

use std::fmt;

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// Where: a path from the root, often with a line; or a crate.
    place: String,
    /// What is wrong, and what would be right.
    problem: String,
}

impl Finding {
    pub(super) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}
