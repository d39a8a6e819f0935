//! The machine, event by event, and under any sequence of events.

mod account;
mod add_phone;
mod add_totp;
mod devices;
mod happening;
mod lost;
mod navigation;
mod organizations;
mod overview;
mod own_password;
mod password;
mod picture;
mod profile;
mod proof;
mod resuming;
mod sequences;
mod several;
mod unknown;

use std::time::Duration;

use latchkey_fapi_types::client::FactorVerificationAge;
use latchkey_fapi_types::enums::TaskKey;
use latchkey_fapi_types::environment::{Attribute, Environment};
use latchkey_fapi_types::id::{OrganizationId, SessionId};
use latchkey_fapi_types::mfa::{BackupCodes, PhoneNumberAnswer, Totp};
use latchkey_fapi_types::reverification::Reverification;
use latchkey_fapi_types::secret::Code;
use latchkey_fapi_types::user::User;
use serde_json::{Value, json};

use super::{Call as Asked, Event as Happens, Reply as Answer, *};
use crate::challenge::{Delivery, Typed};
use crate::effect::Platform;
use crate::factors::{
    AddPhone, AddTotp, Added, Call, Change, Event, Notice, PhoneStep, Reply, Target, TotpStep,
};
use crate::failure::{BadAnswer, InputError, Unreachable};
use crate::hold::RESEND_WAIT;
use crate::testing::{
    NOW, WALL, client, environment, id, plain, refusal, refusal_after, user, with_phones,
    with_profile, with_totp,
};
use crate::time::Timestamp;

const OVERVIEW: Page = Page::Factors(factors::Page::Overview);
const ADD_TOTP: Page = Page::Factors(factors::Page::AddTotp);
const ADD_PHONE: Page = Page::Factors(factors::Page::AddPhone);
const AT_OVERVIEW: Stage<'_> = Stage::Factors(&factors::Stage::Overview { codes: None });

impl PartialEq<Call> for Asked {
    fn eq(&self, other: &Call) -> bool {
        matches!(self, Self::Factors(call) if call == other)
    }
}

/// A machine, and the account that it is about.
struct Bench {
    signed_in: SignedIn,
    session: SessionId,
    tickets: Tickets,
    user: User,
    environment: Environment,
    organization: Option<OrganizationId>,
    task: Option<TaskKey>,
    age: Option<FactorVerificationAge>,
    known_at: Option<Instant>,
    wall: Timestamp,
    now: Instant,
    /// What was asked of the server, in order.
    asked: Vec<(Ticket, Asked)>,
    departed: Option<Destination>,
}

impl Bench {
    /// On the overview of this account, just after it signed in.
    fn of(user: User) -> Self {
        let mut bench = Self::signed_in(user);
        bench.open(OVERVIEW);
        bench
    }

    fn signed_in(user: User) -> Self {
        Self {
            signed_in: SignedIn::default(),
            session: "sess_1".into(),
            tickets: Tickets::default(),
            known_at: Some(NOW),
            wall: WALL,
            user,
            environment: environment(),
            organization: None,
            task: None,
            age: Some(FactorVerificationAge { first_factor: Some(0), second_factor: Some(0) }),
            now: NOW,
            asked: Vec::new(),
            departed: None,
        }
    }

    /// On the page that adds an authenticator app, with its key.
    fn with_key(user: User) -> Self {
        let mut bench = Self::of(user);
        assert!(bench.open(ADD_TOTP));
        assert!(!bench.answer(Ok(new_key("KEY1"))));
        bench
    }

    /// Where the code of a new number is asked for, and was sent.
    fn with_number(user: User) -> Self {
        let mut bench = Self::of(user);
        bench.open(ADD_PHONE);
        assert!(bench.submit_phone("+15555550109"));
        assert!(bench.answer(Ok(added("idn_9", "+15555550109", &[]))));
        assert!(!bench.answer(Ok(added("idn_9", "+15555550109", &[]))));
        bench
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            session: &self.session,
            user: Some(&self.user),
            environment: &self.environment,
            organization: self.organization.as_ref(),
            task: self.task.as_ref(),
            age: self.age,
            known_at: self.known_at,
            wall: self.wall,
        }
    }

    /// Whether the event led to a call.
    fn act(&mut self, event: impl Into<Happens>) -> bool {
        let before = std::mem::take(&mut self.signed_in);
        let mut tickets = std::mem::take(&mut self.tickets);
        let (next, effect) = before.apply(event.into(), &self.facts(), self.now, &mut tickets);
        self.tickets = tickets;
        self.signed_in = next;
        match effect {
            None => false,
            Some(Effect::Platform(platform)) => {
                self.departed = Some(match platform {
                    Platform::CloseWindow => Destination::Close,
                    Platform::LeaveInstance => Destination::ChangeInstance,
                    Platform::Switch(session) => Destination::Switch(session),
                    Platform::AddAccount => Destination::AddAccount,
                });
                false
            }
            Some(Effect::Call { ticket, call: Asked::SignOut }) => {
                self.asked.push((ticket, Asked::SignOut));
                self.departed = Some(Destination::SignOut);
                false
            }
            Some(Effect::Call { ticket, call: Asked::SignOutAll }) => {
                self.asked.push((ticket, Asked::SignOutAll));
                let forgets = self.signed_in.is_forgetting();
                self.departed =
                    Some(if forgets { Destination::Forget } else { Destination::SignOutAll });
                false
            }
            Some(Effect::Call { ticket, call }) => {
                self.asked.push((ticket, call));
                true
            }
        }
    }

    fn open(&mut self, page: Page) -> bool {
        self.act(Happens::Open(Destination::Page(page)))
    }

    /// The page that is shown.
    fn page(&self) -> Page {
        match self.signed_in.stage() {
            Stage::Account => Page::Account,
            Stage::Factors(factors::Stage::Overview { .. }) => OVERVIEW,
            Stage::Factors(factors::Stage::AddTotp(_)) => ADD_TOTP,
            Stage::Factors(factors::Stage::AddPhone(_)) => ADD_PHONE,
            Stage::Devices(_) => Page::Devices,
            Stage::Organizations => Page::Organizations,
            Stage::ThisDevice => Page::ThisDevice,
        }
    }

    fn submit_phone(&mut self, e164: &str) -> bool {
        self.act(Event::SubmitPhone { e164: e164.to_owned() })
    }

    fn verify_phone(&mut self, text: &str) -> bool {
        self.act(Event::VerifyPhone { code: Code::new(text) })
    }

    fn verify_totp(&mut self, text: &str) -> bool {
        self.act(Event::ContinueTotp);
        self.act(Event::VerifyTotp { code: Code::new(text) })
    }

    /// Answers the step-up dialog with a code.
    fn prove(&mut self, text: &str) -> bool {
        let secret = Typed::new(text);
        self.act(step_up::Event::Verify { secret })
    }

    /// Answers the last call; whether that led to another.
    fn answer(&mut self, answer: Result<Answer, Failure>) -> bool {
        let ticket = self.asked.last().unwrap().0;
        self.act(Happens::Answered { ticket, answer })
    }

    fn refuse(&mut self, code: &str) -> bool {
        self.answer(Err(refusal(code)))
    }

    /// Answers [`Asked::AskClient`] with this user.
    fn answer_client(&mut self, user: &Value) -> bool {
        assert_eq!(self.last(), &Asked::AskClient);
        self.answer(Ok(signed_in(user)))
    }

    /// What is told of the factors.
    fn notice(&self) -> Option<Notice> {
        match self.signed_in.notice()? {
            super::Notice::Factors(notice) => Some(notice),
            super::Notice::Password(_)
            | super::Notice::Organizations(_)
            | super::Notice::Profile(_) => None,
        }
    }

    /// What was asked last.
    fn last(&self) -> &Asked {
        &self.asked.last().unwrap().1
    }

    fn calls(&self) -> Vec<&Asked> {
        self.asked.iter().map(|(_, call)| call).collect()
    }

    fn totp(&self) -> &AddTotp {
        let Stage::Factors(factors::Stage::AddTotp(wizard)) = self.signed_in.stage() else {
            panic!("{:?}", self.signed_in.stage())
        };
        wizard
    }

    fn phone(&self) -> &AddPhone {
        let Stage::Factors(factors::Stage::AddPhone(wizard)) = self.signed_in.stage() else {
            panic!("{:?}", self.signed_in.stage())
        };
        wizard
    }

    /// The person asks how the account stands, and the client comes.
    fn refresh(&mut self) {
        assert!(self.act(Happens::Refresh));
        let user = serde_json::json!({"id": "user_1"});
        assert!(!self.answer_client(&user));
    }

    fn later(&mut self, wait: Duration) {
        self.now = self.now.plus(wait);
        self.wall = self.wall.plus(wait);
    }

    /// The instance has no such thing any more.
    fn switch_off(&mut self, attribute: &str) {
        self.environment.attributes.insert(attribute.to_owned(), Attribute::default());
    }

    /// The session proved its factors too long ago.
    fn stale(mut self) -> Self {
        self.age = Some(FactorVerificationAge { first_factor: Some(42), second_factor: Some(42) });
        self
    }
}

fn totp(value: Value) -> Totp {
    serde_json::from_value(value).unwrap()
}

fn key(secret: &str) -> Totp {
    totp(json!({"secret": secret, "uri": format!("otpauth://totp/x?secret={secret}")}))
}

fn new_key(secret: &str) -> Answer {
    Answer::Factors(Reply::Totp(key(secret)))
}

fn done() -> Answer {
    Answer::Factors(Reply::Done)
}

fn verified_totp(codes: &[&str]) -> Answer {
    Answer::Factors(Reply::Totp(totp(json!({"verified": true, "backup_codes": codes}))))
}

fn added(id: &str, number: &str, codes: &[&str]) -> Answer {
    let answer = json!({"id": id, "phone_number": number, "backup_codes": codes});
    let text = answer.to_string();
    let answer: PhoneNumberAnswer = serde_json::from_str(&text).unwrap();
    Answer::Factors(Reply::Phone(Box::new(answer)))
}

fn new_codes(codes: &[&str]) -> Answer {
    let answer: BackupCodes = serde_json::from_value(json!({"codes": codes})).unwrap();
    Answer::Factors(Reply::Codes(answer))
}

fn signed_in(user: &Value) -> Answer {
    let session = json!({"id": "sess_1", "status": "active", "user": user});
    Answer::Client(Some(Box::new(client(json!({"id": "client_1", "sessions": [session]})))))
}

fn verification(status: &str) -> Answer {
    let answer: Reverification = serde_json::from_value(json!({
        "level": "second_factor", "status": status,
        "supported_second_factors": [{"strategy": "totp"}],
    }))
    .unwrap();
    Answer::StepUp(Box::new(answer))
}
