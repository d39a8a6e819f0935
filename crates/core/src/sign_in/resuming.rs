//! Going on after the app began anew, with what the client has of the sign-in.

use latchkey_fapi_types::sign_in::SignIn as Attempt;

use super::SignIn;
use super::landing::{Landing, aim_of, landing, offered};
use super::stage::Stage;
use crate::challenge::is_running;
use crate::form::Form;
use crate::time::{Instant, Timestamp};

impl SignIn {
    /// Goes on with an attempt from before the app began anew.
    pub(super) fn resume(&mut self, attempt: &Attempt, wall: Timestamp, now: Instant) {
        let begun = self.is_busy() || !matches!(self.stage, Stage::Identify(_));
        let over = attempt.abandon_at.is_some_and(|at| Timestamp::from_millis(at) <= wall);
        if begun || over {
            return;
        }
        let stage = match landing(attempt, aim_of(attempt)) {
            Landing::Challenge(mut challenge) => {
                let (_, sent) = offered(attempt, challenge.reason);
                challenge.resume(sent.filter(|sent| is_running(sent, wall)), now);
                Stage::Challenge(*challenge)
            }
            Landing::NewPassword => Stage::NewPassword(Form::default()),
            Landing::Session(_) | Landing::Unknown(_) | Landing::Start => return,
        };
        self.identifier = attempt.identifier.clone().unwrap_or_default();
        self.attempt = Some(attempt.id.clone());
        self.stage = stage;
    }
}
