//! What is told of each request, for whoever has to find out later why something failed.

use std::fmt;
use std::sync::Arc;

use crate::call::Call;
use crate::error::CallError;

/// How much of a part of a path, or of a trace id, is told.
const LONGEST: usize = 64;

/// A request that goes out. No secret is in it: neither query nor head nor body is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Such as `POST`.
    pub method: String,
    /// The path, with the ids in it.
    pub path: String,
}

/// What came of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The HTTP status, where an answer came.
    pub status: Option<u16>,
    /// What Clerk's support asks for, where the answer names it.
    pub trace_id: Option<String>,
    /// Why no answer came, or what is wrong with it.
    pub fault: Option<String>,
}

/// Is told the outcome of one request.
pub type Ended = Box<dyn FnOnce(Outcome) + Send>;

/// Is told of every request as it goes out, and gives back what is told its outcome. It is called
/// before the caller gets the answer, and must not wait.
#[derive(Clone)]
pub struct Witness(Arc<dyn Fn(Sent) -> Ended + Send + Sync>);

impl Witness {
    /// One that is told by this function.
    pub fn new(tell: impl Fn(Sent) -> Ended + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(crate) fn begin(&self, call: &Call) -> Ended {
        (self.0)(Sent { method: call.method.to_string(), path: path(&call.path) })
    }
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Witness").finish_non_exhaustive()
    }
}

/// What a call says of its request.
pub(crate) fn outcome<T>(answered: &Result<(u16, T), CallError>) -> Outcome {
    let none = |fault: String| Outcome { fault: Some(fault), ..Outcome::default() };
    match answered {
        Ok((status, _)) => of_answer(*status, None, None),
        Err(CallError::Refused(refusal)) => {
            of_answer(refusal.status, refusal.trace_id.as_deref(), None)
        }
        Err(CallError::ServerFault { status, trace_id, .. }) => {
            of_answer(*status, trace_id.as_deref(), None)
        }
        Err(CallError::BadAnswer { status, problem, .. }) => {
            of_answer(*status, None, Some(problem.to_string()))
        }
        Err(CallError::Unreachable { kind, .. }) => none(kind.to_string()),
        Err(CallError::OutcomeUnknown { kind, .. }) => none(kind.to_string()),
    }
}

fn of_answer(status: u16, trace_id: Option<&str>, fault: Option<String>) -> Outcome {
    Outcome { status: Some(status), trace_id: trace_id.map(harmless), fault }
}

/// The ids in it come from the server.
fn path(segments: &[String]) -> String {
    let parts: Vec<String> = segments.iter().map(|segment| harmless(segment)).collect();
    format!("/v1/{}", parts.join("/"))
}

/// Letters, digits, `_` and `-` of a text that a server chose, and no more of them than a line takes:
/// nothing that could be taken for a line of its own, and no address of anybody.
pub fn harmless(text: &str) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() || "_-".contains(it) { it } else { '?' };
    text.chars().take(LONGEST).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_chose_is_told_without_what_could_mislead() {
        let segments = ["client", "sessions", "sess_2b-C", "a@b.c\nGET /x"].map(str::to_owned);
        assert_eq!(path(&segments), "/v1/client/sessions/sess_2b-C/a?b?c?GET??x");
        assert_eq!(harmless(&"x".repeat(1 << 20)).len(), LONGEST);
    }
}
