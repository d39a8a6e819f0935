//! Why a call brought no value, by what its caller does next.

use std::fmt;
use std::time::Duration;

use latchkey_fapi_types::ApiError;

/// The underlying failure, for logs. Never contains a URL.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a call brought no value, by what its caller does next. Shows no secret and no URL in any form.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The server understood and refused: tell the user, by the code of the first entry.
    #[error("the server refused: {0}")]
    Refused(Refusal),
    /// The server failed. A read can be repeated later; whether a change happened is unknown.
    #[error("the server failed with status {status}")]
    ServerFault {
        /// The HTTP status, 500 to 599.
        status: u16,
        /// How long to wait, from one second to an hour, if the server said so.
        retry_after: Option<Duration>,
        /// What Clerk's support asks for.
        trace_id: Option<String>,
        /// What the server said, if it said anything readable.
        errors: Vec<ApiError>,
        /// When the server says it answered, in milliseconds since the Unix epoch.
        date: Option<i64>,
    },
    /// The request certainly did not reach the server: nothing happened, and the call can be repeated.
    #[error("the server could not be reached: {kind}")]
    Unreachable {
        /// How far it got.
        kind: Unreachable,
        /// The underlying failure.
        #[source]
        source: Cause,
    },
    /// The request was sent and no usable answer came back. A change may have happened: ask for the state, do not repeat.
    #[error("the answer was lost: {kind}")]
    OutcomeUnknown {
        /// What became of the answer.
        kind: Loss,
        /// The underlying failure.
        #[source]
        source: Cause,
    },
    /// An answer came that is none of the Frontend API: a captive portal, a proxy, a server of another kind.
    #[error("the answer with status {status} is not usable: {problem}")]
    BadAnswer {
        /// The HTTP status.
        status: u16,
        /// What is wrong with it.
        problem: BadAnswer,
        /// When the server says it answered, in milliseconds since the Unix epoch.
        date: Option<i64>,
    },
}

impl CallError {
    /// When the server says it answered, in milliseconds since the Unix epoch. None where no answer came, or not whole.
    pub fn date(&self) -> Option<i64> {
        match self {
            Self::Refused(refusal) => refusal.date,
            Self::ServerFault { date, .. } | Self::BadAnswer { date, .. } => *date,
            Self::Unreachable { .. } | Self::OutcomeUnknown { .. } => None,
        }
    }
}

/// A refusal: an answer with a status from 400 to 499.
#[derive(Debug)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Every entry; the first one decides. Empty only for a 429 that came from something in front of the server.
    pub errors: Vec<ApiError>,
    /// What Clerk's support asks for.
    pub trace_id: Option<String>,
    /// How long to wait, from one second to an hour, if the server said so.
    pub retry_after: Option<Duration>,
    /// When the server says it answered, in milliseconds since the Unix epoch.
    pub date: Option<i64>,
}

impl Refusal {
    /// The code of the first entry, which decides.
    pub fn code(&self) -> Option<&str> {
        self.errors.first().map(|error| error.code.as_str())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code().unwrap_or("no code"), self.status)
    }
}

/// How far a request got that did not reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unreachable {
    /// The name has no address: usually offline.
    Dns,
    /// No connection to the address.
    Connect,
    /// No trusted connection: a certificate that is not accepted, or no TLS at all.
    Tls,
    /// No connection in time.
    Deadline,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "its name could not be resolved",
            Self::Connect => "no connection",
            Self::Tls => "no trusted connection",
            Self::Deadline => "no connection in time",
        })
    }
}

/// What became of an answer that was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Loss {
    /// It did not come, or not whole, in time.
    Deadline,
    /// The connection broke before it was whole.
    Interrupted,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deadline => "it did not come in time",
            Self::Interrupted => "the connection broke",
        })
    }
}

/// What is wrong with an answer that is none of the Frontend API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BadAnswer {
    /// Not JSON, or JSON cut short.
    NotJson,
    /// A web page: most likely a network's own sign-in page.
    Html,
    /// More than 1 MiB after decompression.
    TooLarge,
    /// JSON, but not what the call returns.
    WrongShape,
    /// A redirect, which is never followed.
    Redirect,
    /// No body.
    Empty,
}

impl fmt::Display for BadAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson => "not JSON",
            Self::Html => "a web page",
            Self::TooLarge => "too large",
            Self::WrongShape => "unexpected content",
            Self::Redirect => "a redirect",
            Self::Empty => "empty",
        })
    }
}

/// Why a client could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The user agent contains something that a header cannot carry.
    #[error("the user agent cannot be sent")]
    UserAgent,
    /// The platform's certificates could not be read.
    #[error("the platform's certificates could not be read")]
    Tls(#[source] Cause),
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up")]
    Http(#[source] Cause),
}
