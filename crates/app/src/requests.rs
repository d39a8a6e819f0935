//! The last requests to the instance, for whoever has to find out why something failed.

use std::collections::VecDeque;
use std::time::Duration;

use latchkey_core::time::Timestamp;
use latchkey_fapi_client::{Outcome, Sent};

/// How many are kept.
const KEPT: usize = 50;

/// A request that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// When it went out.
    pub(crate) at: Timestamp,
    pub(crate) sent: Sent,
    pub(crate) outcome: Outcome,
    /// How long that took.
    pub(crate) took: Duration,
}

/// The last of them, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Requests(VecDeque<Request>);

impl Requests {
    /// Takes one in, in the place of the oldest where there are many.
    pub(crate) fn note(&mut self, request: Request) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(request);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Request> {
        self.0.iter()
    }
}
