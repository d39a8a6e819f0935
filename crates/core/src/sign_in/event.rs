//! What goes into the machine and what comes out.

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::id::SignInId;
use latchkey_fapi_types::secret::{Code, Password};
use latchkey_fapi_types::sign_in::{Factor, SignIn as Attempt};

use super::identifier::Identifier;
use crate::challenge::Typed;
use crate::failure::Failure;
use crate::ticket::Ticket;
use crate::time::Timestamp;

/// The way a code travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// By email.
    Email,
    /// By text message.
    Phone,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The person starts a sign-in.
    Submit {
        /// As whom.
        identifier: Identifier,
        /// The password, where it was asked for together with the identifier.
        password: Option<Password>,
    },
    /// The person starts a sign-in by a code.
    SubmitForCode {
        /// As whom.
        identifier: Identifier,
        /// Where the code is to go.
        channel: Channel,
    },
    /// The person forgot the password.
    ForgotPassword {
        /// As whom.
        identifier: Identifier,
    },
    /// The person answers the factor shown, with its code or with the password.
    Verify {
        /// As typed.
        secret: Typed,
    },
    /// The person wants another factor: its place in [`crate::challenge::Challenge::methods`].
    ChooseMethod(usize),
    /// The person wants the code again.
    Resend,
    /// The person chose a new password.
    SetPassword {
        /// As typed.
        password: Password,
        /// Whether the user's other sessions end.
        sign_out_others: bool,
    },
    /// The person leaves the sign-in.
    StartOver,
    /// The app began anew: goes on with the attempt of the client, where it stands at the server.
    /// Nothing is sent, and it is ignored where there is nothing to go on with.
    Resume {
        /// The client's own.
        attempt: Box<Attempt>,
        /// The time on the server's clock, as far as that is known.
        wall: Timestamp,
    },
    /// A call on a sign-in came back.
    Answered {
        /// That of the effect.
        ticket: Ticket,
        /// What came back.
        answer: Result<Attempt, Failure>,
    },
    /// [`Call::AskClient`] came back.
    ClientKnown {
        /// That of the effect.
        ticket: Ticket,
        /// What came back.
        answer: Result<Option<Client>, Failure>,
    },
}

/// A call of the Frontend API.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `POST /client/sign_ins`
    Create {
        /// The identifier.
        identifier: String,
        /// The password, if it is known already.
        password: Option<Password>,
    },
    /// `POST …/prepare_first_factor`
    PrepareFirst {
        /// The attempt.
        attempt: SignInId,
        /// The factor to send a code to.
        factor: Factor,
    },
    /// `POST …/attempt_first_factor` with a code.
    AttemptFirst {
        /// The attempt.
        attempt: SignInId,
        /// The factor's strategy.
        strategy: Strategy,
        /// What was typed.
        code: Code,
    },
    /// `POST …/attempt_first_factor` with the password.
    AttemptPassword {
        /// The attempt.
        attempt: SignInId,
        /// What was typed.
        password: Password,
    },
    /// `POST …/prepare_second_factor`
    PrepareSecond {
        /// The attempt.
        attempt: SignInId,
        /// The factor to send a code to.
        factor: Factor,
    },
    /// `POST …/attempt_second_factor`
    AttemptSecond {
        /// The attempt.
        attempt: SignInId,
        /// The factor's strategy.
        strategy: Strategy,
        /// What was typed.
        code: Code,
    },
    /// `POST …/reset_password`
    ResetPassword {
        /// The attempt.
        attempt: SignInId,
        /// The new password.
        password: Password,
        /// Whether the user's other sessions end.
        sign_out_others: bool,
    },
    /// `GET /client`, to learn what became of a call whose answer was lost, or to have the session that
    /// was created.
    AskClient,
}
