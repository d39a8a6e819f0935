//! Rules about each source file by itself.

use super::{Finding, Source};

/// The most lines a file may have.
const MOST_LINES: usize = 500;
/// Files that are longer, with the lines they may have. This list only gets shorter.
const LONGER: [(&str, usize); 0] = [];

/// How many lines above a call its `EXPOSE:` comment may stand, for calls in a chain.
const COMMENT_REACH: usize = 4;

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = length(sources, &LONGER);
    for source in sources {
        if source.is_rust() {
            findings.extend(module_doc(source));
            findings.extend(forbidden_words(source));
            findings.extend(exposures(source));
        }
        findings.extend(machine_paths(source));
    }
    findings
}

fn length(sources: &[Source], longer: &[(&str, usize)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.is_rust()) {
        let lines = source.text.lines().count();
        let exception = longer.iter().find(|(path, _)| *path == source.path);
        let most = exception.map_or(MOST_LINES, |(_, most)| *most);
        if lines > most {
            let problem = format!("{lines} lines, {most} at most: split it by idea");
            findings.push(Finding::new(&source.path, problem));
        }
        if exception.is_some() && lines <= MOST_LINES {
            findings.push(Finding::new(&source.path, "no longer needs its exception for length"));
        }
    }
    for (path, _) in longer {
        if !sources.iter().any(|source| source.path == *path) {
            findings.push(Finding::new(*path, "has an exception for length and does not exist"));
        }
    }
    findings
}

fn module_doc(source: &Source) -> Option<Finding> {
    let first = source.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    (!first.starts_with("//!"))
        .then(|| Finding::new(&source.path, "starts without a `//!` that says what the module is"))
}

fn forbidden_words(source: &Source) -> Vec<Finding> {
    // Put together here, so that this file does not contain them.
    let words = [
        (concat!("#[", "ignore"), "a test that does not run tells nothing"),
        (concat!("#[", "should_panic"), "assert on the error instead"),
        (concat!("TO", "DO"), "what is left to do belongs in an issue"),
        (concat!("FIX", "ME"), "what is left to do belongs in an issue"),
    ];
    let mut findings = Vec::new();
    for (number, line) in numbered(&source.text) {
        for (word, why) in words {
            if line.contains(word) {
                let problem = format!("`{word}`: {why}");
                findings.push(Finding::new(format!("{}:{number}", source.path), problem));
            }
        }
    }
    findings
}

/// Each place where a secret is taken out of its wrapper says why.
fn exposures(source: &Source) -> Vec<Finding> {
    if is_test_file(&source.path) {
        return Vec::new();
    }
    let lines: Vec<&str> = before_tests(&source.text).lines().collect();
    let calls = [concat!(".expose", "_secret()"), concat!(".expose", "()")];
    let mut findings = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        if !calls.iter().any(|call| code.contains(call)) {
            continue;
        }
        let beside = lines.get(index.saturating_sub(COMMENT_REACH)..=index).unwrap_or_default();
        if !beside.iter().any(|line| line.contains("EXPOSE:")) {
            let place = format!("{}:{}", source.path, index + 1);
            findings.push(Finding::new(place, "a secret is exposed without an `EXPOSE:` comment"));
        }
    }
    findings
}

/// A path of somebody's machine means nothing on another.
fn machine_paths(source: &Source) -> Vec<Finding> {
    let paths = [
        concat!("/wo", "rk/"),
        concat!("/tmp", "/t-"),
        concat!("/ro", "ot/"),
        concat!("/Us", "ers/"),
    ];
    let mut findings = Vec::new();
    for (number, line) in numbered(&source.text) {
        if let Some(path) = paths.iter().find(|path| line.contains(**path)) {
            let problem = format!("`{path}` is a path of one machine");
            findings.push(Finding::new(format!("{}:{number}", source.path), problem));
        }
    }
    findings
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// True for files that hold nothing but tests and their helpers.
pub(super) fn is_test_file(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
}

/// A file's text up to its test module.
pub(super) fn before_tests(text: &str) -> &str {
    let attribute = "#[cfg(test)]\n";
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        let Some(at) = rest.find(attribute).map(|at| from + at) else { break };
        from = at + attribute.len();
        if text.get(from..).is_some_and(|after| after.trim_start().starts_with("mod ")) {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn a_file_that_is_too_long_is_found() {
        let long = "x\n".repeat(MOST_LINES + 1);
        assert_eq!(length(&[source("a.rs", &long)], &[]).len(), 1);
        assert_eq!(length(&[source("a.rs", &"x\n".repeat(MOST_LINES))], &[]), []);
        assert_eq!(length(&[source("a.rs", &long)], &[("a.rs", 600)]), []);
    }

    #[test]
    fn an_exception_that_is_not_needed_is_found() {
        assert_eq!(length(&[source("a.rs", "x\n")], &[("a.rs", 600)]).len(), 1);
        assert_eq!(length(&[], &[("gone.rs", 600)]).len(), 1);
    }

    #[test]
    fn a_module_that_does_not_say_what_it_is_is_found() {
        assert!(module_doc(&source("a.rs", "use std::fmt;\n")).is_some());
        assert!(module_doc(&source("a.rs", "")).is_some());
        assert!(module_doc(&source("a.rs", "\n//! What it is.\n")).is_none());
    }

    #[test]
    fn words_that_put_something_off_are_found() {
        let bad = format!("#[{}]\nfn a() {{}} // {}: later\n", "ignore", concat!("FIX", "ME"));
        assert_eq!(forbidden_words(&source("a.rs", &bad)).len(), 2);
        let bad = format!("#[{}(expected = \"x\")]\n// {}\n", "should_panic", concat!("TO", "DO"));
        assert_eq!(forbidden_words(&source("a.rs", &bad)).len(), 2);
    }

    #[test]
    fn a_secret_that_is_exposed_without_a_reason_is_found() {
        let call = concat!("password.expose", "()");
        let check = |path: &str, text: String| exposures(&source(path, &text)).len();
        assert_eq!(check("src/a.rs", format!("let a = {call};\n")), 1);
        assert_eq!(
            check("src/a.rs", format!("// EXPOSE: sent to the server.\nlet a = {call};\n")),
            0
        );
        assert_eq!(check("src/a.rs", format!("// {call} is a call\n")), 0);
        assert_eq!(check("tests/e2e/a.rs", format!("let a = {call};\n")), 0);
        let tests = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{ {call} }}\n");
        assert_eq!(check("src/a.rs", tests), 0);
    }

    #[test]
    fn a_helper_for_tests_does_not_hide_what_follows() {
        let text = "#[cfg(test)]\nuse a::B;\nfn c() {}\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(before_tests(text), "#[cfg(test)]\nuse a::B;\nfn c() {}\n");
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let bad = format!("see {}notes\n", concat!("/wo", "rk/"));
        assert_eq!(machine_paths(&source("README.md", &bad)).len(), 1);
        assert_eq!(machine_paths(&source("README.md", "see docs/automation.md\n")), []);
    }
}
