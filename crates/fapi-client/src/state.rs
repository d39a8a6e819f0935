//! The one owner of token and client: which answers may change them, and in which order the keeper is told.
//!
//! An answer changes them only if its request carried the token that is still held. A counter of token changes, the
//! epoch, stands for the token in that comparison, so a token that was forgotten is not revived by a late answer.
//!
//! The lock is held until the keeper has kept a change. So nothing acts on a change that is not kept, and the keeper is
//! told the changes in the order in which they came about.

use std::sync::Arc;

use latchkey_fapi_types::{Client, ClientId, ClientToken, SessionId};
use tokio::sync::Mutex;

use crate::keeper::{Held, Keeper, Snapshot};
use crate::token::TokenHeader;

/// Whether a call can change the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// It only reads.
    Read,
    /// It can; the server's answer to it is newer than that to any read which began before the answer came.
    Change,
}

/// One request's claim on the state: the token that it carries and what it may still change.
pub(crate) struct Ticket {
    /// The token to send.
    pub(crate) token: Option<ClientToken>,
    /// The client that is held as the request is sent.
    client: Option<ClientId>,
    access: Access,
    number: u64,
    /// The epoch that the answer speaks of.
    epoch: u64,
    carried: Carried,
}

/// What the head of an answer made of the token that its request carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carried {
    /// It is still the newest, if the epoch is.
    Kept,
    /// It was the newest, and this answer replaced it.
    Renewed,
    /// It was replaced by another answer, but this one names the token that is held.
    Older,
}

impl Ticket {
    /// Whether this is the client that was held when the request was sent.
    pub(crate) fn is_of(&self, client: &Client) -> bool {
        self.client.as_ref() == Some(&client.id)
    }
}

/// The one owner of token and client.
pub(crate) struct Store {
    keeper: Arc<dyn Keeper>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Held,
    /// Counts the changes of the token.
    epoch: u64,
    /// The number of the last ticket.
    issued: u64,
    /// The client that is held is newer than the answers to reads up to this number.
    applied: u64,
}

impl Store {
    pub(crate) fn new(keeper: Arc<dyn Keeper>) -> Self {
        Self { keeper, state: Mutex::default() }
    }

    /// Takes what was kept. The keeper is not told: it knows.
    pub(crate) async fn restore(&self, Snapshot { token, client }: Snapshot) {
        self.state.lock().await.replace(token, client);
    }

    /// Drops token and client. The keeper is told even if there was nothing.
    pub(crate) async fn forget(&self) {
        self.change(|state| {
            state.replace(None, None);
            true
        })
        .await;
    }

    /// Opens a request.
    pub(crate) async fn begin(&self, access: Access) -> Ticket {
        let mut state = self.state.lock().await;
        state.issued += 1;
        Ticket {
            token: state.held.token.clone(),
            client: state.held.client.as_ref().map(|client| client.id.clone()),
            access,
            number: state.issued,
            epoch: state.epoch,
            carried: Carried::Kept,
        }
    }

    /// Applies what the head of an answer says about the token.
    pub(crate) async fn settle_token(&self, ticket: &mut Ticket, header: TokenHeader) {
        self.change(|state| state.settle_token(ticket, header)).await;
    }

    /// Drops the token that the server refused, unless it was replaced meanwhile.
    pub(crate) async fn settle_refused_token(&self, ticket: &Ticket) {
        self.change(|state| ticket.carried == Carried::Kept && state.clear(ticket)).await;
    }

    /// Takes over the client of an answer.
    pub(crate) async fn settle_client(&self, ticket: &Ticket, client: Client) {
        self.change(|state| state.settle_client(ticket, client)).await;
    }

    /// Takes a session away that an answer without a client says is over.
    pub(crate) async fn settle_end(&self, ticket: &Ticket, session: &SessionId) {
        self.change(|state| state.settle_end(ticket, session)).await;
    }

    /// Has the keeper told if `change` says that something changed.
    async fn change(&self, change: impl FnOnce(&mut State) -> bool + Send) {
        let mut state = self.state.lock().await;
        if change(&mut state) {
            state.held.generation += 1;
            self.keeper.keep(&state.held).await;
        }
    }
}

/// Each says whether something changed.
impl State {
    fn settle_token(&mut self, ticket: &mut Ticket, header: TokenHeader) -> bool {
        let newest = self.epoch == ticket.epoch;
        match header {
            TokenHeader::Unchanged => false,
            // An answer that names the token that is held speaks of the present, whatever its request carried.
            TokenHeader::Set(token) if self.held.token.as_ref() == Some(&token) => {
                if !newest {
                    ticket.epoch = self.epoch;
                    ticket.carried = Carried::Older;
                }
                false
            }
            TokenHeader::Set(token) if newest => {
                self.set_token(Some(token));
                ticket.epoch = self.epoch;
                ticket.carried = Carried::Renewed;
                true
            }
            TokenHeader::Cleared if newest => self.clear(ticket),
            TokenHeader::Set(_) | TokenHeader::Cleared => {
                tracing::debug!("ignoring the token of a stale answer");
                false
            }
        }
    }

    /// Takes the token away if it is the one that a request carried. The ticket stays behind, so that a client that came
    /// with the end of its token is not taken.
    fn clear(&mut self, ticket: &Ticket) -> bool {
        if self.epoch != ticket.epoch || self.held.token.is_none() {
            return false;
        }
        self.replace(None, None);
        self.held.cleared = true;
        true
    }

    fn settle_client(&mut self, ticket: &Ticket, client: Client) -> bool {
        let another = self.held.client.as_ref().is_some_and(|held| held.id != client.id);
        if another && client.sessions.is_empty() && ticket.carried == Carried::Older {
            // A server answers an old token with a new client. To take it would be a silent sign-out.
            tracing::debug!("ignoring another client, for the answer is to an older token");
            return false;
        }
        if !self.admits(ticket, another) {
            return false;
        }
        let changed = self.held.client.as_ref() != Some(&client);
        self.held.client = Some(client);
        changed
    }

    fn settle_end(&mut self, ticket: &Ticket, session: &SessionId) -> bool {
        if !self.admits(ticket, false) {
            return false;
        }
        let Some(client) = &mut self.held.client else { return false };
        let before = client.sessions.len();
        client.sessions.retain(|it| it.id != *session);
        client.sessions.len() != before
    }

    /// Whether an answer may change the client; if so, it counts as applied. `another` says that it brings a client with
    /// another id than the one that is held.
    fn admits(&mut self, ticket: &Ticket, another: bool) -> bool {
        if self.epoch != ticket.epoch {
            tracing::debug!("ignoring the client of a stale answer");
            return false;
        }
        // The token that is held came with this client, so no other can belong to it.
        let belongs = another && ticket.carried == Carried::Renewed;
        match ticket.access {
            Access::Read if ticket.number <= self.applied && !belongs => {
                tracing::debug!("ignoring the client of an overtaken read");
                return false;
            }
            Access::Read => self.applied = self.applied.max(ticket.number),
            Access::Change => self.applied = self.issued,
        }
        true
    }

    fn replace(&mut self, token: Option<ClientToken>, client: Option<Client>) {
        self.set_token(token);
        self.held.client = client;
    }

    fn set_token(&mut self, token: Option<ClientToken>) {
        self.held.token = token;
        self.held.cleared = false;
        self.epoch += 1;
    }
}
