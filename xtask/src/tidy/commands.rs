//! The commands of `ipc` are the ones that the build declares, the shell registers and the
//! capability permits. An undeclared command is not checked against the capability at all.

use std::collections::BTreeSet;

use super::repository::text_of;
use super::{Finding, Source};

const COMMANDS: &str = "crates/ipc/src/command.rs";
const DECLARED: &str = "src-tauri/build.rs";
const REGISTERED: &str = "src-tauri/src/commands.rs";
const PERMITTED: &str = "src-tauri/capabilities/main.json";

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let wanted = named(text_of(sources, COMMANDS));
    if wanted.is_empty() {
        return vec![Finding::new(COMMANDS, "names no command")];
    }
    let places = [
        (DECLARED, listed(text_of(sources, DECLARED), ".commands(&[", "]")),
        (REGISTERED, listed(text_of(sources, REGISTERED), "generate_handler![", "]")),
        (PERMITTED, permitted(text_of(sources, PERMITTED))),
    ];
    places.iter().flat_map(|(place, found)| differences(place, &wanted, found)).collect()
}

/// The values in lines such as `    const NAME: &'static str = "sign_in";`.
fn named(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.trim().strip_prefix("const NAME: &'static str = \""))
        .filter_map(|rest| rest.strip_suffix("\";"))
        .map(str::to_owned)
        .collect()
}

/// The words between two marks, without quotes and paths.
fn listed(text: &str, from: &str, to: &str) -> BTreeSet<String> {
    let list = text.split_once(from).and_then(|(_, rest)| rest.split_once(to));
    let words = list.map_or("", |(list, _)| list).split(',');
    words
        .map(|word| word.trim().trim_matches('"').rsplit("::").next().unwrap_or_default())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Our own permissions have no `plugin:` before them, and dashes where the command has underscores.
fn permitted(text: &str) -> BTreeSet<String> {
    text.split('"')
        .filter_map(|word| word.strip_prefix("allow-"))
        .map(|word| word.replace('-', "_"))
        .collect()
}

fn differences(place: &str, wanted: &BTreeSet<String>, found: &BTreeSet<String>) -> Vec<Finding> {
    let lacks = wanted.difference(found).map(|name| format!("lacks the command `{name}`"));
    let extra = found.difference(wanted).map(|name| format!("has `{name}`, which is no command"));
    lacks.chain(extra).map(|problem| Finding::new(place, problem)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn repository(declared: &str, registered: &str, permitted: &str) -> Vec<Finding> {
        check(&[
            source(COMMANDS, "    const NAME: &'static str = \"sign_in\";\n"),
            source(DECLARED, &format!("new().commands(&[{declared}])")),
            source(REGISTERED, &format!("generate_handler![{registered}]")),
            source(PERMITTED, &format!("[\"core:event:allow-listen\", {permitted}]")),
        ])
    }

    #[test]
    fn one_command_in_all_places_passes() {
        assert_eq!(repository("\"sign_in\"", "commands::sign_in", "\"allow-sign-in\""), []);
    }

    #[test]
    fn a_command_that_is_missing_somewhere_is_found() {
        assert_eq!(repository("", "sign_in", "\"allow-sign-in\"").len(), 1);
        assert_eq!(repository("\"sign_in\"", "", "\"allow-sign-in\"").len(), 1);
        assert_eq!(repository("\"sign_in\"", "sign_in", "\"x\"").len(), 1);
        assert_eq!(check(&[]).len(), 1);
    }

    #[test]
    fn a_command_that_nobody_asked_for_is_found() {
        let found = repository("\"sign_in\"", "sign_in, token", "\"allow-sign-in\"");
        assert_eq!(found.len(), 1);
    }
}
