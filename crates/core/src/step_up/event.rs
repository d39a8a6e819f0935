//! What goes into a step-up and what comes out.

use latchkey_fapi_types::enums::{ReverificationLevel, Strategy};
use latchkey_fapi_types::secret::{Code, Password};
use latchkey_fapi_types::sign_in::Factor;

use crate::challenge::Typed;

/// What a person can ask for in it.
#[derive(Clone, Debug)]
pub enum Event {
    /// The person answers the factor shown, with its code or with the password.
    Verify {
        /// As typed.
        secret: Typed,
    },
    /// The person wants another factor: its place in [`crate::challenge::Challenge::methods`].
    ChooseMethod(usize),
    /// The person wants the code again.
    Resend,
    /// The person wants the server to be asked again what it accepts.
    Retry,
    /// The person gives up the change that needs it.
    Cancel,
}

/// A call of the Frontend API on the session of the user, below `/client/sessions/{id}/verify`.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `POST …/verify`
    Start(ReverificationLevel),
    /// `POST …/verify/prepare_first_factor`
    PrepareFirst(Factor),
    /// `POST …/verify/attempt_first_factor` with the password.
    AttemptPassword(Password),
    /// `POST …/verify/attempt_first_factor` with a code.
    AttemptFirst {
        /// The factor's strategy.
        strategy: Strategy,
        /// What was typed.
        code: Code,
    },
    /// `POST …/verify/prepare_second_factor`
    PrepareSecond(Factor),
    /// `POST …/verify/attempt_second_factor`
    AttemptSecond {
        /// The factor's strategy.
        strategy: Strategy,
        /// What was typed.
        code: Code,
    },
}
