//! What is known while the app is connected to an instance.

use latchkey_core::failure::Failure;
use latchkey_core::sign_in::SignIn;
use latchkey_core::time::Timestamp;
use latchkey_fapi_client::FapiClient;
use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::key::PublishableKey;

use crate::startup::{Origin, Target};

/// A connection to an instance.
#[derive(Debug)]
pub(crate) struct Connection {
    /// Tells its answers from those of an earlier connection.
    pub(crate) number: u64,
    pub(crate) key: PublishableKey,
    pub(crate) target: Target,
    pub(crate) fapi: FapiClient,
    pub(crate) settings: Settings,
    pub(crate) sign_in: SignIn,
    pub(crate) account: Account,
    /// False after a request that did not reach the server, until one does.
    pub(crate) online: bool,
    /// The session that was shown last.
    pub(crate) session: Option<SessionId>,
}

/// The instance's settings.
#[derive(Debug)]
pub(crate) struct Settings {
    /// What the instance said; the defaults until it did.
    pub(crate) environment: Environment,
    /// Whether the instance ever said it.
    pub(crate) known: bool,
    /// Whether it is being asked.
    pub(crate) asking: bool,
    /// Why it could not be asked.
    pub(crate) failure: Option<Failure>,
}

/// The account as far as it is not in the client itself.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// The call that is under way.
    pub(crate) pending: Option<AccountCall>,
    /// What failed last.
    pub(crate) failure: Option<Failure>,
    /// When the server last said how the client stands.
    pub(crate) refreshed_at: Option<Timestamp>,
    /// The state of the client that this was.
    pub(crate) generation: u64,
}

/// A call that concerns the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountCall {
    SignOut,
    Refresh,
}

impl Connection {
    pub(crate) fn new(number: u64, key: PublishableKey, target: Target, fapi: FapiClient) -> Self {
        Self {
            number,
            key,
            target,
            fapi,
            settings: Settings {
                environment: Environment::default(),
                known: false,
                asking: false,
                failure: None,
            },
            sign_in: SignIn::default(),
            account: Account::default(),
            online: true,
            session: None,
        }
    }

    /// The client as the server last described it.
    pub(crate) fn client(&self) -> Option<Client> {
        self.fapi.state().borrow().client.clone()
    }

    /// The session to work with.
    pub(crate) fn current_session(&self) -> Option<SessionId> {
        self.fapi.state().borrow().client.as_ref()?.current_session().map(|it| it.id.clone())
    }

    /// Whether it was chosen on the Connect page of this app, now or in an earlier run.
    pub(crate) fn is_chosen(&self) -> bool {
        self.target.origin() != Origin::Given
    }

    /// Whether it is one to the local emulator.
    pub(crate) fn is_emulator(&self) -> bool {
        matches!(self.target, Target::Emulator(_))
    }

    /// Notes what an answer says about the network and about the age of what is known.
    pub(crate) fn heard<T>(&mut self, answer: &Result<T, Failure>, now: Timestamp) {
        self.online = !matches!(answer, Err(Failure::Unreachable(_)));
        let generation = self.fapi.state().borrow().generation;
        if answer.is_ok() || generation != self.account.generation {
            self.account.refreshed_at = Some(now);
            self.account.generation = generation;
        }
    }
}
