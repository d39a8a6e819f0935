//! Versions that have to agree although cargo does not know it.

use super::repository::text_of;
use super::{Finding, Source};
use crate::workspace::locked_version;

const BUILDER: &str = "xtask/bindgen/Cargo.toml";

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    wasm_bindgen(text_of(sources, BUILDER), text_of(sources, "Cargo.lock"))
        .map(|problem| Finding::new(BUILDER, problem))
        .into_iter()
        .collect()
}

/// The glue is made by the version that the page was compiled with, or the page does not start.
fn wasm_bindgen(manifest: &str, lock: &str) -> Option<String> {
    let pin = manifest
        .lines()
        .find_map(|line| line.strip_prefix("wasm-bindgen-cli-support = \"=")?.strip_suffix('"'));
    let Some(pin) = pin else {
        return Some("does not pin wasm-bindgen-cli-support with `=`".to_owned());
    };
    let locked = locked_version(lock, "wasm-bindgen").unwrap_or("nothing");
    (pin != locked).then(|| format!("pins {pin}, and Cargo.lock has wasm-bindgen {locked}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn pins_that_differ_are_found() {
        assert_eq!(wasm_bindgen("wasm-bindgen-cli-support = \"=0.2.130\"\n", LOCK), None);
        assert!(wasm_bindgen("wasm-bindgen-cli-support = \"=0.2.131\"\n", LOCK).is_some());
        assert!(wasm_bindgen("wasm-bindgen-cli-support = \"0.2.130\"\n", LOCK).is_some());
        assert!(wasm_bindgen("wasm-bindgen-cli-support = \"=0.2.130\"\n", "").is_some());
    }
}
