//! What is known while an instance is chosen.

use latchkey_core::context::Facts;
use latchkey_core::factors::{PhoneStep, Stage};
use latchkey_core::failure::Failure;
use latchkey_core::sign_in::SignIn;
use latchkey_core::signed_in::SignedIn;
use latchkey_core::ticket::Ticket;
use latchkey_core::time::{Instant, Timestamp};
use latchkey_fapi_client::{BaseUrl, Product};
use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::enums::{SessionStatus, TaskKey};
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::key::PublishableKey;
use latchkey_fapi_types::user::User;
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::PhoneEntry;
use zeroize::Zeroizing;

use crate::copies::{self, Copies};
use crate::input::Holding;
use crate::now::Now;
use crate::ports::SavedSession;
use crate::qr::QrCache;
use crate::requests::Requests;
use crate::startup::{Origin, Target};

/// An instance that was chosen, and this installation there.
#[derive(Debug)]
pub(crate) struct Connection {
    /// Tells its news from that of an earlier connection.
    pub(crate) number: u64,
    pub(crate) key: PublishableKey,
    pub(crate) target: Target,
    pub(crate) base_url: BaseUrl,
    /// The address that was given in the place of the one that the key names.
    pub(crate) given_address: Option<String>,
    pub(crate) settings: Settings,
    /// From the last `News::Held`. No other field repeats it.
    pub(crate) holding: Holding,
    /// When the server last said in this run how the client stands.
    pub(crate) refreshed: Option<Now>,
    /// When it said so in the run that kept the client.
    pub(crate) kept_at: Option<Timestamp>,
    /// When the vault was last told that what it keeps still holds.
    pub(crate) noted_seen: Option<Instant>,
    pub(crate) network: Network,
    pub(crate) requests: Requests,
    /// Grows when it is worth asking again for pictures that could not be had.
    pub(crate) picture_round: u32,
    pub(crate) sign_in: SignIn,
    /// The person gave a sign-in up while the server was asked: it may come to a session all the same.
    pub(crate) gave_up: bool,
    /// The client that a kept token belongs to is being asked for.
    pub(crate) asking_client: Option<Ticket>,
    pub(crate) recognition: Recognition,
    /// What is held is being dropped.
    pub(crate) forgetting: Option<Forgetting>,
    /// An earlier run's sign-in or task was taken up, where there was one.
    pub(crate) resumed: bool,
    pub(crate) reconnecting: Reconnecting,
    pub(crate) ending: Ending,
    /// The session that is shown.
    pub(crate) open: Option<OpenSession>,
    /// Those that were shown before, and are not over: what is under way in them goes on.
    pub(crate) aside: Vec<OpenSession>,
    /// The sessions that the client had before the last news, and has no more.
    pub(crate) vanished: Vec<SessionId>,
    /// The sessions that the last news brought.
    pub(crate) appeared: Vec<SessionId>,
    pub(crate) front: Front,
    /// The sessions that the server did not end in this run, although it was asked to.
    pub(crate) not_ended: Vec<SessionId>,
    /// Whether the sign-in that completes was proven with a backup code.
    pub(crate) by_backup_code: bool,
    /// The country that a phone number is first taken for, by its ISO 3166 code.
    pub(crate) country: String,
    /// Who this program says it is.
    pub(crate) product: Product,
}

/// What is shown while somebody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Front {
    /// The session.
    Session,
    /// A sign-in in its place, which adds an account.
    Adding,
}

/// Whether the server knows this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recognition {
    /// As far as is known.
    Yes,
    /// It said once that it knows no client for the token.
    Doubted,
    /// It does not, which is yet to be told.
    No,
}

/// What is held is being dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Forgetting {
    pub(crate) ticket: Ticket,
    /// Whether the person asked for it, rather than the server not knowing this device.
    pub(crate) is_wanted: bool,
}

/// The tries to reach the server again by itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reconnecting {
    /// How many there were since it was last reached.
    pub(crate) tries: usize,
    /// Of the wait for the next one.
    pub(crate) waiting: Option<Ticket>,
}

/// Where it stands to end the sessions that were signed out while the server could not be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ending {
    /// None is being ended.
    #[default]
    No,
    /// One is.
    Now(Ticket),
    /// It failed; the next time that the server describes the client is early enough.
    Later,
}

impl Ending {
    /// The server described the client.
    pub(crate) fn reached(&mut self) {
        if *self == Self::Later {
            *self = Self::No;
        }
    }
}

/// A session that is shown, with all that belongs to it alone.
#[derive(Debug)]
pub(crate) struct OpenSession {
    pub(crate) id: SessionId,
    /// Whether the person signed in with a backup code, and has not looked at the factors since.
    pub(crate) by_backup_code: bool,
    /// It is shown from just now on, and the server may not take it for the one in use.
    pub(crate) is_new: bool,
    /// The sessions that are noted as signed out with this one, while the server is asked to end them.
    pub(crate) noted: Vec<SessionId>,
    pub(crate) machine: SignedIn,
    pub(crate) copies: Copies,
    pub(crate) qr: QrCache,
    /// The phone number that is being typed.
    pub(crate) phone: Option<TypedPhone>,
    /// Of the wait for the next look at the list of devices.
    pub(crate) watching: Option<Ticket>,
    /// The file of a picture is being chosen.
    pub(crate) choosing_picture: Option<Ticket>,
}

/// A phone number while it is typed.
#[derive(Debug)]
pub(crate) struct TypedPhone {
    pub(crate) entry: PhoneEntry,
    /// Why it was not sent.
    pub(crate) problem: Option<ErrorCode>,
}

/// What the instance offers.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// What it said; the defaults until it did.
    pub(crate) environment: Environment,
    /// Whether it ever said so.
    pub(crate) known: bool,
    /// Whether it was asked in vain. Then the page to sign in is shown while it is asked again: somebody
    /// may be typing there.
    pub(crate) asked_in_vain: bool,
    pub(crate) asking: Asking,
}

/// Where the question stands what the instance offers.
#[derive(Debug, Default)]
pub(crate) enum Asking {
    /// Nobody asks.
    #[default]
    No,
    /// The connection is being set up, and is asked right after.
    Opening,
    /// The answer is waited for.
    Waiting(Ticket),
    /// It could not be asked.
    Failed(Failure),
}

/// What answers say about the way to the server.
#[derive(Debug)]
pub(crate) struct Network {
    /// False after a request that did not reach the server, until one does.
    pub(crate) online: bool,
    /// How many milliseconds this computer's clock is ahead of the server's, by the newest answer.
    pub(crate) ahead_ms: Option<i64>,
}

impl Network {
    /// The server's clock, as far as it is known.
    pub(crate) fn server_time(&self, now: Timestamp) -> Timestamp {
        let ahead_ms = self.ahead_ms.unwrap_or_default();
        Timestamp::from_millis(now.as_millis().saturating_sub(ahead_ms))
    }

    /// Takes what an answer says. `date` is the server's clock, if there was an answer.
    pub(crate) fn answered(
        &mut self,
        failure: Option<&Failure>,
        date: Option<i64>,
        now: Timestamp,
    ) {
        self.online = !matches!(failure, Some(Failure::Unreachable(_)));
        if !matches!(failure, Some(Failure::Unreachable(_) | Failure::OutcomeUnknown)) {
            self.ahead_ms = date.map(|date| now.as_millis().saturating_sub(date));
        }
    }
}

impl Settings {
    pub(crate) fn is_asking(&self) -> bool {
        matches!(self.asking, Asking::Opening | Asking::Waiting(_))
    }

    /// Why the instance could not be asked.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        match &self.asking {
            Asking::Failed(failure) => Some(failure),
            Asking::No | Asking::Opening | Asking::Waiting(_) => None,
        }
    }
}

impl OpenSession {
    pub(crate) fn new(id: SessionId) -> Self {
        Self {
            id,
            by_backup_code: false,
            is_new: true,
            noted: Vec::new(),
            machine: SignedIn::default(),
            copies: Copies::default(),
            qr: QrCache::default(),
            phone: None,
            watching: None,
            choosing_picture: None,
        }
    }

    /// Where adding a phone number stands, while it does.
    fn phone_step(&self) -> Option<&PhoneStep> {
        match self.machine.factors().stage()? {
            Stage::AddPhone(page) => Some(&page.step),
            Stage::Overview { .. } | Stage::AddTotp(_) => None,
        }
    }

    /// Whether a phone number is asked for now.
    pub(crate) fn asks_phone(&self) -> bool {
        matches!(self.phone_step(), Some(PhoneStep::Number))
    }

    /// Forgets what belongs to a step that is no longer shown. A number that was sent is kept for as
    /// long as one can go back to it.
    pub(crate) fn follow_machine(&mut self) {
        self.copies.follow(&self.machine);
        self.qr.follow(copies::totp_key(&self.machine).map(|key| (&key.secret, &key.uri)));
        if !matches!(self.phone_step(), Some(PhoneStep::Number | PhoneStep::Code(_))) {
            self.phone = None;
        }
    }
}

impl Connection {
    pub(crate) fn new(
        number: u64,
        (key, base_url, target): (PublishableKey, BaseUrl, Target),
        given_address: Option<String>,
        country: String,
        product: Product,
    ) -> Self {
        Self {
            number,
            key,
            target,
            base_url,
            given_address,
            settings: Settings { asking: Asking::Opening, ..Settings::default() },
            holding: Holding::default(),
            refreshed: None,
            kept_at: None,
            noted_seen: None,
            network: Network { online: true, ahead_ms: None },
            requests: Requests::default(),
            picture_round: 0,
            sign_in: SignIn::default(),
            gave_up: false,
            asking_client: None,
            recognition: Recognition::Yes,
            forgetting: None,
            resumed: false,
            reconnecting: Reconnecting::default(),
            ending: Ending::No,
            open: None,
            aside: Vec::new(),
            vanished: Vec::new(),
            appeared: Vec::new(),
            front: Front::Session,
            not_ended: Vec::new(),
            by_backup_code: false,
            country,
            product,
        }
    }

    /// The session that is shown, as the server last described it; none while a sign-in is shown in its
    /// place.
    pub(crate) fn session(&self) -> Option<(&OpenSession, &Session)> {
        let open = self.open.as_ref().filter(|_| !self.is_adding())?;
        let session = self.holding.client.as_ref()?.session(&open.id)?;
        Some((open, session))
    }

    /// Whether another account is being added.
    pub(crate) fn is_adding(&self) -> bool {
        self.front == Front::Adding
    }

    /// Whether more than one person may be signed in.
    pub(crate) fn allows_several(&self) -> bool {
        self.settings.known && !self.settings.environment.auth.single_session_mode
    }

    /// The sessions of this device that can be turned to, besides the one that is shown. Those that the
    /// person signed out are none, although the server may not have been told.
    pub(crate) fn others(&self, endings: &[SavedSession]) -> Vec<&Session> {
        let shown = self.open.as_ref().map(|open| &open.id);
        let sessions = self.holding.client.iter().flat_map(|client| &client.sessions);
        sessions
            .filter(|it| it.is_signed_in() && Some(&it.id) != shown)
            .filter(|it| !self.is_noted(endings, &it.id))
            .collect()
    }

    /// Whether this session is signed out as far as the person is concerned.
    pub(crate) fn is_noted(&self, endings: &[SavedSession], id: &SessionId) -> bool {
        endings.contains(&self.saved(id))
    }

    /// A session of this instance, as it is kept for the next run.
    pub(crate) fn saved(&self, id: &SessionId) -> SavedSession {
        SavedSession { host: self.place(), session: id.as_str().to_owned() }
    }

    /// Shows a session, as it was left where it was shown before.
    pub(crate) fn bring_forth(&mut self, id: SessionId, by_backup_code: bool) {
        let place = self.aside.iter().position(|open| open.id == id);
        let known = place.map(|place| self.aside.swap_remove(place));
        let open = known.unwrap_or_else(|| OpenSession { by_backup_code, ..OpenSession::new(id) });
        self.open = Some(OpenSession { is_new: true, ..open });
        self.front = Front::Session;
    }

    /// Shows the session no more that is shown, and lets what is under way in it go on. Gives back what
    /// it put on the clipboard.
    pub(crate) fn set_aside(&mut self) -> Vec<Zeroizing<String>> {
        let Some(mut open) = self.open.take() else { return Vec::new() };
        let copied = open.copies.take_copied();
        let OpenSession { id, by_backup_code, machine, .. } = open;
        self.aside.push(OpenSession { by_backup_code, machine, ..OpenSession::new(id) });
        copied
    }

    /// The session whose answer has this ticket, if one waits for it.
    pub(crate) fn waiting_for(&self, ticket: Ticket) -> Option<&SessionId> {
        let all = self.open.iter().chain(&self.aside);
        all.into_iter().find(|open| open.machine.awaits(ticket)).map(|open| &open.id)
    }

    /// Whether it was chosen on the Connect page of this app, now or in an earlier run.
    pub(crate) fn is_chosen(&self) -> bool {
        self.target.origin() != Origin::Given
    }

    /// The name under which the vault keeps what belongs to this instance: its host, and the address
    /// that was given in the place of the host's own. A token never goes to another address.
    pub(crate) fn place(&self) -> String {
        let host = self.key.host();
        match &self.given_address {
            Some(address) => format!("{host} at {address}"),
            None => host.to_owned(),
        }
    }

    /// The address that requests go to, where that is not the one that the key names.
    pub(crate) fn other_address(&self) -> Option<&str> {
        let given = self.given_address.as_deref()?;
        let is_other = BaseUrl::for_key(&self.key).map_or(true, |own| own.as_str() != given);
        is_other.then(|| given.strip_suffix('/').unwrap_or(given))
    }

    /// Whether it is one to the local emulator.
    pub(crate) fn is_emulator(&self) -> bool {
        matches!(self.target, Target::Emulator(_))
    }

    /// What the machine of a session goes by.
    pub(crate) fn facts<'a>(&'a self, session: &'a Session, now: Now) -> Facts<'a> {
        let wall = self.network.server_time(now.wall);
        facts(session, &self.settings.environment, self.refreshed, wall)
    }

    /// The instance's name, or its host while the name is not known.
    pub(crate) fn app_name(&self) -> &str {
        let name = self.settings.environment.display.application_name.as_deref();
        name.unwrap_or_else(|| self.key.host())
    }

    /// When the server last said how the client stands; now where it never did.
    pub(crate) fn refreshed_at(&self, now: Now) -> Timestamp {
        self.refreshed.map(|at| at.wall).or(self.kept_at).unwrap_or(now.wall)
    }

    /// When what is shown was known, while it is all from an earlier run.
    pub(crate) fn as_of(&self) -> Option<Timestamp> {
        self.kept_at.filter(|_| self.refreshed.is_none())
    }
}

/// What the machine of a session goes by.
pub(crate) fn facts<'a>(
    session: &'a Session,
    environment: &'a Environment,
    refreshed: Option<Now>,
    wall: Timestamp,
) -> Facts<'a> {
    // A pending session that names no task waits for something that this version cannot see.
    static UNNAMED: TaskKey = TaskKey::Other(String::new());
    let is_pending = session.status == SessionStatus::Pending;
    Facts {
        session: &session.id,
        user: session.user.as_ref(),
        environment,
        organization: session.last_active_organization_id.as_ref(),
        task: is_pending.then(|| session.current_task().unwrap_or(&UNNAMED)),
        age: session.factor_verification_age,
        known_at: refreshed.map(|at| at.instant),
        wall,
    }
}

/// Whether the session is pending until a second factor is set up.
pub(crate) fn needs_setup(session: &Session) -> bool {
    session.status == SessionStatus::Pending && session.current_task() == Some(&TaskKey::SetupMfa)
}

/// What a user signs in with, as far as it can be told.
pub(crate) fn identifier(user: &User) -> Option<String> {
    let email = user.primary_email().map(|it| it.email_address.clone());
    email
        .or_else(|| user.username.clone())
        .or_else(|| user.primary_phone().map(|phone| crate::phone::formatted(&phone.phone_number)))
}
