//! A native client of Clerk's Frontend API.
//!
//! Owns the transport: where a call goes, what it carries, how long it may take, and what its answer means for the
//! client token and the client that this installation holds. Knows nothing of sign-in flows, pages or storage.
//!
//! - Every call is native (`_is_native=true`), pinned to one API version, and carries the client token raw: empty
//!   while there is none.
//! - The token is taken from every answer, whatever its status and even if its body is lost; the client from every
//!   answer that brings one. An answer to a request that carried a token we no longer hold changes neither, unless it names
//!   the token that we hold; even then it brings no other client without sessions, which would be a silent sign-out.
//! - A [`Keeper`] is told of every change of token or client, in order, and has kept it before the caller gets the answer
//!   that caused it. There is no other way to read them.
//! - A token that the server refuses as out of date is dropped, if it is still the one we hold.
//! - A success shows that something was done for this client only if its answer is [identified](Answer::identified): a server
//!   answers those that it does not know as well.
//! - Calls that can change the client run one after the other, and each is carried through once it is sent, even
//!   if its caller goes away: its answer may hold the next token. Reads run freely beside them. A call that is given up
//!   before it is sent is not sent.
//! - Nothing is repeated: no call is sent twice, whether it changes anything or not, and no redirect is followed. Whoever
//!   makes the call decides, by the kind of [`CallError`].
//!
//! # What is erased from memory
//!
//! Every copy of a password, code, key or token that this crate makes is erased when it is no longer needed: the bodies of
//! requests and answers, the header that carries the token, and what is parsed from them. Not erased are the buffers of the
//! libraries beneath (HTTP, TLS, decompression, and the JSON parser where it undoes escapes), and what the server repeats
//! in the text of a refusal.

mod answer;
mod base_url;
mod call;
mod date;
mod error;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod keeper;
mod methods;
mod params;
mod picture;
mod product;
mod state;
mod token;
mod transport;
mod witness;

pub use answer::Answer;
pub use base_url::{BaseUrl, BaseUrlProblem};
pub use error::{BadAnswer, BuildError, CallError, Cause, Loss, Refusal, Unreachable};
pub use keeper::{Held, Keeper, Keeping, Snapshot};
pub use methods::FapiClient;
pub use params::{AttemptFactor, CreateSignIn, FactorSecret, PrepareFactor};
pub use picture::PictureError;
pub use product::Product;
pub use transport::{Config, Deadlines};
pub use witness::{Ended, Outcome, Sent, Witness, harmless};
