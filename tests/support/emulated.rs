//! The server of one test: an emulator in this process, with the people that the test needs.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test without its server fails")]

use latchkey_emulator::{
    Activity, Device, Emulator, EmulatorClock, EmulatorConfig, LoggedRequest, Message,
    NewEmailAddress, NewOrganization, NewPhoneNumber, NewUser, PasswordCost, Role, RunningEmulator,
    Settings, SignedInElsewhere, UserSession,
};
use serde_json::Value;

use crate::openapi::{self, Record};
use crate::person::{Person, Phone, PhoneRole};

/// A running emulator.
#[derive(Debug)]
pub struct Emulated {
    running: RunningEmulator,
    clock: EmulatorClock,
    record: Record,
}

impl Emulated {
    /// Starts one with a change to its settings, and nobody in it.
    pub async fn start(settings: &Value) -> Self {
        let clock = EmulatorClock::new();
        let config = EmulatorConfig {
            password_cost: PasswordCost::cheap(),
            seed_demo: false,
            clock: clock.clone(),
            settings: Settings::default().patched(settings).expect("settings that exist"),
            ..EmulatorConfig::default()
        };
        let emulator = Emulator::new(config).expect("a database in memory");
        let record = Record::default();
        let router = openapi::checked(emulator.router(), &record);
        let running = emulator.serve(router).await.expect("a port of the loopback address");
        Self { running, clock, record }
    }

    /// Where it listens.
    pub fn base_url(&self) -> String {
        self.running.base_url().to_owned()
    }

    /// The key that leads to it.
    pub fn publishable_key(&self) -> String {
        self.running.publishable_key()
    }

    /// Gives somebody an account.
    pub fn add(&self, person: &Person) {
        let phone = |phone: &Phone| NewPhoneNumber {
            phone_number: phone.number.clone(),
            verified: phone.role != PhoneRole::Unverified,
            reserved_for_second_factor: phone.role == PhoneRole::SecondFactor,
            default_second_factor: false,
        };
        let user = NewUser {
            first_name: Some("Test".to_owned()),
            last_name: Some("Account".to_owned()),
            password: Some(person.password.clone()),
            email_addresses: vec![NewEmailAddress {
                email_address: person.email.clone(),
                verified: true,
            }],
            phone_numbers: person.phones.iter().map(phone).collect(),
            totp_secret: person.totp_secret.clone(),
            backup_codes: person.backup_codes.clone(),
            force_mfa: person.must_set_up_mfa,
            tasks: person.tasks.clone(),
            ..NewUser::default()
        };
        self.running.emulator().add_user(&user).expect("an account that can be");
    }

    /// Changes settings while it runs, by a merge patch.
    pub fn set(&self, patch: &Value) {
        self.running.emulator().patch_settings(patch).expect("settings that exist");
    }

    /// Makes the verifications of the person's sessions older.
    pub fn age_verification(&self, person: &Person, minutes: u32) {
        let sessions = self.running.emulator().age_verification(&self.id(person), minutes);
        assert_ne!(sessions.unwrap(), 0, "{} is not signed in", person.email);
    }

    /// Gives the person an authenticator app, as another program does.
    pub fn enable_totp(&self, person: &Person, secret: &str) {
        self.running.emulator().enable_totp(&self.id(person), secret).unwrap();
    }

    /// Takes every second factor from the person, as another program does.
    pub fn remove_second_factors(&self, person: &Person) {
        self.running.emulator().remove_second_factors(&self.id(person)).unwrap();
    }

    /// Makes an organization that the person is a member of, and gives its id.
    pub fn in_organization(&self, person: &Person, name: &str) -> String {
        let id = self.organization(name);
        let user = self.id(person);
        self.emulator().add_member(&id, &user, Role::Member).expect("a member");
        id
    }

    /// Makes an organization that the person is invited to, and gives its id.
    pub fn invited(&self, person: &Person, name: &str) -> String {
        let id = self.organization(name);
        self.emulator().invite(&id, &person.email, Role::Member).expect("an invitation");
        id
    }

    /// Takes the person out of an organization, as somebody who runs it does.
    pub fn remove_from_organization(&self, person: &Person, id: &str) {
        let user = self.id(person);
        self.emulator().remove_member(id, &user).expect("a member");
    }

    fn organization(&self, name: &str) -> String {
        let new = NewOrganization {
            name: name.to_owned(),
            slug: None,
            exclusive_membership: false,
            max_allowed_memberships: None,
        };
        self.emulator().add_organization(&new).expect("an organization")
    }

    /// Signs the person in on another device, whose application calls itself so.
    pub fn sign_in_elsewhere(&self, person: &Person, user_agent: &str) -> SignedInElsewhere {
        let device =
            Device { user_agent: Some(user_agent.to_owned()), activity: Activity::default() };
        self.running.emulator().sign_in_elsewhere(&self.id(person), &device).unwrap()
    }

    /// The person's sessions on every device, ended ones too, oldest first.
    pub fn sessions(&self, person: &Person) -> Vec<UserSession> {
        self.running.emulator().sessions(&self.id(person)).unwrap()
    }

    /// Signs one session out, as another device does.
    pub fn revoke_session(&self, id: &str) {
        self.running.emulator().revoke_session(id).unwrap();
    }

    /// Ends the person's sessions by their age. The clock does not move.
    pub fn expire_sessions(&self, person: &Person) {
        let expired = self.running.emulator().expire_sessions(&self.id(person)).unwrap();
        assert_ne!(expired, 0, "{} is not signed in", person.email);
    }

    /// Loses a client, so that its token is unknown from now on.
    pub fn forget_client(&self, id: &str) {
        self.running.emulator().forget_client(id).unwrap();
    }

    /// What was asked of it, and what came of that, oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.running.emulator().requests()
    }

    /// The id of a number of the person.
    pub fn phone_id(&self, person: &Person, number: &str) -> String {
        let (users, id) = (self.running.emulator().users().unwrap(), self.id(person));
        let user = users.iter().find(|user| user["id"] == *id).expect("it was just found");
        let phones = user["phone_numbers"].as_array().expect("every user has a list of them");
        let phone = phones.iter().find(|phone| phone["phone_number"] == number);
        phone.and_then(|phone| phone["id"].as_str()).expect("a number of theirs").to_owned()
    }

    /// The emulator itself.
    pub fn emulator(&self) -> &Emulator {
        self.running.emulator()
    }

    fn id(&self, person: &Person) -> String {
        let id = self.running.emulator().user_id(&person.email).unwrap();
        id.expect("somebody who has an account")
    }

    /// Everything that was sent, oldest first.
    pub fn inbox(&self) -> Vec<Message> {
        let mut inbox = self.running.inbox().unwrap();
        inbox.sort_by_key(|message| message.id);
        inbox
    }

    /// Moves its clock forward.
    pub fn advance(&self, seconds: i64) {
        self.clock.advance_seconds(seconds);
    }

    /// Its time, in seconds since 1970-01-01 UTC.
    pub fn now(&self) -> i64 {
        self.clock.now().seconds()
    }

    /// Fails when an answer deviated from the official description of the API.
    pub fn assert_true_to_the_description(&self) {
        self.record.assert_clean();
    }
}
