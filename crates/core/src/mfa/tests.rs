//! The machine, event by event, and under any sequence of events.

mod add_phone;
mod add_totp;
mod freshness;
mod lost;
mod navigation;
mod overview;
mod sequences;
mod step_up;
mod ways;

use std::time::Duration;

use latchkey_fapi_types::client::FactorVerificationAge;
use latchkey_fapi_types::environment::{Attribute, Environment};
use latchkey_fapi_types::mfa::{BackupCodes, PhoneNumberAnswer, Totp};
use latchkey_fapi_types::reverification::Reverification;
use latchkey_fapi_types::secret::Code;
use serde_json::{Value, json};

use super::*;
use crate::challenge::RESEND_WAIT;
use crate::failure::{BadAnswer, InputError, Unreachable};
use crate::testing::{NOW, client, refusal, refusal_after};

/// A machine, and the account that it is about.
struct Bench {
    mfa: Mfa,
    user: User,
    environment: Environment,
    setup_required: bool,
    age: Option<FactorVerificationAge>,
    now: Timestamp,
    /// What was asked of the server, in order.
    asked: Vec<(Ticket, Call)>,
    departed: Option<Destination>,
}

impl Bench {
    /// On the overview of this account, just after it signed in.
    fn of(user: User) -> Self {
        let mut bench = Self::signed_in(user);
        bench.open(Page::Overview);
        bench
    }

    fn signed_in(user: User) -> Self {
        Self {
            mfa: Mfa::default(),
            user,
            environment: environment(),
            setup_required: false,
            age: Some(FactorVerificationAge { first_factor: Some(0), second_factor: Some(0) }),
            now: NOW,
            asked: Vec::new(),
            departed: None,
        }
    }

    /// On the page that adds an authenticator app, with its key.
    fn with_key(user: User) -> Self {
        let mut bench = Self::of(user);
        assert!(bench.open(Page::AddTotp));
        assert!(!bench.answer(Ok(Reply::Totp(key("KEY1")))));
        bench
    }

    /// Where the code of a new number is asked for, and was sent.
    fn with_number(user: User) -> Self {
        let mut bench = Self::of(user);
        bench.open(Page::AddPhone);
        assert!(bench.submit_phone("+15555550109"));
        assert!(bench.answer(Ok(added("idn_9", "+15555550109", &[]))));
        assert!(!bench.answer(Ok(added("idn_9", "+15555550109", &[]))));
        bench
    }

    /// Whether the event led to a call.
    fn act(&mut self, event: Event) -> bool {
        let facts = Facts {
            user: Some(&self.user),
            environment: &self.environment,
            setup_required: self.setup_required,
            age: self.age,
            age_known_at: NOW,
        };
        let (next, effect) = std::mem::take(&mut self.mfa).apply(event, &facts, self.now);
        self.mfa = next;
        match effect {
            None => false,
            Some(Effect::Depart(destination)) => {
                self.departed = Some(destination);
                false
            }
            Some(Effect::Call { ticket, call }) => {
                self.asked.push((ticket, call));
                true
            }
        }
    }

    fn open(&mut self, page: Page) -> bool {
        self.act(Event::Open(Destination::Page(page)))
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
        let secret = Code::new(text);
        self.act(Event::StepUp(crate::step_up::Event::Verify { secret }))
    }

    /// Answers the last call; whether that led to another.
    fn answer(&mut self, answer: Result<Reply, Failure>) -> bool {
        let ticket = self.asked.last().unwrap().0;
        self.act(Event::Answered { ticket, answer })
    }

    fn refuse(&mut self, code: &str) -> bool {
        self.answer(Err(refusal(code)))
    }

    /// Answers [`Call::AskClient`] with this user.
    fn answer_client(&mut self, user: &Value) -> bool {
        assert_eq!(self.last(), &Call::AskClient);
        self.answer(Ok(signed_in(user)))
    }

    /// What was asked last.
    fn last(&self) -> &Call {
        &self.asked.last().unwrap().1
    }

    fn calls(&self) -> Vec<&Call> {
        self.asked.iter().map(|(_, call)| call).collect()
    }

    fn totp(&self) -> &AddTotp {
        let Stage::AddTotp(wizard) = self.mfa.stage() else { panic!("{:?}", self.mfa.stage()) };
        wizard
    }

    fn phone(&self) -> &AddPhone {
        let Stage::AddPhone(wizard) = self.mfa.stage() else { panic!("{:?}", self.mfa.stage()) };
        wizard
    }

    fn later(&mut self, wait: Duration) {
        self.now = self.now.plus(wait);
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

/// An instance that offers every factor and asks for fresh proofs.
fn environment() -> Environment {
    let mut environment = Environment::default();
    environment.auth.reverification = true;
    environment.auth.first_factors = vec!["password".into(), "email_code".into()];
    for name in ["authenticator_app", "phone_number", "backup_code"] {
        let on = Attribute { enabled: true, used_for_second_factor: true, ..Attribute::default() };
        environment.attributes.insert(name.to_owned(), on);
    }
    environment
}

fn user(value: Value) -> User {
    serde_json::from_value(value).unwrap()
}

/// A user with a password and no second factor.
fn plain() -> Value {
    json!({"id": "user_1", "password_enabled": true})
}

fn with_totp() -> Value {
    json!({
        "id": "user_1", "password_enabled": true, "totp_enabled": true, "two_factor_enabled": true,
        "backup_code_enabled": true,
    })
}

/// A user with these numbers: the id, and of 'verified', 'reserved' and 'default' those that hold.
/// The digits come from the id.
fn with_phones(phones: &[(&str, &str)]) -> Value {
    let reserved = phones.iter().any(|(_, flags)| flags.contains("reserved"));
    let list: Vec<_> = phones.iter().map(|(id, flags)| phone_json(id, flags)).collect();
    json!({
        "id": "user_1", "password_enabled": true, "two_factor_enabled": reserved,
        "backup_code_enabled": reserved, "phone_numbers": list,
    })
}

fn phone_json(id: &str, flags: &str) -> Value {
    let verified = if flags.contains("verified") { "verified" } else { "unverified" };
    json!({
        "id": id, "phone_number": format!("+1555555010{}", id.trim_start_matches("idn_")),
        "reserved_for_second_factor": flags.contains("reserved"),
        "default_second_factor": flags.contains("default"),
        "verification": {"status": verified, "strategy": "phone_code"},
    })
}

fn totp(value: Value) -> Totp {
    serde_json::from_value(value).unwrap()
}

fn key(secret: &str) -> Totp {
    totp(json!({"secret": secret, "uri": format!("otpauth://totp/x?secret={secret}")}))
}

fn verified_totp(codes: &[&str]) -> Reply {
    Reply::Totp(totp(json!({"verified": true, "backup_codes": codes})))
}

fn added(id: &str, number: &str, codes: &[&str]) -> Reply {
    let answer = json!({"id": id, "phone_number": number, "backup_codes": codes});
    let text = answer.to_string();
    Reply::Phone(Box::new(serde_json::from_str::<PhoneNumberAnswer>(&text).unwrap()))
}

fn new_codes(codes: &[&str]) -> Reply {
    let answer: BackupCodes = serde_json::from_value(json!({"codes": codes})).unwrap();
    Reply::Codes(answer)
}

fn signed_in(user: &Value) -> Reply {
    let session = json!({"id": "sess_1", "status": "active", "user": user});
    Reply::Client(Some(Box::new(client(json!({"id": "client_1", "sessions": [session]})))))
}

fn verification(status: &str) -> Reply {
    let answer: Reverification = serde_json::from_value(json!({
        "level": "second_factor", "status": status,
        "supported_second_factors": [{"strategy": "totp"}],
    }))
    .unwrap();
    Reply::Verification(Box::new(answer))
}

fn id(id: &str) -> IdentificationId {
    id.into()
}
