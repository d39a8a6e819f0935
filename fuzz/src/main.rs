//! One target under libFuzzer: the one that the environment names. `cargo xtask fuzz` compiles this
//! with what counts coverage, and starts it.
#![no_main]
#![expect(clippy::disallowed_methods, reason = "the arguments of the program belong to libFuzzer")]
#![expect(clippy::print_stderr, reason = "a program of the terminal")]

use std::sync::LazyLock;

use latchkey_fuzz::Target;

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("LATCHKEY_FUZZ_TARGET").unwrap_or_default();
    latchkey_fuzz::target(&name).unwrap_or_else(|| {
        eprintln!("LATCHKEY_FUZZ_TARGET names no target: '{name}'");
        std::process::exit(2)
    })
});

libfuzzer_sys::fuzz_target!(init: LazyLock::force(&TARGET), |input: &[u8]| (TARGET.run)(input));
