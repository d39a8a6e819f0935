//! Whom somebody signs in as.

use crate::failure::InputError;

/// Email address, phone number or user name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// As typed, without what nobody sees.
    pub typed: String,
    /// As the server takes it, or why it can be nobody's.
    pub sent: Result<String, InputError>,
}

impl Identifier {
    /// One that is sent as typed.
    pub fn of(text: &str) -> Self {
        let typed = latchkey_typed::identifier(text);
        let sent =
            if typed.is_empty() { Err(InputError::IdentifierEmpty) } else { Ok(typed.clone()) };
        Self { typed, sent }
    }

    /// The same where it was read as a phone number.
    #[must_use]
    pub fn read_as(self, sent: Result<String, InputError>) -> Self {
        Self { sent, ..self }
    }
}
