//! What this installation holds: the client token and the client, and who may change them.
//!
//! An answer changes them only if its request carried the token that is still held. A counter of token changes, the
//! epoch, stands for the token in that comparison, so a token that was forgotten is not revived by a late answer.

use std::sync::{Mutex, MutexGuard, PoisonError};

use latchkey_fapi_types::{Client, ClientToken, SessionId};
use tokio::sync::watch;

use crate::token::TokenHeader;

/// What this installation knows of its client. Published on every change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientState {
    /// Grows with every change of the token or the client.
    pub generation: u64,
    /// The client as the server last told it.
    pub client: Option<Client>,
    /// Whether there is a client token, and with it this device's trust.
    pub has_token: bool,
    /// Whether the server took the token away. Stays set until there is a token again.
    pub cleared: bool,
}

/// Whether a call can change the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// It only reads.
    Read,
    /// It can; the server's answer to it is newer than that to any read which began before the answer came.
    Change,
}

/// What follows from the success of a call whose answer brings no client.
#[derive(Clone, Debug)]
pub(crate) enum Consequence {
    /// One session is gone.
    SessionGone(SessionId),
    /// All sessions are gone.
    SessionsGone,
}

/// One request's claim on the state: the token that it carries and what it may still change.
pub(crate) struct Ticket {
    /// The token to send.
    pub(crate) token: Option<ClientToken>,
    access: Access,
    epoch: u64,
    number: u64,
}

/// The one owner of token and client.
pub(crate) struct Store {
    held: Mutex<Held>,
    published: watch::Sender<ClientState>,
}

#[derive(Default)]
struct Held {
    token: Option<ClientToken>,
    /// Counts the changes of the token.
    epoch: u64,
    /// The number of the last ticket.
    issued: u64,
    /// The client that is held is newer than the answers to reads up to this number.
    applied: u64,
    state: ClientState,
}

impl Store {
    pub(crate) fn new() -> Self {
        Self { held: Mutex::default(), published: watch::Sender::new(ClientState::default()) }
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<ClientState> {
        self.published.subscribe()
    }

    pub(crate) fn token(&self) -> Option<ClientToken> {
        self.lock().token.clone()
    }

    /// Takes a token that was kept; what was known of the client is dropped.
    pub(crate) fn restore(&self, token: ClientToken) {
        self.replace(Some(token));
    }

    /// Drops token and client.
    pub(crate) fn forget(&self) {
        self.replace(None);
    }

    /// Opens a request.
    pub(crate) fn begin(&self, access: Access) -> Ticket {
        let mut held = self.lock();
        held.issued += 1;
        Ticket { token: held.token.clone(), access, epoch: held.epoch, number: held.issued }
    }

    /// Applies what an answer says about the token.
    pub(crate) fn settle_token(&self, ticket: &mut Ticket, header: TokenHeader) {
        let mut held = self.lock();
        let current = held.epoch == ticket.epoch;
        match header {
            TokenHeader::Unchanged => {}
            // Whoever is told the token that is held now speaks of the present, whatever the request carried.
            TokenHeader::Set(token) if held.token.as_ref() == Some(&token) => {
                ticket.epoch = held.epoch;
            }
            TokenHeader::Set(token) if current => {
                held.set_token(Some(token));
                ticket.epoch = held.epoch;
                self.publish(&mut held);
            }
            // The ticket stays behind: a client that came with the end of its token is not one to keep.
            TokenHeader::Cleared if current && held.token.is_some() => {
                held.set_token(None);
                held.state.client = None;
                held.state.cleared = true;
                self.publish(&mut held);
            }
            TokenHeader::Set(_) | TokenHeader::Cleared => {
                tracing::debug!("ignoring the token of a stale answer");
            }
        }
    }

    /// Whether the token that a request carried is still the one that counts.
    pub(crate) fn is_current(&self, ticket: &Ticket) -> bool {
        self.lock().epoch == ticket.epoch
    }

    /// Takes over the client of an answer.
    pub(crate) fn apply_client(&self, ticket: &Ticket, client: Client) {
        self.apply(ticket, |known| *known = Some(client));
    }

    /// Takes over what the success of a call implies.
    pub(crate) fn apply_consequence(&self, ticket: &Ticket, consequence: &Consequence) {
        self.apply(ticket, |known| {
            let Some(client) = known else { return };
            match consequence {
                Consequence::SessionGone(id) => client.sessions.retain(|it| it.id != *id),
                Consequence::SessionsGone => client.sessions.clear(),
            }
        });
    }

    fn apply(&self, ticket: &Ticket, change: impl FnOnce(&mut Option<Client>)) {
        let mut held = self.lock();
        if held.epoch != ticket.epoch {
            tracing::debug!("ignoring the client of a stale answer");
            return;
        }
        match ticket.access {
            Access::Read if ticket.number <= held.applied => {
                tracing::debug!("ignoring the client of an overtaken read");
                return;
            }
            Access::Read => held.applied = ticket.number,
            Access::Change => held.applied = held.issued,
        }
        let mut client = held.state.client.clone();
        change(&mut client);
        if client != held.state.client {
            held.state.client = client;
            self.publish(&mut held);
        }
    }

    fn replace(&self, token: Option<ClientToken>) {
        let mut held = self.lock();
        held.set_token(token);
        held.state.client = None;
        self.publish(&mut held);
    }

    /// Tells everyone, while the lock is held, so that states are seen in the order in which they came about.
    fn publish(&self, held: &mut Held) {
        held.state.generation += 1;
        self.published.send_replace(held.state.clone());
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        // Nothing that runs under the lock can leave the state half changed.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn set_token(&mut self, token: Option<ClientToken>) {
        self.token = token;
        self.epoch += 1;
        self.state.has_token = self.token.is_some();
        self.state.cleared = false;
    }
}
