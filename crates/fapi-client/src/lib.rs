//! A native client of Clerk's Frontend API.
//!
//! Owns the transport: where a call goes, what it carries, how long it may take, and what its answer means for the
//! client token and the client that this installation holds. Knows nothing of sign-in flows, pages or storage.
//!
//! - Every call is native (`_is_native=true`), pinned to one API version, and carries the client token raw: empty
//!   while there is none.
//! - The token is taken from every answer, whatever its status and even if its body is lost; the client from every
//!   answer that brings one. An answer to a request that carried a token we no longer hold changes neither.
//! - Calls that can change the client run one after the other, and each is carried through once it is sent, even
//!   if its caller goes away: its answer may hold the next token. Reads run freely beside them.
//! - Nothing is repeated: no call is sent twice, whether it changes anything or not, and no redirect is followed. Whoever
//!   makes the call decides, by the kind of [`CallError`].

mod answer;
mod base_url;
mod call;
mod date;
mod error;
mod methods;
mod params;
mod state;
mod token;
mod transport;

pub use base_url::{BaseUrl, BaseUrlProblem};
pub use error::{BadAnswer, BuildError, CallError, Cause, Loss, Refusal, Unreachable};
pub use methods::{Answer, FapiClient};
pub use params::{AttemptFactor, CreateSignIn, FactorSecret, PrepareFactor};
pub use state::ClientState;
pub use transport::{Config, Deadlines, default_user_agent};
