//! The names for automation: one list in `ipc`, used by every page, documented in docs/automation.md.

use std::collections::BTreeSet;

use super::repository::text_of;
use super::sources::{before_tests, is_test_file};
use super::{Finding, Source};

const LIST: &str = "crates/ipc/src/test_id.rs";
const DOCUMENT: &str = "docs/automation.md";

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let names = listed(text_of(sources, LIST));
    if names.is_empty() {
        return vec![Finding::new(LIST, "holds no names")];
    }
    let mut findings = documented(&names, text_of(sources, DOCUMENT));
    for source in sources.iter().filter(|source| source.path.starts_with("src-ui/")) {
        if source.is_rust() && !is_test_file(&source.path) {
            findings.extend(literal_names(source));
        }
        if source.has_ending("html") {
            findings.extend(unknown_names(source, &names));
        }
    }
    findings
}

/// The values in lines such as `    CODE = "code";`.
fn listed(text: &str) -> BTreeSet<&str> {
    before_tests(text)
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().split_once(" = \"")?;
            let is_name =
                name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit());
            value.strip_suffix("\";").filter(|_| is_name)
        })
        .collect()
}

/// The document's tables have a name in backticks at the start of each row.
fn documented(names: &BTreeSet<&str>, document: &str) -> Vec<Finding> {
    let rows: Vec<&str> =
        document.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let mut findings = Vec::new();
    for name in names.iter().filter(|name| !rows.contains(name)) {
        findings.push(Finding::new(DOCUMENT, format!("lacks `{name}`")));
    }
    let mut seen = BTreeSet::new();
    for name in rows {
        if !names.contains(name) {
            findings.push(Finding::new(DOCUMENT, format!("names `{name}`, which does not exist")));
        }
        if !seen.insert(name) {
            findings.push(Finding::new(DOCUMENT, format!("names `{name}` twice")));
        }
    }
    findings
}

/// A page takes the name from the list; one that is written out would not be checked by anything.
fn literal_names(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in before_tests(&source.text).lines().enumerate() {
        for after in line.split("data-testid").skip(1) {
            let value = after.trim_start_matches(['"', ',', '=', ' ', '{', '&']);
            let quotes = after.matches('"').count() - value.matches('"').count();
            // `data-testid={..}` has no quote before its value; `("data-testid", ..)` has one.
            let allowed = usize::from(after.starts_with('"') && after.contains(','));
            if quotes > allowed {
                let place = format!("{}:{}", source.path, index + 1);
                findings.push(Finding::new(place, "a name that is not from `ipc::test_id`"));
            }
        }
    }
    findings
}

/// Static files cannot take the names from the list, so they are compared with it.
fn unknown_names(source: &Source, names: &BTreeSet<&str>) -> Vec<Finding> {
    let values = source.text.split("data-testid=\"").skip(1);
    values
        .filter_map(|after| after.split('"').next())
        .filter(|value| !names.contains(value))
        .map(|value| Finding::new(&source.path, format!("`{value}` is not in `ipc::test_id`")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    const IDS: &str = "test_ids! {\n    /// The code.\n    CODE = \"code\";\n    /// Send.\n    \
                       VERIFY_SUBMIT = \"verify-submit\";\n}\n";

    #[test]
    fn the_list_is_read() {
        assert_eq!(listed(IDS), BTreeSet::from(["code", "verify-submit"]));
        assert_eq!(listed("let x = \"y\";\n"), BTreeSet::new());
    }

    #[test]
    fn a_name_that_is_not_told_or_not_there_or_told_twice_is_found() {
        let names = listed(IDS);
        assert_eq!(documented(&names, "| `code` | a |\n| `verify-submit` | b |\n"), []);
        assert_eq!(documented(&names, "| `code` | a |\n").len(), 1);
        let document = "| `code` | a |\n| `code` | a |\n| `verify-submit` | b |\n| `old` | c |\n";
        assert_eq!(documented(&names, document).len(), 2);
    }

    #[test]
    fn a_name_that_is_written_out_is_found() {
        let check = |text: &str| literal_names(&source("src-ui/src/a.rs", text)).len();
        assert_eq!(check("<p data-testid=\"code\">\n"), 1);
        assert_eq!(check("<p data-testid={\"code\"} id=\"a\">\n"), 1);
        assert_eq!(check("<p data-testid={test_id::CODE} class=\"a\">\n"), 0);
        assert_eq!(check("node.set(\"data-testid\", test_id::CODE)\n"), 0);
        assert_eq!(check("node.set(\"data-testid\", \"code\")\n"), 1);
    }

    #[test]
    fn a_static_file_with_an_unknown_name_is_found() {
        let names = listed(IDS);
        assert_eq!(unknown_names(&source("a.html", "<p data-testid=\"code\">"), &names), []);
        assert_eq!(unknown_names(&source("a.html", "<p data-testid=\"cod\">"), &names).len(), 1);
    }

    #[test]
    fn an_empty_list_is_found() {
        assert_eq!(check(&[source(LIST, "")]).len(), 1);
    }
}
