//! What must hold for whatever comes from outside: answers of a server, keys, what people type and
//! paste, files. Each target reads any bytes and asserts.
//!
//! The ordinary tests replay what is kept in `corpus`, and what lies near it. `cargo xtask fuzz` runs
//! a target under libFuzzer, which looks for bytes that reach code which none before reached.

#[cfg(test)]
mod replay;
mod targets;

use targets::{
    address, answer, key, licences, otpauth, phone, picture, resources, retry_after, sign_in_form,
    typed,
};

/// Something that reads bytes from outside.
#[derive(Debug)]
pub struct Target {
    /// Its name, which is that of its folder in `corpus` and of its row in `targets.tsv`.
    pub name: &'static str,
    /// Reads one input. It panics where something does not hold.
    pub run: fn(&[u8]),
}

/// A target for each name, and its test.
macro_rules! targets {
    ($($name:ident),+ $(,)?) => {
        /// Every target.
        pub const TARGETS: &[Target] =
            &[$( Target { name: stringify!($name), run: $name::run } ),+];

        #[cfg(test)]
        mod what_must_hold_does_for_the_corpus_and_near_it {
            $( #[test] fn $name() { crate::replay::all(stringify!($name)); } )+
        }
    };
}

targets!(
    address,
    answer,
    key,
    licences,
    otpauth,
    phone,
    picture,
    resources,
    retry_after,
    sign_in_form,
    typed,
);

/// The target of a name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
