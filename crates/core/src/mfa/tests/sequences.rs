//! Any sequence of events.
