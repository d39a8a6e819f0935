//! What signing in is: pure state machines, with no I/O, clock or randomness inside. Time is an
//! argument, what is to be done comes out as data, and nothing here can fail for an outside reason.

pub mod failure;
pub mod sign_in;
pub mod time;
