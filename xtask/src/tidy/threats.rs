//! The tests that SECURITY.md names exist: a threat that nothing shows to be met must not look met.

use std::collections::BTreeSet;

use super::repository::text_of;
use super::{Finding, Source};

const DOCUMENT: &str = "SECURITY.md";
/// A test is named by a sentence, so its name has at least so many gaps between words.
const GAPS: usize = 2;

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let named = named(text_of(sources, DOCUMENT));
    if named.is_empty() {
        return vec![Finding::new(DOCUMENT, "names no test")];
    }
    let there: BTreeSet<&str> = sources
        .iter()
        .filter(|source| source.is_rust())
        .flat_map(|one| functions(&one.text))
        .collect();
    let missing = named.difference(&there);
    missing
        .map(|name| {
            Finding::new(DOCUMENT, format!("names the test `{name}`, which does not exist"))
        })
        .collect()
}

/// What stands between backticks and looks like a sentence of Rust.
fn named(document: &str) -> BTreeSet<&str> {
    let quoted = document.split('`').skip(1).step_by(2);
    quoted
        .filter(|word| word.matches('_').count() >= GAPS)
        .filter(|word| {
            word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
        .collect()
}

fn functions(text: &str) -> impl Iterator<Item = &str> {
    text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next())
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    const TESTS: &str = "#[test]\nfn nobody_may_read_it() {}\n";

    #[test]
    fn a_test_that_exists_passes() {
        let text = "| x | y | `nobody_may_read_it`, `latchkey-ipc`, `wasm_bindgen`, `A_B_C` |";
        assert_eq!(check(&[source(DOCUMENT, text), source("a/b.rs", TESTS)]), []);
    }

    #[test]
    fn a_test_that_is_gone_is_found() {
        let text = "| x | y | `nobody_may_read_it`, `everybody_may_write_it` |";
        assert_eq!(check(&[source(DOCUMENT, text), source("a/b.rs", TESTS)]).len(), 1);
        assert_eq!(check(&[source(DOCUMENT, text)]).len(), 2);
        assert_eq!(check(&[]).len(), 1);
    }
}
