//! The rules, pure: time, randomness and state come in as arguments.

pub(crate) mod backup;
pub(crate) mod code;
pub(crate) mod external;
pub(crate) mod identifier;
pub(crate) mod lockout;
pub(crate) mod password;
pub(crate) mod picture;
pub(crate) mod rate;
pub(crate) mod strategy;
pub(crate) mod totp;
pub(crate) mod user_agent;
pub(crate) mod username;
