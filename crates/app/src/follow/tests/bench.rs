//! An application whose instance, desktop and clocks are the test.

use std::time::Duration;

use latchkey_core::failure::{Failure, Unreachable};
use latchkey_core::ticket::Ticket;
use latchkey_core::time::{Instant, Timestamp};
use latchkey_core::{factors, sign_in, signed_in};
use latchkey_fapi_client::Snapshot;
use latchkey_fapi_types::client::{Client, Session};
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::error::ErrorBody;
use latchkey_fapi_types::key::PublishableKey;
use latchkey_fapi_types::secret::ClientToken;
use latchkey_ipc::command::{AccountRequest, MfaRequest, SignInRequest};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{AppView, Page};
use serde_json::{Value, json};

use crate::follow;
use crate::input::{Holding, Input, News, Reply};
use crate::model::{Model, State};
use crate::now::Now;
use crate::ports::{Kept, KeptEnvironment, Loaded, Saved};
use crate::request::Request;
use crate::startup::Startup;
use crate::view;
use crate::work::{Call, Work};

pub(super) const KEY: &str = "pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk";
pub(super) const HOST: &str = "example.accounts.dev";

/// An application, and what it wanted done so far that the test has not done.
pub(super) struct Bench {
    pub(super) model: Model,
    pub(super) now: Now,
    pub(super) work: Vec<Work>,
}

impl Bench {
    pub(super) fn starting(startup: Startup) -> Self {
        let now = Now {
            wall: Timestamp::from_millis(1_772_000_000_000),
            instant: Instant::from_start(Duration::from_secs(100)),
        };
        Self { model: Model::new(startup, true), now, work: Vec::new() }
    }

    /// Begins with what the last run saved.
    pub(super) fn begun(startup: Startup, saved: Saved) -> Self {
        let mut bench = Self::starting(startup);
        bench.take(Input::Loaded(saved));
        bench
    }

    /// On the Connect page.
    pub(super) fn choosing() -> Self {
        Self::begun(Startup::default(), Saved::default())
    }

    /// The connection to the instance of a given key is being set up.
    pub(super) fn opening(saved: Saved) -> Self {
        let key = Some(PublishableKey::parse(KEY).unwrap());
        Self::begun(Startup { given_key: key, ..Startup::default() }, saved)
    }

    /// On the sign-in page, with nothing under way.
    pub(super) fn signed_out() -> Self {
        Self::signed_out_with(Saved::default())
    }

    pub(super) fn signed_out_with(saved: Saved) -> Self {
        let mut bench = Self::opening(saved);
        bench.opened(Loaded::default());
        bench.environment_known();
        bench
    }

    /// On the account page.
    pub(super) fn signed_in() -> Self {
        Self::with(&session("sess_1", &user()))
    }

    /// Shows this session.
    pub(super) fn with(session: &Value) -> Self {
        let mut bench = Self::signed_out();
        bench.hold(Some(&client(std::slice::from_ref(session))));
        bench
    }

    /// Asked for the code of an authenticator app.
    pub(super) fn at_code() -> Self {
        let mut bench = Self::signed_out();
        bench.submit();
        bench.answer_sign_in(&attempt("needs_second_factor", None));
        bench
    }

    /// New backup codes are on the screen.
    pub(super) fn with_codes() -> Self {
        let mut bench = Self::with(&session("sess_1", &user_with_totp()));
        bench.open(Page::ManageMfa);
        bench.ask(MfaRequest::GenerateBackupCodes);
        bench.answer_factors(&factors::Call::CreateBackupCodes, Ok(codes()));
        bench
    }

    /// The key of an authenticator app is on the screen.
    pub(super) fn with_key() -> Self {
        let mut bench = Self::signed_in();
        bench.open(Page::AddTotp);
        bench.answer_factors(&factors::Call::CreateTotp, Ok(totp_key()));
        bench
    }

    pub(super) fn take(&mut self, input: Input) {
        self.work.extend(follow::take(&mut self.model, input, self.now));
        self.check();
    }

    /// What holds after every input.
    fn check(&self) {
        assert!(self.model.saved == self.model.written, "what is to be kept is written");
        let State::Connected(connection) = &self.model.state else { return };
        if let Some(open) = &connection.open {
            let there = connection.holding.client.as_ref().and_then(|it| it.session(&open.id));
            assert!(there.is_some_and(Session::is_signed_in), "a session that is there");
        }
        // Making it proves that there is a view of this state.
        let _ = self.view();
    }

    pub(super) fn ask(&mut self, request: impl Into<Request>) -> AppView {
        self.take(Input::Request(request.into()));
        self.view()
    }

    pub(super) fn view(&self) -> AppView {
        view::of(&self.model, 0, self.now)
    }

    pub(super) fn later(&mut self, passed: Duration) {
        self.now.wall = self.now.wall.plus(passed);
        self.now.instant = self.now.instant.plus(passed);
    }

    pub(super) fn number(&self) -> u64 {
        match &self.model.state {
            State::Connected(connection) => connection.number,
            State::Choosing(_) | State::Starting => 0,
        }
    }

    pub(super) fn news(&mut self, news: News) {
        self.take(Input::Instance(self.number(), news));
    }

    pub(super) fn opened(&mut self, loaded: Loaded) {
        self.news(News::Opened(Ok(Box::new(loaded))));
    }

    pub(super) fn answer(&mut self, ticket: Ticket, reply: Reply) {
        self.news(News::Answered { ticket, date: None, reply });
    }

    pub(super) fn environment_known(&mut self) {
        let ticket = self.ticket_of(|call| matches!(call, Call::Environment));
        self.answer(ticket, Reply::Environment(Ok(Box::new(environment()))));
    }

    /// Tells what this installation holds from now on.
    pub(super) fn hold(&mut self, client: Option<&Value>) {
        let client = client.map(|client| serde_json::from_value(client.clone()).unwrap());
        self.news(News::Held(Box::new(Holding { client, has_token: true, ..Holding::default() })));
    }

    pub(super) fn submit(&mut self) {
        self.ask(SignInRequest::Submit {
            identifier: "ada@example.com".to_owned(),
            password: Some(SecretText::new("correct horse")),
        });
    }

    pub(super) fn verify(&mut self) {
        self.ask(SignInRequest::Verify { secret: SecretText::new("123456") });
    }

    pub(super) fn open(&mut self, page: Page) {
        self.ask(AccountRequest::Open { page });
    }

    /// Answers the step of the sign-in that is under way.
    pub(super) fn answer_sign_in(&mut self, attempt: &Value) {
        let ticket = self.sign_in_ticket();
        let attempt = serde_json::from_value(attempt.clone()).unwrap();
        self.answer(ticket, Reply::SignIn(Ok(Box::new(attempt))));
    }

    pub(super) fn sign_in_ticket(&mut self) -> Ticket {
        self.ticket_of(
            |call| matches!(call, Call::SignIn(call) if *call != sign_in::Call::AskClient),
        )
    }

    /// Answers the question of a sign-in how the client stands.
    pub(super) fn answer_sign_in_client(&mut self, client: &Value) {
        let ticket = self.ticket_of(|call| matches!(call, Call::SignIn(sign_in::Call::AskClient)));
        let client: Client = serde_json::from_value(client.clone()).unwrap();
        self.answer(ticket, Reply::SignInClient(Ok(Some(Box::new(client)))));
    }

    pub(super) fn answer_factors(
        &mut self,
        wanted: &factors::Call,
        answer: Result<factors::Reply, Failure>,
    ) {
        let ticket = self.ticket_of(|call| {
            matches!(call, Call::Session(_, signed_in::Call::Factors(call)) if call == wanted)
        });
        self.answer(ticket, Reply::Session(answer.map(signed_in::Reply::Factors)));
    }

    pub(super) fn answer_session(
        &mut self,
        wanted: &signed_in::Call,
        answer: Result<signed_in::Reply, Failure>,
    ) {
        let ticket =
            self.ticket_of(|call| matches!(call, Call::Session(_, call) if call == wanted));
        self.answer(ticket, Reply::Session(answer));
    }

    /// The ticket of a call that was asked for and not answered yet.
    pub(super) fn ticket_of(&mut self, wanted: impl Fn(&Call) -> bool) -> Ticket {
        let found = self.work.iter().position(
            |work| matches!(work, Work::Call { ticket, call } if wanted(call) && self.model.awaits(*ticket)),
        );
        let Work::Call { ticket, .. } = self.work.remove(found.expect("no such call is awaited"))
        else {
            unreachable!("it is a call")
        };
        ticket
    }

    /// The first thing to do of this kind.
    pub(super) fn done<T>(&mut self, wanted: impl Fn(&Work) -> Option<T>) -> Option<T> {
        let place = self.work.iter().position(|work| wanted(work).is_some())?;
        wanted(&self.work.remove(place))
    }

    pub(super) fn session_shown(&self) -> Option<String> {
        let State::Connected(connection) = &self.model.state else { return None };
        connection.open.as_ref().map(|open| open.id.as_str().to_owned())
    }
}

pub(super) fn lost() -> Failure {
    Failure::OutcomeUnknown
}

pub(super) fn offline() -> Failure {
    Failure::Unreachable(Unreachable::Offline)
}

pub(super) fn refused(code: &str) -> Failure {
    let text = json!({ "errors": [{ "code": code, "message": code }] }).to_string();
    let body: ErrorBody = serde_json::from_str(&text).unwrap();
    Failure::Refused { errors: body.errors, trace_id: None, retry_after: None }
}

pub(super) fn environment() -> Environment {
    serde_json::from_value(json!({
        "auth_config": { "first_factors": ["password"], "reverification": true },
        "display_config": { "application_name": "Acme" },
        "user_settings": { "attributes": {
            "email_address": { "enabled": true, "used_for_first_factor": true },
            "password": { "enabled": true, "required": true },
            "phone_number": { "enabled": true, "used_for_second_factor": true },
            "authenticator_app": { "enabled": true, "used_for_second_factor": true },
            "backup_code": { "enabled": true, "used_for_second_factor": true },
        }, "actions": { "delete_self": true } },
    }))
    .unwrap()
}

/// When an earlier run kept what it kept: an hour before the bench begins.
pub(super) const KEPT_AT: Timestamp = Timestamp::from_millis(1_771_996_400_000);

/// What an earlier run kept.
pub(super) fn kept(client: &Value) -> Loaded {
    let snapshot = Snapshot {
        token: Some(ClientToken::new("a.b.c")),
        client: Some(serde_json::from_value(client.clone()).unwrap()),
    };
    Loaded {
        client: Some(Kept {
            snapshot,
            trusted_since: Timestamp::from_millis(1),
            known_at: KEPT_AT,
        }),
        environment: Some(KeptEnvironment { environment: environment(), known_at: KEPT_AT }),
    }
}

pub(super) fn user() -> Value {
    json!({
        "id": "user_1", "password_enabled": true, "primary_email_address_id": "idn_1",
        "email_addresses": [{ "id": "idn_1", "email_address": "ada@example.com" }],
    })
}

pub(super) fn user_with_totp() -> Value {
    let mut user = user();
    for field in ["totp_enabled", "two_factor_enabled", "backup_code_enabled"] {
        user[field] = json!(true);
    }
    user
}

pub(super) fn session(id: &str, user: &Value) -> Value {
    json!({ "id": id, "status": "active", "user": user, "factor_verification_age": [0, 0] })
}

pub(super) fn client(sessions: &[Value]) -> Value {
    json!({ "id": "client_1", "sessions": sessions })
}

pub(super) fn attempt(status: &str, session: Option<&str>) -> Value {
    json!({
        "id": "sia_1", "status": status, "created_session_id": session,
        "supported_first_factors": [{ "strategy": "password" }],
        "supported_second_factors": [{ "strategy": "totp" }, { "strategy": "backup_code" }],
    })
}

pub(super) fn codes() -> factors::Reply {
    let codes = json!({ "codes": ["aaaa-bbbb", "cccc-dddd"] });
    factors::Reply::Codes(serde_json::from_value(codes).unwrap())
}

pub(super) fn totp_key() -> factors::Reply {
    let key = json!({ "secret": "GEZDGNBVGY3TQOJQ", "uri": "otpauth://totp/Acme:ada?secret=GEZDGNBVGY3TQOJQ" });
    factors::Reply::Totp(serde_json::from_value(key).unwrap())
}
