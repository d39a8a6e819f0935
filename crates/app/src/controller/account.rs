//! Calls that concern the session.

use latchkey_core::failure::Failure;
use latchkey_core::mfa;
use latchkey_core::sign_in::{Event, SignIn, Stage};
use latchkey_ipc::command::AccountRequest;

use super::{Controller, Input};
use crate::connection::AccountCall;
use crate::effects;
use crate::model::State;

impl Controller {
    pub(super) fn account_requested(&mut self, request: AccountRequest) {
        self.model.notice = None;
        match request {
            AccountRequest::SignOut => {
                self.drive_mfa(mfa::Event::Open(mfa::Destination::SignOut));
            }
            AccountRequest::Refresh => {
                self.ask_unknown_settings();
                self.call_account(AccountCall::Refresh);
            }
            AccountRequest::Open { page } => self.page_requested(page),
            AccountRequest::Leave => self.drive_mfa(mfa::Event::Leave),
            AccountRequest::Stay => self.drive_mfa(mfa::Event::Stay),
        }
    }

    pub(super) fn call_account(&mut self, call: AccountCall) {
        let State::Connected(connection) = &mut self.model.state else { return };
        // What nobody asked for holds nothing up.
        if connection.account.is_busy() {
            return;
        }
        let session = connection.current_session();
        if call != AccountCall::Look {
            connection.account.failure = None;
        }
        connection.account.pending = Some(call);
        let number = connection.number;
        let fapi = connection.fapi.clone();
        self.spawn(async move {
            let answer = match (call, session) {
                (AccountCall::SignOut, Some(session)) => {
                    fapi.remove_session(&session).await.map(drop)
                }
                // The server knows best whether there is anything left to end.
                (AccountCall::SignOut, None) | (AccountCall::Refresh | AccountCall::Look, _) => {
                    fapi.client().await.map(drop)
                }
            };
            Input::Account(number, call, effects::settle(&fapi, answer))
        });
    }

    pub(super) fn account_answered(
        &mut self,
        number: u64,
        call: AccountCall,
        answer: Result<(), Failure>,
    ) {
        let now = self.ports.clock.now();
        let Some(connection) = self.connection(number) else { return };
        connection.heard(&answer, now);
        let mut ask_again = false;
        let refreshed = answer.is_ok() && call != AccountCall::SignOut;
        match answer {
            Ok(()) => connection.account.failure = None,
            Err(failure) => {
                // The session is said to be gone, or nobody knows: the client tells (contract §5).
                ask_again = call == AccountCall::SignOut && says_ask_the_client(&failure);
                if call != AccountCall::Look {
                    connection.account.failure = Some(failure);
                }
            }
        }
        self.follow_session();
        if refreshed {
            self.drive_mfa(mfa::Event::Refreshed);
        }
        let Some(connection) = self.connection(number) else { return };
        if connection.account.pending == Some(call) {
            connection.account.pending = None;
        }
        // Nothing more can be learnt about a sign-in whose session cannot be found.
        if matches!(connection.sign_in.stage(), Stage::Complete(_))
            && connection.current_session().is_none()
        {
            connection.sign_in = SignIn::default().apply(Event::StartOver, now).0;
        }
        if ask_again && connection.current_session().is_some() {
            self.call_account(AccountCall::Refresh);
        }
    }
}

fn says_ask_the_client(failure: &Failure) -> bool {
    matches!(failure, Failure::OutcomeUnknown)
        || matches!(
            failure.code(),
            Some(
                "signed_out"
                    | "authentication_invalid"
                    | "resource_not_found"
                    | "invalid_action_for_session"
                    | "action_for_session_not_authorized"
            )
        )
}
