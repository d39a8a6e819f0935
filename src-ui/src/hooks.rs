//! Behaviour that several widgets share.

pub(crate) mod code_entry;
pub(crate) mod countdown;
pub(crate) mod focus;
