//! The bodies of the Frontend API's documents decode, and go on decoding when parts of them change.

#[cfg(test)]
mod active_sessions;
#[cfg(test)]
mod any;
#[cfg(test)]
mod decoding;
#[cfg(test)]
mod mfa;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod tolerance;
