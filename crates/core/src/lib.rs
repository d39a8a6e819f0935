//! What signing in and managing second factors is: pure state machines, with no I/O, clock or
//! randomness inside. Time is an argument, what is to be done comes out as data, and nothing here
//! can fail for an outside reason.

pub mod challenge;
pub mod context;
pub mod devices;
pub mod effect;
pub mod factors;
pub mod failure;
pub mod form;
pub mod hold;
pub mod organizations;
pub mod password;
pub mod profile;
pub(crate) mod settling;
pub mod sign_in;
pub mod signed_in;
pub mod step_up;
#[cfg(test)]
mod testing;
pub mod ticket;
pub mod time;
