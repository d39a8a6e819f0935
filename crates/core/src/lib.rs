//! What signing in is: pure state machines, with no I/O, clock or randomness inside.
