//! Codes on their way: what was sent where, and when it may be sent again.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::failure::Failure;
use crate::hold::RESEND_WAIT;
use crate::ticket::Ticket;
use crate::time::Instant;

/// Where a code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The method needs none.
    NotNeeded,
    /// It is being sent.
    Sending,
    /// It was sent; another may be asked for after the wait.
    Sent {
        /// The wait.
        resend_in: Duration,
    },
    /// None that still counts was sent; one may be asked for after the wait.
    NotSent {
        /// The wait.
        resend_in: Duration,
    },
}

/// The codes of several destinations.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dispatch<K> {
    /// Whether a code to one destination makes those of the others worthless.
    single: bool,
    /// The request under way to each destination.
    sending: BTreeMap<K, Ticket>,
    /// Where a code that still counts was sent to.
    sent: BTreeSet<K>,
    /// When each may be sent a code again. It outlives a change of destination.
    resend_at: BTreeMap<K, Instant>,
}

/// For destinations with a verification each.
impl<K> Default for Dispatch<K> {
    fn default() -> Self {
        Self {
            single: false,
            sending: BTreeMap::new(),
            sent: BTreeSet::new(),
            resend_at: BTreeMap::new(),
        }
    }
}

impl<K: Ord + Clone> Dispatch<K> {
    /// For destinations that share one verification: only the last code counts.
    pub(crate) fn sharing() -> Self {
        Self { single: true, ..Self::default() }
    }

    pub(crate) fn delivery(&self, to: &K, now: Instant) -> Delivery {
        if self.sending.contains_key(to) {
            return Delivery::Sending;
        }
        let resend_in = self.resend_at.get(to).map_or(Duration::ZERO, |at| at.remaining(now));
        if self.sent.contains(to) {
            Delivery::Sent { resend_in }
        } else {
            Delivery::NotSent { resend_in }
        }
    }

    /// Whether nothing was ever sent there.
    pub(crate) fn is_first(&self, to: &K) -> bool {
        !self.is_sending(to) && !self.sent.contains(to) && !self.resend_at.contains_key(to)
    }

    /// Whether one may be sent there now.
    pub(crate) fn may_send(&self, to: &K, now: Instant) -> bool {
        !self.is_sending(to) && self.resend_at.get(to).is_none_or(|at| *at <= now)
    }

    /// Whether a request is under way that another one to this destination would disturb.
    fn is_sending(&self, to: &K) -> bool {
        if self.single { !self.sending.is_empty() } else { self.sending.contains_key(to) }
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        self.sending.values().any(|waiting| *waiting == ticket)
    }

    /// A request for a code goes out.
    pub(crate) fn begin(&mut self, ticket: Ticket, to: K) {
        self.sending.insert(to, ticket);
    }

    /// The destination of the request with this ticket, which is over with this.
    pub(crate) fn end(&mut self, ticket: Ticket) -> Option<K> {
        let to = self.sending.iter().find(|(_, waiting)| **waiting == ticket)?.0.clone();
        self.sending.remove(&to);
        Some(to)
    }

    /// What became of a request.
    pub(crate) fn settle(&mut self, to: K, answer: Result<(), &Failure>, now: Instant) {
        match answer {
            Ok(()) => self.sent(to, now),
            // Asking again at once would be refused if the code was sent.
            Err(failure) if failure.is_taken_for_done() => self.sent(to, now),
            Err(failure) => {
                if let Some(wait) = failure.resend_wait() {
                    self.resend_at.insert(to, now.plus(wait));
                }
            }
        }
    }

    /// A code was sent.
    pub(crate) fn sent(&mut self, to: K, now: Instant) {
        if self.single {
            self.sent.clear();
        }
        self.resend_at.insert(to.clone(), now.plus(RESEND_WAIT));
        self.sent.insert(to);
    }

    /// The server says that a code that was sent there earlier still counts; whether that is so as far
    /// as this run knows. When it was sent in an earlier run is not known: the wait before the next is
    /// that of one sent just now.
    pub(crate) fn resume(&mut self, to: &K, now: Instant) -> bool {
        if self.is_first(to) {
            self.sent(to.clone(), now);
        }
        self.sent.contains(to)
    }

    /// The code that was sent there no longer counts.
    pub(crate) fn spend(&mut self, to: &K) {
        if self.single {
            self.sent.clear();
        } else {
            self.sent.remove(to);
        }
    }
}
