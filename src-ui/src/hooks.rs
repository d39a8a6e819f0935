//! Behaviour that several widgets share.

pub(crate) mod code_entry;
pub(crate) mod countdown;
pub(crate) mod countries;
pub(crate) mod disclosure;
pub(crate) mod focus;
pub(crate) mod id_scope;
pub(crate) mod licences;
pub(crate) mod modal;
pub(crate) mod phone_field;
pub(crate) mod window_focus;
