//! A native caller in its plainest form, and the emulator it talks to. Every answer is checked against the official
//! description when the test ends.

use std::collections::BTreeMap;

use latchkey_emulator::{
    Emulator, EmulatorClock, EmulatorConfig, NewEmailAddress, NewPhoneNumber, NewUser,
    PasswordCost, RunningEmulator, Settings,
};
use latchkey_tests::openapi::{self, Record};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

pub(crate) const PASSWORD: &str = "correct-horse-battery";
pub(crate) const WRONG_CODE: &str = "000000";

/// One installation of an app, and its server.
pub(crate) struct Api {
    pub(crate) running: RunningEmulator,
    pub(crate) clock: EmulatorClock,
    pub(crate) record: Record,
    checked: bool,
    http: reqwest::Client,
    /// The client token, as the server last gave it.
    pub(crate) token: String,
    /// The session in use, by client token.
    sessions: BTreeMap<String, String>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Api {
    /// With the demo accounts, and without rate limits.
    pub(crate) async fn start() -> Self {
        Self::start_with(json!({})).await
    }

    /// With a change to the settings as well.
    pub(crate) async fn start_with(settings: Value) -> Self {
        Self::start_as(&settings, true).await
    }

    async fn start_as(settings: &Value, checked: bool) -> Self {
        let calm = Settings::default()
            .patched(&json!({ "rate_limits": { "enabled": false } }))
            .and_then(|calm| calm.patched(settings))
            .unwrap();
        let clock = EmulatorClock::new();
        let config = EmulatorConfig {
            control: true,
            password_cost: PasswordCost::cheap(),
            clock: clock.clone(),
            settings: calm,
            ..EmulatorConfig::default()
        };
        let record = Record::default();
        let emulator = Emulator::new(config).unwrap();
        let router = emulator.router();
        let router = if checked { openapi::checked(router, &record) } else { router };
        let running = emulator.serve(router).await.unwrap();
        Self {
            running,
            clock,
            record,
            checked,
            http: http(),
            token: String::new(),
            sessions: BTreeMap::new(),
        }
    }

    /// Whose answers may be wrong.
    pub(crate) async fn unchecked() -> Self {
        Self::start_as(&json!({}), false).await
    }

    /// Another installation that talks to the same server begins with nothing.
    pub(crate) fn forget_client(&mut self) {
        self.token.clear();
    }

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.call(Method::GET, path, &[]).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Reply {
        self.call(Method::POST, path, form).await
    }

    /// A call as a native client makes it; keeps the token that comes back.
    pub(crate) async fn call(
        &mut self,
        method: Method,
        path: &str,
        form: &[(&str, &str)],
    ) -> Reply {
        let request = self
            .request(method.clone(), &native(&self.in_session(path)))
            .header("clerk-api-version", "2026-05-12")
            .header(AUTHORIZATION, &self.token);
        let request = if method == Method::GET { request } else { request.form(form) };
        let reply = Reply::of(request).await;
        if let Some(token) = reply.headers.get(AUTHORIZATION) {
            token.to_str().unwrap().clone_into(&mut self.token);
        }
        let client = [&reply.body["client"], &reply.body["response"]]
            .map(|client| client["last_active_session_id"].as_str());
        if let Some(session) = client.into_iter().flatten().next() {
            self.sessions.insert(self.token.clone(), session.to_owned());
        }
        reply
    }

    /// Calls about the authenticator app and the backup codes name the session in use, unless a test names one.
    fn in_session(&self, path: &str) -> String {
        let named = path.starts_with("/v1/me/totp") || path.starts_with("/v1/me/backup_codes");
        match self.sessions.get(&self.token) {
            Some(session) if named && !path.contains('?') => {
                format!("{path}?_clerk_session_id={session}")
            }
            _ => path.to_owned(),
        }
    }

    /// A request that a test words by itself.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.running.base_url()))
    }

    /// Creates a sign-in by password.
    pub(crate) async fn sign_in(&mut self, identifier: &str) -> Reply {
        let form = [("identifier", identifier), ("password", PASSWORD)];
        self.post("/v1/client/sign_ins", &form).await
    }

    /// Signs somebody in who is known on this client or has no second step. Gives the session's id.
    pub(crate) async fn sign_in_fully(&mut self, identifier: &str) -> String {
        let reply = self.sign_in(identifier).await;
        let reply = if reply.body["response"]["status"] == "needs_client_trust" {
            self.prepare("second", &reply.sign_in_id(), &[("strategy", "email_code")]).await;
            let code = self.code_for(identifier);
            let form = [("strategy", "email_code"), ("code", code.as_str())];
            self.attempt("second", &reply.sign_in_id(), &form).await
        } else {
            reply
        };
        reply.assert_sign_in("complete");
        reply.body["response"]["created_session_id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn prepare(&mut self, step: &str, id: &str, form: &[(&str, &str)]) -> Reply {
        self.post(&format!("/v1/client/sign_ins/{id}/prepare_{step}_factor"), form).await
    }

    pub(crate) async fn attempt(&mut self, step: &str, id: &str, form: &[(&str, &str)]) -> Reply {
        self.post(&format!("/v1/client/sign_ins/{id}/attempt_{step}_factor"), form).await
    }

    /// The newest code sent to an address or number.
    pub(crate) fn code_for(&self, to: &str) -> String {
        let message = self.running.emulator().newest_message(to).unwrap();
        message.expect("a code was sent").code
    }

    pub(crate) fn messages(&self) -> usize {
        self.running.inbox().unwrap().len()
    }

    pub(crate) fn settings(&self, patch: &Value) {
        self.running.emulator().patch_settings(patch).unwrap();
    }

    pub(crate) fn add(&self, user: &NewUser) {
        self.running.emulator().add_user(user).unwrap();
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        if self.checked && !std::thread::panicking() {
            self.record.assert_clean();
        }
    }
}

impl Reply {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.json().await.unwrap();
        Self { status, headers, body }
    }

    pub(crate) fn sign_in_id(&self) -> String {
        self.body["response"]["id"].as_str().expect("a sign-in").to_owned()
    }

    /// The sign-in is in this status.
    #[track_caller]
    pub(crate) fn assert_sign_in(&self, status: &str) {
        assert_eq!(
            (self.status, &self.body["response"]["status"]),
            (200, &json!(status)),
            "{self:?}"
        );
    }

    /// The answer is this error and no other.
    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, code: &str) {
        let codes: Vec<&Value> = self.body["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| &error["code"])
            // It comes with any error about a proof when few tries are left, and has tests of its own.
            .filter(|code| *code != "account_lockout_warning")
            .collect();
        assert_eq!((self.status, codes), (status, vec![&json!(code)]), "{self:?}");
        assert!(self.body["clerk_trace_id"].is_string());
    }

    /// The answer is this error about one field.
    #[track_caller]
    pub(crate) fn assert_field_error(&self, code: &str, param: &str) {
        self.assert_error(422, code);
        assert_eq!(self.body["errors"][0]["meta"]["param_name"], param);
    }

    /// The seconds of `Retry-After`.
    pub(crate) fn retry_after(&self) -> u64 {
        self.headers["retry-after"].to_str().unwrap().parse().unwrap()
    }

    /// The factors of a list, by strategy.
    pub(crate) fn strategies(&self, list: &str) -> Vec<String> {
        self.body["response"][list]
            .as_array()
            .into_iter()
            .flatten()
            .map(|factor| factor["strategy"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A path with the flag of a native client.
pub(crate) fn native(path: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}_is_native=true")
}

/// Somebody with an address, a password and a phone that is no second factor.
pub(crate) fn user_with_phone(email: &str, phone: &str) -> NewUser {
    NewUser {
        password: Some(PASSWORD.to_owned()),
        email_addresses: vec![NewEmailAddress { email_address: email.to_owned(), verified: true }],
        phone_numbers: vec![NewPhoneNumber {
            phone_number: phone.to_owned(),
            verified: true,
            reserved_for_second_factor: false,
            default_second_factor: false,
        }],
        ..NewUser::default()
    }
}

/// A header that a test adds.
pub(crate) fn header(name: &'static str, value: &'static str) -> (HeaderName, HeaderValue) {
    (HeaderName::from_static(name), HeaderValue::from_static(value))
}

pub(crate) fn http() -> reqwest::Client {
    latchkey_tests::http::builder().build().unwrap()
}
