//! Where the words are: whoever wants to change one looks in one place.

use std::fs;
use std::path::{Path, PathBuf};

/// Attributes that people see or hear.
const SPOKEN: [&str; 9] =
    ["aria-label", "label", "busy_label", "title", "about", "submit", "busy", "confirm", "cancel"];

#[test]
fn every_word_that_a_page_says_stands_in_the_copy() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let is_copy =
        |file: &Path| file.starts_with(source.join("copy")) || file == source.join("copy.rs");
    for file in files(&source).iter().filter(|file| !is_copy(file)) {
        let text = fs::read_to_string(file).unwrap();
        for line in text.split("#[cfg(test)]").next().unwrap().lines().filter(|line| says(line)) {
            found.push(format!("{}: {}", file.display(), line.trim()));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_is_said_is_told_from_what_is_not() {
    for line in [
        r#"<h3>{ "Ways left" }</h3>"#,
        r#"{ "Sign in to " }<span>{ name }</span>"#,
        r#"html! { "Remove it?" }"#,
        r#"<Submit label="Continue" />"#,
        r#"aria-label="Dismiss""#,
        r#"    "It was never verified.","#,
    ] {
        assert!(says(line), "{line}");
    }
    for line in [
        r#"{ ": " }"#,
        r#"<p class="sub">{ mfa::LEAD }</p>"#,
        r#"if open { "true" } else { "false" }"#,
        r#"let class = if plain { "button plain" } else { "button" };"#,
        r#"aria-labelledby="page-title""#,
        r#"    "key-check good","#,
        r#"    "M2.5 12S6 5.5 12 5.5z","#,
    ] {
        assert!(!says(line), "{line}");
    }
}

/// Whether a line of a page has words of its own. What stands between `if` and `else` is the value
/// of an attribute.
fn says(line: &str) -> bool {
    let worded = |quoted: &str| {
        quoted.split('"').next().is_some_and(|text| text.chars().any(char::is_alphabetic))
    };
    let is_choice = line.contains("} else {");
    let shown = !is_choice && line.split("{ \"").skip(1).any(worded);
    let spoken = SPOKEN.iter().any(|name| {
        line.match_indices(&format!("{name}=\"")).any(|(at, found)| {
            let starts = line[..at].chars().next_back().is_none_or(char::is_whitespace);
            starts && worded(&line[at + found.len()..])
        })
    });
    // A sentence that did not fit into the line before.
    let wrapped = line.trim().trim_end_matches(',').strip_prefix('"');
    let wrapped = wrapped.and_then(|rest| rest.strip_suffix('"')).is_some_and(|text| {
        let is_word = |word: &str| word.len() > 1 && word.chars().all(char::is_lowercase);
        text.starts_with(char::is_uppercase) && text.split(' ').any(is_word)
    });
    shown || spoken || wrapped
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
