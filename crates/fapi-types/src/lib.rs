//! The Frontend API's resources and errors as they travel, with every enum open.
//!
//! Owns the shapes of the wire and nothing else: no I/O, no clock, no policy. What a server adds later must
//! still decode, so unknown fields are ignored, unknown enum values keep their text, and a field that is missing, null
//! or of the wrong type becomes `None` unless nothing could be done without it. Those few are: the id of every
//! resource, the status of a sign-in, session or reverification, the level of a reverification, the list of sessions of a
//! client (an empty list means 'signed out', which only the server may say), and new backup codes where they are all
//! that was asked for.
//!
//! Timestamps are milliseconds since the Unix epoch, as on the wire.

mod active_session;
pub mod client;
pub mod enums;
pub mod environment;
pub mod error;
pub mod id;
pub mod key;
mod lenient;
pub mod mfa;
pub mod organization;
pub mod reverification;
pub mod secret;
pub mod sign_in;
pub mod user;
mod user_data;
mod verification;

pub use active_session::{ActiveSession, Activity};
pub use client::{Client, FactorVerificationAge, Session, SessionToken, Task};
pub use enums::{
    ClientTrustState, ReverificationLevel, ReverificationStatus, SessionStatus, SignInStatus,
    Strategy, TaskKey, VerificationStatus,
};
pub use environment::{
    Attribute, AuthConfig, DisplayConfig, Environment, IdentifierKind, OrganizationSettings,
    PasswordSettings, UserLockout, UsernameSettings,
};
pub use error::{ApiError, ErrorBody};
pub use id::{
    ClientId, IdentificationId, InvitationId, OrganizationId, SessionId, SignInId, SuggestionId,
    UserId,
};
pub use key::{InstanceType, KeyProblem, PublishableKey};
pub use mfa::{BackupCodes, Deleted, PhoneNumberAnswer, Totp};
pub use organization::{
    Listed, Organization, OrganizationInvitation, OrganizationMembership, OrganizationSuggestion,
};
pub use reverification::Reverification;
pub use secret::{BackupCode, ClientToken, Code, Password, SessionJwt, TotpSecret, TotpUri};
pub use sign_in::{Factor, SignIn};
pub use user::{EmailAddress, Image, Link, PhoneNumber, User};
pub use user_data::UserData;
pub use verification::Verification;
