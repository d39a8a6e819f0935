//! What the workflows run that is not ours, and what they may do.

use super::{Finding, Source};

const WORKFLOWS: &str = ".github/workflows/";

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().filter(|source| source.path.starts_with(WORKFLOWS)).flat_map(workflow).collect()
}

fn workflow(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let place = || format!("{}:{}", source.path, index + 1);
        let line = line.trim_start().trim_start_matches("- ");
        if let Some(action) = line.strip_prefix("uses: ")
            && !is_pinned(action)
        {
            let told = "an action is named by its whole hash, with its version behind `#`";
            findings.push(Finding::new(place(), told));
        }
        // Pulling another's branch with our secrets in reach is how secrets are lost.
        if line.starts_with("pull_request_target") || line.contains("write-all") {
            findings.push(Finding::new(place(), "gives a stranger's code too much"));
        }
    }
    if !source.text.lines().any(|line| line == "permissions:") {
        findings.push(Finding::new(&source.path, "says for no job what it may do: `permissions:`"));
    }
    findings
}

/// A tag can be moved to other code after we looked at it; a hash cannot. What is in this repository is ours.
fn is_pinned(action: &str) -> bool {
    if action.starts_with("./") {
        return true;
    }
    let Some((hash, version)) =
        action.split_once('@').and_then(|(_, reference)| reference.split_once(" # v"))
    else {
        return false;
    };
    hash.len() == 40
        && hash.chars().all(|digit| digit.is_ascii_hexdigit())
        && version.starts_with(|digit: char| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn found(text: &str) -> usize {
        check(&[source(".github/workflows/a.yml", text)]).len()
    }

    #[test]
    fn an_action_that_can_change_is_found() {
        let hash = "3d3c42e5aac5ba805825da76410c181273ba90b1";
        let workflow = |action: &str| format!("permissions:\n  contents: read\n- uses: {action}\n");
        assert_eq!(found(&workflow(&format!("actions/checkout@{hash} # v7.0.1"))), 0);
        assert_eq!(found(&workflow("./.github/workflows/check.yml")), 0);
        assert_eq!(found(&workflow("actions/checkout@v7")), 1);
        assert_eq!(found(&workflow("actions/checkout@main # v7.0.1")), 1);
        assert_eq!(found(&workflow(&format!("actions/checkout@{hash}"))), 1);
    }

    #[test]
    fn a_workflow_that_may_do_too_much_is_found() {
        assert_eq!(found("jobs:\n"), 1);
        assert_eq!(found("on:\n  pull_request_target:\npermissions:\n"), 1);
        assert_eq!(found("permissions: write-all\n"), 2);
    }
}
