//! What is known while the app is connected to an instance.

use latchkey_core::failure::Failure;
use latchkey_core::mfa::{AddPhone, Facts, Mfa, PhoneStep, Stage};
use latchkey_core::sign_in::SignIn;
use latchkey_core::time::Timestamp;
use latchkey_fapi_client::FapiClient;
use latchkey_fapi_types::client::{Client, Session};
use latchkey_fapi_types::enums::{SessionStatus, TaskKey};
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::key::PublishableKey;
use latchkey_fapi_types::user::User;
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::PhoneEntry;

use crate::handout::Handout;
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
    pub(crate) mfa: Mfa,
    pub(crate) handout: Handout,
    /// The country that a phone number is first taken for, by its ISO 3166 code.
    pub(crate) country: String,
    /// The phone number that is being typed.
    pub(crate) phone: Option<TypedPhone>,
    /// How many milliseconds this computer's clock is ahead of the server's, by the newest answer.
    pub(crate) ahead_ms: Option<i64>,
    /// False after a request that did not reach the server, until one does.
    pub(crate) online: bool,
    /// The session that was shown last.
    pub(crate) session: Option<SessionId>,
}

/// A phone number while it is typed.
#[derive(Debug)]
pub(crate) struct TypedPhone {
    pub(crate) entry: PhoneEntry,
    /// Why it was not sent.
    pub(crate) problem: Option<ErrorCode>,
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

impl Account {
    /// Whether something is under way that a person asked for.
    pub(crate) fn is_busy(&self) -> bool {
        self.pending.is_some_and(|call| call != AccountCall::Look)
    }
}

/// A call that concerns the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountCall {
    SignOut,
    Refresh,
    /// Like a refresh, but nobody asked for it: nothing is said of it.
    Look,
}

impl Connection {
    pub(crate) fn new(
        number: u64,
        key: PublishableKey,
        target: Target,
        fapi: FapiClient,
        country: String,
    ) -> Self {
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
            mfa: Mfa::default(),
            handout: Handout::default(),
            country,
            phone: None,
            ahead_ms: None,
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

    /// Whether the session is pending until a second factor is set up.
    pub(crate) fn needs_setup(session: &Session) -> bool {
        session.status == SessionStatus::Pending
            && session.current_task() == Some(&TaskKey::SetupMfa)
    }

    /// What the machine of the factors goes by.
    pub(crate) fn facts<'a>(&'a self, session: &'a Session, now: Timestamp) -> Facts<'a> {
        Facts {
            user: session.user.as_ref(),
            environment: &self.settings.environment,
            setup_required: Self::needs_setup(session),
            age: session.factor_verification_age,
            age_known_at: self.account.refreshed_at.unwrap_or(now),
        }
    }

    /// The instance's name, or its host while the name is not known.
    pub(crate) fn app_name(&self) -> &str {
        let name = self.settings.environment.display.application_name.as_deref();
        name.unwrap_or_else(|| self.key.host())
    }

    /// What the person signs in with.
    pub(crate) fn identifier(&self) -> Option<String> {
        let client = self.client()?;
        identifier(client.current_session()?.user.as_ref()?)
    }

    /// Whether a phone number is asked for now.
    pub(crate) fn asks_phone(&self) -> bool {
        matches!(self.mfa.stage(), Stage::AddPhone(AddPhone { step: PhoneStep::Number, .. }))
    }

    /// Forgets a number that was typed once it is no longer asked for; a number that was sent is
    /// kept for as long as one can go back to it.
    pub(crate) fn follow_phone(&mut self) {
        let wanted = matches!(
            self.mfa.stage(),
            Stage::AddPhone(AddPhone { step: PhoneStep::Number | PhoneStep::Code(_), .. })
        );
        if !wanted {
            self.phone = None;
        }
    }

    /// Notes what an answer says about the network, the clocks and the age of what is known.
    pub(crate) fn heard<T>(&mut self, answer: &Result<T, Failure>, now: Timestamp) {
        self.online = !matches!(answer, Err(Failure::Unreachable(_)));
        if !matches!(answer, Err(Failure::Unreachable(_) | Failure::OutcomeUnknown)) {
            let date = self.fapi.last_date();
            self.ahead_ms = date.map(|date| now.as_millis().saturating_sub(date));
        }
        let generation = self.fapi.state().borrow().generation;
        if answer.is_ok() || generation != self.account.generation {
            self.account.refreshed_at = Some(now);
            self.account.generation = generation;
        }
    }
}

/// What a user signs in with, as far as it can be told.
pub(crate) fn identifier(user: &User) -> Option<String> {
    let email = user.primary_email().map(|it| it.email_address.clone());
    email
        .or_else(|| user.username.clone())
        .or_else(|| user.primary_phone().map(|phone| crate::phone::formatted(&phone.phone_number)))
}
