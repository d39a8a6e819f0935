//! One call being carried out: its transaction, the moment it happens at, and the client it comes from.

use rusqlite::Connection;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use crate::clock::Timestamp;
use crate::config::PasswordCost;
use crate::instance::Instance;
use crate::keys::{ClientClaims, KeyRing};
use crate::model::organizations::Membership;
use crate::model::{CHOOSE_ORGANIZATION, Client, SETUP_MFA, Session, SessionStatus, User};
use crate::random::Random;
use crate::settings::{Attribute, Settings, StaleToken};
use crate::store;
use crate::wire::answer::TokenChange;
use crate::wire::call::{Call, Caller};
use crate::wire::checks::GivenToken;
use crate::wire::error::{ApiError, Refusal};

/// What the rules of a call work with.
pub(crate) struct Work<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) now: Timestamp,
    pub(crate) settings: &'a Settings,
    pub(crate) random: &'a Random,
    pub(crate) keys: &'a KeyRing,
    pub(crate) cost: PasswordCost,
    /// Where it is served: the issuer of its session tokens.
    pub(crate) base_url: &'a str,
    pub(crate) caller: &'a Caller,
    pub(crate) client: Option<Client>,
    pub(crate) token: Option<TokenChange>,
    /// Whether the call has put a message into the inbox.
    pub(crate) message_sent: bool,
}

impl<'a> Work<'a> {
    /// The work of a caller in an instance, by the settings in force.
    pub(crate) fn new(
        instance: &'a Instance,
        db: &'a Connection,
        settings: &'a Settings,
        caller: &'a Caller,
    ) -> Self {
        Self {
            db,
            now: instance.config.clock.now(),
            settings,
            random: &instance.random,
            keys: &instance.keys,
            cost: instance.config.password_cost,
            base_url: instance.base_url.get().map_or("http://127.0.0.1", String::as_str),
            caller,
            client: None,
            token: None,
            message_sent: false,
        }
    }
}

impl Work<'_> {
    /// Finds the client by its token. Only the client's newest token is accepted; the settings say what becomes of others.
    pub(crate) fn authenticate(&mut self, given: &GivenToken) -> Result<(), Refusal> {
        let GivenToken::Some(token) = given else { return Ok(()) };
        let claims = self.keys.get().read_client_token(token);
        let client = match &claims {
            Some(claims) => store::clients::load(self.db, &claims.id)?,
            None => None,
        };
        let is_gone = claims.is_some() && client.is_none();
        let is_newest = |client: &Client, claims: &ClientClaims| {
            let current = client.rotating_token.as_bytes();
            bool::from(current.ct_eq(claims.rotating_token.as_bytes()))
        };
        if let (Some(client), Some(claims)) = (client, claims)
            && is_newest(&client, &claims)
        {
            self.client = Some(client);
            return Ok(());
        }
        match self.settings.stale_token {
            StaleToken::ByKind if is_gone => Ok(()),
            StaleToken::ByKind | StaleToken::CookieInvalid => {
                Err(ApiError::cookie_invalid(token).into())
            }
            StaleToken::NoClient => Ok(()),
            StaleToken::NewClient => self.client_or_new().map(drop),
        }
    }

    /// The client. Makes one if the caller has none.
    pub(crate) fn client_or_new(&mut self) -> Result<Client, Refusal> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let client = Client {
            id: self.random.id("client"),
            rotating_token: self.random.token(),
            sign_in_id: None,
            sign_up_id: None,
            last_active_session_id: None,
            last_authentication_strategy: None,
            created_at: self.now,
            updated_at: self.now,
        };
        store::clients::insert(self.db, &client)?;
        self.hand_out_token(&client)?;
        self.client = Some(client.clone());
        Ok(client)
    }

    /// Writes a changed client.
    pub(crate) fn save_client(&mut self, mut client: Client) -> Result<(), Refusal> {
        client.updated_at = self.now;
        store::clients::save(self.db, &client)?;
        self.client = Some(client);
        Ok(())
    }

    /// Gives the client a new token, after which the old one is refused.
    pub(crate) fn rotate_token(&mut self, client: &mut Client) -> Result<(), Refusal> {
        client.rotating_token = self.random.token();
        self.hand_out_token(client)
    }

    /// Signs anything with the instance's key.
    pub(crate) fn sign(&self, claims: &impl serde::Serialize) -> Result<String, Refusal> {
        if let Some(key) = self.keys.take_unstored() {
            store::system::store_signing_key(self.db, key.id(), key.der())?;
        }
        self.keys.get().sign(claims).map_err(|error| Refusal::Internal(Box::new(error)))
    }

    /// The session that `/me` is about. It is refused while it is pending on a task.
    pub(crate) fn current_session(&self, call: &Call) -> Result<(Session, User), Refusal> {
        let (session, user) = self.any_session(call)?;
        if session.status == SessionStatus::Pending {
            return Err(ApiError::authentication_invalid().into());
        }
        Ok((session, user))
    }

    /// The same for phone numbers, authenticator apps and backup codes: the session may be pending on `setup-mfa`.
    pub(crate) fn mfa_session(&self, call: &Call) -> Result<(Session, User), Refusal> {
        self.session_for_task(call, SETUP_MFA)
    }

    /// The same for authenticator apps and backup codes, which want the session named (next-flows §0.3).
    pub(crate) fn named_mfa_session(&self, call: &Call) -> Result<(Session, User), Refusal> {
        let found = self.mfa_session(call)?;
        if self.settings.mfa_session_id_required && call.session_id.is_none() {
            return Err(ApiError::authentication_invalid().into());
        }
        Ok(found)
    }

    /// The same for a call that ends a task: the session may be pending on that task.
    pub(crate) fn session_for_task(
        &self,
        call: &Call,
        task: &str,
    ) -> Result<(Session, User), Refusal> {
        let (session, user) = self.any_session(call)?;
        let waits = session.tasks.iter().any(|waiting| waiting == task);
        if session.status == SessionStatus::Pending && !waits {
            return Err(ApiError::authentication_invalid().into());
        }
        Ok((session, user))
    }

    /// Refuses to change what the instance keeps from being changed. The catalogue has the error, and no source says which
    /// calls answer it: that adding and removing an address or a number do is a guess.
    pub(crate) fn refuse_immutable(&self, attribute: Attribute) -> Result<(), ApiError> {
        if self.settings.immutable.contains(&attribute) {
            return Err(ApiError::immutable_attribute());
        }
        Ok(())
    }

    /// The session named in the query, else the client's last active one, even if it is pending.
    pub(crate) fn any_session(&self, call: &Call) -> Result<(Session, User), Refusal> {
        let last = self.client.as_ref().and_then(|client| client.last_active_session_id.as_deref());
        self.session(call.session_id.as_deref().or(last))
    }

    /// The session of the client with this id, or the oldest one without an id. A missing one is 401: the description
    /// lists no 404.
    pub(crate) fn session(&self, id: Option<&str>) -> Result<(Session, User), Refusal> {
        let session = self
            .live_sessions()?
            .into_iter()
            .find(|session| id.is_none_or(|id| *id == session.id))
            .ok_or_else(ApiError::authentication_invalid)?;
        let user = store::users::load(self.db, &session.user_id)?
            .ok_or_else(ApiError::authentication_invalid)?;
        Ok((session, user))
    }

    /// The live sessions of the client, oldest first. Having none is an error.
    pub(crate) fn live_sessions(&self) -> Result<Vec<Session>, Refusal> {
        let live = match &self.client {
            Some(client) => store::sessions::live_of_client(self.db, &client.id, self.now)?,
            None => Vec::new(),
        };
        if live.is_empty() { Err(ApiError::signed_out().into()) } else { Ok(live) }
    }

    /// The session of a call about organizations, where there are any. It may be pending on the choice of one.
    pub(crate) fn organizations_session(&self, call: &Call) -> Result<(Session, User), Refusal> {
        let found = self.session_for_task(call, CHOOSE_ORGANIZATION)?;
        self.refuse_without_organizations()?;
        Ok(found)
    }

    pub(crate) fn refuse_without_organizations(&self) -> Result<(), ApiError> {
        if self.settings.organizations.enabled {
            Ok(())
        } else {
            Err(ApiError::organizations_not_enabled())
        }
    }

    /// The organization that a session is in.
    pub(crate) fn active_organization<'a>(
        &self,
        session: &Session,
        owner: &'a User,
    ) -> Option<&'a Membership> {
        let id = session.last_active_organization_id.as_deref()?;
        owner.membership(id).filter(|_| self.settings.organizations.enabled)
    }

    /// The JWT by which other servers know the session and the organization that it is in, valid for 60 seconds. In `o`
    /// are the documented claims of an organization; `per` and `fpm` are about permissions that an instance adds, and
    /// this one has none.
    pub(crate) fn session_token(
        &self,
        session: &Session,
        organization: Option<&Membership>,
    ) -> Result<String, Refusal> {
        let now = self.now.seconds();
        let mut claims = json!({
            "exp": now + 60,
            "iat": now,
            "nbf": now - 10,
            "iss": self.base_url,
            "jti": self.random.token(),
            "sid": session.id,
            "sub": session.user_id,
            "sts": session.status_at(self.now),
            "fva": session.factor_verification_age(self.now),
            "v": 2,
        });
        if let (Some(active), Some(claims)) = (organization, claims.as_object_mut()) {
            let claim = json!({
                "id": active.organization.id,
                "slg": active.organization.slug,
                "rol": active.role.as_str().trim_start_matches("org:"),
            });
            claims.insert("o".to_owned(), claim);
        }
        self.sign(&claims)
    }

    fn hand_out_token(&mut self, client: &Client) -> Result<(), Refusal> {
        let claims =
            ClientClaims { id: client.id.clone(), rotating_token: client.rotating_token.clone() };
        self.token = Some(TokenChange::Set(self.sign(&claims)?));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;
    use crate::config::Database;
    use crate::store::Store;

    #[test]
    fn only_the_newest_token_of_a_client_is_accepted() {
        in_work(|work| {
            let mut client = work.client_or_new().unwrap();
            let old = handed_out(work);
            assert_eq!(accepts(work, &old), Ok(true));
            work.rotate_token(&mut client).unwrap();
            work.save_client(client).unwrap();
            let new = handed_out(work);
            assert_eq!(accepts(work, &old), Err("cookie_invalid"));
            assert_eq!(accepts(work, &new), Ok(true));
        });
    }

    #[test]
    fn the_token_of_a_deleted_client_is_no_client_and_a_forged_one_an_error() {
        in_work(|work| {
            let client = work.client_or_new().unwrap();
            let token = handed_out(work);
            store::clients::delete(work.db, &client.id).unwrap();
            assert_eq!(accepts(work, &token), Ok(false));
            assert_eq!(accepts(work, "forged"), Err("cookie_invalid"));
        });
    }

    #[test]
    fn what_a_stale_token_gets_is_a_setting() {
        let refused = Err("cookie_invalid");
        for (setting, rotated, gone, forged) in [
            (StaleToken::ByKind, refused, Ok(false), refused),
            (StaleToken::CookieInvalid, refused, refused, refused),
            (StaleToken::NoClient, Ok(false), Ok(false), Ok(false)),
            (StaleToken::NewClient, Ok(true), Ok(true), Ok(true)),
        ] {
            let settings = Settings { stale_token: setting, ..Settings::default() };
            in_work_with(&settings, |work| {
                let mut client = work.client_or_new().unwrap();
                let (id, old) = (client.id.clone(), handed_out(work));
                work.rotate_token(&mut client).unwrap();
                work.save_client(client).unwrap();
                let newest = handed_out(work);
                assert_eq!(accepts(work, &newest), Ok(true), "{setting:?}");
                assert!(work.token.is_none(), "{setting:?}");
                assert_eq!(accepts(work, &old), rotated, "{setting:?}");
                store::clients::delete(work.db, &id).unwrap();
                assert_eq!(accepts(work, &newest), gone, "{setting:?}");
                assert_eq!(accepts(work, "forged"), forged, "{setting:?}");
                let replaced = setting == StaleToken::NewClient;
                assert_eq!(work.token.is_some(), replaced, "{setting:?}");
                assert!(work.client.as_ref().is_none_or(|client| client.id != id));
            });
        }
    }

    fn in_work(test: impl FnOnce(&mut Work<'_>)) {
        in_work_with(&Settings::default(), test);
    }

    fn in_work_with(settings: &Settings, test: impl FnOnce(&mut Work<'_>)) {
        let store = Store::open(&Database::Memory).unwrap();
        let caller = Caller { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: None };
        test(&mut Work {
            db: &store.lock(),
            now: Timestamp::from_millis(1_772_000_000_000),
            settings,
            random: &Random::from_seed(1),
            keys: &KeyRing::Shared,
            cost: PasswordCost::cheap(),
            base_url: "http://127.0.0.1",
            caller: &caller,
            client: None,
            token: None,
            message_sent: false,
        });
    }

    fn handed_out(work: &mut Work<'_>) -> String {
        let Some(TokenChange::Set(token)) = work.token.take() else { panic!("no token") };
        token
    }

    /// Whether a token leads to a client, or the code it is refused with.
    fn accepts(work: &mut Work<'_>, token: &str) -> Result<bool, &'static str> {
        work.client = None;
        match work.authenticate(&GivenToken::Some(token.to_owned())) {
            Ok(()) => Ok(work.client.is_some()),
            Err(Refusal::Api(error)) => Err(error.code),
            Err(Refusal::Internal(error)) => panic!("{error}"),
        }
    }
}
