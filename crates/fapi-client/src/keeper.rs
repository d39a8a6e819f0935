//! What this installation holds of one instance, and the port that keeps it.

use std::pin::Pin;

use latchkey_fapi_types::{Client, ClientToken};

/// Keeps what this installation holds, and is thereby told of every change of it.
pub trait Keeper: Send + Sync {
    /// Keeps what is held now, as well as it can. Called once for each change, in the order in which the changes came
    /// about, and before the caller gets the answer that caused the change. Until it returns, no request starts, no other
    /// answer is settled, and no caller gets an answer that was settled later.
    ///
    /// A keeper that fails says so in its own way: the change holds in memory all the same. A keeper must not wait for
    /// anything of the client that calls it.
    fn keep<'a>(&'a self, held: &'a Held) -> Keeping<'a>;
}

/// Ends when a change was kept, or could not be.
pub type Keeping<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// What this installation holds of one instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Grows by one with each change that the keeper is told.
    pub generation: u64,
    /// The client token, and with it this device's trust.
    pub token: Option<ClientToken>,
    /// The client as the server last told it.
    pub client: Option<Client>,
    /// Whether the server took the token away. Stays set until there is a token again.
    pub cleared: bool,
}

/// What was kept, to begin with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The client token.
    pub token: Option<ClientToken>,
    /// The client as the server told it then.
    pub client: Option<Client>,
}
