//! What happens to a person's sessions without the window's doing: on other devices, by their age,
//! and at the server.

#![expect(clippy::expect_used, reason = "a test without its server fails")]

use latchkey_emulator::{Activity, UserSession};
use serde_json::json;

use crate::emulated::Emulated;
use crate::person::Person;

/// A browser that people use.
pub const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

impl Emulated {
    /// The session of the person that is the newest one.
    pub fn newest_session(&self, person: &Person) -> UserSession {
        self.sessions(person).pop().expect("the person signed in")
    }

    /// How each of the person's sessions stands, oldest first.
    pub fn statuses(&self, person: &Person) -> Vec<&'static str> {
        self.sessions(person).iter().map(|session| session.status).collect()
    }

    /// Loses the client that the person signed in with last. `form` is what its token gets from now
    /// on: the emulator's setting `stale_token`.
    pub fn lose_client(&self, person: &Person, form: &str) {
        self.set(&json!({ "stale_token": form }));
        self.forget_client(&self.newest_session(person).client_id);
    }

    /// Has the list of sessions say this of the device of a session.
    pub fn describe(&self, session: &str, activity: &Activity) {
        self.emulator().set_activity(session, activity).expect("the session is there");
    }
}
