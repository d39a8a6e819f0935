//! One app on one server, the people who use it, and what has to hold.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use latchkey_emulator::{Fault, FaultKind, NewEmailAddress, NewPhoneNumber, NewUser};
use latchkey_ipc::command::{AccountRequest, StepUpRequest, ViewRequest};
use latchkey_ipc::view::{AppView, Page, Screen, TotpRow};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::Done;
use crate::api::{Api, PASSWORD};
use crate::application::rest::{Rest, is_signed_in, rest, signed_in_as};
use crate::application::run::{Memory, Run};

/// How many things are done with one app and one server.
const STEPS: usize = 120;
/// After how many of them the account is compared.
const COMPARED_EVERY: usize = 30;
/// The longest that a page may be busy, with all waits let pass.
const PATIENCE: Duration = Duration::from_secs(20);
/// Who has to set another password and a second factor first.
pub(super) const TOLD: &str = "told";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// One app on one server, for a while.
pub(super) struct Episode {
    seed: u64,
    pub(super) chance: StdRng,
    pub(super) run: Run,
    /// The people who may sign in, by their address: the key of the authenticator app that they have, as far as
    /// they saw it.
    pub(super) people: Vec<(String, String)>,
    pub(super) keys: HashMap<String, String>,
    /// Who is signed in, as the page last said.
    pub(super) who: Option<String>,
    /// The person asked to leave, which may take effect when the server can be reached again.
    leaves: bool,
    /// What was done last, for whoever has to find out what went wrong.
    last: VecDeque<String>,
    pub(super) done: Done,
}

impl Episode {
    pub(super) async fn begin(seed: u64) -> Self {
        let api = Api::unchecked().await;
        let emulator = api.running.emulator().clone();
        let person = |name: &str| NewUser {
            password: Some(PASSWORD.to_owned()),
            email_addresses: vec![NewEmailAddress {
                email_address: format!("{name}@example.com"),
                verified: true,
            }],
            ..NewUser::default()
        };
        let phone = NewPhoneNumber {
            phone_number: "+447700900111".to_owned(),
            verified: true,
            reserved_for_second_factor: true,
            default_second_factor: true,
        };
        let told = ["reset-password", "setup-mfa"];
        let all = [
            ("plain", person("plain")),
            ("totp", NewUser { totp_secret: Some(SECRET.to_owned()), ..person("totp") }),
            ("sms", NewUser { phone_numbers: vec![phone], ..person("sms") }),
            (TOLD, NewUser { tasks: told.map(str::to_owned).to_vec(), ..person(TOLD) }),
        ];
        let mut people = Vec::new();
        for (name, new) in all {
            let added = emulator.add_user(&new).unwrap();
            people.push((format!("{name}@example.com"), added.id));
        }
        Self {
            seed,
            chance: StdRng::seed_from_u64(seed),
            run: Run::on(api, Memory::default()),
            people,
            keys: HashMap::from([("totp@example.com".to_owned(), SECRET.to_owned())]),
            who: None,
            leaves: false,
            last: VecDeque::new(),
            done: Done::default(),
        }
    }

    pub(super) async fn play(&mut self) {
        for step in 1..=STEPS {
            if self.chance.random_ratio(1, 4) {
                self.inject();
            }
            let before = self.at_rest().await;
            let ended = self.chance.random_ratio(1, 40) && self.end_elsewhere();
            self.leaves |= self.act(&before).await;
            let after = self.at_rest().await;
            if is_signed_in(&before) && !is_signed_in(&after) && !ended && !self.leaves {
                assert!(
                    !self.has_session(),
                    "signed out without the server's word\n{}",
                    self.story(&after)
                );
            }
            self.leaves &= is_signed_in(&after);
            self.done.signed_in += usize::from(!is_signed_in(&before) && is_signed_in(&after));
            if let Some(who) = signed_in_as(&after) {
                self.who = Some(who);
            }
            self.done.steps += 1;
            if step % COMPARED_EVERY == 0 {
                self.compare().await;
            }
        }
    }

    /// Has one of the next requests fail.
    fn inject(&mut self) {
        let body = json!({ "errors": [] });
        let refused = json!({ "errors": [{ "code": "something_new", "message": "no", "long_message": "No." }] });
        let kinds = [
            FaultKind::Respond { status: 500, body: body.clone() },
            FaultKind::Respond { status: 503, body: body.clone() },
            FaultKind::Respond { status: 422, body: refused },
            FaultKind::RespondAfter { status: 504, body },
            FaultKind::Html { status: 200 },
            FaultKind::RateLimit { retry_after: 7 },
            FaultKind::Delay { milliseconds: 5 },
            FaultKind::Merge { body: json!({ "response": { "status": "brand_new" } }) },
            FaultKind::DropBefore,
            FaultKind::DropAfter,
            FaultKind::Truncate,
        ];
        let kind = kinds.choose(&mut self.chance).unwrap().clone();
        let (count, skip) = (self.chance.random_range(1..=2), self.chance.random_range(0..=2));
        self.note(format!("a fault: {kind:?}, {count} times after {skip}"));
        self.run.api.running.emulator().inject_fault(Fault {
            method: None,
            path: None,
            count,
            skip,
            kind,
        });
        self.done.faults += 1;
    }

    /// The server ends every session of whoever is signed in.
    fn end_elsewhere(&mut self) -> bool {
        let Some(user) = self.user() else { return false };
        self.note("every session is ended elsewhere".to_owned());
        self.run.api.running.emulator().end_sessions(&user).unwrap();
        self.done.ended_elsewhere += 1;
        true
    }

    fn user(&self) -> Option<String> {
        let who = self.who.as_ref()?;
        self.people.iter().find(|(address, _)| address == who).map(|(_, id)| id.clone())
    }

    fn has_session(&self) -> bool {
        let Some(user) = self.user() else { return false };
        let sessions = self.run.api.running.emulator().sessions(&user).unwrap();
        sessions.iter().any(|session| session.status == "active")
    }

    /// The view once nothing is under way. Waits are let pass, as nobody sits them out.
    async fn at_rest(&mut self) -> AppView {
        let began = Instant::now();
        loop {
            let view = self.run.ask(ViewRequest {}).await;
            match rest(&view) {
                Rest::Idle => return view,
                Rest::Held => self.pass(Duration::from_mins(10)).await,
                Rest::Busy => tokio::time::sleep(Duration::from_millis(1)).await,
            }
            assert!(began.elapsed() < PATIENCE, "it never came to rest\n{}", self.story(&view));
        }
    }

    /// Time passes, here and at the server.
    pub(super) async fn pass(&mut self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).unwrap();
        self.run.api.running.emulator().advance_clock(seconds);
        self.run.waits.let_pass(time).await;
    }

    pub(super) async fn ask(&mut self, request: impl Into<latchkey_app::Request>) {
        let request = request.into();
        self.note(format!("{request:?}"));
        self.run.ask(request).await;
    }

    /// With a server that works, the app shows the account as the server has it.
    async fn compare(&mut self) {
        self.run.api.running.emulator().clear_faults();
        self.note("the faults are over".to_owned());
        self.pass(Duration::from_hours(2)).await;
        let view = self.at_rest().await;
        if view.step_up.is_some() {
            self.ask(StepUpRequest::Cancel).await;
        }
        self.ask(AccountRequest::Open { page: Page::ManageMfa }).await;
        let mut view = self.at_rest().await;
        if view.leaving {
            self.ask(AccountRequest::Leave).await;
            view = self.at_rest().await;
        }
        self.ask(AccountRequest::Refresh).await;
        let (Screen::ManageMfa(page), Some(user)) = (self.at_rest().await.screen, self.user())
        else {
            return;
        };
        let users = self.run.api.running.emulator().users().unwrap();
        let there = users.iter().find(|found| found["id"] == Value::String(user.clone())).unwrap();
        let shown = (
            matches!(page.totp, Some(TotpRow::On { .. })),
            page.phones.iter().map(|phone| phone.number.clone()).collect::<BTreeSet<_>>(),
        );
        let numbers = there["phone_numbers"].as_array().unwrap().iter();
        let had = (
            there["totp_enabled"] == true,
            numbers.map(|phone| phone["phone_number"].as_str().unwrap().to_owned()).collect(),
        );
        assert_eq!(shown, had, "{}", self.story(&view));
        assert_eq!(page.refresh_problem, None, "{}", self.story(&view));
        self.leaves = false;
        self.done.compared += 1;
    }

    fn note(&mut self, what: String) {
        self.last.push_back(what);
        if self.last.len() > 40 {
            self.last.pop_front();
        }
    }

    /// What led here.
    fn story(&self, view: &AppView) -> String {
        let requests = self.run.requests();
        let last = &requests[requests.len().saturating_sub(12)..];
        format!("seed {}: {:#?}\nasked: {last:#?}\nshown: {view:#?}", self.seed, self.last)
    }
}
