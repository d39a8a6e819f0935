//! Driving the sign-in machine.

use latchkey_core::sign_in::{Channel, Event, Identify, Restarted, SignIn, Stage};
use latchkey_fapi_types::secret::{Code, Password};
use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::view::{CodeChannel, Notice};

use super::{Controller, Input};
use crate::connection::AccountCall;
use crate::effects;
use crate::model::State;
use crate::ports::SavedHold;

impl Controller {
    pub(super) fn sign_in_requested(&mut self, request: SignInRequest) {
        let event = match request {
            SignInRequest::Submit { identifier, password } => Event::Submit {
                identifier,
                // EXPOSE: handed from one secret type to the other.
                password: password.map(|password| Password::new(password.expose())),
            },
            SignInRequest::SubmitForCode { identifier, channel } => Event::SubmitForCode {
                identifier,
                channel: match channel {
                    CodeChannel::Email => Channel::Email,
                    CodeChannel::Phone => Channel::Phone,
                },
            },
            SignInRequest::ForgotPassword { identifier } => Event::ForgotPassword { identifier },
            // EXPOSE: handed from one secret type to the other.
            SignInRequest::Verify { secret } => {
                Event::Verify { secret: Code::new(secret.expose()) }
            }
            SignInRequest::ChooseMethod { method } => Event::ChooseMethod(method.0),
            SignInRequest::Resend => Event::Resend,
            SignInRequest::SetPassword { password, sign_out_others } => Event::SetPassword {
                // EXPOSE: handed from one secret type to the other.
                password: Password::new(password.expose()),
                sign_out_others,
            },
            SignInRequest::StartOver => Event::StartOver,
        };
        self.model.notice = None;
        self.drive(event);
    }

    pub(super) fn sign_in_answered(&mut self, number: u64, event: Event) {
        let now = self.ports.clock.now();
        let Some(connection) = self.connection(number) else { return };
        match &event {
            Event::Answered { answer, .. } => connection.heard(answer, now),
            Event::ClientKnown { answer, .. } => connection.heard(answer, now),
            Event::Submit { .. }
            | Event::SubmitForCode { .. }
            | Event::ForgotPassword { .. }
            | Event::Verify { .. }
            | Event::ChooseMethod(_)
            | Event::Resend
            | Event::SetPassword { .. }
            | Event::StartOver => {}
        }
        self.drive(event);
    }

    fn drive(&mut self, event: Event) {
        let now = self.ports.clock.now();
        let State::Connected(connection) = &mut self.model.state else { return };
        let (next, effect) = std::mem::take(&mut connection.sign_in).apply(event, now);
        connection.sign_in = next;
        if let Some(effect) = effect {
            let number = connection.number;
            let fapi = connection.fapi.clone();
            self.spawn(
                async move { Input::SignIn(number, Box::new(effects::run(fapi, effect).await)) },
            );
        }
        self.tell_restart();
        self.keep_hold();
        self.follow_session();
    }

    fn tell_restart(&mut self) {
        let State::Connected(connection) = &self.model.state else { return };
        if let Stage::Identify(Identify { restarted: Some(why), pending: None, .. }) =
            connection.sign_in.stage()
        {
            self.model.notice = Some(match why {
                Restarted::Gone => Notice::SignInRestarted,
                Restarted::AnswerLost => Notice::AnswerLost,
            });
        }
    }

    /// Keeps the wait that the server asked for, so that a restart does not lose it.
    fn keep_hold(&mut self) {
        let now = self.ports.clock.now();
        let State::Connected(connection) = &self.model.state else { return };
        let Some(hold) = connection.sign_in.hold(now) else { return };
        let Some(until) = hold.until else { return };
        let hold = SavedHold {
            host: connection.key.host().to_owned(),
            locked: hold.locked,
            until: until.as_millis(),
            identifier: hold.identifier.clone(),
        };
        self.keep(hold);
    }

    /// Keeps a wait for the next start.
    pub(super) fn keep(&mut self, hold: SavedHold) {
        if self.model.saved.hold.as_ref() != Some(&hold) {
            self.model.saved.hold = Some(hold);
            self.save();
        }
    }

    /// Leaves the sign-in once there is a session, however it came about, and says so when a session
    /// has gone that nobody here ended.
    pub(super) fn follow_session(&mut self) {
        let State::Connected(connection) = &mut self.model.state else { return };
        let current = connection.current_session();
        let completed = matches!(connection.sign_in.stage(), Stage::Complete(_));
        if connection.session != current {
            let ended_here = connection.account.pending == Some(AccountCall::SignOut);
            self.model.notice = match (&connection.session, &current) {
                (_, Some(_)) | (None, None) => None,
                (Some(_), None) if ended_here => Some(Notice::SignedOut),
                (Some(_), None) => Some(Notice::SessionEnded),
            };
            if current.is_some() {
                connection.sign_in = SignIn::default();
                connection.account.failure = None;
            }
            // Nothing of one session is shown in the next.
            connection.mfa = connection.mfa.restart();
            connection.follow_phone();
            connection.session = current;
            self.clear_clipboard();
            self.ask_unknown_settings();
        }
        let State::Connected(connection) = &mut self.model.state else { return };
        connection.handout.follow(&connection.mfa);
        // The answer that completed the sign-in came without a client: ask for it.
        if completed && connection.session.is_none() && connection.account.pending.is_none() {
            self.call_account(AccountCall::Refresh);
        }
    }
}
