//! The client against a server on this machine that does as it is told, badly if need be.

#[cfg(test)]
mod another;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod devices;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod held;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod misbehave;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod recorder;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod second_factors;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod shuffled;
#[cfg(test)]
mod sign_out;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod unrecognised;
#[cfg(test)]
mod witnessed;
